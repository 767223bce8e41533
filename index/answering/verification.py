"""Text -> whether the corpus holds it word for word, but for spacing, quotation marks and case, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.models import Article, Highlight, Quote
from index.storage import Generation
from index.text.normalise import DASHES, QUOTATION_MARKS, casefold_compatible

Verdict = Literal["exact", "differs", "not_found"]

_ARTICLES_TRIED = 200
_PLAIN = QUOTATION_MARKS | DASHES


@dataclass(frozen=True, slots=True)
class Verification:
    """The finding on a text: `matches` are the places where it stands, one an article; `nearest` what comes closest."""

    text: str
    verdict: Verdict
    matches: tuple[Quote, ...] = ()
    nearest: Quote | None = None


def find(text: str, generation: Generation) -> Verification:
    """Look a text up in the kept text of the articles, wherever the words of it occur; `nearest` is left empty."""
    wanted = "".join(character for character, _ in _plain_characters(text, 0)).strip()
    if not wanted:
        return Verification(text, "not_found")
    words = re.findall(r"\w+", text)
    numbers = [number for number, _ in generation.matching(words, _ARTICLES_TRIED)]
    source_ids = dict.fromkeys(generation.passage(number).source_id for number in numbers)
    exact, alike = [], []
    for source_id in source_ids:
        article = generation.article(source_id)
        if article is None:
            continue
        places = list(_places(article, wanted))
        verbatim = [place for place in places if article.text[place[0] : place[1]] == text.strip()]
        if verbatim:
            exact.append(_as_quote(article, *verbatim[0], generation))
        elif places:
            alike.append(_as_quote(article, *places[0], generation))
    if exact:
        return Verification(text, "exact", tuple(exact))
    return Verification(text, "differs" if alike else "not_found", tuple(alike))


def _places(article: Article, wanted: str) -> Iterator[tuple[int, int]]:
    """Where the plain form of the article's kept text holds `wanted`, as offsets into the article's text."""
    plain: list[str] = []
    offsets: list[int] = []
    for block in article.blocks:
        for character, offset in _plain_characters(article.text[block.start : block.end] + "\n", block.start):
            if character == " " and plain and plain[-1] == " ":
                continue
            plain.append(character)
            offsets.append(offset)
    haystack = "".join(plain)
    at = haystack.find(wanted)
    while at >= 0:
        yield offsets[at], offsets[at + len(wanted) - 1] + 1
        at = haystack.find(wanted, at + 1)


def _plain_characters(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The characters that matter, each with its offset: white space as single spaces, one kind of quotation mark and
    dash, no case, compatibility forms unfolded."""
    blank = False
    for offset, character in enumerate(text, start):
        if character.isspace():
            if not blank:
                yield " ", offset
            blank = True
            continue
        blank = False
        for plain in casefold_compatible(character.translate(_PLAIN)):
            yield plain, offset


def _as_quote(article: Article, start: int, end: int, generation: Generation) -> Quote:
    passages = generation.passages_of(article.source.source_id)
    holding = next((passage for passage in passages if passage.end > start), None)
    text = article.text[start:end]
    return Quote(
        passage_id=holding.passage_id if holding else "",
        text=text,
        start=start,
        end=end,
        highlight=Highlight(text, start, end),
        confidence=1.0,
        source=article.source,
    )
