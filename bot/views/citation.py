"""Citations in plain words: for the clipboard and for one's own sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass

from telegram.constants import MessageEntityType, MessageLimit

from bot.texts import Texts
from bot.views.answers import is_web_address
from bot.views.composer import CUT, Composed, Composer, clip, cut_end, one_line, units
from bot.views.dates import shown_day
from index.models import Quote

# A shorter piece of a title names nothing.
_SHORTEST_TITLE = 20
# What an article states of itself rarely takes more; four thousand are left for the sentence.
_LINE_UNITS = 500

# Each is a search, and all are made while somebody types.
_MOST_INSERTIONS = 5
_INSERTION = re.compile(r"(?<![^\s(“\"'«])\+(?=\S)([^+]+)(?:\+|$)")


def citation(quote: Quote, limit: int, texts: Texts, page: str = "") -> str | None:
    """“The sentence” with its source, within `limit` code units: publisher, date and address, or else the title, cut as
    need be. None where the sentence alone is longer: it is never cut.

    `page` is the address of the quote's own page, which is left out last.
    """
    source = quote.source
    sentence = f"“{one_line(quote.highlight.text)}”"
    room = limit - units(f"{sentence} — ")
    publisher, title = one_line(source.publisher or ""), one_line(source.title)
    published = shown_day(source.published, texts) if source.published else ""
    address = (source.url or "").strip()
    named_shortly, named_fully = (publisher or title, published), (title, publisher, published)
    with_page = ((*named_shortly, address, page) if address else (*named_fully, page), (*named_shortly, page))
    for stated in (*(with_page if page else ()), (*named_shortly, address) if address else (), named_fully):
        named = ", ".join(filter(None, stated))
        if named and units(named) <= room:
            return f"{sentence} — {named}"
    dated = f", {published}" if published else ""
    for below in (dated, ""):
        if title and room - units(below) >= _SHORTEST_TITLE:
            return f"{sentence} — {clip(title, room - units(below))}{below}"
    return sentence if units(sentence) <= limit else None


def full_citation(quote: Quote, texts: Texts, page: str = "") -> Composed:
    """The sentence with all that its article states and the address of its own `page`, in a block that a tap copies."""
    source = quote.source
    by = texts.by.format(authors=", ".join(map(one_line, source.authors))) if source.authors else ""
    published = shown_day(source.published, texts) if source.published else ""
    stated = ", ".join(filter(None, (one_line(source.publisher or ""), by, published)))
    address = (source.url or "").strip()
    lines = [
        clip(source.title, _LINE_UNITS),
        clip(stated, _LINE_UNITS),
        address if is_web_address(address) else "",
        page,
    ]
    below = "\n".join(filter(None, lines))
    sentence, room = one_line(quote.highlight.text), int(MessageLimit.MAX_TEXT_LENGTH) - units(f"“”\n{below}")
    if units(sentence) > room:
        sentence = f"{sentence[: cut_end(sentence, room - units(CUT) - 1)].rstrip()} {CUT}"
    return Composer().add(f"“{sentence}”\n{below}", MessageEntityType.PRE).compose()


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
