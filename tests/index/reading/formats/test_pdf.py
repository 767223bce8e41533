"""PDF files: whole sentences in reading order, and a refusal wherever a part of the file can't be read."""

from __future__ import annotations

import sys

import pytest

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read
from tests.index.reading.formats.documents import Print, column, pdf


def reading(data: bytes) -> Article:
    return read(Document("story.pdf", "0" * 12, "pdf", data))


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


BODY = [
    "The harbour wall will be rebuilt next year, the council said on Tues-",
    "day after a long debate that went on until the early hours of the",
    "next morning. The work will cost four million and the state pays",
    "half of it. Members of the council asked for a report every month.",
]

OTHER = [
    "Two crews of divers have begun to look for stones that the storms of",
    "last winter carried into the fairway, where a trawler struck one in",
    "January and lost its rudder. Nobody was hurt.",
]


def test_lines_become_paragraphs_and_running_heads_are_furniture() -> None:
    heads = ["Harbour wall to be rebuilt", "By Ann Lee, 5 March 2024"]
    rows = [["Courier  page 1", *heads, *BODY], ["Courier  page 2", *BODY], ["Courier  page 3", *BODY]]
    article = reading(pdf([column(page) for page in rows]))
    assert (article.source.title, article.source.authors) == (heads[0], ("Ann Lee",))
    assert "council said on Tuesday" in article.text
    assert [kind for kind, _ in kept(article)] == ["title", "paragraph", "paragraph", "paragraph"]
    assert {part.why for part in article.furniture} == {"head or foot of the page", "byline and date"}


def test_a_sentence_goes_on_over_the_head_and_foot_of_two_pages() -> None:
    first = [
        Print("Eastbrook Weekly   No. 7", 60, 812, 9),
        *column(["New ferry bought from Norway", "", *BODY[:3]]),
        Print("7 / 1", 280, 30, 9),
    ]
    second = [
        Print("Eastbrook Weekly   No. 7", 60, 812, 9),
        *column(["half of it, and the rest comes from a loan.", "", *OTHER]),
        Print("7 / 2", 280, 30, 9),
    ]
    article = reading(pdf([first, second]))
    assert article.source.title == "New ferry bought from Norway"
    paragraphs = [text for kind, text in kept(article) if kind == "paragraph"]
    assert paragraphs[0].endswith("and the state pays half of it, and the rest comes from a loan.")
    assert paragraphs[1] == " ".join(OTHER)
    margins = [article.text[part.start : part.end] for part in article.furniture]
    assert margins == ["Eastbrook Weekly No. 7", "7 / 1", "Eastbrook Weekly No. 7", "7 / 2"]


def numbered(count: int, start: int) -> list[str]:
    return [f"row {number} of this story tells on" for number in range(start, start + count)]


@pytest.mark.parametrize("lefts", [(60, 310), (40, 220, 400)])
def test_columns_are_read_one_after_the_other_below_a_headline(lefts: tuple[int, ...]) -> None:
    page = [Print("A headline that runs across all of the columns", 60, 790, 20)]
    for number, left in enumerate(lefts):
        page += column(numbered(12, 12 * number), left, 740 - 3 * number)
    page.append(Print("A line of print across the foot, about the photograph of a ferry above it", 60, 500, 11))
    for number, left in enumerate(lefts):
        page += column(numbered(5, 100 + 5 * number), left, 460)
    article = reading(pdf([page]))
    found = [int(word) for word in article.text.split() if word.isdigit()]
    assert found == [*range(12 * len(lefts)), *range(100, 100 + 5 * len(lefts))]
    assert article.source.title == "A headline that runs across all of the columns"


def test_rows_of_a_table_stay_rows() -> None:
    page = column([*BODY, "", *BODY])
    for number, (name, figure) in enumerate([("Stone", "2,000"), ("Sand", "300"), ("Steel", "44"), ("Lime", "7")]):
        page += [Print(name, 60, 600 - 14 * number), Print(figure, 300, 600 - 14 * number)]
    assert "Stone 2,000\nSand 300\nSteel 44\nLime 7" in reading(pdf([page])).text


def test_indents_and_gaps_end_paragraphs_and_ends_of_lines_do_not() -> None:
    rows = column([*BODY, "", *BODY])
    rows += [Print("A paragraph that only an indent begins is a paragraph all the", 75, 640)]
    rows += column(["same, and it goes on to the end of its second line, as it must."], top=626)
    paragraphs = [text for _, text in kept(reading(pdf([rows])))]
    assert len(paragraphs) == 3
    assert paragraphs[2].startswith("A paragraph that only an indent begins is a paragraph all the same,")


IMAGE = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q"
IDENTITY = "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
NO_MAP = [
    "<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding /Identity-H /DescendantFonts [4 0 R] >>",
    f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /FontDescriptor 5 0 R /CIDSystemInfo {IDENTITY} >>",
    "<< /Type /FontDescriptor /FontName /Odd /Flags 4 /Ascent 800 /Descent -200 >>",
]


def shifted(row: str) -> str:
    """What a font shows whose map is off by three."""
    return "".join(chr(ord(letter) + 3) if letter.isalpha() else letter for letter in row)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (pdf([[]]), "no text layer"),
        (pdf([column(BODY), []], extra=["", IMAGE]), "no text layer on page 2: run text recognition"),
        (pdf([[], []], extra=[IMAGE, IMAGE]), "no text layer: run text recognition"),
        (
            pdf(
                [[Print("Courier 1", 60, 810), *column(BODY, top=700)], [Print("Courier 2", 60, 810)]],
                extra=["", IMAGE],
            ),
            "no text layer on page 2",
        ),
        (pdf([column(BODY)], fonts=NO_MAP), "fonts that don't say which letters"),
        (pdf([column([shifted(row) for row in BODY])]), "fonts that don't say which letters"),
        (b"%PDF-1.4 nothing", "can't be read as PDF"),
    ],
)
def test_what_can_not_be_read_whole_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        reading(data)


def test_a_missing_extra_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("pdfminer", "index.reading.formats.pdf_pages"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pdfminer", None)
    with pytest.raises(UnreadableError, match=r"pip install -e '\.\[documents\]'"):
        reading(b"data")
