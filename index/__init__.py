"""Quotedesk's index: reads a corpus of articles and answers questions by quoting them, word for word."""

from index.errors import QuotedeskError
from index.library import Library
from index.models import Answer, Article, Highlight, Obstacle, Quote, Source
from index.settings import IndexSettings
from index.status import Status
from index.verification import Verification

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
