"""A page's blocks -> what is measured of each: its shape, its place in the tree, and what the page's markup says of it.

The features know no language: words count by their number; names of classes, which the web writes in English
everywhere, say what kind of part a block stands in. `html_classifier` weighs them.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from lxml.etree import _Element  # type: ignore[import-untyped]

from index.reading.formats.html_blocks import PageBlock
from index.text.normalise import as_label
from index.text.words import words_of

Features = dict[str, float]

_SENTENCE_ENDS = re.compile(r"[.!?。]\s+\S")
# Kinds of parts of a page, by what the names of their elements, classes and roles hold.
_PARTS = re.compile(
    r"(?P<caption>caption|legend|credit)|(?P<comment>comment|reply|discussion|forum|disqus|message)"
    r"|(?P<related>relat|recommend|teaser|promo|read-?more|more-|also|zum-?thema)"
    r"|(?P<embed>embed|tweet|twitter|instagram|facebook|youtube)"
    r"|(?P<newsletter>newsletter|subscri|sign-?up|mailing)|(?P<consent>cookie|consent|gdpr|privacy|cmp)"
    r"|(?P<author>auth?or|byline|bio\b|writer|contribut)|(?P<barrier>paywall|barrier|regwall|login|register|piano)"
    r"|(?P<share>share|social|follow)|(?P<box>box|fact|info)|(?P<aside>widget|module|aside|sidebar|rail)"
    r"|(?P<advertisement>\bads?\b|advert|sponsor|banner|affiliate)|(?P<summary>toc|index|summary|bullet|highlight|key)"
    r"|(?P<dialog>modal|popup|dialog|overlay|tooltip)|(?P<gallery>galler|slide|carousel|image|photo|figure|picture|media|video)"
)
_NAMING = frozenset(("class", "id", "role", "itemprop", "data-testid", "aria-label"))
_CLOSE = 2
"""The block's element and the one around it; as many as _FARTHER more are looked at farther out."""
_FARTHER = 3
_DIGIT = re.compile(r"\d")
_RUN = 3
"""Words in a row that must stand elsewhere too before a block counts as stated there."""
_RUNNING = 10
"""Words from which a block that ends a sentence counts as a paragraph when the page's main columns are looked for."""
_MOSTLY_LINKED = 0.5
_OF_NEIGHBOURS = (
    "words",
    "linked",
    "ends sentence",
    "like the main kind",
    "holder",
    "<p>",
    "<li>",
    "running text in the parent",
    "in the main holder",
)
_NEAREST = 3
"""How many elements around a block make its place; the ones farther out are the page's, not the article's."""


def features_of(
    blocks: Sequence[PageBlock], headline: int | None, stated: Mapping[str, str], authors: Collection[str] = ()
) -> list[Features]:
    """The features of each block, those of the two blocks before and behind it included.

    `headline` is the index of the headline's block; `stated` are texts that the markup holds, by what they are
    (`body`, `description`); `authors` are whom it names as such.
    """
    runs = {name: _runs_of(text) for name, text in stated.items() if text}
    columns = _Columns(blocks)
    parts = _Parts(columns.main)
    names = [name.casefold() for name in authors if " " in name]
    repeated = Counter(block.text for block in blocks)
    seen: set[str] = set()
    home = _article_around(blocks[headline].element) if headline is not None else None
    pictured = _Pictured()
    found: list[Features] = []
    for index, block in enumerate(blocks):
        features = _shape(block)
        features.update(columns.place(block))
        features.update(columns.around(index, block))
        features.update(_beside_headline(index, headline, len(blocks)))
        features["hidden"] = block.hidden
        features["repeated"] = repeated[block.text] > 1
        features["seen before"] = block.text in seen
        seen.add(block.text)
        own_article = _article_around(block.element)
        features["in the article of the headline"] = own_article is not None and own_article is home
        features["in another article"] = own_article is not None and home is not None and own_article is not home
        features["beside a picture"] = pictured.is_beside(block.element)
        features["emphasised"] = _emphasised(block)
        for name, known in runs.items():
            share = _share(block.words, known)
            features[f"in {name}"] = share
            features[f"not in {name}"] = 1 - share
            if headline is not None and name == "description":
                features["description at headline"] = share * (0 < index - headline < 15)
        features.update(parts.around(block.element))
        features.update(_naming_author(block, names, is_behind="behind the main text" in features))
        found.append({name: float(value) for name, value in features.items() if value})
    _add_neighbours(found)
    return found


def _add_neighbours(found: Sequence[Features]) -> None:
    own = [[(name, features[name]) for name in _OF_NEIGHBOURS if name in features] for features in found]
    for index, features in enumerate(found):
        for distance in (-2, -1, 1, 2):
            if 0 <= index + distance < len(found):
                features.update((f"{name} {distance:+d}", value) for name, value in own[index + distance])


def _shape(block: PageBlock) -> Features:
    """What a block's own words and element say."""
    linked = block.linked / max(len(block.text), 1)
    features: Features = {
        "words": math.log1p(block.length),
        f"words {min(int(math.log2(block.length + 1)), 6)}": 1,
        "linked": linked,
        "all linked": linked > 0.9,
        "linked words": linked * math.log1p(block.length),
        "ends sentence": block.ends_sentence,
        "ends with colon": block.text[-1] == ":",
        "question": block.text[-1] == "?",
        "digits": len(_DIGIT.findall(block.text)) / len(block.text),
        "upper": block.text.isupper(),
        "starts lower": block.text[0].islower(),
        "several sentences": min(len(_SENTENCE_ENDS.findall(block.text)), 4) / 4,
        "quoted": block.text[0] in '"“„«»‘「',
        f"<{block.element.tag}>": 1,
    }
    return features


class _Pictured:
    """Whether an element stands close beside a picture."""

    def __init__(self) -> None:
        self._known: dict[_Element, bool] = {}

    def is_beside(self, element: _Element) -> bool:
        return any(self._holds(one) for one in (element, *_ancestors(element, 2)))

    def _holds(self, element: _Element) -> bool:
        if element not in self._known:
            pictures = any(True for _ in element.iter("img", "picture", "video"))
            self._known[element] = pictures and sum(1 for _ in islice(element.iter("p"), 4)) < 4
        return self._known[element]


def _article_around(element: _Element) -> _Element | None:
    return next((one for one in element.iterancestors() if one.tag == "article"), None)


def _emphasised(block: PageBlock) -> float:
    """Which part of a block stands in italics or in bold."""
    marked = sum(len("".join(one.itertext())) for one in block.element if one.tag in ("em", "i", "strong", "b"))
    return min(marked / len(block.text), 1.0)


class _Columns:
    """Where on a page the running text stands: kinds of places, and the containers that hold most of it."""

    def __init__(self, blocks: Sequence[PageBlock]) -> None:
        self._kinds: Counter[tuple[str, ...]] = Counter()
        self._holders: defaultdict[_Element, float] = defaultdict(float)
        running = [block for block in blocks if _is_running(block)]
        for block in running:
            self._kinds[_kind(block.element)] += block.length
            # Readability's scores: a paragraph speaks for the element around it, and half as much for the next.
            for distance, around in enumerate(_ancestors(block.element, _NEAREST), 1):
                self._holders[around] += block.length / distance
        self._most = max(self._kinds.values(), default=1)
        self._best = max(self._holders, key=lambda element: self._holders[element], default=None)
        self._highest = self._holders[self._best] if self._best is not None else 1.0
        self._above_best = list(self._best.iterancestors()) if self._best is not None else []
        self.main = frozenset((*self._above_best, self._best)) - {None}
        """The element that holds most of the running text, and those around it."""
        self._all = sum(block.length for block in running) or 1
        self._in: Counter[_Element] = Counter()
        for block in running:
            for around in block.element.iterancestors():
                self._in[around] += block.length
        self._words: Counter[_Element] = Counter()
        self._letters: Counter[_Element] = Counter()
        self._linked: Counter[_Element] = Counter()
        like: defaultdict[tuple[str, ...], list[PageBlock]] = defaultdict(list)
        for block in blocks:
            like[_kind(block.element)].append(block)
            for around in _ancestors(block.element, _NEAREST):
                self._words[around] += block.length
                self._letters[around] += len(block.text)
                self._linked[around] += block.linked
        self._like = {kind: _all_alike(alike) for kind, alike in like.items()}
        main = [
            index
            for index, block in enumerate(blocks)
            if _is_running(block) and self._best in _ancestors(block.element, _NEAREST + 1)
        ]
        self._first, self._last = (main[0], main[-1]) if main else (0, len(blocks))

    def around(self, index: int, block: PageBlock) -> Features:
        """What the elements around a block hold, what blocks like it are, and on which side of the main text it is."""
        features: Features = {}
        for name, around in zip(("parent", "grandparent"), _ancestors(block.element, 2), strict=False):
            features[f"linked in the {name}"] = self._linked[around] / max(self._letters[around], 1)
            features[f"words in the {name}"] = math.log1p(self._words[around])
            features[f"running share in the {name}"] = self._in[around] / max(self._words[around], 1)
        features.update(self._like[_kind(block.element)])
        if index < self._first:
            features["before the main text"] = 1
            features["far before the main text"] = math.log1p(self._first - index)
        elif index > self._last:
            features["behind the main text"] = 1
            features["far behind the main text"] = math.log1p(index - self._last)
        return features

    def place(self, block: PageBlock) -> Features:
        """How much running text stands in places like this block's, and around it."""
        around = list(block.element.iterancestors())
        steps, shared = 0, 1.0
        if self._best is not None and block.element is not self._best and self._best not in around:
            common = next(
                (element for element in self._above_best if element in around or element is block.element), None
            )
            steps = self._above_best.index(common) + 1 if common is not None else 9
            shared = 0.0
        kind = self._kinds[_kind(block.element)] / self._most
        holder = max((self._holders[element] for element in around[:_NEAREST] if element in self._holders), default=0.0)
        parent = self._in[around[0]] / self._all if around else 0.0
        return {
            "like the main kind": kind,
            "the main kind": kind == 1,
            "no running text like it": kind == 0,
            "holder": holder / self._highest,
            "in the main holder": shared,
            "steps to the main holder": min(steps, 6) / 6,
            f"steps {min(steps, 4)}": 1,
            "running text in the parent": parent,
            "depth below the main holder": min(max(len(around) - len(self._above_best) - 1, 0), 6) / 6 * shared,
        }


def _all_alike(blocks: Sequence[PageBlock]) -> Features:
    """What blocks in places of one kind have in common."""
    return {
        "blocks like it": math.log1p(len(blocks)),
        "words in blocks like it": math.log1p(sum(block.length for block in blocks) / len(blocks)),
        "linked in blocks like it": sum(block.linked for block in blocks) / sum(len(block.text) for block in blocks),
        "ending sentences in blocks like it": sum(block.ends_sentence for block in blocks) / len(blocks),
    }


class _Parts:
    """Which kinds of parts of the page a block stands in, below the element that holds the main text."""

    def __init__(self, main: Collection[_Element]) -> None:
        self._main = main
        self._known: dict[str, frozenset[str]] = {}
        self._of: dict[_Element, frozenset[str]] = {}

    def around(self, element: _Element) -> Features:
        """The kinds that the names of an element and of those around it tell."""
        features: Features = {}
        around = (element, *islice(element.iterancestors(), _CLOSE + _FARTHER - 1))
        for distance, one in enumerate(around):
            if one in self._main:
                break
            if one not in self._of:
                self._of[one] = self._kinds(one)
            for kind in self._of[one]:
                features[f"in a {kind}" if distance < _CLOSE else f"farther out a {kind}"] = 1
        return features

    def _kinds(self, element: _Element) -> frozenset[str]:
        names = " ".join([element.tag, *(value for name, value in element.items() if name in _NAMING)])
        if names not in self._known:
            self._known[names] = frozenset(str(found.lastgroup) for found in _PARTS.finditer(names.lower()))
        return self._known[names]


def _naming_author(block: PageBlock, authors: Sequence[str], *, is_behind: bool) -> Features:
    """Whether a block names who wrote the article, as what introduces them does."""
    text = block.text.casefold() if authors else ""
    if not any(name in text for name in authors):
        return {}
    begins = text.startswith(tuple(authors))
    return {
        "names the author": 1,
        "names the author behind": is_behind,
        "begins with the author": begins,
        "words behind the author": begins * math.log1p(block.length),
    }


def _beside_headline(index: int, headline: int | None, count: int) -> Features:
    features: Features = {"position": index / count}
    if headline is None:
        return {**features, "no headline": 1}
    distance = index - headline
    if distance == 0:
        return {**features, "headline": 1}
    side = "below" if distance > 0 else "above"
    step = min(int(math.log2(abs(distance))), 7)
    return {**features, f"{side} the headline": 1, f"{side} {step}": 1}


def headline_index(blocks: Sequence[PageBlock], title: str) -> int | None:
    """The block that is the headline: a heading of the first rank that tells the title, else a block that says it."""
    name = as_label(title)
    words = set(words_of(title))
    ranked = [index for index, block in enumerate(blocks) if _is_in(block.element, "h1")]
    same = [index for index, block in enumerate(blocks) if name and as_label(block.text) == name]
    telling = [index for index in ranked if 2 * len(words.intersection(blocks[index].words)) >= len(words) > 0]
    # A link with the title's words is a teaser, or a list of what is read most.
    unlinked = [index for index in same if 2 * blocks[index].linked < len(blocks[index].text)]
    for found in ([index for index in same if index in ranked], telling, unlinked, same):
        if found:
            return found[-1]
    return ranked[0] if ranked else None


def _is_in(element: _Element, tag: str) -> bool:
    return element.tag == tag or any(around.tag == tag for around in _ancestors(element, 2))


def _is_running(block: PageBlock) -> bool:
    linked = block.linked / max(len(block.text), 1)
    return block.length >= _RUNNING and linked < _MOSTLY_LINKED and block.ends_sentence


def _kind(element: _Element) -> tuple[str, ...]:
    """The kind of place that an element is: it and the elements around it by name and classes."""
    return tuple(f"{one.tag}.{one.get('class') or ''}" for one in (element, *_ancestors(element, _NEAREST - 1)))


def _ancestors(element: _Element, count: int) -> list[_Element]:
    return list(islice(element.iterancestors(), count))


def _runs_of(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return set(zip(*(words[start:] for start in range(_RUN)), strict=False)) | (
        {tuple(words)} if len(words) < _RUN else set()
    )


def _share(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    """Which part of the runs of some words are known."""
    if len(words) < _RUN:
        return float(tuple(words) in known)
    runs = list(zip(*(words[start:] for start in range(_RUN)), strict=False))
    return sum(run in known for run in runs) / len(runs)
