"""The JSON-LD of a page -> its objects, also where it is not quite JSON, and the one that is the page's article."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.text.words import words_of

Node = dict[str, Any]

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|Posting|Interview|Review)$")
_WRAPPING = re.compile(r"<!--|-->|/\*.*?\*/|(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BARE_MARK = re.compile(r'(?<!\\)"')
_AFTER_STRING = re.compile(r'\s*(?:[}\]:]|$|,\s*(?:["{\[\d}\]-]|true|false|null))')
_SAME_HEADLINE = 0.6
"""Share of two headlines' words that must be in both: sites shorten one for search engines."""
_OTHER_HEADLINE = 0.1
"""With a smaller share, and another address, an object is of another story."""


def nodes(tree: _Element) -> list[Node]:
    """All objects of a page's JSON-LD, the outer ones first; what can't be read as JSON even leniently is left out."""
    found: list[Node] = []
    for element in tree.iter("script"):
        if "ld+json" not in element.get("type", "").lower() or not element.text:
            continue
        pending: list[Any] = list(roots(element.text))
        while pending:
            value = pending.pop(0)
            if isinstance(value, list):
                pending = value + pending
            elif isinstance(value, dict):
                found.append(value)
                for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                    if isinstance(value.get(key), dict | list):
                        pending.append(value[key])
    return found


def roots(text: str) -> Iterator[Any]:
    """The values in a script: one as a rule; several in a row, in comments or with slips of the pen are read too."""
    try:
        yield json.loads(text, strict=False)
        return
    except (ValueError, RecursionError):
        pass
    rest = _mended(_WRAPPING.sub(" ", text)).strip()
    decoder = json.JSONDecoder(strict=False)
    while rest:
        try:
            value, end = decoder.raw_decode(rest)
        except (ValueError, RecursionError):
            return
        yield value
        rest = rest[end:].lstrip(" \t\r\n,;")


def _mended(text: str) -> str:
    """JSON with the quotation marks inside its strings escaped and the commas before a closing bracket taken out."""
    pieces: list[str] = []
    outside = ""
    position = 0
    while position < len(text):
        if text[position] != '"':
            outside += text[position]
            position += 1
            continue
        end = position + 1
        while end < len(text) and not (text[end] == '"' and _AFTER_STRING.match(text, end + 1)):
            end += 1 + (text[end] == "\\")
        inside = _BARE_MARK.sub(r"\\\g<0>", text[position + 1 : end])
        pieces += [_TRAILING_COMMA.sub(r"\1", outside), f'"{inside}"']
        outside = ""
        position = end + 1
    return "".join([*pieces, _TRAILING_COMMA.sub(r"\1", outside)])


def page_nodes(found: Sequence[Node], url: str, title: str) -> list[Node]:
    """The objects that are this page's article, or that describe the page where none is an article."""
    articles = _of_this_page([node for node in found if is_article(node)], url, title)
    return articles or _of_this_page([node for node in found if "WebPage" in types_of(node)], url, title)


def is_article(node: Node) -> bool:
    """Whether an object is of a type of articles."""
    return any(_ARTICLE_TYPES.search(kind) for kind in types_of(node))


def article_text(node: Node | None) -> str:
    """The article's text as JSON-LD holds it, without markup; paragraphs stay apart."""
    body = node.get("articleBody") if node is not None else None
    if not isinstance(body, str):
        return ""
    body = unescape(body)
    if re.search(r"</(?:p|div|li|h\d)>|<br", body):
        body = re.sub(r"</(?:p|div|li|h\d)>|<br\s*/?>", "\n", body)
    body = re.sub(r"<[^<>]{1,300}>", "", body)
    return "\n".join(row for row in (" ".join(line.split()) for line in body.splitlines()) if row)


def types_of(node: Node) -> list[str]:
    """The names of an object's types."""
    kinds = node.get("@type", ())
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def resolved(value: Any, found: Sequence[Node]) -> Any:
    """A value, or the object of the page that it points to."""
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return next((node for node in found if node.get("@id") == value["@id"] and "name" in node), value)
    return value


def named(value: Any, found: Sequence[Node]) -> Iterator[tuple[str, bool]]:
    """The names that a value holds, however it is nested, each with whether it is an organisation's."""
    if isinstance(value, list):
        for one in value:
            yield from named(one, found)
    elif isinstance(value, dict):
        value = resolved(value, found)
        is_organisation = any(kind.endswith("Organization") for kind in types_of(value))
        parts = [part for part in (value.get("givenName"), value.get("familyName")) if isinstance(part, str)]
        names = value.get("name") or value.get("@list") or " ".join(parts)
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, dict):
                yield from named(name, found)
            elif isinstance(name, str):
                yield name, is_organisation
    elif isinstance(value, str):
        yield value, False


def _of_this_page(candidates: list[Node], url: str, title: str) -> list[Node]:
    """The objects with this page's address or headline; a single one is meant unless it says that it is of another."""
    words = set(words_of(title))
    fitting = []
    for node in candidates:
        page = node.get("mainEntityOfPage")
        stated = [node.get("url"), page.get("@id") if isinstance(page, dict) else page]
        addresses = {address.rstrip("/") for address in stated if isinstance(address, str) and address}
        headline = set(words_of(unescape(str(node.get("headline", "")))))
        alike = len(words & headline) / max(len(words | headline), 1)
        is_of_another = url and addresses and words and headline and alike < _OTHER_HEADLINE
        if url.rstrip("/") in addresses or alike >= _SAME_HEADLINE or (len(candidates) == 1 and not is_of_another):
            fitting.append(node)
    return fitting
