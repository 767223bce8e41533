"""The generations of an archive in Milvus: which there are, which one is served, and how that changes.

The served one is what the alias names. Only builders write, one at a time: who reads needs nothing but the address.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError, QuotedeskError, SettingsError
from index.storage.cut_off import forget, keep_encoded
from index.storage.engine import Check, Generation
from index.storage.files import make_folder
from index.storage.locks import build_lock
from index.storage.milvus.connection import Milvus
from index.storage.milvus.figures import LEFT
from index.storage.milvus.generation import MilvusGeneration
from index.storage.milvus.integrity import compare_rows, verify_new
from index.storage.milvus.lease import Lease, holder_of, only_builder
from index.storage.milvus.parts import PartedDocuments
from index.storage.milvus.writer import MilvusWriter

logger = logging.getLogger(__name__)

_BUILD_FIRST = "run `python -m index build` to build one."


class MilvusShelf:
    """The generations on a server; `index_dir` is for what a builder needs of its own machine."""

    def __init__(self, index_dir: Path, milvus: Milvus) -> None:
        self.index_dir = index_dir
        self.milvus = milvus
        self._alias = milvus.prefix
        self._lease: Lease | None = None

    @property
    def place(self) -> str:
        return self.milvus.place

    def version(self) -> str:
        """What the server calls itself."""
        return self.milvus.version()

    def numbers(self) -> list[int]:
        return self._numbers_of("g")

    def served_number(self) -> int | None:
        aliased = self.milvus.aliased(self._alias)
        found = re.fullmatch(re.escape(self._alias) + r"_g(\d+)", aliased or "")
        return int(found[1]) if found else None

    def history(self) -> tuple[int, ...]:
        served = self.served_number()
        if served is None:
            return ()
        present = self.numbers()
        try:
            before = self.open_number(served, check="none").figures.history
        except QuotedeskError:
            before = tuple(sorted(present, reverse=True))
        return (served, *(number for number in before if number < served and number in present))

    def rolled_back(self) -> int | None:
        served = self.served_number()
        newer = [number for number in self.numbers() if served is not None and number > served]
        return next((number for number in reversed(newer) if self._own(number).has(LEFT)), None)

    def open(
        self,
        *,
        check: Check = "all",
        before: Generation | None = None,
        warn: Callable[[str], None] = logger.warning,
    ) -> MilvusGeneration:
        numbers = self.numbers()
        if not numbers:
            raise IndexMissingError(f"There is no index in Milvus at {self.place}: {_BUILD_FIRST}")
        history = self.history()
        served = next(iter(history), None)
        errors: list[QuotedeskError] = []
        for number in [*history, *sorted(set(numbers) - set(history), reverse=True)]:
            try:
                generation = self.open_number(number, check=check, before=before)
            except QuotedeskError as error:
                if self.served_number() != served:
                    # A builder has published another one meanwhile, and removed this one.
                    return self.open(check=check, before=before, warn=warn)
                errors.append(error)
                continue
            if number != served:
                why = str(errors[0]) if errors else f"No alias {self._alias} says which generation is served."
                warn(f"{why} Serving generation {number} meanwhile.")
            return generation
        raise errors[0]

    def open_number(self, number: int, *, check: Check = "all", before: Generation | None = None) -> MilvusGeneration:
        generation = MilvusGeneration(self.milvus, self._collection(number), check=check, before=before)
        if generation.number != number:
            raise IndexDamagedError(f"{self._collection(number)} holds another generation: {_BUILD_FIRST}")
        return generation

    def open_checked(self, number: int) -> MilvusGeneration:
        generation = self.open_number(number)
        compare_rows(generation)
        return generation

    @contextmanager
    def building(self) -> Iterator[None]:
        if self.index_dir.exists() and not self.index_dir.is_dir():
            raise SettingsError(f"The index folder {self.index_dir} is a file: set INDEX_DIR to a folder.")
        self.milvus.check_version()
        make_folder(self.index_dir)
        # The lock of this machine, too: it is free the moment that its holder dies.
        with build_lock(self.index_dir / "build.lock"), only_builder(self.milvus) as lease:
            self._lease = lease
            for leftover in self.index_dir.glob("staging-*"):
                keep_encoded(leftover, self.index_dir)
            self._clear_away()
            yield

    def builder(self) -> str | None:
        holder = holder_of(self.milvus)
        return str(holder) if holder else None

    def next_number(self) -> int:
        return max([0, *self.numbers(), *self._numbers_of("s"), *self.history()]) + 1

    def begin(self, number: int, previous: Generation | None, kept: int) -> MilvusWriter:
        known = previous if isinstance(previous, MilvusGeneration) else None
        return MilvusWriter(
            self.milvus, self._collection(number), self._staging(number), number, known, kept, self.history()
        )

    def verify(self, number: int, written: Iterable[str], before: Generation | None) -> MilvusGeneration:
        generation = self.open_number(number, check="touched", before=before)
        if missing := set(written) - {generation.collection, *generation.figures.rows}:
            raise IndexDamagedError(f"{generation.collection} does not name {min(missing)}: build again.")
        verify_new(generation)
        return generation

    def publish(self, number: int) -> None:
        if self._lease:
            self._lease.check()
        self.milvus.point(self._alias, self._collection(number))
        shutil.rmtree(self._staging(number), ignore_errors=True)

    def discard(self, number: int) -> None:
        shutil.rmtree(self._staging(number), ignore_errors=True)
        if self.served_number() != number:
            self._drop([name for name in self.milvus.collections() if f"_g{number:06}" in name])
            self._drop([name for name in self.milvus.collections() if f"_s{number:06}_" in name])

    def point_to(self, number: int) -> None:
        self.milvus.point(self._alias, self._collection(number))
        for other in self.numbers():
            if other > number and self._own(other).has(LEFT):
                self._own(other).remove(LEFT)

    def roll_back(self, accept: Callable[[Generation], None] = lambda _: None) -> int:
        with self.building():
            served = self.open(check="none").number
            for number in self.history() or sorted(self.numbers(), reverse=True):
                if number >= served:
                    continue
                try:
                    accept(self.open_number(number))
                except QuotedeskError:
                    continue
                if not self._own(served).has(LEFT):
                    self.milvus.insert(self._collection(served), self._own(served).rows(LEFT, "rolled back"))
                self.milvus.point(self._alias, self._collection(number))
                return number
        raise IndexMissingError(f"There is no good generation before {served} to go back to in {self.place}.")

    def prune(self, keep: int) -> None:
        forget(self.index_dir)
        kept = self.history()[:keep]
        if kept:
            self._drop([self._collection(number) for number in self.numbers() if number not in kept])
            self._clear_away()

    def _clear_away(self) -> None:
        """Drop what no generation has: segments of builds that were killed or of generations that were dropped, and
        what killed builders have said."""
        names = self.milvus.collections()
        own = self._lease.collection if self._lease else None
        self._drop([name for name in names if name.startswith(f"{self._alias}_b") and name != own])
        kept: set[str] = set()
        newest_unread = 0
        for number in self.numbers():
            try:
                kept.update(self.open_number(number, check="none").figures.rows)
            except QuotedeskError:
                # What a damaged generation has is not known: nothing is dropped that it may have.
                newest_unread = number
        segments = [name for name in names if re.fullmatch(re.escape(self._alias) + r"_s\d+_[a-z]+", name)]
        self._drop([name for name in segments if name not in kept and _number_of(name) > newest_unread])

    def _drop(self, names: Iterable[str]) -> None:
        for name in names:
            try:
                self.milvus.drop(name)
            except IndexDamagedError:
                # Another one has dropped it.
                continue

    def _numbers_of(self, kind: str) -> list[int]:
        pattern = re.compile(re.escape(f"{self._alias}_{kind}") + r"(\d+)(?:_.*)?")
        found = (pattern.fullmatch(name) for name in self.milvus.collections())
        return sorted({int(one[1]) for one in found if one})

    def _own(self, number: int) -> PartedDocuments:
        return PartedDocuments(self.milvus, self._collection(number))

    def _collection(self, number: int) -> str:
        return f"{self._alias}_g{number:06}"

    def _staging(self, number: int) -> Path:
        return self.index_dir / f"staging-{number:06}"


def _number_of(segment: str) -> int:
    return int(segment.rpartition("_")[0].rpartition("_s")[2])
