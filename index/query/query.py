"""What somebody typed -> a Query: what is asked, of which articles, and whether it is a question at all."""

from __future__ import annotations

from dataclasses import dataclass

from index.query.courtesies import without_courtesies
from index.query.filters import Filters, parse
from index.query.small_talk import is_small_talk


@dataclass(frozen=True, slots=True)
class Query:
    """words: what is asked, without filters and courtesies; empty for filters alone."""

    words: str
    filters: Filters
    is_small_talk: bool = False


def read_question(text: str) -> Query:
    """A question as it was typed.

    Raises:
        FilterError: `after:` or `before:` holds no date.
    """
    words, filters = parse(text)
    if is_small_talk(words):
        return Query(words, filters, is_small_talk=True)
    return Query(without_courtesies(words), filters)


def read_words(text: str, *, literal: bool = False) -> Query:
    """Words to look up; what seems a filter is one of them if they are `literal`.

    Raises:
        FilterError: `after:` or `before:` holds no date.
    """
    return Query(text, Filters()) if literal else Query(*parse(text))
