"""PDF with a text layer and Word files -> Article. Their parsers are an extra: without it a file says what to install.

The extracted text is what offsets count in. Lines of a PDF page are put together to paragraphs, words cut at a line's
end are joined, and what stands at the head or foot of most pages is left to be furniture.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.decoding import without_broken_characters
from index.reading.formats.text import article_of, assemble
from index.reading.metadata.source import Statement, from_page
from index.text.words import words_of

_INSTALL = "needs more to be read: pip install 'quotedesk[documents]'"
_CUT_WORD = re.compile(r"([^\W\d_]+)[-\u2010\xad]\n([^\W\d_]+)")
_MARGIN = 2
_FEWEST_PAGES = 3
_NO_TITLE = re.compile(r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|qxd|odt|rtf))$", re.IGNORECASE)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def article_from_pdf(source_id: str, path: str, data: bytes, stated: Sequence[Statement]) -> Article:
    """The article in a PDF file.

    Raises:
        UnreadableError: the extra is missing, the file is damaged or locked, or it has no text layer.
    """
    pypdf = _parser("pypdf")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("is locked with a password")
        pages = [_rows(page.extract_text()) for page in reader.pages]
        information = reader.metadata or {}
        title, author = str(information.get("/Title") or ""), str(information.get("/Author") or "")
    except UnreadableError:
        raise
    except Exception as error:  # what a parser of damaged files may raise is not ours to list
        raise UnreadableError(f"can't be read as PDF ({type(error).__name__})") from error
    text = without_broken_characters("\n\n".join("\n".join(page) for page in pages if page))
    if not text.strip():
        raise UnreadableError("has no text layer: it holds pictures of pages")
    text = _joined(text)
    statements = [*stated, _confirmed(title, author, text)]
    margins = _margins(pages)
    judged = judge(text, title=next((one.title for one in statements if one.title), ""))
    for item in judged:
        if item.kind != "title" and _of_margin(item.line.text) in margins:
            item.why, item.is_paragraph = "head or foot of the page", False
    return assemble(source_id, path, text, judged, [*statements, from_page(judged)])


def article_from_docx(source_id: str, path: str, data: bytes, stated: Sequence[Statement]) -> Article:
    """The article in a Word file.

    Raises:
        UnreadableError: the extra is missing, the file is damaged, or it holds no text.
    """
    docx = _parser("docx")
    try:
        document = docx.Document(io.BytesIO(data))
        pieces = [(text, style) for text, style in _paragraphs(document) if text]
        title, author = document.core_properties.title or "", document.core_properties.author or ""
    except Exception as error:  # what a parser of damaged files may raise is not ours to list
        raise UnreadableError(f"can't be read as a Word file ({type(error).__name__})") from error
    text = without_broken_characters("\n\n".join(text for text, _ in pieces))
    if not text.strip():
        raise UnreadableError("is empty")
    headline = next((piece for piece, style in pieces if style == "Title"), "")
    statements = [*stated, Statement(title=" ".join(headline.split())), _confirmed(title, author, text)]
    return article_of(source_id, path, text, statements)


def _parser(name: str) -> ModuleType:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise UnreadableError(_INSTALL) from None


def _rows(page: str) -> list[str]:
    return [row.strip() for row in page.splitlines() if row.strip()]


def _of_margin(row: str) -> str:
    """A row without its figures, so that page numbers count as the same."""
    return " ".join(re.sub(r"\d+", "", row).split())


def _margins(pages: Sequence[list[str]]) -> frozenset[str]:
    """What stands first or last on most pages of a longer document."""
    if len(pages) < _FEWEST_PAGES:
        return frozenset()
    counts = Counter(name for page in pages for name in {_of_margin(row) for row in page[:_MARGIN] + page[-_MARGIN:]})
    return frozenset(name for name, count in counts.items() if count > len(pages) / 2)


def _joined(text: str) -> str:
    """The text with words that a line's end cut put together; the hyphen stays where the text writes it elsewhere."""
    known = set(words_of(text))

    def whole(cut: re.Match[str]) -> str:
        first, second = cut[1], cut[2]
        hyphenated = f"{first}-{second}"
        keeps_hyphen = second[0].isupper() or (hyphenated.lower() in known and (first + second).lower() not in known)
        return hyphenated if keeps_hyphen else first + second

    return _CUT_WORD.sub(whole, text)


def _confirmed(title: str, author: str, text: str) -> Statement:
    """What a file's properties state, as far as its first page says the same: programs fill them in on their own."""
    opening = " ".join(text[:3000].split()).lower()
    title, author = " ".join(title.split()), " ".join(author.split())
    return Statement(
        title=title if title and not _NO_TITLE.match(title) and title.lower() in opening else "",
        authors=(author,) if author and author.lower() in opening else (),
    )


def _paragraphs(document: Any) -> Iterator[tuple[str, str]]:
    """The paragraphs and table rows of a Word file in order, each with the name of its style."""
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            for row in part.rows:
                cells = dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)
                yield " | ".join(cell for cell in cells if cell), ""
        else:
            yield part.text.strip(), part.style.name if part.style is not None else ""
