"""What somebody typed -> a Query: what is asked, of which articles, and whether it is a question at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.errors import QueryError
from index.query.courtesies import without_courtesies
from index.query.filters import Filters, parse
from index.query.small_talk import is_small_talk

# As long as a message in Telegram, nearly: what is longer is no question.
MOST_CHARACTERS_ASKED = 4_000
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """words: what is asked, without filters and courtesies; empty for filters alone."""

    words: str
    filters: Filters
    is_small_talk: bool = False


def read_question(text: str) -> Query:
    """A question as it was typed.

    Raises:
        QueryError: it is empty or too long, or its filter `after:` or `before:` holds no date.
    """
    check_length(text)
    words, filters = parse(text)
    if words and is_small_talk(words):
        return Query(words, filters, is_small_talk=True)
    return Query(without_courtesies(_without_links(words)), filters)


def is_link(text: str) -> bool:
    """Whether a text is nothing but one web address."""
    return _LINK.fullmatch(text.strip()) is not None


def _without_links(words: str) -> str:
    """A question without web addresses, whose parts no article holds; as it is where nothing else is asked."""
    bare = " ".join(_LINK.sub(" ", words).split())
    return bare if bare and bare != words else words


def read_words(text: str, *, literal: bool = False) -> Query:
    """Words to look up; what seems a filter is one of them if they are `literal`.

    Raises:
        QueryError: they are empty or too many, or a filter `after:` or `before:` holds no date.
    """
    check_length(text)
    return Query(text, Filters()) if literal else Query(*parse(text))


def check_length(text: str) -> None:
    """Raise a QueryError for a text that is empty, too long to be asked, or holds what is no character."""
    if not text.strip():
        raise QueryError("The question is empty: write what you want to know.")
    if len(text) > MOST_CHARACTERS_ASKED:
        raise QueryError(
            f"The question has {len(text)} characters, more than {MOST_CHARACTERS_ASKED}: ask it in fewer words."
        )
    # Python has halves of characters for bytes that are no text; neither models nor the database do.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise QueryError("The question holds what is no character: type it again, in UTF-8.")


def check_limit(limit: int) -> None:
    """Raises QueryError where so many results can't be given."""
    if limit < 1:
        raise QueryError("The number of results can't be less than 1.")
