"""Values as archives export them (markup, entities, lists, objects) -> plain text, names and dates as strings."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index.reading.metadata.bylines import is_role

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

_BY = re.compile(
    r"^\W*(?:(?:(?:written |reported |story |text |words )?by|von(?!\s+de[rnm]\b)|par|por)(?:\s*:\s*|\s+)"
    r"|(?:authors?|autore?n?|автори?|автор[ыи]?|текст)\s*:\s*)",
    re.IGNORECASE,
)
# As RSS has it: address (name).
_ADDRESS_OF = re.compile(r"^\s*\S+@\S+\s*\(([^()]+)\)\s*$")
_AND = re.compile(r"\s+(?:and|und|et|y|e|en|og|och|i|oraz|та|й|и|&|\+)\s+")
_HARD_SEPARATOR = re.compile(r"\s*[;|•·\n]\s*|\s+[/–—]\s+")
_COMMA = re.compile(r"\s*,\s*(?:(?:and|und|et|y|та|и)\s+)?")
# A list that was written out as text, with quotation marks around its items.
_WRITTEN_LIST = re.compile(r"\[\s*(?:(['\"]).+?\1\s*,?\s*)+\]")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.|'(?=\w))*)'|\"([^\"]*)\"")
_SUFFIX = re.compile(r"^(?:jr|sr|ph\.?d|m\.?d|esq|[iv]+)\.?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(\[<][^()\[\]<>]*[)\]>]\s*")
_NO_NAME = re.compile(
    r"\S*[@\d]\S*|https?:\S*|www\.\S*|none|null|nan|n/?a|unknown|admin(?:istrator)?|-+", re.IGNORECASE
)
_AGENCIES = frozenset(
    """
    reuters ap afp dpa apa upi ansa efe tass pap ntb tt ritzau anp belga lusa sda ats ukrinform interfax xinhua kyodo
    bloomberg
    """.split()
) | {"associated press", "the associated press", "agence france-presse", "press association"}


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
    """The authors that a value names, each once: from a string, a list or objects; without roles and agencies.

    An agency alone is an author.
    """
    found = [name for part in _parts(value) for name in _split_names(part)]
    kept = [name for name in dict.fromkeys(found) if not _NO_NAME.fullmatch(name)]
    persons = [name for name in kept if name.lower() not in _AGENCIES and not is_role(name)]
    return tuple(persons or kept)


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


def _split_names(text: str) -> Iterable[str]:
    """The names in a string. A comma or an `and` divides only what has two words or more on both sides."""
    text = _ADDRESS_OF.sub(r"\1", text)
    text = _BY.sub("", _IN_BRACKETS.sub(" ", text)).strip(" ,;:|-–—")
    for part in _HARD_SEPARATOR.split(text):
        pieces = [piece for piece in _COMMA.split(_BY.sub("", part)) if piece]
        if len(pieces) > 1 and (len(pieces[0].split()) < 2 or _SUFFIX.match(pieces[1])):
            pieces = [part.strip()] if len(pieces) == 2 else [f"{pieces[0]}, {pieces[1]}", *pieces[2:]]
        for piece in pieces:
            yield from _divided(piece)


def _divided(text: str) -> Iterator[str]:
    sides = _AND.split(text)
    if all(len(side.split()) > 1 or side.lower() in _AGENCIES for side in sides):
        yield from (side.strip() for side in sides if side.strip())
    elif text.strip():
        yield text.strip()
