"""Reading: one document of the corpus -> Article, with the page's furniture told from the article and reasons given.

`read` is pure: the same bytes give the same article, and for any bytes it raises nothing but UnreadableError.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from index.errors import UnreadableError
from index.models import Article
from index.reading.decoding import decode, is_page, without_broken_characters
from index.reading.document import SIDECAR, Document
from index.reading.formats.jsonl import fields_of, load
from index.reading.formats.text import article_of
from index.reading.metadata.dates import parse_date
from index.reading.metadata.names import names_in
from index.reading.metadata.source import Statement, from_sidecar, web_address

__all__ = ["READER_VERSION", "Document", "read"]

READER_VERSION = 9


def read(document: Document) -> Article:
    """The article of a document.

    Raises:
        UnreadableError: it holds no text that can be read; the message says why.
    """
    stated = [_sidecar(document)] if document.sidecar is not None else []
    match document.format:
        case "text" if not is_page(document.data):
            return article_of(document.source_id, document.path, decode(document.data), stated)
        case "markdown":
            from index.reading.formats.markdown import article_from_markdown

            return article_from_markdown(document.source_id, document.path, decode(document.data), stated)
        case "jsonl":
            return _read_record(document, stated)
        case "html" | "text":
            from index.reading.formats.html import article_from_html

            return article_from_html(document.source_id, document.path, document.data, stated)
        case "pdf":
            from index.reading.formats.pdf import article_from_pdf

            return article_from_pdf(document.source_id, document.path, document.data, stated)
        case "docx":
            from index.reading.formats.word import article_from_docx

            return article_from_docx(document.source_id, document.path, document.data, stated)
        case _:
            raise UnreadableError(f"is of the format {document.format}, which is not read")


def _sidecar(document: Document) -> Statement:
    name = PurePosixPath(document.path).name + SIDECAR
    return from_sidecar(document.sidecar or b"", name)


def _read_record(document: Document, stated: list[Statement]) -> Article:
    fields = fields_of(load(document.data))
    own = Statement(
        title=without_broken_characters(fields.title),
        publisher=without_broken_characters(fields.publisher),
        authors=tuple(
            dict.fromkeys(name for value in fields.authors for name in names_in(without_broken_characters(value)))
        ),
        published=parse_date(fields.published) if fields.published else None,
        url=web_address(fields.url),
    )
    text = without_broken_characters(fields.text)
    return article_of(document.source_id, document.path, text, [*stated, own], origin="article")
