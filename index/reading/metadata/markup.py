"""The tree of a web page -> what its markup states: JSON-LD, Open Graph, meta tags, microdata and its main heading.

Only statements meant for machines are believed here; what the visible text states is read as on any scraped page.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.reading.boilerplate.vocabulary import normal
from index.reading.metadata.dates import parse_date
from index.reading.metadata.linked_data import article_node, is_article, nodes, resolved
from index.reading.metadata.source import Statement, web_address
from index.text.words import words_of

_AUTHOR_NAMES = (
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
)
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "date",
)
_USER_NAMES = frozenset(
    "admin administrator editor webmaster root user author superuser redaktion-admin wpadmin".split()
)
_NO_NAME = re.compile(r"[/@]|^www\.|^\W*$")
_BY = re.compile(r"^(?:by|von|par|por|автор:?)\s+", re.IGNORECASE)
_LIST_OF_NAMES = re.compile(r"\s*(?:;|,|\s(?:and|und|et|y|та|і|и|&)\s)\s*")
_PUBLISHED = re.compile(r"publi(?:sh|c)|pubdate|entry-date|posted-on|post-date", re.IGNORECASE)
_TITLE_MARKS = re.compile(r"\s+(?:[|–—·»:-]|::|\|\||//)\s+")
_SHORTEST_HEADLINE = 3
_MOST_PARTS_OF_A_LINE = 2
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)")


def from_markup(tree: _Element, day_first: bool | None = None) -> list[Statement]:
    """The statements of a page's markup, the most deliberate first; `day_first` as `puts_day_first` tells it."""
    metas = _metas(tree)
    url = _address(tree, metas)
    title = _title(tree, metas)
    linked = _linked_data(tree, url, title, day_first)
    sites = _site_names(tree, metas) | {linked.publisher.casefold() if linked is not None else ""}
    tags = Statement(
        title=title,
        publisher=_clean(metas.get("og:site_name", "") or metas.get("application-name", "")),
        authors=next((names for name in _AUTHOR_NAMES if (names := _authors([metas.get(name, "")], sites))), ()),
        published=_date(tree, metas, day_first),
        url=url,
    )
    in_address = _DATE_IN_ADDRESS.search(url)
    address = Statement(published=parse_date("-".join(in_address.groups())) if in_address else None)
    # The heading that readers see is the title; JSON-LD often holds another one, for search engines.
    return [Statement(title=title), *([linked] if linked is not None else []), tags, address]


def _metas(tree: _Element) -> dict[str, str]:
    """The first content of each meta name or property, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = _clean(element.get("content", ""))
        for attribute in ("property", "name", "itemprop"):
            name = element.get(attribute, "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _address(tree: _Element, metas: dict[str, str]) -> str:
    for element in tree.iter("link"):
        if "canonical" in element.get("rel", "").lower().split() and (address := web_address(element.get("href", ""))):
            return address
    return web_address(metas.get("og:url", ""))


def _title(tree: _Element, metas: dict[str, str]) -> str:
    """The main heading that the page's own title confirms; without one, the title without the site's name."""
    stated = metas.get("og:title", "") or metas.get("twitter:title", "") or metas.get("dc.title", "")
    element = tree.find(".//title")
    page_title = _text(element) if element is not None else ""
    named = _without_site(stated or page_title, metas)
    confirmed = set(words_of(named))
    best, best_shared = "", 0
    for heading in tree.iter("h1"):
        text = _text(heading)
        words = set(words_of(text))
        shared = len(words & confirmed)
        if shared > best_shared and 2 * shared >= min(len(words), len(confirmed)) and not _is_site_name(text, metas):
            best, best_shared = text, shared
    return best or _shown_part(tree, page_title) or named


def _shown_part(tree: _Element, page_title: str) -> str:
    """The part of a page's title, without the site's name before or behind it, that the page shows as a line."""
    parts = [part for part in _TITLE_MARKS.split(page_title) if len(part.split()) >= _SHORTEST_HEADLINE]
    if len(parts) == 1 and parts[0] == page_title:
        return ""
    lines = tree.iter("b", "strong", "h2", "h3", "div", "p", "td", "span", "font")
    shown = {normal(_text(element)) for element in lines if len(element) <= _MOST_PARTS_OF_A_LINE}
    return next((part for part in parts if normal(part) in shown), "")


def _site_names(tree: _Element, metas: dict[str, str]) -> set[str]:
    """What a page calls its site, in folded case."""
    element = tree.find(".//title")
    _, _, behind = _rpartition(_text(element)) if element is not None else ("", "", "")
    return {name.casefold() for name in (metas.get("og:site_name", ""), metas.get("application-name", ""), behind)}


def _is_site_name(text: str, metas: dict[str, str]) -> bool:
    return text.lower() == metas.get("og:site_name", "").lower()


def _without_site(title: str, metas: dict[str, str]) -> str:
    """A title without `| Site` behind it, where the site's name is known or the part before is much longer."""
    head, separator, tail = _rpartition(title)
    if not separator:
        return title
    site = metas.get("og:site_name", "").lower()
    if (site and (tail.lower() in site or site in tail.lower())) or len(head) >= 2 * len(tail):
        return head
    return title


def _rpartition(title: str) -> tuple[str, str, str]:
    found = list(re.finditer(r"\s+[|–—·»-]\s+", title))
    if not found:
        return title, "", ""
    return title[: found[-1].start()], found[-1].group(), title[found[-1].end() :]


def puts_day_first(tree: _Element) -> bool | None:
    """Which comes first in 03/04/2024, by the language that the page is declared to be in."""
    language = next((_clean(element.get("lang", "")).lower() for element in tree.iter("html")), "")
    if not language or language == "en":
        return None
    return not language.startswith("en-us")


def _date(tree: _Element, metas: dict[str, str], day_first: bool | None) -> str | None:
    for name in _DATE_NAMES:
        if name in metas and (day := parse_date(metas[name], day_first=day_first)):
            return day
    for element in tree.iter("time", "abbr", "span", "meta"):
        if element.get("itemprop") == "datePublished" or (element.tag == "time" and _says_published(element)):
            value = element.get("datetime") or element.get("content") or element.get("title") or _text(element)
            if day := parse_date(_clean(value), day_first=day_first):
                return day
    times = {parse_date(_clean(element.get("datetime", ""))) for element in tree.iter("time")} - {None}
    return times.pop() if len(times) == 1 else None


def _says_published(element: _Element) -> bool:
    return element.get("pubdate") is not None or _PUBLISHED.search(element.get("class", "")) is not None


def _linked_data(tree: _Element, url: str, title: str, day_first: bool | None) -> Statement | None:
    """What the JSON-LD object that is this page's article states."""
    found = nodes(tree)
    node = article_node(found, url, title)
    if node is None:
        return None
    authors = node.get("author", node.get("creator"))
    listed = authors if isinstance(authors, list) else [authors]
    publisher = node.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    return Statement(
        title=_clean(node.get("headline", "")) or (_clean(node.get("name", "")) if is_article(node) else ""),
        publisher=_name(resolved(publisher, found)),
        authors=_authors([_name(resolved(author, found)) for author in listed]),
        published=parse_date(_clean(node.get("datePublished", "")), day_first=day_first),
        url=url or web_address(node.get("url", "")),
    )


def description(tree: _Element) -> str:
    """The summary that a page's meta tags give."""
    metas = _metas(tree)
    return metas.get("og:description", "") or metas.get("description", "") or metas.get("twitter:description", "")


def _name(value: Any) -> str:
    if isinstance(value, dict):
        value = value.get("name", "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return _clean(value) if isinstance(value, str) else ""


def _authors(stated: list[str], sites: Collection[str] = ()) -> tuple[str, ...]:
    """The names among what is stated as authors: no addresses, no accounts' names, not the site's own, each once."""
    names: dict[str, None] = {}
    for value in stated:
        value = _BY.sub("", _clean(value))
        parts = _LIST_OF_NAMES.split(value)
        # An organisation may have "and" in its name, a person's may be followed by a comma and a degree.
        for name in parts if all(2 <= len(part.split()) <= 4 for part in parts) else [value]:
            if (
                name
                and not web_address(name)
                and "@" not in name
                and name.lower() not in _USER_NAMES
                and name.casefold() not in sites
                and len(name) < 90
            ):
                names.setdefault(name)
    return tuple(names)


def _text(element: _Element) -> str:
    return _clean("".join(element.itertext()))


def _clean(value: object) -> str:
    """Text with white space folded and the entities that careless pages escape twice resolved."""
    return " ".join(unescape(value).replace("\xad", "").split()) if isinstance(value, str) else ""
