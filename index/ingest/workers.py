"""Work done in processes of their own, each item within a limit of time and memory.

An item that takes too much, or ends its process otherwise, costs that process and nothing else: another one goes on
with the items after it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.util
import os
import resource
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from index.temporary import temporary_folder

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

# Loaded once, by the process that all others are copies of, instead of by each.
_LOADED_BEFORE = ("index.ingest.parallel", "index.reading.formats.html", "index.reading.formats.text")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take: seconds of computing, whatever else the machine does meanwhile, and MB of memory.

    Ordinary files take a second or two for each MB, and some fifty times their size; what takes more than this was made
    to. A machine with little memory is better served by an unread file than by a build that is ended.
    """

    seconds: int = 120
    megabytes: int = 2_000


DEFAULT_LIMITS = Limits()
# What a process ends with that has no memory left; it would be of little use to the items after it.
_NO_ROOM = 75
# Somebody ended the process, or the machine for lack of memory.
_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM)
# Beside it stand those of other processes that work: one that was killed is removed by the next.
FOLDER_PREFIX = "quotedesk-"
_SETTLING = threading.Lock()
# When multiprocessing removes its folder.
_LAST_OF_ALL = -100


@dataclass(frozen=True, slots=True)
class _Refused:
    """What a process sends instead of a result: why there is none."""

    reason: str


class Workers(Generic[_Item, _Result]):
    """Up to `count` processes that do `work`, started as they are needed; to be used as a context.

    work: a function that can be named from another process. refused: the result for an item that can't be worked on,
    from the item and why, as the end of a sentence that begins with its name.
    """

    def __init__(
        self,
        work: Callable[[_Item], _Result],
        refused: Callable[[_Item, str], _Result],
        count: int,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        self._work = work
        self._refused = refused
        self._limits = limits
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="worker")
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._closing = False
        self._all: set[_Worker] = set()
        self._changing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with self._changing:
            self._closing = True
            for worker in self._all:
                worker.end()
        self._threads.shutdown(cancel_futures=True)

    def submit(self, items: Sequence[_Item]) -> Future[list[_Result]]:
        """The results for some items, in order, once they are there."""
        return self._threads.submit(self._do, items)

    def _do(self, items: Sequence[_Item]) -> list[_Result]:
        results: list[_Result] = []
        # An item whose process was killed from outside is tried once more: it need not have been the item's fault.
        tried_again = -1
        while len(results) < len(items):
            worker = self._take()
            worker.send(items[len(results) :])
            try:
                while len(results) < len(items):
                    result = worker.receive()
                    refused = isinstance(result, _Refused)
                    results.append(self._refused(items[len(results)], result.reason) if refused else result)
            except EOFError:
                exit_code = self._drop(worker)
                if exit_code in _FROM_OUTSIDE and tried_again != len(results):
                    tried_again = len(results)
                else:
                    results.append(self._refused(items[len(results)], self._why(exit_code)))
            else:
                self._idle.put(worker)
        return results

    def _take(self) -> _Worker:
        with self._changing:
            if self._closing:
                raise CancelledError
            with contextlib.suppress(Empty):
                return self._idle.get_nowait()
            worker = _Worker(self._work, self._limits)
            self._all.add(worker)
            return worker

    def _drop(self, worker: _Worker) -> int:
        """Forget a process that has ended; returns how it did."""
        # Two threads that wait for processes at a time take each other's news.
        with self._changing:
            self._all.discard(worker)
            return worker.exit_code

    def _why(self, exit_code: int) -> str:
        if exit_code == -signal.SIGXCPU:
            return f"takes more than {self._limits.seconds} seconds of computing to read"
        if exit_code == _NO_ROOM:
            return f"takes more than {self._limits.megabytes} MB of memory to read"
        return f"can't be read: the process that tried has ended ({exit_code})"


class _Worker:
    """A process, and the way to it."""

    def __init__(self, work: Callable[[Any], Any], limits: Limits) -> None:
        with _SETTLING:
            _settle()
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(_LOADED_BEFORE))
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, work, limits), daemon=True)
        self._process.start()
        theirs.close()

    def send(self, items: Sequence[object]) -> None:
        # One that has ended already is noticed at the next `receive`.
        with contextlib.suppress(OSError):
            self._connection.send(items)

    def receive(self) -> Any:
        """The next result.

        Raises:
            EOFError: the process ended before it.
        """
        try:
            return self._connection.recv()
        except OSError:
            raise EOFError from None

    @property
    def exit_code(self) -> int:
        """That of a process that has ended; a signal that ended it is negative."""
        self._process.join()
        self._connection.close()
        return self._process.exitcode or 0

    def end(self) -> None:
        self._process.kill()


@cache
def _settle() -> None:
    """Have multiprocessing keep what this process and its workers talk over in a folder of ours, until its end.

    Its own, `pymp-*`, would stay in the temporary folder for good if this process were killed.
    """
    kept = contextlib.ExitStack()
    folder = kept.enter_context(temporary_folder(FOLDER_PREFIX, Path(tempfile.gettempdir())))
    multiprocessing.util.Finalize(None, kept.close, exitpriority=_LAST_OF_ALL)
    # There is no other way to say which; within ours, its own would make names longer than sockets may have.
    multiprocessing.current_process()._config["tempdir"] = str(folder)  # type: ignore[attr-defined]  # noqa: SLF001


def _serve(connection: Connection, work: Callable[[Any], Any], limits: Limits) -> None:
    """What a worker does until nobody has work for it."""
    _end_with_parent()
    # Ctrl-C is the builder's to act upon.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        # Of what it writes to; not every system heeds it.
        resource.setrlimit(resource.RLIMIT_DATA, (limits.megabytes * 1_000_000,) * 2)
    try:
        while True:
            for item in connection.recv():
                _allow(limits.seconds)
                try:
                    result = work(item)
                except MemoryError:
                    raise
                # Whatever a parser may raise at bytes that nobody has foreseen.
                except Exception as error:
                    result = _Refused(f"can't be read ({type(error).__name__}: {error})")
                connection.send(result)
    except MemoryError:
        # There is no room even for the item or its result.
        os._exit(_NO_ROOM)
    except (EOFError, OSError):
        return


def _allow(seconds: int) -> None:
    """From now on so much computing; beyond it, the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _end_with_parent() -> None:
    """A worker whose builder was killed would work on, and for nobody."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
