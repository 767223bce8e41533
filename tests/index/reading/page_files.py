"""Made-up pages with the reading that they should get: a mark before each line, the metadata above.

`#` is the headline, `=` a heading, `+` a paragraph, `-` furniture; a line that begins with two spaces goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.models import Article

FOLDER = Path(__file__).parent / "pages"
_KINDS = {"#": "title", "=": "heading", "+": "paragraph", "-": ""}


@dataclass(frozen=True)
class Expected:
    """A line of a page and what it is to be read as; furniture has the empty kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class PageFile:
    """A page as a scraper saved it, and what is to be read from it."""

    text: str
    title: str
    authors: tuple[str, ...]
    published: str | None
    publisher: str | None
    lines: tuple[Expected, ...]


def page_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.page"))


def load_page(name: str, *, line_end: str = "\n") -> PageFile:
    """The page of this name, with the line ends that it is to have."""
    head, _, body = (FOLDER / f"{name}.page").read_text(encoding="utf-8").partition("---\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    text = ""
    lines: list[Expected] = []
    for row in body.splitlines():
        if row.startswith("  "):
            lines[-1] = Expected(lines[-1].start, len(text) + len(row) - 2, lines[-1].kind)
        elif row:
            lines.append(Expected(len(text), len(text) + len(row) - 2, _KINDS[row[0]]))
        text += row[2:] + line_end
    return PageFile(
        text=text,
        title=fields["title"],
        authors=tuple(name for name in fields.get("authors", "").split("; ") if name),
        published=fields.get("published") or None,
        publisher=fields.get("publisher") or None,
        lines=tuple(lines),
    )


def kind_read(article: Article, line: Expected) -> str:
    """What a line was read as: one kind, empty for furniture, or the kinds of its parts joined by `+`."""
    text = article.text
    blocks = [block for block in article.blocks if block.start < line.end and line.start < block.end]
    kept = sum(len("".join(text[max(b.start, line.start) : min(b.end, line.end)].split())) for b in blocks)
    whole = kept == len("".join(text[line.start : line.end].split()))
    return "+".join([*sorted({block.kind for block in blocks}), *([] if whole or not blocks else ["furniture"])])
