"""A saved web page -> Article: its text by trafilatura, its metadata from the markup and from what it shows.

The extracted text is what offsets count in: the headline, then one stretch a paragraph, heading or list item. Where
trafilatura finds no article the visible text is read as a scraped page is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import trafilatura
from lxml.etree import _Element, iterwalk  # type: ignore[import-untyped]

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.vocabulary import normal
from index.reading.decoding import decode
from index.reading.formats.text import article_of, assemble
from index.reading.metadata.markup import from_markup, puts_day_first
from index.reading.metadata.source import Statement, from_page

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.IGNORECASE
)
_FEWEST_WORDS = 10
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_PIECES = frozenset("p head item quote row code fw ab div list table".split())
_HIDDEN = frozenset("script style noscript template svg head iframe object canvas math select datalist".split())
_BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol option p pre section
    summary table tbody td textarea tfoot th thead title tr ul video audio input
    """.split()
)
# trafilatura reports what it could not extract as warnings and errors of its own; the reader decides what to say.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


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
        pieces = extract(tree)
        shown = visible_text(tree)
    except UnreadableError:
        raise
    except Exception as error:  # what a parser of markup from anywhere may raise is not ours to list
        raise UnreadableError(f"can't be read as HTML ({type(error).__name__})") from error
    if not pieces or _is_run_together(pieces, shown):
        return article_of(source_id, path, shown, statements, origin="visible", day_first=day_first)
    title = next((one.title for one in statements if one.title), "")
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
    """The tree of a page.

    Raises:
        UnreadableError: there is no markup that could be a page.
    """
    tree = trafilatura.load_html(markup)
    if tree is None:
        raise UnreadableError("is not an HTML page")
    return tree


def extract(tree: _Element) -> list[Piece]:
    """The pieces of the article on a page, in order; none when no article is found on it."""
    document = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=False)
    if document is None or document.body is None:
        return []
    pieces = [piece for piece in _pieces(document.body) if piece.text]
    return pieces if sum(len(piece.text.split()) for piece in pieces) >= _FEWEST_WORDS else []


def _is_run_together(pieces: Sequence[Piece], shown: str) -> bool:
    """Whether the only piece runs across paragraphs that the page shows apart, as trafilatura's last resort does."""
    return len(pieces) == 1 and not any(pieces[0].text in row for row in shown.splitlines())


def visible_text(tree: _Element) -> str:
    """All text that a page shows, one block element a line, as scrapers save it."""
    rows: list[str] = [""]
    for kind, text in _flow(tree):
        if kind == "break":
            rows.append("")
        else:
            rows[-1] += _SPACE.sub(" ", text)
    return _folded("\n".join(rows))


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


def _pieces(body: _Element) -> Iterator[Piece]:
    """The text of trafilatura's own elements; a line break within a paragraph stays one."""
    text = ""
    heading = False
    for event, element in iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _PIECES:
                yield Piece(_folded(text), heading)
                text, heading = "", tag == "head"
            elif tag == "lb":
                text += "\n"
            elif tag == "cell" and text.strip():
                text += " | "
            text += _SPACE.sub(" ", element.text or "")
        else:
            if tag in _PIECES:
                yield Piece(_folded(text), heading)
                text, heading = "", False
            text += _SPACE.sub(" ", element.tail or "")
    yield Piece(_folded(text), heading)


def _folded(text: str) -> str:
    """White space folded, line breaks kept; soft hyphens and the like, which pages do not show, taken out."""
    text = _INVISIBLE.sub("", text)
    return "\n".join(row for row in (" ".join(row.split()) for row in text.split("\n")) if row)


def _flow(tree: _Element) -> Iterator[tuple[str, str]]:
    """The visible text of a page in pieces, and the breaks that block elements make."""
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if _is_hidden(element):
                walker.skip_subtree()
                continue
            if element.tag in _BLOCKS:
                yield "break", ""
            yield "text", element.text or ""
        else:
            if event == "end" and element.tag in _BLOCKS:
                yield "break", ""
            yield "text", element.tail or ""


def _is_hidden(element: _Element) -> bool:
    style = element.get("style") or ""
    return element.tag in _HIDDEN or element.get("hidden") is not None or "display:none" in style.replace(" ", "")
