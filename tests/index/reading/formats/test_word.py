"""Word files: every word that Word shows, once and in order, and none that it does not show."""

from __future__ import annotations

import pytest

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read
from tests.index.reading.formats.documents import docx, paragraph, run

TITLE = paragraph("Bakery reopens after the flood", style="Titel")
OPENING = paragraph("The bakery at the mill opened again on Monday, eleven months after the flood, its owner said.")


def reading(data: bytes) -> Article:
    return read(Document("story.docx", "0" * 12, "docx", data))


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def changed(kind: str, inside: str) -> str:
    return f'<w:{kind} w:id="1" w:author="desk">{inside}</w:{kind}>'


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark('separate')}{result}{mark('end')}"


BOX = f"<w:txbxContent>{paragraph('The oven was the last of its kind.')}</w:txbxContent>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (
            [
                "It sold ",
                changed("ins", run("ninety")),
                changed("del", "<w:r><w:delText>eighty</w:delText></w:r>"),
                " loaves.",
            ],
            "It sold ninety loaves.",
        ),
        (
            ["It ", changed("moveFrom", run("gladly ")), "sold loaves ", changed("moveTo", run("gladly")), "."],
            "It sold loaves gladly.",
        ),
        (["It was ", f"<w:hyperlink>{run('Mira Sand')}</w:hyperlink>", " who paid."], "It was Mira Sand who paid."),
        (
            ["It was ", f"<w:sdt><w:sdtPr/><w:sdtContent>{run('Mira Sand')}</w:sdtContent></w:sdt>", " who paid."],
            "It was Mira Sand who paid.",
        ),
        (
            [
                f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Type.')}</w:sdtContent></w:sdt>",
                "She paid.",
            ],
            "She paid.",
        ),
        ([f'<w:smartTag w:element="place">{run("Lower Mill")}</w:smartTag>', " is open."], "Lower Mill is open."),
        (["It costs ", field("SUM(above)", run("40")), " a day."], "It costs 40 a day."),
        (["Open ", field("IF", field("PAGE", run("7 days ")) + run("a week")), "."], "Open 7 days a week."),
        (["On ", f'<w:fldSimple w:instr="DATE">{run("2 May")}</w:fldSimple>', " it burned."], "On 2 May it burned."),
        (["A loaf", "<w:r><w:tab/></w:r>", "3.20"], "A loaf\t3.20"),
        (
            ["The well", "<w:r><w:noBreakHyphen/></w:r>", "known har\u00adbour", "<w:r><w:softHyphen/></w:r>", "."],
            "The well-known harbour.",
        ),
        (['<w:r><w:sym w:font="Symbol" w:char="F061"/></w:r>', " is small."], "α is small."),
        (['<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>', " Turn left."], "→ Turn left."),
        (["<w:r><w:rPr><w:vanish/></w:rPr><w:t>Cut this. </w:t></w:r>", "Shown."], "Shown."),
        (['<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>Kept. </w:t></w:r>', "Shown."], "Kept. Shown."),
        (["The rise is ", "<m:oMath><m:r><m:t>3x</m:t></m:r></m:oMath>", "."], "The rise is 3x."),
        (
            [f"<w:r><w:ruby><w:rt>{run('はし')}</w:rt><w:rubyBase>{run('橋')}</w:rubyBase></w:ruby></w:r>", "です。"],
            "橋です。",
        ),
    ],
)
def test_what_word_shows_of_a_paragraph(inside: list[str], expected: str) -> None:
    text = reading(docx(TITLE, OPENING, paragraph(*inside))).text.split("\n\n")[-1]
    assert text == expected


def test_a_text_box_is_read_once_behind_the_paragraph_that_it_hangs_on() -> None:
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    text = reading(docx(TITLE, OPENING, paragraph("Bread was", both, " sold out by noon, she said."), OPENING)).text
    assert text.count("The oven was the last of its kind.") == 1
    assert "Bread was sold out by noon, she said.\n\nThe oven was the last of its kind.\n\nThe bakery" in text
    old = f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"
    assert reading(docx(TITLE, OPENING, paragraph(old))).text.endswith("The oven was the last of its kind.")


def test_paragraphs_in_controls_and_insertions_and_a_deleted_paragraph_mark() -> None:
    block = f"<w:sdt><w:sdtContent>{paragraph('A fund for crafts paid half of the new oven.')}</w:sdtContent></w:sdt>"
    joined = paragraph("Mira Sand has baked here", mark="<w:rPr><w:del/></w:rPr>") + paragraph(
        " since 1988, and so has her son."
    )
    text = reading(docx(TITLE, OPENING, block, changed("ins", paragraph("The mill stands still.")), joined)).text
    assert text.split("\n\n")[2:] == [
        "A fund for crafts paid half of the new oven.",
        "The mill stands still.",
        "Mira Sand has baked here since 1988, and so has her son.",
    ]


def test_tables_by_element_with_the_paragraphs_of_their_cells() -> None:
    def row(*cells: str, properties: str = "") -> str:
        return "<w:tr>" + properties + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    figures = row(paragraph("Rye"), paragraph("3.20"), paragraph("3.20"))
    covered = row(f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('old')}", paragraph("Spelt"), paragraph("4.10"))
    gone = row(paragraph("Oat"), properties="<w:trPr><w:del/></w:trPr>")
    laid_out = row(
        paragraph("Bread is dear.") + paragraph("Flour is dearer."), f"<w:tbl>{row(paragraph('Inner'))}</w:tbl>"
    )
    text = reading(docx(TITLE, OPENING, f"<w:tbl>{figures}{covered}{gone}{laid_out}</w:tbl>")).text
    assert text.split("\n\n")[2:] == [
        "Rye | 3.20 | 3.20",
        "Spelt | 4.10",
        "Bread is dear.",
        "Flour is dearer.",
        "Inner",
    ]


def test_titles_headings_authors_and_notes() -> None:
    article = reading(
        docx(
            TITLE,
            paragraph("By Ann Lee, 5 March 2024"),
            OPENING,
            paragraph("What it costs", style="berschrift1"),
            paragraph("The oven cost forty thousand, of which the state paid half."),
            notes=[paragraph("The figures are those of the guild of bakers, given on request.")],
            author="some account",
        )
    )
    assert [kind for kind, _ in kept(article)][:4] == ["title", "paragraph", "heading", "paragraph"]
    assert article.text.endswith("The figures are those of the guild of bakers, given on request.")
    source = article.source
    assert (source.title, source.authors, source.published) == (
        "Bakery reopens after the flood",
        ("Ann Lee",),
        "2024-03-05",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK not a file", "can't be read as a Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "locked with a password"),
        (docx(paragraph(" ")), "is empty"),
        (docx(OPENING, prolog='<!DOCTYPE w:document [<!ENTITY a "b">]>'), "declares entities"),
        (docx(OPENING, " " * (64 * 1024 * 1024)), "too large"),
    ],
)
def test_what_is_no_word_file_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        reading(data)
