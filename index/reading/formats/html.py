"""A saved web page -> Article: its text by a classifier of blocks, its metadata from the markup and from what it shows.

The extracted text is what offsets count in: the headline, then one stretch a paragraph, heading or list item. Where
the page shows no article, the text that its JSON-LD holds is read, and else the visible text as a scraped page is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import html as lxml_html
from lxml.etree import _Element

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.labelled_lines import Judged
from index.reading.boilerplate.vocabulary import normal
from index.reading.decoding import decode
from index.reading.formats.html_blocks import PageBlock, page_blocks
from index.reading.formats.html_classifier import article_blocks
from index.reading.formats.text import article_of, assemble
from index.reading.metadata.linked_data import article_text, is_article, nodes
from index.reading.metadata.markup import description, from_markup, puts_day_first
from index.reading.metadata.source import Statement, from_page
from index.text.words import length_in_words, words_of

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_FEWEST_WORDS = 10
"""Less is a caption or a notice, not an article."""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


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
        day_first = puts_day_first(tree)
        statements = [*stated, *from_markup(tree, day_first)]
        blocks = page_blocks(tree)
        title = next((one.title for one in statements if one.title), "")
        pieces = extract(blocks, title, stated_texts(tree))
    except UnreadableError:
        raise
    except Exception as error:  # what a parser of markup from anywhere may raise is not ours to list
        raise UnreadableError(f"can't be read as HTML ({type(error).__name__})") from error
    shown = "\n".join(block.text for block in blocks if not block.hidden)
    if not pieces:
        if not shown:
            raise UnreadableError("shows no text: the page was saved before its scripts had filled it")
        return article_of(source_id, path, shown, statements, origin="visible", day_first=day_first)
    if title and all(normal(piece.text) != normal(title) for piece in pieces[:3]):
        pieces.insert(0, Piece(title, is_heading=True))
    text = "\n\n".join(piece.text for piece in pieces)
    judged = judge(text, origin="extracted", title=title)
    _mark_headings(judged, pieces)
    if not all(any(getattr(one, field) for one in statements) for field in ("publisher", "authors", "published")):
        statements.append(from_page(judge(shown, title=title), day_first=day_first))
    return assemble(source_id, path, text, judged, statements)


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else None


def parse_page(markup: str) -> _Element:
    """The tree of a page, without its comments.

    Raises:
        UnreadableError: there is no markup that could be a page.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser) if markup.strip() else None
    if tree is None:
        raise UnreadableError("is not an HTML page")
    return tree


def stated_texts(tree: _Element) -> dict[str, str]:
    """What a page's markup holds of the article's text: `body`, its text in JSON-LD, and `description`, its summary."""
    bodies = [article_text(node) for node in nodes(tree) if is_article(node)]
    return {"body": max(bodies, key=len, default=""), "description": description(tree)}


def extract(blocks: Sequence[PageBlock], title: str, stated: Mapping[str, str]) -> list[Piece]:
    """The pieces of the article on a page, in order; none when no article is found on it."""
    kept = article_blocks(blocks, title, stated)
    length = sum(block.length for block in kept)
    body = stated["body"]
    if length_in_words(body, words_of(body)) > 2 * max(length, _FEWEST_WORDS):
        return [Piece(row) for row in body.splitlines()]
    return [Piece(block.text, _is_heading(block)) for block in kept] if length >= _FEWEST_WORDS else []


def _is_heading(block: PageBlock) -> bool:
    parent = block.element.getparent()
    return block.element.tag in _HEADINGS or (parent is not None and parent.tag in _HEADINGS)


def _mark_headings(judged: Sequence[Judged], pieces: Sequence[Piece]) -> None:
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
