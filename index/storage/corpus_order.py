"""Which articles of its segments a generation serves, and in which order.

Segments are written at different times, so that their rows stand in no order. Everybody else knows passages by their
number: 0, 1, ... in corpus order, as if all had been written at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.storage.files import damage, disk_errors
from index.storage.schema import SegmentRecord

Numbers = NDArray[np.int64]


class CorpusOrder:
    """The served articles in corpus order.

    places: int64 [articles, 3], of each the row of its first passage, how many it has (one or more, in consecutive
    rows), and its number in its segment.
    """

    def __init__(self, places: Numbers, segments: Sequence[SegmentRecord]) -> None:
        self.places = places
        self._segments = segments
        # Where the rows of each segment begin, and where those of the last one end.
        self.bounds = np.cumsum([0, *(segment.passages for segment in segments)])

    @classmethod
    def load(cls, path: Path, segments: Sequence[SegmentRecord]) -> CorpusOrder:
        """Read a file. Raises IndexDamagedError."""
        with damage(path):
            return cls(np.fromfile(path, dtype=np.int64).reshape(-1, 3), segments)

    def save(self, path: Path) -> None:
        """Write the file. Raises OSError where the disk failed."""
        with disk_errors(path):
            self.places.astype(np.int64).tofile(path)

    @cached_property
    def firsts(self) -> Numbers:
        """int64 [articles + 1], the number of each article's first passage, and in the end how many passages there
        are."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.places[:, 1])])

    @cached_property
    def article_of_passage(self) -> Numbers:
        """int64 [passages], the place of each passage's article."""
        return np.repeat(np.arange(len(self.places)), self.places[:, 1])

    @cached_property
    def rows(self) -> Numbers:
        """int64 [passages], the row of each passage."""
        own = np.arange(int(self.firsts[-1])) - np.repeat(self.firsts[:-1], self.places[:, 1])
        rows: Numbers = np.repeat(self.places[:, 0], self.places[:, 1]) + own
        return rows

    @cached_property
    def numbers(self) -> Numbers:
        """int64 [rows], the number of the passage in each row; -1 where it is not served."""
        numbers = np.full(int(self.bounds[-1]), -1, dtype=np.int64)
        numbers[self.rows] = np.arange(len(self.rows))
        return numbers

    @cached_property
    def article_places(self) -> list[Numbers]:
        """For each segment int64 [articles], the place of each of its articles; -1 where it is not served."""
        owners = np.searchsorted(self.bounds, self.places[:, 0], side="right") - 1
        found = []
        for number, segment in enumerate(self._segments):
            own = np.full(segment.articles, -1, dtype=np.int64)
            mine = np.flatnonzero(owners == number)
            own[self.places[mine, 2]] = mine
            found.append(own)
        return found

    def segment_of(self, row: int) -> int:
        """The number of the segment that holds a row."""
        return int(np.searchsorted(self.bounds, row, side="right")) - 1

    @cached_property
    def served(self) -> list[NDArray[np.bool_] | None]:
        """For each segment bool [passages], which of its passages are served; None where all are."""
        every = [self.numbers[start:end] >= 0 for start, end in pairwise(self.bounds.tolist())]
        return [None if own.all() else own for own in every]

    @cached_property
    def is_plain(self) -> bool:
        """Whether each passage's number is its row."""
        return len(self._segments) == 1 and len(self.rows) == self.bounds[1] and bool((np.diff(self.rows) == 1).all())

    def check(self, path: Path) -> None:
        """Make sure that every place is one of a segment's, and no two share a row. Raises IndexDamagedError."""
        rows = self.rows
        fits = not len(rows) or (rows.min() >= 0 and rows.max() < self.bounds[-1] and len(np.unique(rows)) == len(rows))
        if not fits or not (self.places[:, 1] > 0).all():
            raise IndexDamagedError(f"{path} names passages that are not there: run `python -m index build --full`.")
