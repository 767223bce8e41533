"""A saved web page -> Article: its text by a classifier of blocks, its metadata from the markup and from what it shows.

The extracted text is what offsets count in: the headline, then one stretch a paragraph, heading or list item. Where
the page shows no article, the text that its JSON-LD holds is read, and else the visible text as a scraped page is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml.etree import HTMLParser, _Element, fromstring  # type: ignore[import-untyped]

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.decoding import decode
from index.reading.formats.html_blocks import HEADINGS, PageBlock, page_blocks, without_notices
from index.reading.formats.html_byline import is_byline, marked_authors, shown_lines
from index.reading.formats.html_classifier import article_blocks
from index.reading.formats.html_features import headline_index
from index.reading.formats.text import article_of, assemble
from index.reading.metadata.linked_data import article_text, is_article, nodes
from index.reading.metadata.markup import Markup, description, from_markup, puts_day_first
from index.reading.metadata.names import agreed
from index.reading.metadata.shown_lines import from_lines
from index.reading.metadata.source import Statement
from index.text.normalise import as_label
from index.text.words import length_in_words, words_of

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_FEWEST_WORDS = 10
"""Less is a caption or a notice, not an article."""
_FAR_MORE = 2
"""JSON-LD's text is read where it is so many times as long as the article shown: a teaser before a barrier."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an extracted article."""

    text: str
    is_heading: bool = False


def article_from_html(source_id: str, path: str, data: bytes, stated: Sequence[Statement]) -> Article:
    """The article on a saved page; `stated` is what other places say of it, the most trusted first.

    Raises:
        UnreadableError: there is no page, or no text on it.
    """
    try:
        tree = parse_page(decode(data, declared_encoding(data)))
        # lxml makes an object of an element each time that it is asked for, unless somebody holds it.
        held = list(tree.iter())
        day_first = puts_day_first(tree)
        markup = from_markup(tree, day_first)
        texts = stated_texts(tree)
        blocks = page_blocks(tree)
        title = next((one.title for one in (*stated, markup.statement) if one.title), "")
        headline = headline_index(blocks, title)
        kept = article_blocks(blocks, headline, texts, markup.named)
        own = _own_statements(blocks, kept, headline, markup, day_first)
        pieces = pieces_of(without_notices([blocks[index] for index in kept]), texts["body"])
        held.clear()
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:  # what a parser of markup from anywhere may raise is not ours to list
        raise UnreadableError(f"can't be read as HTML ({type(error).__name__})") from error
    if not pieces:
        shown = "\n".join(block.text for block in blocks if not block.hidden)
        if not shown:
            raise UnreadableError(
                "shows no text: it was saved before its scripts had filled it; save it from a browser"
            )
        return article_of(source_id, path, shown, [*stated, *own], origin="visible", day_first=day_first)
    if title and all(as_label(piece.text) != as_label(title) for piece in pieces[:3]):
        pieces.insert(0, Piece(title, is_heading=True))
    text = "\n\n".join(piece.text for piece in pieces)
    judged = judge(text, origin="extracted", title=title)
    _mark_headings(judged, pieces)
    article = assemble(source_id, path, text, judged, [*stated, *own])
    if not any(block.kind == "paragraph" for block in article.blocks):
        raise UnreadableError("shows no article: only headings, menus or notices")
    return article


def _own_statements(
    blocks: Sequence[PageBlock], kept: Sequence[int], headline: int | None, markup: Markup, day_first: bool | None
) -> list[Statement]:
    """What a page states itself: its markup, and what readers see where the markup is silent or in two minds."""
    article = frozenset(kept)
    lines = shown_lines(blocks, article, headline, markup.houses) if kept else []
    seen = from_lines(lines, day_first=day_first)
    claims = (*markup.authors, marked_authors(blocks, article, headline), seen.authors)
    authors = agreed(claims, markup.houses)
    return [replace(markup.statement, authors=authors), replace(seen, title="", authors=())]


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def parse_page(markup: str) -> _Element:
    """The tree of a page, without its comments.

    Raises:
        UnreadableError: there is no markup that could be a page.
    """
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = fromstring(markup.encode("utf-8", "replace"), parser=parser) if markup.strip() else None
    if tree is None:
        raise UnreadableError("is not an HTML page")
    return tree


def stated_texts(tree: _Element) -> dict[str, str]:
    """What a page's markup holds of the article's text: `body`, its text in JSON-LD, and `description`, its summary."""
    bodies = [article_text(node) for node in nodes(tree) if is_article(node)]
    return {"body": max(bodies, key=len, default=""), "description": description(tree)}


def pieces_of(kept: Sequence[PageBlock], body: str) -> list[Piece]:
    """The pieces of the article that some blocks make, or that `body` does where the page shows far less than it."""
    length = sum(block.length for block in kept)
    if length_in_words(body, words_of(body)) > _FAR_MORE * max(length, _FEWEST_WORDS):
        return [Piece(row) for row in body.splitlines()]
    pieces = [
        Piece(block.text, block.element.tag in HEADINGS or block.element.getparent().tag in HEADINGS)
        for block in kept
        if not is_byline(block)
    ]
    return pieces if length >= _FEWEST_WORDS else []


def _mark_headings(judged: Sequence[LabelledLine], pieces: Sequence[Piece]) -> None:
    """What the markup calls a heading is one."""
    start = 0
    headings = set()
    for piece in pieces:
        if piece.is_heading:
            headings.add(start)
        start += len(piece.text) + 2
    for item in judged:
        if item.why is None and item.kind != "title" and item.line.start in headings:
            item.kind = "heading"
