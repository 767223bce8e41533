"""Small PDF and Word files, written by hand, so that a test says what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = (
    f'<w:styles xmlns:w="{_W}"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
)


class Print(NamedTuple):
    """A line of print: its words, how far from the left and from the bottom it stands, and the size of its type."""

    text: str
    left: float
    bottom: float
    size: float = 11


def pdf(pages: Sequence[Sequence[Print]], *, fonts: Sequence[str] = (), extra: Sequence[str] = ()) -> bytes:
    """A PDF of these lines; `fonts` are the definition of F1 and objects it refers to, `extra` what a page draws."""
    first_page = 3 + max(1, len(fonts))
    kids = " ".join(f"{first_page + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        *(fonts or ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]),
    ]
    for number, lines in enumerate(pages):
        stream = "".join(
            f"BT /F1 {line.size} Tf {line.left} {line.bottom} Td ({line.text}) Tj ET\n" for line in lines
        ) + "".join(extra[number : number + 1])
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Resources << /Font << /F1 3 0 R >> >> /Contents {first_page + 1 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def column(rows: Sequence[str], left: float = 60, top: float = 780, leading: float = 14) -> list[Print]:
    """Rows below each other; an empty one leaves a gap."""
    return [Print(row, left, top - leading * number) for number, row in enumerate(rows) if row]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", mark: str = "") -> str:
    """A paragraph of runs and other markup; plain words become a run."""
    runs = "".join(part if part.startswith("<") else run(part) for part in inside)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{mark}</w:pPr>{runs}</w:p>"


def docx(*body: str, notes: Sequence[str] = (), author: str = "", prolog: str = "") -> bytes:
    """A Word file of this body, with footnotes."""
    notes_of_feet = "".join(f"<w:footnote>{note}</w:footnote>" for note in notes)
    line_above = "<w:footnote><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    parts = {
        "_rels/.rels": _relationships(officeDocument="word/document.xml", **{"core-properties": "docProps/core.xml"}),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator></cp:coreProperties>'
        ),
        "word/document.xml": f"{prolog}<w:document {_NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": _STYLES,
        "word/_rels/document.xml.rels": _relationships(styles="styles.xml", footnotes="footnotes.xml"),
        "word/footnotes.xml": f"<w:footnotes {_NAMESPACES}>{line_above}{notes_of_feet}</w:footnotes>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


def _relationships(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
