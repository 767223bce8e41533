"""What a process holds as time passes, and whether that grows."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# What a run may differ by from one third to the next: an allocator's arenas, and connections that come and go.
_MORE_MEMORY = 1.1
_MORE_HANDLES = 8


@dataclass(frozen=True, slots=True)
class Sample:
    """What the bot's process holds, and what waits."""

    minute: float
    megabytes: float
    handles: int
    threads: int
    queue: int
    unconfirmed: int
    generation: int


def held(pid: int) -> tuple[float, int, int]:
    """The megabytes, handles and threads of a process."""
    process = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
    return int(status["VmRSS"].split()[0]) / 1000, len(list((process / "fd").iterdir())), int(status["Threads"])


def growth(samples: Sequence[Sample]) -> list[str]:
    """What grew from the second third of the time to the last, in words."""
    third = len(samples) // 3
    earlier, later = samples[third : 2 * third], samples[-third:]
    bounds: dict[str, Callable[[float], float]] = {
        "megabytes": lambda before: _MORE_MEMORY * before,
        "handles": lambda before: before + _MORE_HANDLES,
        "threads": lambda before: before + _MORE_HANDLES,
        "queue": lambda before: before + _MORE_HANDLES,
        "unconfirmed": lambda before: before + _MORE_HANDLES,
    }
    medians = {
        name: tuple(statistics.median(getattr(sample, name) for sample in part) for part in (earlier, later))
        for name in bounds
    }
    return [
        f"{name} grew from {one:.0f} to {other:.0f}"
        for name, (one, other) in medians.items()
        if other > bounds[name](one)
    ]
