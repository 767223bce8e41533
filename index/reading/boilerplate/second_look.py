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
# Lines in a row are left out with less of both, unless they are a good part of the article.
_CHANCE_OF_PART, _RELATED_PART = 0.7, 0.35
_MOST_OF_PART = 0.25
_LEAST_USUAL = 0.05
# A second story begins below so many lines that were left out, and neither side, each of so many words, tells much of
# the other: true of 81 % of pairs of stories of one language, and of .4 % of stories cut in two.
_LINES_BETWEEN = 3
_WORDS_OF_A_STORY = 150
_RELATED_STORY = 0.4


def look_again(lines: Lines, is_kept: Mask, chance: Chances) -> Mask:
    """Which lines are the article's, of a page of which some were kept.

    `chance` is each line's probability of being the article's by itself.
    """
    topic = _Topic(lines, is_kept)
    if (second := _second_story(topic, np.flatnonzero(is_kept))) is not None:
        is_kept = is_kept & (np.arange(len(lines)) < second)
        topic = _Topic(lines, is_kept)
    found = is_kept.copy()
    first, last = np.flatnonzero(is_kept)[[0, -1]].tolist()
    told = topic.told(np.flatnonzero(is_kept))
    for index in range(first, last):
        is_doubted = lines[index].is_paragraph and not is_kept[index] and chance[index] >= _CHANCE_WITHIN
        if is_doubted and chance[index] + topic.related([index], told) >= _BOTH_WITHIN:
            found[index] = True
    while (part := _unrelated_part(topic, lines, found, chance)) is not None:
        found[part] = False
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


def _second_story(topic: _Topic, kept: NDArray[np.intp]) -> int | None:
    """Where lines begin that tell another story than all lines above them, as one that a page loads below does."""
    for place in (np.flatnonzero(np.diff(kept) > _LINES_BETWEEN) + 1).tolist():
        above, below = kept[:place], kept[place:]
        if min(topic.lengths[above].sum(), topic.lengths[below].sum()) < _WORDS_OF_A_STORY:
            continue
        likeness = topic.related(below, topic.told(above)), topic.related(above, topic.told(below))
        # Nothing at all in common has only what stems are not known of.
        if 0 < max(likeness) < _RELATED_STORY:
            return int(below[0])
    return None


def _unrelated_part(topic: _Topic, lines: Lines, found: Mask, chance: Chances) -> NDArray[np.intp] | None:
    """A run of kept lines, none of the first and the longest, that hardly belongs to the article."""
    kept = np.flatnonzero(found)
    parts = np.split(kept, np.flatnonzero(np.diff(kept) > 1) + 1)
    told = topic.told(kept)
    longest = max(topic.lengths[part].sum() for part in parts)
    for part in reversed(parts[1:]):
        words = topic.lengths[part]
        if words.sum() in (0, longest) or words.sum() > _MOST_OF_PART * topic.lengths[kept].sum():
            continue
        likely = _mean_chance(words, chance[part])
        if likely >= _CHANCE_OF_PART or not any(lines[index].is_paragraph for index in part):
            continue
        if topic.related(part, told - topic.told(part)) < _RELATED_PART:
            return part
    return None


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
