"""Counts which words publishers use in their pages' own voice and which in articles: the worths of learnt_words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from benchmarks.boilerplate_examples import Example
from index.reading.boilerplate.learnt_words import terms
from index.reading.boilerplate.model import ARTICLE

# A word that fewer publishers have, or that tells less, is not kept: of 19,000 there remain 5,000.
_FEWEST = 4
_LEAST = 1.0


class WordCounts:
    """How many publishers have each word in their articles, and how many beside them."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._within: dict[str, set[str]] = {}
        self._beside: dict[str, set[str]] = {}
        for one in examples:
            within, beside = self._within.setdefault(one.group, set()), self._beside.setdefault(one.group, set())
            for item, state, count in zip(one.lines, one.states, one.counts, strict=True):
                if count > 0:
                    (within if state == ARTICLE else beside).update(terms(item.line.words))
        articles = Counter(term for found in self._within.values() for term in found)
        pages = Counter(term for found in self._beside.values() for term in found)
        self._usual = math.log(pages.total() / articles.total())
        self._counts = {
            term: (articles[term], count)
            for term in articles.keys() | pages.keys()
            if articles[term] + (count := pages[term]) >= _FEWEST
        }

    def worths(self, without: str = "") -> dict[str, float]:
        """What each word is worth, one publisher's own pages not counted, so that none is known by itself."""
        within, beside = self._within.get(without, set()), self._beside.get(without, set())
        found = {}
        for term, (articles, pages) in self._counts.items():
            articles -= term in within
            pages -= term in beside
            if articles + pages >= _FEWEST:
                worth = math.log((pages + 0.5) / (articles + 0.5)) - self._usual
                if abs(worth) >= _LEAST:
                    found[term] = round(worth, 2)
        return found
