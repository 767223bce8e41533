"""The one builder of an archive in Milvus, on whatever machine: who holds an alias that only one can create.

Its holder says in a collection of its own who it is, and again every few seconds that it still works. One that has not
said so for long was killed, and the next builder takes its place. The clocks of builders must agree to half a minute.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from index.errors import BuildInProgressError, EngineError, IndexDamagedError
from index.storage.milvus.connection import Milvus
from index.storage.milvus.parts import PartedDocuments, dump

_SECONDS_BETWEEN_SIGNS = 10.0
_SECONDS_UNTIL_GIVEN_UP = 60.0


@dataclass(frozen=True, slots=True)
class Holder:
    """Who builds: a process of a machine, since when (ISO 8601, in UTC), and when it last said so, in seconds since
    1970."""

    host: str
    process: int
    since: str
    seen: float

    @property
    def is_gone(self) -> bool:
        """Whether it was killed, as far as can be told from here."""
        if self.host == socket.gethostname() and not _runs(self.process):
            return True
        return time.time() - self.seen > _SECONDS_UNTIL_GIVEN_UP

    def __str__(self) -> str:
        return f"Process {self.process} on {self.host} (since {self.since})"


class Lease:
    """What a builder holds; `check` makes sure that it still does."""

    def __init__(self, milvus: Milvus, collection: str) -> None:
        self._milvus = milvus
        self.collection = collection

    def check(self) -> None:
        """Raises EngineError where another builder has taken over."""
        if self._milvus.aliased(_alias(self._milvus)) != self.collection:
            raise EngineError("Another builder took over, since this one had stopped for long: nothing was published.")


@contextmanager
def only_builder(milvus: Milvus) -> Iterator[Lease]:
    """Be the only builder.

    Raises:
        BuildInProgressError: somebody else builds; the message says who and since when.
    """
    collection = f"{milvus.prefix}_b{uuid.uuid4().hex[:12]}"
    own = PartedDocuments(milvus, collection)
    own.create()
    since = datetime.now(UTC).isoformat(timespec="seconds")
    done = threading.Event()

    def say() -> None:
        text = dump([socket.gethostname(), os.getpid(), since, time.time()])
        milvus.upsert(collection, own.rows(0, text))

    def keep_saying() -> None:
        while not done.wait(_SECONDS_BETWEEN_SIGNS):
            with suppress(EngineError, IndexDamagedError):
                say()

    saying = threading.Thread(target=keep_saying, name="milvus-lease", daemon=True)
    try:
        say()
        _take(milvus, collection)
        saying.start()
        yield Lease(milvus, collection)
    finally:
        done.set()
        if saying.is_alive():
            saying.join()
        with suppress(EngineError, IndexDamagedError):
            if milvus.aliased(_alias(milvus)) == collection:
                milvus.unalias(_alias(milvus))
            milvus.drop(collection)


def holder_of(milvus: Milvus) -> Holder | None:
    """Who builds just now; None when nobody does, or was killed while it did."""
    collection = milvus.aliased(_alias(milvus))
    holder = _read(milvus, collection) if collection else None
    return None if holder is None or holder.is_gone else holder


def _take(milvus: Milvus, collection: str) -> None:
    if milvus.claim(_alias(milvus), collection):
        return
    if (holder := holder_of(milvus)) is None and (left := milvus.aliased(_alias(milvus))):
        milvus.unalias(_alias(milvus))
        milvus.drop(left)
    if not milvus.claim(_alias(milvus), collection):
        who = holder or holder_of(milvus) or "Another process"
        raise BuildInProgressError(f"{who} is building this index: wait until it has finished, then try again.")


def _read(milvus: Milvus, collection: str) -> Holder | None:
    try:
        host, process, since, seen = json.loads(PartedDocuments(milvus, collection).get([0], strong=True)[0])
    except IndexDamagedError:
        return None
    return Holder(host, process, since, seen)


def _alias(milvus: Milvus) -> str:
    return f"{milvus.prefix}_builder"


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
