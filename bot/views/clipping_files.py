"""Clippings -> a file: Markdown, CSV, RIS or BibTeX, in UTF-8. Pure.

Every quote stands there word for word, with its offsets in the article's text (characters, the end not counted) and the
SHA-256 of its text in UTF-8, so that anybody can check it. RIS and BibTeX have a quote on one line: a run of white
space is one space there.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.records import Clipping
from bot.views.composer import one_line

_MARKDOWN_SIGNS = re.compile(r"[\\`*_{}\[\]<>()#+!|~-]")
_LATEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
}
_COLUMNS = (
    *("quote", "start", "end", "sha256", "passage", "passage_start", "passage_end", "passage_sha256"),
    *("title", "publisher", "authors", "published", "url", "file", "note", "saved_at", "source_id", "passage_id"),
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what its button and its name say, and how it is written."""

    label: str
    suffix: str
    write: Callable[[Sequence[Clipping]], str]

    def file_of(self, clippings: Sequence[Clipping]) -> bytes:
        """The file's content; a lone surrogate, which no file can hold, is a question mark."""
        return self.write(clippings).encode("utf-8", "replace")


def sha256(text: str) -> str:
    """In hexadecimal, of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _markdown(clippings: Sequence[Clipping]) -> str:
    return "".join(_markdown_entry(number, clipping) for number, clipping in enumerate(clippings, start=1))


def _markdown_entry(number: int, clipping: Clipping) -> str:
    quote, said, source = clipping.quote, clipping.quote.highlight, clipping.quote.source
    start, end = said.start - quote.start, said.end - quote.start
    before, after = quote.text[:start], quote.text[end:]
    shown = f"{_escaped(before)}**{_escaped(said.text)}**{_escaped(after)}"
    title = _escaped(one_line(source.title))
    named = [f"[{title}](<{source.url}>)" if source.url else title, one_line(source.publisher or "")]
    named += [", ".join(map(one_line, source.authors)), source.published or ""]
    lines = [f"## {number}. {title}", "", *(f"> {line}".rstrip() for line in shown.splitlines()), ""]
    lines += [" · ".join(filter(None, named)), ""]
    if clipping.note:
        lines += [*(_escaped(line) for line in clipping.note.splitlines()), ""]
    where = f"`{one_line(source.path)}`"
    lines.append(f"- sentence: {where}, characters {said.start}–{said.end}, SHA-256 `{sha256(said.text)}`")
    lines.append(f"- passage: {where}, characters {quote.start}–{quote.end}, SHA-256 `{sha256(quote.text)}`")
    return "\n".join([*lines, f"- saved {clipping.saved_at}", "", ""])


def _escaped(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\g<0>", text)


def _csv(clippings: Sequence[Clipping]) -> str:
    # Spreadsheet programs take a file for UTF-8 only if it begins with this mark.
    written = io.StringIO("\ufeff")
    written.seek(1)
    table = csv.writer(written)
    table.writerow(_COLUMNS)
    for clipping in clippings:
        quote, said, source = clipping.quote, clipping.quote.highlight, clipping.quote.source
        table.writerow(
            (
                *(said.text, said.start, said.end, sha256(said.text)),
                *(quote.text, quote.start, quote.end, sha256(quote.text)),
                *(source.title, source.publisher, "; ".join(source.authors), source.published, source.url, source.path),
                *(clipping.note, clipping.saved_at, source.source_id, quote.passage_id),
            )
        )
    return written.getvalue()


def _ris(clippings: Sequence[Clipping]) -> str:
    return "".join(_ris_entry(clipping) for clipping in clippings)


def _ris_entry(clipping: Clipping) -> str:
    said, source = clipping.quote.highlight, clipping.quote.source
    day = (source.published or "").replace("-", "/")
    fields = [
        ("TY", "NEWS"),
        ("ID", _key(clipping)),
        ("TI", source.title),
        *(("AU", author) for author in source.authors),
        ("T2", source.publisher),
        ("PY", day[:4]),
        ("DA", f"{day}/" if day else ""),
        ("UR", source.url),
        ("N1", f"“{one_line(said.text)}”"),
        ("N1", _where(clipping)),
        ("N1", clipping.note),
    ]
    lines = [f"{tag}  - {one_line(value)}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n\r\n"])


def _bibtex(clippings: Sequence[Clipping]) -> str:
    return "".join(_bibtex_entry(clipping) for clipping in clippings)


def _bibtex_entry(clipping: Clipping) -> str:
    said, source = clipping.quote.highlight, clipping.quote.source
    # Braces keep capitals, and a name that holds a comma or an "and" whole.
    fields = {
        "title": f"{{{_latex(source.title)}}}",
        "author": " and ".join(f"{{{_latex(author)}}}" for author in source.authors),
        "howpublished": _latex(source.publisher or ""),
        "year": (source.published or "")[:4],
        "date": source.published or "",
        "url": one_line(source.url or ""),
        "quote": _latex(said.text),
        "location": _latex(_where(clipping)),
        "annote": _latex(clipping.note),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    return "".join([f"@misc{{{_key(clipping)},\n", *lines, "}\n\n"])


def _latex(text: str) -> str:
    return "".join(_LATEX_SIGNS.get(character, character) for character in one_line(text))


def _key(clipping: Clipping) -> str:
    return f"q{clipping.reference}"


def _where(clipping: Clipping) -> str:
    said, path = clipping.quote.highlight, clipping.quote.source.path
    return f"{one_line(path)}, characters {said.start}–{said.end}, SHA-256 {sha256(said.text)}"


# Buttons name a kind by its place here.
FILE_KINDS = (
    FileKind("Markdown", "md", _markdown),
    FileKind("CSV", "csv", _csv),
    FileKind("RIS", "ris", _ris),
    FileKind("BibTeX", "bib", _bibtex),
)
