"""Quotedesk's index."""
