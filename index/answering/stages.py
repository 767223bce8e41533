"""How long each stage of answering took: the pipeline says when one begins and ends, whoever listens gets the sums."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_HEARD: ContextVar[dict[str, float] | None] = ContextVar("stages", default=None)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """What runs in the block belongs to this stage."""
    heard = _HEARD.get()
    started = time.perf_counter()
    try:
        yield
    finally:
        if heard is not None:
            heard[name] = heard.get(name, 0.0) + 1000 * (time.perf_counter() - started)


@contextmanager
def listening() -> Iterator[dict[str, float]]:
    """Gives the milliseconds of each stage that this thread goes through in the block, in their order."""
    heard: dict[str, float] = {}
    token = _HEARD.set(heard)
    try:
        yield heard
    finally:
        _HEARD.reset(token)
