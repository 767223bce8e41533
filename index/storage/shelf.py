"""The library of generations in an index folder: which there are, which one is served, and how that changes.

    INDEX_DIR/current              the pointer: which generation is served, those before it, and whether by a rollback
    INDEX_DIR/generations/000042/  one immutable generation each
    INDEX_DIR/staging-*/           a build under way, or what a killed one left
    INDEX_DIR/cut-off-*/           what killed builds had encoded, until one succeeds
    INDEX_DIR/build.lock           held by the process that builds

The pointer is replaced by one atomic rename; until then the last good generation stays served, whatever happens. Some
generations are not named by the pointer: those of builds that were killed before they moved it, and those that were
rolled back. They are served only where no other is good, and the next publication removes them.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import IndexDamagedError, IndexMissingError, QuotedeskError, SettingsError
from index.storage import schema
from index.storage.cut_off import forget, keep_encoded
from index.storage.engine import Check, Generation
from index.storage.files import make_folder, sync
from index.storage.generation import LocalGeneration
from index.storage.integrity import verify_generation
from index.storage.locks import build_lock, try_lock, who_builds
from index.storage.pointer import Pointer
from index.storage.writer import GenerationWriter

logger = logging.getLogger(__name__)

_BUILD_FIRST = "run `python -m index build` to build one."


class Shelf:
    """The generations of one index folder."""

    def __init__(self, index_dir: Path) -> None:
        self.index_dir = index_dir
        self._generations = index_dir / "generations"
        self._pointer = index_dir / "current"
        self._lock = index_dir / "build.lock"

    @property
    def place(self) -> str:
        return str(self.index_dir)

    def version(self) -> str:
        return f"files of schema {schema.SCHEMA_VERSION}"

    def numbers(self) -> list[int]:
        """The numbers of all generations on disk, oldest first, good or not."""
        if not self._generations.is_dir():
            return []
        return sorted(int(path.name) for path in self._generations.iterdir() if path.name.isdecimal() and path.is_dir())

    def served_number(self) -> int | None:
        """The number in the pointer; None when it is missing or garbled."""
        return next(iter(self.history()), None)

    def history(self) -> tuple[int, ...]:
        """The numbers in the pointer: the served generation and those before it, newest first."""
        return Pointer.load(self._pointer).history

    def rolled_back(self) -> int | None:
        """The newest generation that a rollback has left since one was published; None where there was no rollback."""
        return Pointer.load(self._pointer).rolled_back

    def open(
        self,
        *,
        check: Check = "all",
        before: Generation | None = None,
        warn: Callable[[str], None] = logger.warning,
    ) -> LocalGeneration:
        """Open the served generation, or the newest good one when it or the pointer is damaged.

        `warn` gets a sentence when it is not the one that the pointer names. What `before` has in memory is not read
        again.

        Raises:
            IndexMissingError: nothing has been built here.
            IndexDamagedError, IndexMismatchError: there are generations, but none that can be used.
        """
        numbers = self.numbers()
        if not numbers:
            raise IndexMissingError(f"There is no index in {self.index_dir}: {_BUILD_FIRST}")
        history = self.history()
        served = next(iter(history), None)
        errors: list[QuotedeskError] = []
        for number in [*history, *sorted(set(numbers) - set(history), reverse=True)]:
            if number not in numbers:
                continue
            try:
                generation = self.open_number(number, check=check, before=before)
            except QuotedeskError as error:
                if self.history() != history:
                    # A builder has published another one meanwhile, and removed this one.
                    return self.open(check=check, before=before, warn=warn)
                errors.append(error)
                continue
            if number != served:
                why = str(errors[0]) if errors else f"The pointer {self._pointer} is missing or damaged."
                warn(f"{why} Serving generation {number} meanwhile.")
            return generation
        raise errors[0]

    def open_number(self, number: int, *, check: Check = "all", before: Generation | None = None) -> LocalGeneration:
        """Open one generation, served or not.

        Raises:
            IndexDamagedError, IndexMismatchError: it can't be used.
        """
        generation = LocalGeneration(self._folder(number), check=check, before=_local(before))
        if generation.number != number:
            generation.close()
            raise IndexDamagedError(f"{self._folder(number)} holds another generation: {_BUILD_FIRST}")
        return generation

    def open_checked(self, number: int) -> LocalGeneration:
        return self.open_number(number)

    def open_manifest(self) -> schema.Manifest:
        """The manifest of the generation that `open` would serve, without checking its large files."""
        generation = self.open(check="none")
        try:
            return generation.manifest
        finally:
            generation.close()

    @contextmanager
    def building(self) -> Iterator[None]:
        """Hold the build lock, and clear away what a killed build left, all but what it had encoded.

        Raises:
            BuildInProgressError: another process is building.
            SettingsError: the index folder is no folder.
        """
        if self.index_dir.exists() and not self.index_dir.is_dir():
            raise SettingsError(f"The index folder {self.index_dir} is a file: set INDEX_DIR to a folder.")
        make_folder(self._generations)
        with build_lock(self._lock):
            for leftover in self.index_dir.glob("removing-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            for leftover in self.index_dir.glob("staging-*"):
                keep_encoded(leftover, self.index_dir)
            yield

    def builder(self) -> str | None:
        """Who is building just now, in words; None when nobody is."""
        return who_builds(self._lock)

    def next_number(self) -> int:
        return max([0, *self.numbers(), *self.history()]) + 1

    def begin(self, number: int, previous: Generation | None, kept: int) -> GenerationWriter:
        return GenerationWriter(self.staging_folder(number), number, _local(previous), kept)

    def verify(self, number: int, written: Iterable[str], before: Generation | None) -> LocalGeneration:
        generation = LocalGeneration(self.staging_folder(number), check="none", before=_local(before))
        try:
            verify_generation(generation, written)
        except BaseException:
            generation.close()
            raise
        return generation

    def staging_folder(self, number: int) -> Path:
        """Where generation `number` is written before it is published."""
        return self.index_dir / f"staging-{number:06}"

    def publish(self, number: int) -> None:
        """Serve the sealed and verified generation `number` from now on."""
        self.staging_folder(number).rename(self._folder(number))
        sync(self._generations)
        self.point_to(number)

    def discard(self, number: int) -> None:
        """Remove what a failed build has written of generation `number`, unless it was published already."""
        shutil.rmtree(self.staging_folder(number), ignore_errors=True)
        history = self.history()
        unpublished = number not in history if history else not self._pointer.exists()
        if unpublished and self._folder(number).exists():
            self._remove(self._folder(number))

    def point_to(self, number: int, *, rolled_back: int | None = None) -> None:
        """Let `number` be the served generation, in one atomic step; before it come those that were served so far.

        `rolled_back` is the generation that a rollback leaves.
        """
        on_disk = self.numbers()
        known = self.history() or sorted(on_disk, reverse=True)
        before = [other for other in known if other < number and other in on_disk]
        Pointer((number, *before), rolled_back).save(self._pointer)

    def roll_back(self, accept: Callable[[Generation], None] = lambda _: None) -> int:
        """Serve the newest good generation that was served before the one now, and return its number.

        `accept` raises a QuotedeskError for a generation that can't be served.

        Raises:
            BuildInProgressError: somebody is building.
            IndexMissingError: there is none.
        """
        with self.building():
            served = self.open_manifest().generation
            for number in self.history() or sorted(self.numbers(), reverse=True):
                if number >= served:
                    continue
                try:
                    with closing(self.open_number(number)) as generation:
                        accept(generation)
                except QuotedeskError:
                    continue
                self.point_to(number, rolled_back=self.rolled_back() or served)
                return number
        raise IndexMissingError(f"There is no good generation before {served} to go back to in {self.index_dir}.")

    def prune(self, keep: int) -> None:
        """Remove all but the last `keep` generations that were served; one that a reader holds open stays.

        A build has succeeded: what others that were cut off had encoded goes, too.
        """
        forget(self.index_dir)
        kept = self.history()[:keep]
        if not kept:
            return
        for number in self.numbers():
            if number not in kept:
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


def _local(generation: Generation | None) -> LocalGeneration | None:
    """A generation of this engine, which opens no others."""
    return generation if isinstance(generation, LocalGeneration) else None
