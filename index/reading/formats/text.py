"""Plain text, as a scraper or a writer saved it -> Article; the text is the file's own, character for character."""

from __future__ import annotations

from collections.abc import Sequence

from index.errors import UnreadableError
from index.models import Article, Block, Furniture
from index.reading.boilerplate.classifier import Origin, judge
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.metadata.shown_lines import ShownLine, from_lines
from index.reading.metadata.source import Statement, combine


def article_of(
    source_id: str,
    path: str,
    text: str,
    stated: Sequence[Statement] = (),
    *,
    origin: Origin = "page",
    day_first: bool | None = None,
) -> Article:
    """The article in a text; `stated` is what other places say of it, the most trusted first.

    `day_first` is how dates in figures are written there, where that is known.

    Raises:
        UnreadableError: the text is blank.
    """
    title = next((one.title for one in stated if one.title), "")
    judged = judge(text, origin=origin, title=title)
    if not judged:
        raise UnreadableError("is empty")
    return assemble(source_id, path, text, judged, [*stated, from_page(judged, day_first=day_first)])


def assemble(
    source_id: str, path: str, text: str, judged: Sequence[LabelledLine], statements: Sequence[Statement]
) -> Article:
    """The article that judged lines make."""
    blocks = tuple(Block(item.line.start, item.line.end, item.kind) for item in judged if item.why is None)
    furniture = tuple(Furniture(item.line.start, item.line.end, item.why) for item in judged if item.why is not None)
    body = [block for block in blocks if block.kind == "paragraph"] or list(blocks)
    opening = text[body[0].start : body[0].end] if body else text.strip()
    return Article(combine(source_id, path, statements, opening), text, blocks, furniture)


def from_page(lines: Sequence[LabelledLine], *, day_first: bool | None = None) -> Statement:
    """What the lines of a page state: its headline, bylines and date lines around it, and whose rights it names."""
    shown = [
        ShownLine(
            item.line.text,
            item.line.words,
            item.byline,
            is_title=item.why is None and item.kind == "title",
            is_body=item.why is None and item.is_paragraph,
            is_furniture=item.why is not None,
        )
        for item in lines
    ]
    return from_lines(shown, day_first=day_first)
