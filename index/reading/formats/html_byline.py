"""The blocks of a page -> what it shows beside its headline and below its article: bylines, marked authors, rights."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.reading.formats.html_blocks import BLOCKS, HEADINGS, PageBlock
from index.reading.metadata.bylines import read_byline
from index.reading.metadata.names import is_house, names_in
from index.reading.metadata.shown_lines import ShownLine
from index.text.words import length_in_words, words_of

_ABOVE = 4
"""Blocks above the headline in which a byline or a date may stand."""
_BELOW = 12
"""Blocks below the headline in which the byline stands where no running text ends its search before."""
_UNDER_STANDFIRST = 3
"""Blocks below a standfirst in which the byline stands where the rest of the text is farther down."""
_LONGEST_BYLINE = 25
_AROUND = 2
"""Elements around a line whose classes speak of it; those farther out are of the whole head of the article."""
_AUTHOR = re.compile(
    r"auth?or|auteur|byline|by-line|writer|creator|contributor|journalist|reporter|columnist|redakt|verfasser|forfatter"
    r"|skribent|yazar|penulis|toimittaja",
    re.IGNORECASE,
)
"""How classes and addresses name whoever wrote something."""
_RUNNING = 8
"""Words from which a kept block counts as running text rather than a label."""


def shown_lines(
    blocks: Sequence[PageBlock], kept: Collection[int], headline: int | None, houses: Collection[str]
) -> list[ShownLine]:
    """The lines of a page; `kept` and `headline` are indices of blocks, the article's and its headline's.

    Only lines beside the headline, and the first below the article, are read as bylines; that one of `houses`, the
    site's own names, signs says nothing of who wrote the article.
    """
    near = set(_near(blocks, kept, headline))
    last = max(kept, default=-1)
    lines = []
    for index, block in enumerate(blocks):
        is_body = index in kept and block.length >= _RUNNING and not _is_heading(block) and index != headline
        rows = block.text.split("\n") if index in near else [" ".join(block.text.split("\n"))]
        for row in rows:
            words = tuple(words_of(row))
            length = length_in_words(row, words)
            by = read_byline(row, length) if index in near or 0 < index - last <= 2 else None
            if by is not None and by.authors:
                by = replace(by, authors=tuple(name for name in by.authors if not is_house(name, houses)))
            lines.append(
                ShownLine(
                    row,
                    words,
                    by,
                    is_title=index == headline,
                    is_body=is_body and by is None,
                    is_furniture=index not in kept,
                    may_sign=index in near and _hints_at_author(block.element),
                )
            )
    return lines


def marked_authors(blocks: Sequence[PageBlock], kept: Collection[int], headline: int | None) -> tuple[str, ...]:
    """The names beside the headline that the markup calls the author's, by microdata or by the link's relation."""
    names: dict[str, None] = {}
    for index in _near(blocks, kept, headline):
        for element in _marks(blocks[index].element):
            for name in names_in(_name_of(element)):
                names.setdefault(name)
    return tuple(names)


def is_byline(block: PageBlock) -> bool:
    """Whether a block is short and holds a name that the markup calls the author's."""
    return block.length <= _LONGEST_BYLINE and any(True for _ in _marks(block.element))


def _near(blocks: Sequence[PageBlock], kept: Collection[int], headline: int | None) -> list[int]:
    """The blocks beside the headline: a few above it, and below it down to the second block of running text."""
    body = sorted(index for index in kept if index != headline and blocks[index].length >= _RUNNING)
    first = body[0] if body else 0
    head = first if headline is None else headline
    # A standfirst may stand above the byline; a second block farther down belongs to the article alone.
    second = body[1] if len(body) > 1 and body[1] - first <= _BELOW else min(first + _UNDER_STANDFIRST, len(blocks) - 1)
    near = {*range(head - _ABOVE, min(head + _BELOW, second + 1)), *range(max(head, first - _BELOW), second + 1)}
    return sorted(index for index in near if 0 <= index < len(blocks) and not blocks[index].hidden)


def _marks(block: _Element) -> Iterator[_Element]:
    """The elements of a block, the block and what is around it included, that are marked as the author."""
    around = [block, *(one for one in list(block.iterancestors())[:2] if one.tag not in ("article", "main", "body"))]
    for element in around:
        if _is_mark(element):
            yield element
            return
    for element in block.iterdescendants():
        if _is_mark(element) and next((one for one in element.iterancestors() if one.tag in BLOCKS), block) is block:
            yield element


def _is_mark(element: _Element) -> bool:
    if not isinstance(element.tag, str) or element.tag == "meta":
        return False
    return "author" in (element.get("itemprop") or "").split() or (
        element.tag == "a" and "author" in (element.get("rel") or "").lower().split()
    )


def _hints_at_author(block: _Element) -> bool:
    """Whether names of classes around a block, or the links in it, speak of an author."""
    around = (block, *islice(block.iterancestors(), _AROUND))
    inside = (one for one in block.iterdescendants() if isinstance(one.tag, str))
    return any(
        _AUTHOR.search(f"{one.get('class') or ''} {one.get('id') or ''} {one.get('href') or ''} {one.get('rel') or ''}")
        for one in (*around, *inside)
        if one.tag not in ("body", "html")
    )


def _name_of(element: _Element) -> str:
    """The name in a marked element: what microdata calls so, else the text of its link, else all of its text."""
    named = next((one for one in element.iter() if "name" in (one.get("itemprop") or "").split()), None)
    link = next((one for one in element.iter("a") if "".join(one.itertext()).strip()), None)
    for one in (named, link, element):
        if one is not None and (text := " ".join("".join(one.itertext()).split()) or one.get("content") or ""):
            return text
    return ""


def _is_heading(block: PageBlock) -> bool:
    return block.element.tag in HEADINGS
