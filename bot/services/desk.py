"""The library for an event loop: calls run in worker threads, and only so many wait for one.

Every call raises what the library raises; those that need the model raise BusyError when the queue is full.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from bot.callback_data import Pointer
from bot.errors import BusyError
from index.errors import QuotedeskError
from index.models import Answer, Article, Obstacle, Quote, Source

if TYPE_CHECKING:
    from index import Library, Status, Verification

_LOG = logging.getLogger(__name__)
_REFRESH_SECONDS = 2.0
# Look-ups are made one after the other, since threads that share the interpreter take longer for each; those that
# wait are encoded together, and while there is a crowd each gets fewer quotes at a time.
_ENCODED_TOGETHER = 16
_CROWD = 4
_QUOTES_IN_A_CROWD = 15
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Found:
    """Ranked quotes, all from one generation; there may be more where they are as many as `limit`."""

    generation: int
    quotes: list[Quote]
    limit: int


@dataclass(slots=True, eq=False)
class _Lookup:
    """Somebody's look-ups, and whether nobody waits for them any more."""

    words: Sequence[str]
    abandoned: bool = False


class Desk:
    """The async face of a Library: up to `workers` calls at a time and one look-up, up to `queue` more waiting."""

    def __init__(self, library: Library, *, workers: int = 4, queue: int = 96) -> None:
        self._library = library
        self._models = ThreadPoolExecutor(workers, "desk")
        self._storage = ThreadPoolExecutor(2, "desk-storage")
        self._slots = asyncio.Semaphore(workers)
        self._most = workers + queue
        self._lookup_slot = asyncio.Semaphore(1)
        # Those that wait, in order of arrival.
        self._lookups: dict[_Lookup, None] = {}
        self._present = 0

    @property
    def generation(self) -> int:
        return self._library.generation

    async def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        await self._with_model(self._library.warm_up)
        await self.search("the", 1)

    async def ask(self, question: str, limit: int) -> Answer:
        return await self._with_model(lambda: self._library.ask(question, limit))

    async def search(self, words: str, limit: int, offset: int = 0) -> Found:
        """Ranked quotes without a refusal; the last word may be half typed."""
        (found,) = await self.search_each([words], limit, offset)
        return found

    async def search_each(self, lookups: Sequence[str], limit: int, offset: int = 0) -> list[Found]:
        """The same for several look-ups, all in one generation."""
        lookup = _Lookup(lookups)
        self._lookups[lookup] = None

        def search() -> list[Found]:
            self._lookups.pop(lookup, None)
            waiting = list(self._lookups)
            most = limit if len(waiting) < _CROWD else min(limit, _QUOTES_IN_A_CROWD)
            soon = chain(lookups, *(other.words for other in waiting[: _ENCODED_TOGETHER - 1]))
            self._library.expect(soon)
            while not lookup.abandoned:
                generation = self._library.generation
                found = [self._library.search(words, most, offset, prefix=True) for words in lookups]
                if generation == self._library.generation:
                    return [Found(generation, quotes, most) for quotes in found]
            return []

        try:
            return await self._with_model(search, self._lookup_slot)
        finally:
            lookup.abandoned = True
            self._lookups.pop(lookup, None)

    async def obstacle(self, question: str) -> Obstacle | None:
        return await self._from_storage(lambda: self._library.obstacle(question))

    async def verify(self, text: str) -> Verification:
        return await self._with_model(lambda: self._library.verify(text))

    async def reading(self, pointer: Pointer) -> Quote | None:
        """The quote that a button or link points at; None when its passage has gone.

        Where the sentence is not found the passage's first one is highlighted.
        """
        readings = await self.readings(pointer.passage_id)
        return next((quote for quote in readings if pointer.points_at(quote)), next(iter(readings), None))

    async def with_carriers(self, quote: Quote) -> Quote:
        """The quote with the other articles that state what its sentence states."""

        return replace(quote, also_in=await self._with_model(lambda: self._library.also_in(quote)))

    async def readings(self, passage_id: str) -> tuple[Quote, ...]:
        return await self._from_storage(lambda: self._library.readings(passage_id))

    async def passages(self, source_id: str) -> list[Quote]:
        return await self._from_storage(lambda: self._library.passages(source_id))

    async def article(self, source_id: str) -> Article:
        return await self._from_storage(lambda: self._library.article(source_id))

    async def sources(self, words: str = "") -> list[Source]:
        return await self._from_storage(lambda: self._library.sources(words))

    async def status(self) -> Status:
        return await self._from_storage(self._library.status)

    async def refresh(self) -> None:
        """Serve a new generation now, if there is one."""
        if await self._from_storage(self._library.refresh):
            _LOG.info("Serving generation %d.", self._library.generation)

    async def roll_back(self) -> int:
        """Serve the generation before the present one from now on; gives its number."""
        return await self._from_storage(self._library.roll_back)

    async def keep_fresh(self) -> None:
        """Until cancelled: serve a new generation soon after it is published."""
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            try:
                await self.refresh()
            except (QuotedeskError, OSError):
                _LOG.exception("The index could not be looked at again.")

    def close(self) -> None:
        """Let running calls end; those that wait are dropped."""
        for pool in (self._models, self._storage):
            pool.shutdown(wait=True, cancel_futures=True)

    async def _with_model(self, call: Callable[[], Result], slots: asyncio.Semaphore | None = None) -> Result:
        if self._present >= self._most:
            raise BusyError("Too many questions wait for an answer.")
        self._present += 1
        try:
            async with slots or self._slots:
                return await asyncio.get_running_loop().run_in_executor(self._models, call)
        finally:
            self._present -= 1

    async def _from_storage(self, call: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._storage, call)
