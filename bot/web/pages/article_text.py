"""An article, or a quote with the sentences beside it -> paragraphs in pieces, the quote and its sentence marked. Pure.

Every piece is a slice of the article's text; together the pieces of a paragraph are all that is shown of its block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from index.models import Article, BlockKind, Quote

Mark = Literal["", "quote", "sentence"]
Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A slice of the text."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A block of the article. `left_out` is how many pieces that are no part of the article stand before it."""

    kind: BlockKind
    pieces: tuple[MarkedPiece, ...]
    left_out: int = 0


def paragraphs_of(article: Article, quote: Quote | None = None) -> tuple[ShownParagraph, ...]:
    """The whole article."""
    paragraphs: list[ShownParagraph] = []
    behind = 0
    for block in article.blocks:
        left_out = sum(behind <= piece.start < block.start for piece in article.furniture)
        behind = block.end
        pieces = _pieces(article.text, block.start, block.end, quote)
        if pieces:
            paragraphs.append(ShownParagraph(block.kind, pieces, left_out if paragraphs else 0))
    return tuple(paragraphs)


def excerpt_of(article: Article, quote: Quote, beside: Spans) -> tuple[ShownParagraph, ...]:
    """The quote, and the sentences at the spans `beside` it, of which one ends before it or begins behind it."""
    shown = _joined(article.text, sorted([(quote.start, quote.end), *beside]))
    paragraphs = []
    for start, end in shown:
        for block in article.blocks:
            first, last = max(start, block.start), min(end, block.end)
            if first < last and (pieces := _pieces(article.text, first, last, quote)):
                paragraphs.append(ShownParagraph("paragraph", pieces))
    return tuple(paragraphs)


def marked(text: str, spans: Spans) -> tuple[MarkedPiece, ...]:
    """A text in pieces, those at the spans, which are in order, marked."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [MarkedPiece(text[position:start]), MarkedPiece(text[start:end], "quote")]
        position = end
    return tuple(piece for piece in (*pieces, MarkedPiece(text[position:])) if piece.text)


def _pieces(text: str, start: int, end: int, quote: Quote | None) -> tuple[MarkedPiece, ...]:
    if quote is None:
        return (MarkedPiece(text[start:end]),) if text[start:end].strip() else ()
    said = quote.highlight
    cuts = sorted({start, end, *(cut for cut in (quote.start, said.start, said.end, quote.end) if start < cut < end)})
    pieces = []
    for first, last in pairwise(cuts):
        inside = quote.start <= first < quote.end
        mark: Mark = "sentence" if said.start <= first < said.end else "quote" if inside else ""
        pieces.append(MarkedPiece(text[first:last], mark))
    return tuple(pieces) if text[start:end].strip() else ()


def _joined(text: str, spans: Spans) -> Spans:
    """The spans, those that nothing but white space parts as one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
