"""A PDF with a text layer -> Article. Its parser is an extra: without it a file says what to install.

The extracted text is what offsets count in: paragraphs in reading order, whole where a line, a column or a page cut
them, with the running heads and feet behind them as furniture. A file of which a part can't be read is refused.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from itertools import pairwise

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.lines import line_of
from index.reading.decoding import without_broken_characters
from index.reading.formats.pdf_layout import Row, is_wrapped, margin_rows, paragraphs, reading_order
from index.reading.formats.pdf_legibility import check_legible
from index.reading.formats.properties import confirmed_by_text
from index.reading.formats.text import assemble, from_page
from index.reading.metadata.source import Statement
from index.text.words import words_of

_INSTALL = "needs more to be read: in the folder of Quotedesk, pip install -e '.[documents]'"
_CUT_WORD = re.compile(r"([^\W\d_]+)[-\u2010\xad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
# A headline's type is at least so much larger than that of the text.
_HEADLINE = 1.25
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def article_from_pdf(source_id: str, path: str, data: bytes, stated: Sequence[Statement]) -> Article:
    """The article in a PDF file.

    Raises:
        UnreadableError: the extra is missing, the file is damaged or locked, or a page of it has no text that can be
            read.
    """
    try:
        from index.reading.formats.pdf_pages import read_pages
    except ImportError:
        raise UnreadableError(_INSTALL) from None
    pages, (title, author) = read_pages(io.BytesIO(data))
    margins = margin_rows([page.rows for page in pages])
    check_legible(pages, margins)
    runs = [
        run
        for page, margin in zip(pages, margins, strict=True)
        for run in reading_order([row for row in page.rows if row not in margin])
    ]
    stretches = paragraphs(runs)
    text = without_broken_characters(_joined(stretches))
    if not text.strip():
        raise UnreadableError("has no text layer: it holds pictures of pages")
    statements = [*stated, confirmed_by_text(title, author, text), Statement(title=_headline(stretches))]
    judged = judge(text, title=next((one.title for one in statements if one.title), ""))
    rows = [row for margin in margins for row in sorted(margin, key=lambda row: -row.top)]
    text, furniture = _with_margins(text, rows)
    return assemble(source_id, path, text, [*judged, *furniture], [*statements, from_page(judged)])


def _with_margins(text: str, rows: Sequence[Row]) -> tuple[str, list[LabelledLine]]:
    """The text with the heads and feet of its pages behind it."""
    furniture = []
    for row in rows:
        start = len(text) + 2
        text += "\n\n" + without_broken_characters(row.text)
        line = line_of(text, start, len(text), gap=True)
        furniture.append(LabelledLine(line, None, why="head or foot of the page"))
    return text, furniture


def _headline(stretches: Sequence[Sequence[Row]]) -> str:
    """What stands in the largest type, if it is clearly larger than the text and stands near the beginning."""
    rows = [row for stretch in stretches for row in stretch]
    letters = sorted((row.size, len(row.text)) for row in rows)
    half = sum(length for _, length in letters) / 2
    usual = 0.0
    for size, length in letters:
        half -= length
        if half <= 0:
            usual = size
            break
    # A masthead may stand above the headline, a section's name too.
    for stretch in stretches[:4]:
        if stretch[0].size >= _HEADLINE * usual and stretch[0].size >= max(row.size for row in rows) - 1:
            return " ".join(" ".join(row.text for row in stretch).split())
    return ""


def _joined(stretches: Sequence[Sequence[Row]]) -> str:
    """Paragraphs as text. Rows that only the measure of the line ends are joined; others keep their line end."""
    known = set(words_of(" ".join(row.text for stretch in stretches for row in stretch)))
    found = []
    for stretch in stretches:
        text = stretch[0].text
        for before, after in pairwise(stretch):
            cut = _CUT_WORD.search(text)
            goes_on = _FIRST_WORD.match(after.text)
            if cut is not None and goes_on is not None:
                text = text[: cut.start()] + _whole(cut[1], goes_on.group(), known) + after.text[goes_on.end() :]
            elif is_wrapped(before, after):
                text += " " + after.text
            else:
                text += "\n" + after.text
        found.append(text)
    return "\n\n".join(found)


def _whole(first: str, second: str, known: set[str]) -> str:
    """A word that a line's end cut, put together; the hyphen stays where the text writes it elsewhere."""
    hyphenated = f"{first}-{second}"
    keeps_hyphen = second[0].isupper() or (hyphenated.lower() in known and (first + second).lower() not in known)
    return hyphenated if keeps_hyphen else first + second
