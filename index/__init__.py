"""Quotedesk's index: reads a corpus of articles and answers questions by quoting them, word for word."""

from index.answering.verification import Verification
from index.errors import QuotedeskError
from index.library import Library
from index.models import Answer, Article, Highlight, Obstacle, Quote, Source
from index.operations.status import Status
from index.settings import IndexSettings

__all__ = [
    "Answer",
    "Article",
    "Highlight",
    "IndexSettings",
    "Library",
    "Obstacle",
    "Quote",
    "QuotedeskError",
    "Source",
    "Status",
    "Verification",
]
