"""A Markdown file -> Article; its text is the file's own, so that quotes hold in the file as it was written.

Front matter (YAML between lines of three dashes, TOML between lines of three pluses) is an admin's word and wins over
what the page states; marks of headings and pictures are left out of what is quoted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from typing import Any

import yaml  # type: ignore[import-untyped]

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.lines import Line, line_of, split_lines
from index.reading.formats.text import assemble, from_page
from index.reading.metadata.source import Statement, from_fields

_FRONT = re.compile(r"\A\s*(?P<fence>---|\+\+\+)[ \t]*\r?\n(?P<fields>.*?)^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"(?P<mark>#{1,6})[ \t]+(?=\S)")
_STARTS_LINE = re.compile(
    r"#{1,6}\s|>|[-*+•]\s|\d{1,3}[.)]\s|\||```|~~~|!\[|<|={3,}\s*$|-{3,}\s*$|\*{3,}\s*$", re.MULTILINE
)
_PICTURE = re.compile(r"^\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?$")
_OTHER_NAMES = {"source": "publisher", "site": "publisher", "link": "url", "canonical": "url", "canonical_url": "url"}
_KEYS = ("title", "publisher", "authors", "author", "published", "date", "url")


class _PlainLoader(yaml.SafeLoader):  # type: ignore[misc]
    """Refuses what stands for something above it: nine levels of that make a gigabyte of a hundred bytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def article_from_markdown(source_id: str, path: str, text: str, stated: Sequence[Statement]) -> Article:
    """The article in a Markdown file.

    Raises:
        UnreadableError: the file is blank, or its front matter can't be read.
    """
    front = _FRONT.match(text)
    begins = front.end() if front is not None else 0
    statements = [*stated, *([_from_front_matter(front, path)] if front is not None else [])]
    lines = split_lines(text, begins, starts_line=_STARTS_LINE)
    if not lines:
        raise UnreadableError("is empty")
    marks = {line.start: mark for line in lines if (mark := _HEADING.match(line.text))}
    bare = [_without_mark(text, line, marks.get(line.start)) for line in lines]
    headings = {start + mark.end(): len(mark["mark"]) for start, mark in marks.items()}
    headline = next((line for line in bare if headings.get(line.start) == 1), None)
    title = next((one.title for one in statements if one.title), headline.text if headline is not None else "")
    judged = judge(text, title=title, lines=bare)
    for item in judged:
        if _PICTURE.match(item.line.text):
            item.drop("picture")
        elif item.why is None and item.line.start in headings:
            item.kind = "title" if item.line == headline else "heading"
    statements.append(from_page(judged))
    judged += [_furniture(text, start, start + len(mark["mark"]), "heading mark") for start, mark in marks.items()]
    if front is not None:
        judged.append(_furniture(text, front.start("fence"), begins, "front matter"))
    return assemble(source_id, path, text, sorted(judged, key=lambda item: item.line.start), statements)


def _without_mark(text: str, line: Line, mark: re.Match[str] | None) -> Line:
    return line if mark is None else line_of(text, line.start + mark.end(), line.end, gap=line.gap)


def _furniture(text: str, start: int, end: int, why: str) -> LabelledLine:
    return LabelledLine(line_of(text, start, end, gap=True), None, why=why)


def _from_front_matter(front: re.Match[str], path: str) -> Statement:
    try:
        fields: Any = (
            tomllib.loads(front["fields"]) if front["fence"] == "+++" else yaml.load(front["fields"], _PlainLoader)  # noqa: S506 - it is a SafeLoader
        )
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        raise UnreadableError("has front matter that can't be read: correct what stands between its marks") from None
    if not isinstance(fields, dict):
        return Statement()
    lowered = {_OTHER_NAMES.get(str(key).lower(), str(key).lower()): value for key, value in reversed(fields.items())}
    known = {key: value for key, value in lowered.items() if key in _KEYS and value is not None}
    return from_fields(known, path)
