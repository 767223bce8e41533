"""The tree of a web page -> what its markup states: JSON-LD, Open Graph, meta tags, microdata and its main heading.

Only statements meant for machines are believed here; what the visible text states is read as on any scraped page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.reading.metadata.dates import parse_date
from index.reading.metadata.linked_data import Node, named, nodes, page_nodes
from index.reading.metadata.names import ORGANISATION, host_of, is_house, is_organisation, is_person, names_in, paper
from index.reading.metadata.source import Statement, web_address
from index.text.normalise import as_label
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
)
_UNLABELLED_DATE_NAMES = ("dc.date", "date")
_CHANGE_NAMES = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod")
_ARTICLES = re.compile(r"schema\.org/\w*(?:Article|Posting)$")
_SAME_DAY_ELSEWHERE = 1
"""Days by which two zones of the Earth may write the same moment apart."""
_SURNAME_FIRST = frozenset(("dc.creator", "dcterms.creator", "citation_author"))
_ASIDE = re.compile(r"comment|reply|related|recommend|teaser|sidebar|more-from|most-read", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi(?:sh|c)|pubdate|entry-date|posted-on|post-date", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TITLE_MARKS = re.compile(r"\s+(?:[|–—·»:-]|::|\|\||//)\s+")
_SHORTEST_HEADLINE = 3
_MOST_PARTS_OF_A_LINE = 2
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(\d\d?)/(\d\d?)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Markup:
    """What a page's markup states: fields, authors place by place, and the names of the site itself."""

    statement: Statement
    authors: tuple[tuple[str, ...], ...]
    houses: frozenset[str]

    @property
    def named(self) -> frozenset[str]:
        """Everybody whom a place names as an author."""
        return frozenset(name for claim in self.authors for name in claim)


def from_markup(tree: _Element, day_first: bool | None = None) -> Markup:
    """What a page's markup states; `day_first` as `puts_day_first` tells it."""
    metas = metas_of(tree)
    url = _address(tree, metas)
    host = host_of(url)
    # The heading that readers see is the title; JSON-LD often holds another one, for search engines.
    title = _title(tree, metas)
    found = nodes(tree)
    node = next(iter(page_nodes(found, url, title)), {})
    sections = [metas.get("article:section", ""), str(node.get("articleSection", ""))]
    publishers = [_publisher(node, found), *(metas.get(name, "") for name in ("og:site_name", "application-name"))]
    papers = [name for value in publishers if (name := paper(value, host, sections))]
    own = {*_site_names(tree, metas), *publishers, *papers, host.split(".")[0]} - {""}
    linked, organisations = _linked_authors(found, url, title, own)
    tags = next((names for key in _AUTHOR_NAMES if (names := _of_tag(key, metas.get(key, ""), own))), ())
    url = url or web_address(node.get("url", ""))
    statement = Statement(
        title=title or _clean(node.get("headline", "")),
        publisher=papers[0] if papers else "",
        published=_published(tree, metas, node, url, day_first),
        url=url,
    )
    return Markup(statement, (*linked, tags), frozenset(own | organisations))


def metas_of(tree: _Element) -> dict[str, str]:
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
    shown = {as_label(_text(element)) for element in lines if len(element) <= _MOST_PARTS_OF_A_LINE}
    return next((part for part in parts if as_label(part) in shown), "")


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


def _published(tree: _Element, metas: dict[str, str], node: Node, url: str, day_first: bool | None) -> str | None:
    """The day on which the markup says that the article appeared; nothing where it is in two minds.

    What JSON-LD and meta tags call the publication's comes first. Of days that differ, one that is also that of the
    last change is not it, and what the article's own part of the page marks decides.
    """

    def days(*values: object) -> list[str]:
        return [day for value in values if (day := parse_date(_clean(value), day_first=day_first))]

    stated = days(node.get("datePublished"), *(metas.get(name) for name in _DATE_NAMES))
    changed = days(node.get("dateModified"), *(metas.get(name) for name in _CHANGE_NAMES))
    marked, elsewhere = (days(*values) for values in _marked_dates(tree))
    own = _agreed(marked)
    if stated:
        return (
            _agreed(stated)
            or _agreed([day for day in stated if day not in changed])
            or (own if own in stated else None)
        )
    in_address = _DATE_IN_ADDRESS.search(url)
    return (
        own
        or _agreed(days(*(metas.get(name) for name in _UNLABELLED_DATE_NAMES)))
        or (_agreed(elsewhere) if not marked else None)
        or (parse_date("-".join(in_address.groups())) if in_address else None)
    )


def _agreed(days: Sequence[str]) -> str | None:
    """The first of some days if they may all be the same moment's."""
    numbers = [date.fromisoformat(day).toordinal() for day in days]
    return days[0] if numbers and max(numbers) - min(numbers) <= _SAME_DAY_ELSEWHERE else None


def _marked_dates(tree: _Element) -> tuple[list[str], list[str]]:
    """What elements hold that are marked as dates of publication: those in the headline's article, and others.

    Comments and teasers of other stories have theirs too; they are left out.
    """
    own: list[str] = []
    others: list[str] = []
    homes = {_article_around(heading) for heading in tree.iter("h1")}
    for element in tree.iter("time", "abbr", "span", "meta", "div", "p"):
        if element.get("itemprop") == "datePublished" or (element.tag == "time" and _says_published(element)):
            value = element.get("datetime") or element.get("content") or element.get("title") or _text(element)
            if not _is_aside(element):
                (own if _article_around(element) in homes else others).append(value)
    return own, others


def _article_around(element: _Element) -> _Element | None:
    """The nearest element around one that is an article by its name or by microdata."""
    return next(
        (one for one in element.iterancestors() if one.tag == "article" or _ARTICLES.search(one.get("itemtype") or "")),
        None,
    )


def _is_aside(element: _Element) -> bool:
    """Whether an element belongs to comments or to other stories."""
    return any(
        one.tag in ("aside", "nav", "footer") or _ASIDE.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in element.iterancestors()
        if one.tag not in ("body", "html")
    )


def _says_published(element: _Element) -> bool:
    return element.get("pubdate") is not None or _PUBLISHED.search(element.get("class", "")) is not None


def _linked_authors(
    found: Sequence[Node], url: str, title: str, houses: Collection[str]
) -> tuple[list[tuple[str, ...]], set[str]]:
    """The authors that each object of JSON-LD for this page states, and those of them that it calls organisations.

    That the site itself wrote the article is what is filled in where no author is given; a desk of it may have.
    """
    claims: list[tuple[str, ...]] = []
    organisations: set[str] = set()
    for node in page_nodes(found, url, title):
        names: dict[str, None] = {}
        for name, is_an_organisation in named(node.get("author", node.get("creator")), found):
            stated = [one for one in names_in(name) if ORGANISATION.search(one) or not is_house(one, houses)]
            names.update(dict.fromkeys(stated))
            organisations.update(stated if is_an_organisation else ())
        claims.append(tuple(names))
    return list(dict.fromkeys(claims)), organisations


def _publisher(node: Node, found: Sequence[Node]) -> str:
    return next((_clean(name) for name, _ in named(node.get("publisher"), found)), "")


def _of_tag(key: str, value: str, houses: Collection[str]) -> tuple[str, ...]:
    """The persons in a meta tag; who runs or has made the site is often named there too, and wrote nothing."""
    surname, comma, given = value.partition(",")
    if key in _SURNAME_FIRST and comma and " " not in given.strip() and " " not in surname.strip():
        value = f"{given.strip()} {surname.strip()}"
    names = [name for name in names_in(value) if not is_house(name, houses)]
    return tuple(names) if any(is_person(name) and not is_organisation(name) for name in names) else ()


def description(tree: _Element) -> str:
    """The summary that a page's meta tags give."""
    metas = metas_of(tree)
    return metas.get("og:description", "") or metas.get("description", "") or metas.get("twitter:description", "")


def _text(element: _Element) -> str:
    """The text of an element; parts of a heading that touch each other only in the markup are kept apart."""
    pieces = []
    for one in element.iter():
        if one is not element and touches(one):
            pieces.append(" ")
        pieces.append((one.text or "") if isinstance(one.tag, str) else "")
        pieces += [around.tail or "" for around in _ending_with(one, element)]
    return _clean("".join(pieces))


def touches(element: _Element) -> bool:
    """Whether a part of a heading follows another with nothing between: they are shown apart, as a kicker is.

    A part that goes on with a colon or a full stop belongs to the word before it.
    """
    previous = element.getprevious()
    if previous is None or previous.tail or element.getparent().tag not in HEADINGS:
        return False
    return not "".join(element.itertext()).lstrip().startswith((":", ",", ".", ";", "!", "?", "…"))


def _ending_with(element: _Element, root: _Element) -> Iterator[_Element]:
    """The elements within `root` that end where an element without children does, the innermost first."""
    if len(element):
        return
    while element is not root:
        yield element
        if element.getnext() is not None:
            return
        element = element.getparent()


def _clean(value: object) -> str:
    """Text with white space folded and the entities that careless pages escape twice resolved."""
    return " ".join(unescape(value).replace("\xad", "").split()) if isinstance(value, str) else ""
