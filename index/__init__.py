"""Quotedesk's index: reads a corpus of articles and answers questions by quoting them, word for word.

What is named here is loaded at its first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.answering.diff import Differences, differences
    from index.answering.verification import Verification
    from index.errors import QuotedeskError
    from index.evaluation.feedback import FILE_NAME as FEEDBACK_FILE
    from index.evaluation.feedback import FeedbackStore
    from index.evaluation.feedback import Verdict as FeedbackVerdict
    from index.library import Library
    from index.models import Answer, Article, Highlight, LeftOut, Obstacle, Quote, Source
    from index.operations.doctor import Finding, examine
    from index.operations.status import Status
    from index.settings import IndexSettings
    from index.text.language import sure_language

__all__ = [
    "FEEDBACK_FILE",
    "Answer",
    "Article",
    "Differences",
    "FeedbackStore",
    "FeedbackVerdict",
    "Finding",
    "Highlight",
    "IndexSettings",
    "LeftOut",
    "Library",
    "Obstacle",
    "Quote",
    "QuotedeskError",
    "Source",
    "Status",
    "Verification",
    "differences",
    "examine",
    "sure_language",
]

_PLACES = {
    "Answer": ("models", "Answer"),
    "Article": ("models", "Article"),
    "Differences": ("answering.diff", "Differences"),
    "FEEDBACK_FILE": ("evaluation.feedback", "FILE_NAME"),
    "FeedbackStore": ("evaluation.feedback", "FeedbackStore"),
    "FeedbackVerdict": ("evaluation.feedback", "Verdict"),
    "Finding": ("operations.doctor", "Finding"),
    "Highlight": ("models", "Highlight"),
    "IndexSettings": ("settings", "IndexSettings"),
    "LeftOut": ("models", "LeftOut"),
    "Library": ("library", "Library"),
    "Obstacle": ("models", "Obstacle"),
    "Quote": ("models", "Quote"),
    "QuotedeskError": ("errors", "QuotedeskError"),
    "Source": ("models", "Source"),
    "Status": ("operations.status", "Status"),
    "Verification": ("answering.verification", "Verification"),
    "differences": ("answering.diff", "differences"),
    "examine": ("operations.doctor", "examine"),
    "sure_language": ("text.language", "sure_language"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _PLACES[name]
    found = globals()[name] = getattr(import_module(f"index.{module}"), there)
    return found
