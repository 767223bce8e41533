"""Citations in plain words: for the clipboard and for one's own sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.views.composer import CUT, clip, cut_end, one_line, units
from index.models import Quote, Source

# Each is a search, and all are made while somebody types.
_MOST_INSERTIONS = 5
_INSERTION = re.compile(r"(?<![^\s(“\"'«])\+(?=\S)([^+]+)(?:\+|$)")


def citation(quote: Quote, limit: int) -> str:
    """“The sentence” — title, publisher, date, address: within `limit` code units, the address only where it fits."""
    sentence = one_line(quote.highlight.text)
    source = quote.source
    named = clip(", ".join(filter(None, (one_line(source.title), label(source)))), limit // 2)
    room = limit - units(f"“” — {named}")
    if units(sentence) > room:
        sentence = f"{sentence[: cut_end(sentence, room - units(CUT) - 1)].rstrip()} {CUT}"
    cited = f"“{sentence}” — {named}"
    address = (source.url or "").strip()
    return f"{cited}, {address}" if address and units(cited) + units(address) + 2 <= limit else cited


def label(source: Source) -> str:
    """Publisher and date, as far as the article states them."""
    return ", ".join(filter(None, (one_line(source.publisher or ""), source.published)))


@dataclass(frozen=True, slots=True)
class Insertion:
    """One's own words with places for citations: `texts` has one more item than `lookups`, which stand between them."""

    texts: tuple[str, ...]
    lookups: tuple[str, ...]


def insertion_in(query: str) -> Insertion | None:
    """`I agree: +peskov fake+` asks for a citation between the plus signs; the last one may still be missing."""
    texts: list[str] = []
    lookups: list[str] = []
    position = 0
    for match in _INSERTION.finditer(query):
        if (words := match[1].strip()) and len(lookups) < _MOST_INSERTIONS:
            texts.append(query[position : match.start()])
            lookups.append(words)
            position = match.end()
    if not lookups:
        return None
    return Insertion((*texts, query[position:]), tuple(lookups))
