"""WordprocessingML -> paragraphs, in reading order, as Word shows them with all changes accepted.

Elements are known by their local names, so that the transitional and the strict form of the format read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.reading.boilerplate.lines import ends_sentence
from index.reading.formats.word_symbols import symbol

# Taken out by a tracked change, or not text: properties, the code of fields, the pronunciation above a word.
_LEFT_OUT = frozenset(
    """
    del moveFrom delText instrText delInstrText rPr pPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr rt
    footnoteRef endnoteRef annotationRef separator continuationSeparator proofErr bookmarkStart bookmarkEnd
    """.split()
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SOFT_HYPHEN = "\u00ad"
_OFF = frozenset(("0", "false", "off"))
_Field = Literal["code", "result"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that is not blank, and what its style says it is."""

    text: str
    is_title: bool = False
    is_heading: bool = False


def paragraphs_of(part: _Element, styles: Mapping[str, str]) -> list[Paragraph]:
    """The paragraphs of a document part (the body, or the notes); `styles` are the names of styles by id."""
    reader = _WordReader(styles)
    return [paragraph for paragraph in reader.blocks(part) if paragraph.text]


class _WordReader:
    """Keeps what runs across elements: open fields, and a paragraph whose end mark was deleted."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self._styles = styles
        self._fields: list[_Field] = []

    def blocks(self, container: _Element) -> Iterator[Paragraph]:
        """The paragraphs below an element, at any depth."""
        carried = ""
        for element in _flat_blocks(container):
            if _name(element) == "tbl":
                yield from self._table(element)
                continue
            pieces: list[str] = []
            boxes: list[_Element] = []
            self._collect(element, pieces, boxes)
            carried += "".join(pieces)
            if not _mark_is_deleted(element):
                yield self._paragraph(carried, element)
                carried = ""
            for box in boxes:
                yield from self._box(box)
        yield Paragraph(carried.strip())

    def _paragraph(self, text: str, element: _Element) -> Paragraph:
        style = element.find("{*}pPr/{*}pStyle")
        name = self._styles.get(_value(style), _value(style)).lower() if style is not None else ""
        return Paragraph(text.strip(), is_title=name == "title", is_heading=name.startswith("heading"))

    def _box(self, box: _Element) -> Iterator[Paragraph]:
        """A text box is a story of its own: a field around it does not reach into it."""
        outside, self._fields = self._fields, []
        yield from self.blocks(box)
        self._fields = outside

    def _table(self, table: _Element) -> Iterator[Paragraph]:
        """Rows of figures and names as one paragraph each; cells that hold running text as the paragraphs they are."""
        for row in _flat(table, "tr"):
            if row.find("{*}trPr/{*}del") is not None:
                continue
            cells = [list(self.blocks(cell)) for cell in _flat(row, "tc") if not _is_covered(cell)]
            filled = [[paragraph for paragraph in cell if paragraph.text] for cell in cells]
            filled = [cell for cell in filled if cell]
            if all(len(cell) == 1 and not ends_sentence(cell[0].text) for cell in filled):
                yield Paragraph(" | ".join(" ".join(cell[0].text.split()) for cell in filled))
            else:
                for cell in filled:
                    yield from cell

    def _collect(self, element: _Element, pieces: list[str], boxes: list[_Element]) -> None:
        """Put the shown text below an element into `pieces`, and text boxes that hang on it into `boxes`."""
        for child in element:
            name = _name(child)
            if name == "fldChar":
                self._follow_field(child)
            elif name in _LEFT_OUT or (name == "r" and _is_hidden(child)):
                continue
            elif name == "txbxContent":
                boxes.append(child)
            elif name == "AlternateContent":
                self._collect(_shown_alternative(child), pieces, boxes)
            elif name == "sdt" and _shows_placeholder(child):
                continue
            elif name == "t":
                self._put((child.text or "").replace(_SOFT_HYPHEN, ""), pieces)
            elif name == "sym":
                self._put(symbol(_attribute(child, "font"), _attribute(child, "char")), pieces)
            elif name in _CHARACTERS:
                self._put(_CHARACTERS[name], pieces)
            else:
                self._collect(child, pieces, boxes)

    def _put(self, text: str, pieces: list[str]) -> None:
        if "code" not in self._fields:
            pieces.append(text)

    def _follow_field(self, mark: _Element) -> None:
        """A field is its code, then its result, which is what Word shows; fields nest, and run across paragraphs."""
        kind = _attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append("code")
        elif self._fields and kind == "separate":
            self._fields[-1] = "result"
        elif self._fields and kind == "end":
            self._fields.pop()


def _name(element: _Element) -> str:
    """The local name; of a comment none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: _Element, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _value(element: _Element) -> str:
    return _attribute(element, "val")


def _flat_blocks(container: _Element) -> Iterator[_Element]:
    """Paragraphs and tables in order; what only wraps them (controls, insertions, notes) is looked through."""
    for child in container:
        name = _name(child)
        if name in ("p", "tbl"):
            yield child
        elif name == "AlternateContent":
            yield from _flat_blocks(_shown_alternative(child))
        elif name not in _LEFT_OUT and not (name == "sdt" and _shows_placeholder(child)):
            yield from _flat_blocks(child)


def _flat(container: _Element, wanted: str) -> Iterator[_Element]:
    """Rows of a table or cells of a row, also those in content controls; not those of a table within."""
    for child in container:
        name = _name(child)
        if name == wanted:
            yield child
        elif name not in _LEFT_OUT and name not in ("tbl", "p"):
            yield from _flat(child, wanted)


def _shown_alternative(alternatives: _Element) -> _Element:
    """Of several forms of the same content the first that holds text, else the first: two would say it twice."""
    for form in alternatives:
        if form.find(".//{*}t") is not None:
            return form
    return alternatives[0] if len(alternatives) else alternatives


def _shows_placeholder(control: _Element) -> bool:
    """Whether a content control is still unfilled: what it shows is Word's own request to type."""
    return _is_on(control.find("{*}sdtPr/{*}showingPlcHdr"))


def _is_hidden(run: _Element) -> bool:
    return _is_on(run.find("{*}rPr/{*}vanish"))


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and _value(switch).lower() not in _OFF


def _mark_is_deleted(paragraph: _Element) -> bool:
    """Whether a tracked change joins a paragraph to the next one."""
    mark = paragraph.find("{*}pPr/{*}rPr")
    return mark is not None and (mark.find("{*}del") is not None or mark.find("{*}moveFrom") is not None)


def _is_covered(cell: _Element) -> bool:
    """Whether a merged cell above or beside this one covers it."""
    for name in ("vMerge", "hMerge"):
        merge = cell.find(f"{{*}}tcPr/{{*}}{name}")
        if merge is not None and _value(merge) != "restart":
            return True
    return False
