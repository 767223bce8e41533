"""Reading: one document of the corpus -> Article, with the page's furniture told from the article and reasons given.

`read` is pure: the same bytes give the same article, and for any bytes it raises nothing but UnreadableError. What
reads a format is loaded with the first document of it.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from index.errors import UnreadableError
from index.models import Article
from index.reading.decoding import decode, is_page
from index.reading.document import SIDECAR, Document

if TYPE_CHECKING:
    from index.reading.metadata.source import Statement

__all__ = ["READER_VERSION", "Document", "read"]

READER_VERSION = 11


def read(document: Document) -> Article:
    """The article of a document.

    Raises:
        UnreadableError: it holds no text that can be read; the message says why.
    """
    stated = [_sidecar(document)] if document.sidecar is not None else []
    match document.format:
        case "text" if not is_page(document.data):
            from index.reading.formats.text import article_of

            return article_of(document.source_id, document.path, decode(document.data), stated)
        case "markdown":
            from index.reading.formats.markdown import article_from_markdown

            return article_from_markdown(document.source_id, document.path, decode(document.data), stated)
        case "jsonl":
            from index.reading.formats.archived import article_from_record

            return article_from_record(document, stated)
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
    from index.reading.metadata.source import from_sidecar

    name = PurePosixPath(document.path).name + SIDECAR
    return from_sidecar(document.sidecar or b"", name)
