"""The library of generations in an index folder: which there are, which one is served, and how that changes.

    INDEX_DIR/current              the pointer: the number of the served generation
    INDEX_DIR/generations/000042/  one immutable generation each
    INDEX_DIR/staging-*/           a build under way, or what a killed one left
    INDEX_DIR/build.lock           held by the process that builds

The pointer is replaced by one atomic rename; whatever happens before it leaves the last good generation served.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError, QuotedeskError
from index.storage import schema
from index.storage.files import sync, write_atomically
from index.storage.generation import Generation
from index.storage.locks import build_lock, try_lock, who_builds

logger = logging.getLogger(__name__)

_BUILD_FIRST = "run `python -m index build` to build one."


class Shelf:
    """The generations of one index folder."""

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = index_dir
        self._generations = index_dir / "generations"
        self._pointer = index_dir / "current"
        self._lock = index_dir / "build.lock"

    def numbers(self) -> list[int]:
        """The numbers of all generations on disk, oldest first, good or not."""
        if not self._generations.is_dir():
            return []
        return sorted(int(path.name) for path in self._generations.iterdir() if path.name.isdecimal() and path.is_dir())

    def served_number(self) -> int | None:
        """The number in the pointer; None when it is missing or garbled."""
        try:
            return int(self._pointer.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def open(self, *, check: bool = True) -> Generation:
        """Open the served generation, or the newest good one when it or the pointer is damaged.

        Raises:
            IndexMissingError: nothing has been built here.
            IndexDamagedError, IndexMismatchError: there are generations, but none that can be used.
        """
        numbers = self.numbers()
        if not numbers:
            raise IndexMissingError(f"There is no index in {self.index_dir}: {_BUILD_FIRST}")
        served = self.served_number()
        order = sorted(numbers, key=lambda number: (number == served, number), reverse=True)
        first_error: QuotedeskError | None = None
        for number in order:
            try:
                generation = self.open_number(number, check=check)
            except QuotedeskError as error:
                first_error = first_error or error
                continue
            if number != served:
                why = str(first_error) if first_error else f"The pointer {self._pointer} is missing or damaged."
                logger.warning("%s Serving generation %d meanwhile.", why, number)
            return generation
        raise first_error or IndexDamagedError(f"No generation in {self.index_dir} can be used: {_BUILD_FIRST}")

    def open_number(self, number: int, *, check: bool = True) -> Generation:
        """Open one generation, served or not.

        Raises:
            IndexDamagedError, IndexMismatchError: it can't be used.
        """
        generation = Generation(self._folder(number), check=check)
        if generation.number != number:
            generation.close()
            raise IndexDamagedError(f"{self._folder(number)} holds another generation: {_BUILD_FIRST}")
        return generation

    def open_manifest(self) -> schema.Manifest:
        """The manifest of the generation that `open` would serve, without checking its large files."""
        generation = self.open(check=False)
        try:
            return generation.manifest
        finally:
            generation.close()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the build lock, and clear away what a killed build left.

        Raises:
            BuildInProgressError: another process is building.
        """
        self._generations.mkdir(parents=True, exist_ok=True)
        with build_lock(self._lock):
            for leftover in (*self.index_dir.glob("staging-*"), *self.index_dir.glob("removing-*")):
                shutil.rmtree(leftover, ignore_errors=True)
            yield

    def builder(self) -> str | None:
        """Who is building just now, in words; None when nobody is."""
        return who_builds(self._lock)

    def next_number(self) -> int:
        return max([*self.numbers(), self.served_number() or 0]) + 1

    def staging_folder(self, number: int) -> Path:
        """Where generation `number` is written before it is published."""
        return self.index_dir / f"staging-{number:06}"

    def publish(self, staging: Path, number: int) -> None:
        """Serve a sealed and verified generation from now on."""
        staging.rename(self._folder(number))
        sync(self._generations)
        self.point_to(number)

    def point_to(self, number: int) -> None:
        """Let `number` be the served generation, in one atomic step."""
        write_atomically(self._pointer, f"{number}\n")

    def roll_back(self) -> int:
        """Serve the newest good generation before the served one, and return its number.

        Raises:
            IndexMissingError: there is none.
        """
        with self.building():
            served = self.open_manifest().generation
            for number in reversed([number for number in self.numbers() if number < served]):
                try:
                    self.open_number(number, check=True).close()
                except QuotedeskError:
                    continue
                self.point_to(number)
                return number
        raise IndexMissingError(f"There is no good generation before {served} to go back to in {self.index_dir}.")

    def prune(self, keep: int) -> None:
        """Remove all but the newest `keep` generations, never the served one or one that a reader holds open."""
        for number in self.numbers()[:-keep]:
            if number != self.served_number():
                self._remove(self._folder(number))

    def _remove(self, folder: Path) -> None:
        doomed = self.index_dir / f"removing-{folder.name}"
        try:
            with (folder / schema.MANIFEST).open("r", encoding="utf-8") as file:
                if not try_lock(file, exclusive=True):
                    return
                folder.rename(doomed)
        except FileNotFoundError:
            folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def _folder(self, number: int) -> Path:
        return self._generations / f"{number:06}"
