"""A PDF file -> its pages: rows of text with their places, and what else covers a page. Needs pdfminer.six."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTCurve, LTFigure, LTImage, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from index.errors import UnreadableError
from index.reading.formats.pdf_layout import Row

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page, what part of it pictures cover (0 to 1), and how many outlines are drawn on it."""

    rows: tuple[Row, ...]
    picture: float
    outlines: int


def read_pages(file: BytesIO) -> tuple[list[Page], tuple[str, str]]:
    """The pages of a file, and title and author as its properties state them.

    Raises:
        UnreadableError: the file is damaged or locked.
    """
    try:
        document = PDFDocument(PDFParser(file))
        information = document.info[0] if document.info else {}
        properties = _text_of(information.get("Title")), _text_of(information.get("Author"))
        file.seek(0)
        layout = LAParams(boxes_flow=None)
        pages = [_page(page) for page in extract_pages(file, laparams=layout)]
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise UnreadableError("is locked with a password") from None
    except MemoryError:
        raise
    except Exception as error:  # what a parser of damaged files may raise is not ours to list
        raise UnreadableError(f"can't be read as PDF ({type(error).__name__})") from error
    if not pages:
        raise UnreadableError("can't be read as PDF: it has no pages")
    return pages, properties


def _page(page: LTPage) -> Page:
    rows = []
    for line in _of_type(page, LTTextLine):
        text = " ".join(line.get_text().translate(_LIGATURES).split())
        if text:
            sizes = sorted(char.size for char in line if isinstance(char, LTChar))
            size = sizes[len(sizes) // 2] if sizes else line.height
            rows.append(Row(text, line.x0, line.y0, line.x1, line.y1, size, _first_word(line)))
    pictures = sum(image.width * image.height for image in _of_type(page, LTImage))
    area = max(1.0, page.width * page.height)
    return Page(tuple(rows), min(1.0, pictures / area), sum(1 for _ in _of_type(page, LTCurve)))


def _first_word(line: LTTextLine) -> float:
    """How wide the first word of a line is."""
    right = line.x0
    for char in line:
        if isinstance(char, LTChar) and char.get_text().strip():
            right = char.x1
        elif right > line.x0:
            break
    return float(right - line.x0)


def _of_type(container: Iterable[Any], wanted: type) -> Iterator[Any]:
    for item in container:
        if isinstance(item, wanted):
            yield item
        elif isinstance(item, LTFigure) or (isinstance(item, Iterable) and not isinstance(item, LTTextLine)):
            yield from _of_type(item, wanted)


def _text_of(value: object) -> str:
    if isinstance(value, bytes):
        return decode_text(value)
    return value if isinstance(value, str) else ""
