"""Values as archives export them (markup, entities, lists, objects) -> plain text, names and dates as strings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_ELEMENT = re.compile(
    r"<(/?)(p|br|div|span|a|b|i|u|em|strong|small|sup|sub|h[1-6]|ul|ol|li|dl|dt|dd|table|tbody|tr|td|th|blockquote|q"
    r"|figure|figcaption|img|picture|video|audio|iframe|section|article|main|header|footer|nav|aside|script|style"
    r"|noscript|font|center|pre|code|hr|html|body)\b[^<>]*>",
    re.IGNORECASE,
)
_ALONE = frozenset(("br", "p", "img", "hr"))
# The mark of news interfaces that send only the beginning of an article.
_CUT_MARK = re.compile(r"\s*\[\+\s?\d+ (?:more )?char(?:acter)?s?\]\s*\Z")
# Keys of objects that stand for a plain value, the likeliest first.
_INNER_KEYS = (
    "name",
    "text",
    "content",
    "value",
    "title",
    "full_name",
    "$date",
    "$oid",
    "$numberLong",
    "@value",
    "main",
)
# A list that was written out as text, with quotation marks around its items.
_WRITTEN_LIST = re.compile(r"\[\s*(?:(['\"]).+?\1\s*,?\s*)+\]")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.|'(?=\w))*)'|\"([^\"]*)\"")


def plain_text(value: Any) -> str:
    """The text that a value holds: paragraphs of a list divided by blank lines, markup and entities resolved.

    What the exporter put behind a text that it cut is left out. Empty where there is no text.
    """
    if isinstance(value, str):
        return _CUT_MARK.sub("", _resolved(value)) if value.strip() else ""
    if isinstance(value, Mapping):
        return plain_text(_inner(value))
    if isinstance(value, list | tuple):
        return "\n\n".join(part for part in map(plain_text, value) if part.strip())
    return ""


def plain_line(value: Any) -> str:
    """A short value on one line; objects give their name."""
    if isinstance(value, Mapping):
        return plain_line(_inner(value))
    if isinstance(value, list | tuple):
        return plain_line(value[0]) if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(_resolved(str(value)).split())


def names(value: Any) -> tuple[str, ...]:
    """The author lines that a value holds, each once: from a string, a list or objects. `metadata.names` reads them."""
    return tuple(dict.fromkeys(part for part in _parts(value) if part))


def _inner(value: Mapping[str, Any]) -> Any:
    first, last = value.get("first_name"), value.get("last_name")
    if isinstance(first, str) and isinstance(last, str):
        return f"{first} {last}"
    return next((value[key] for key in _INNER_KEYS if value.get(key) not in (None, "", [])), "")


def _resolved(text: str) -> str:
    """A text without markup and entities; one that only speaks of them stays as it is."""
    if "&" not in text and "<" not in text:
        return text
    if not _is_markup(text):
        text = _unescaped(text)
    return _unescaped(_without_markup(text)) if _is_markup(text) else text


def _is_markup(text: str) -> bool:
    """Whether a text has an element with its end, or begins with one, or breaks its lines with them."""
    if "<" not in text:
        return False
    opened: set[str] = set()
    alone = 0
    for number, element in enumerate(_ELEMENT.finditer(text)):
        name = element[2].lower()
        if (element[1] and name in opened) or (number == 0 and not text[: element.start()].strip()):
            return True
        opened.add(name)
        alone += name in _ALONE
    return alone >= 2


def _without_markup(text: str) -> str:
    from lxml.html import document_fromstring  # type: ignore[import-untyped]

    from index.reading.formats.html_blocks import page_blocks

    # Around a text that is all markup of no content, such as a lone script, lxml needs something to hold on to.
    tree = document_fromstring(f"<html><body><div>{text}</div></body></html>")
    shown = (block.text for block in page_blocks(tree) if not block.hidden)
    return "\n\n".join(row for text in shown for row in text.splitlines())


def _unescaped(text: str) -> str:
    """Entities resolved, also those that were escaped twice."""
    once = _ENTITY.sub(lambda match: html.unescape(match.group()), text)
    if "&amp;" in text and _ENTITY.search(once):
        return _ENTITY.sub(lambda match: html.unescape(match.group()), once)
    return once


def _parts(value: Any) -> Iterator[str]:
    if isinstance(value, list | tuple):
        for one in value:
            yield from _parts(one)
    elif isinstance(value, str) and _WRITTEN_LIST.fullmatch(value.strip()):
        yield from (first or second for first, second in _QUOTED.findall(value))
    elif isinstance(value, Mapping | str):
        yield plain_line(value)
