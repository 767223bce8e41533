"""A second look at a page, once it is known what its article tells: which paragraphs belong to it after all, or don't.

Boxes of other stories between the last paragraphs look like the page's end, and what the writer says to readers like
the page's own voice. What the model doubted is judged once more by how many of its words are the article's, against
how many of one of the article's paragraphs are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.topic import stems_of

Lines = Sequence[LabelledLine]
Mask = NDArray[np.bool_]
Chances = NDArray[np.floating]

# All chosen on publishers left out. Within the article: the least chance by itself, and with what is related.
_CHANCE_WITHIN, _BOTH_WITHIN = 0.1, 1.3
# Below its end, for so many words within so many lines.
_CHANCE_BELOW, _RELATED_BELOW = 0.18, 0.5
_WORDS_BELOW, _LINES_BELOW = 20, 10
# What ends it is left out with less of both, unless it is a good part of the article.
_CHANCE_AT_END, _RELATED_AT_END = 0.7, 0.35
_MOST_AT_END = 0.25
_LEAST_USUAL = 0.05


def look_again(lines: Lines, is_kept: Mask, chance: Chances) -> Mask:
    """Which lines are the article's, of a page of which some were kept.

    `chance` is each line's probability of being the article's by itself.
    """
    topic = _Topic(lines, is_kept)
    found = is_kept.copy()
    first, last = np.flatnonzero(is_kept)[[0, -1]].tolist()
    told = topic.told(np.flatnonzero(is_kept))
    for index in range(first, last):
        is_doubted = lines[index].is_paragraph and not is_kept[index] and chance[index] >= _CHANCE_WITHIN
        if is_doubted and chance[index] + topic.related([index], told) >= _BOTH_WITHIN:
            found[index] = True
    while (begin := _unrelated_end(topic, found, chance)) is not None:
        found[begin:] = False
    end = int(np.flatnonzero(found)[-1]) + 1
    told = topic.told(np.flatnonzero(found))
    for run in _doubted_below(lines, end, topic.lengths, chance):
        if run.start - end < _LINES_BELOW and topic.related(run, told) >= _RELATED_BELOW:
            found[run.start : run.stop] = True
            end = run.stop
    return found


class _Topic:
    """What the lines of a page speak of: their stems, each worth more the fewer lines have it."""

    def __init__(self, lines: Lines, is_kept: Mask) -> None:
        self.lengths = np.array([item.line.length for item in lines])
        self._stems = [stems_of(item.line.words) for item in lines]
        common = Counter(stem for own in self._stems for stem in own)
        self._worth = {stem: math.log1p(len(lines) / count) for stem, count in common.items()}
        kept = np.flatnonzero(is_kept).tolist()
        twice = {stem for stem, count in self.told(kept).items() if count >= 2}
        paragraphs = [index for index in kept if lines[index].is_paragraph] or kept
        self._usual = max(self._share(paragraphs, twice), _LEAST_USUAL)

    def told(self, indices: Iterable[int]) -> Counter[str]:
        """In how many of the lines each stem stands."""
        return Counter(stem for index in indices for stem in self._stems[index])

    def related(self, indices: Iterable[int], told: Counter[str]) -> float:
        """Which share of what the lines say was told, against what is usual for the article's paragraphs."""
        return self._share(indices, told) / self._usual

    def _share(self, indices: Iterable[int], told: Collection[str]) -> float:
        own = [stem for index in indices for stem in self._stems[index]]
        whole = sum(self._worth[stem] for stem in own)
        return sum(self._worth[stem] for stem in own if stem in told) / whole if whole else 0.0


def _unrelated_end(topic: _Topic, found: Mask, chance: Chances) -> int | None:
    """Where the article's last lines in a row begin, if they hardly belong to it."""
    kept = np.flatnonzero(found)
    begin = int(kept[-1])
    while begin > 0 and found[begin - 1]:
        begin -= 1
    words = topic.lengths[begin : kept[-1] + 1]
    if begin <= kept[0] or words.sum() > _MOST_AT_END * topic.lengths[kept].sum():
        return None
    run, above = range(begin, int(kept[-1]) + 1), kept[kept < begin]
    is_doubted = _mean_chance(words, chance[begin : kept[-1] + 1]) < _CHANCE_AT_END
    return begin if is_doubted and topic.related(run, topic.told(above)) < _RELATED_AT_END else None


def _doubted_below(lines: Lines, end: int, lengths: NDArray[np.int64], chance: Chances) -> list[range]:
    """The paragraphs in a row below the end that may be the article's."""
    runs = []
    start = end
    while start < len(lines):
        stop = start
        while stop < len(lines) and lines[stop].is_paragraph:
            stop += 1
        words = lengths[start:stop]
        if words.sum() >= _WORDS_BELOW and _mean_chance(words, chance[start:stop]) >= _CHANCE_BELOW:
            runs.append(range(start, stop))
        start = max(stop, start + 1)
    return runs


def _mean_chance(words: NDArray[np.int64], chance: Chances) -> float:
    return float((words * chance).sum() / max(words.sum(), 1))
