"""Quotedesk's index: reads a corpus of articles and answers questions by quoting them, word for word.

What is named here is loaded at its first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from index.answering.diff import Differences, differences
    from index.answering.example_questions import example_questions
    from index.answering.verification import Verification
    from index.errors import QuotedeskError
    from index.evaluation.feedback import FILE_NAME as FEEDBACK_FILE
    from index.evaluation.feedback import FeedbackStore
    from index.evaluation.feedback import Verdict as FeedbackVerdict
    from index.library import Library
    from index.models import (
        Answer,
        Article,
        Company,
        DatedQuote,
        Highlight,
        IndexedFile,
        LeftOut,
        LostPassage,
        Obstacle,
        Quote,
        Source,
        Timeline,
        WatchHit,
    )
    from index.operations.doctor import Finding, examine, format_findings
    from index.operations.status import Status
    from index.query.antecedents import Turn
    from index.query.follow_up import FollowUp, follow_up, leans
    from index.query.query import is_link
    from index.query.small_talk import asks_for_help, is_small_talk
    from index.settings import IndexSettings
    from index.text.language import sure_language

__all__ = [
    "FEEDBACK_FILE",
    "Answer",
    "Article",
    "Company",
    "DatedQuote",
    "Differences",
    "FeedbackStore",
    "FeedbackVerdict",
    "Finding",
    "FollowUp",
    "Highlight",
    "IndexSettings",
    "IndexedFile",
    "LeftOut",
    "Library",
    "LostPassage",
    "Obstacle",
    "Quote",
    "QuotedeskError",
    "Source",
    "Status",
    "Timeline",
    "Turn",
    "Verification",
    "WatchHit",
    "asks_for_help",
    "differences",
    "examine",
    "example_questions",
    "follow_up",
    "format_findings",
    "is_link",
    "is_small_talk",
    "leans",
    "sure_language",
]

_PLACES = {
    "Answer": ("models", "Answer"),
    "Article": ("models", "Article"),
    "Company": ("models", "Company"),
    "DatedQuote": ("models", "DatedQuote"),
    "Differences": ("answering.diff", "Differences"),
    "FEEDBACK_FILE": ("evaluation.feedback", "FILE_NAME"),
    "FeedbackStore": ("evaluation.feedback", "FeedbackStore"),
    "FeedbackVerdict": ("evaluation.feedback", "Verdict"),
    "Finding": ("operations.doctor", "Finding"),
    "FollowUp": ("query.follow_up", "FollowUp"),
    "Highlight": ("models", "Highlight"),
    "IndexSettings": ("settings", "IndexSettings"),
    "IndexedFile": ("models", "IndexedFile"),
    "LeftOut": ("models", "LeftOut"),
    "Library": ("library", "Library"),
    "LostPassage": ("models", "LostPassage"),
    "Obstacle": ("models", "Obstacle"),
    "Quote": ("models", "Quote"),
    "QuotedeskError": ("errors", "QuotedeskError"),
    "Source": ("models", "Source"),
    "Status": ("operations.status", "Status"),
    "Timeline": ("models", "Timeline"),
    "Turn": ("query.antecedents", "Turn"),
    "Verification": ("answering.verification", "Verification"),
    "WatchHit": ("models", "WatchHit"),
    "asks_for_help": ("query.small_talk", "asks_for_help"),
    "differences": ("answering.diff", "differences"),
    "examine": ("operations.doctor", "examine"),
    "example_questions": ("answering.example_questions", "example_questions"),
    "follow_up": ("query.follow_up", "follow_up"),
    "format_findings": ("operations.doctor", "format_findings"),
    "is_link": ("query.query", "is_link"),
    "is_small_talk": ("query.small_talk", "is_small_talk"),
    "leans": ("query.follow_up", "leans"),
    "sure_language": ("text.language", "sure_language"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _PLACES[name]
    found = globals()[name] = getattr(import_module(f"index.{module}"), there)
    return found
