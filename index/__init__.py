"""Quotedesk's index: reads a corpus of articles and answers questions by quoting them, word for word."""

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
    "Differences",
    "FeedbackStore",
    "FeedbackVerdict",
    "Finding",
    "FollowUp",
    "Highlight",
    "IndexSettings",
    "LeftOut",
    "Library",
    "Obstacle",
    "Quote",
    "QuotedeskError",
    "Source",
    "Status",
    "Turn",
    "Verification",
    "asks_for_help",
    "differences",
    "examine",
    "follow_up",
    "is_link",
    "is_small_talk",
    "leans",
    "sure_language",
]
