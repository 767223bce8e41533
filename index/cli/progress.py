"""How far a command has come: bars on stderr where that is a terminal, or lines of JSON."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from index.cli.json_output import dump

if TYPE_CHECKING:
    from index.ingest.build import Stage

_STAGES: dict[Stage, str] = {
    "listing": "Listing",
    "comparing": "Comparing",
    "reading": "Reading",
    "encoding": "Encoding",
    "writing": "Writing",
    "verifying": "Verifying",
    "publishing": "Publishing",
}
# Often enough for a person who watches; a build of an archive has tens of thousands of steps.
_SECONDS_BETWEEN_LINES = 0.5


@contextmanager
def progress_bar(name: str, total: int) -> Iterator[Callable[[], object]]:
    """A bar on stderr, where that is a terminal; call what it gives after each step."""
    from tqdm import tqdm

    with tqdm(desc=name, total=total, file=sys.stderr, disable=None, leave=False) as bar:
        yield bar.update


class Bars:
    """Shows a build's progress on a terminal: one bar a stage, with rate and time left; silent elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage: Stage | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        from tqdm import tqdm

        if stage != self._stage:
            self._close()
            self._stage = stage
            self._bar = tqdm(
                desc=f"{_STAGES[stage]:10}",
                total=total,
                unit=f" {'passages' if stage == 'encoding' else 'articles'}",
                file=sys.stderr,
                disable=None,
                leave=False,
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class JsonProgress:
    """Prints a build's progress as lines of JSON, not more than a few a second."""

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._printed_at = 0.0

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage != self._stage or done == total or now - self._printed_at >= _SECONDS_BETWEEN_LINES:
            from index.ingest.report import BuildProgress

            print(dump(asdict(BuildProgress(stage=stage, done=done, total=total))), flush=True)
            self._stage, self._printed_at = stage, now
