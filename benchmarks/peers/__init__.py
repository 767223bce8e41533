"""Quotedesk beside the retrieval of other libraries: same passages, same encoder, same questions, one run."""
