"""The library for an event loop: calls run in worker threads, and only so many wait for one.

Every call raises what the library raises; those that need the model raise BusyError when the queue is full.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from bot.callback_data import QuoteReference
from bot.errors import BusyError
from bot.services.metrics import Metrics
from index import sure_language
from index.errors import QuotedeskError
from index.models import Answer, Article, Company, IndexedFile, LostPassage, Obstacle, Quote, Source, WatchHit

if TYPE_CHECKING:
    from index import Library, Status, Timeline, Verification

_LOG = logging.getLogger(__name__)
# A new generation is served within two seconds, for a look at one small file.
_REFRESH_SECONDS = 2.0
# Look-ups are searched one after the other, since threads that share the interpreter take longer for each. The next
# two are encoded meanwhile, each by a thread of its own: threads that wait for the encoder share its forward pass. More
# of them cost more than sharing saves, since most look-ups are given up before their turn. Of thirty people who type at
# once, an answer took 51 ms of processor time with one or two encoded ahead, 55 with four and 59 with sixteen.
_ENCODED_AHEAD = 2
# From so many that wait on, each look-up gets fewer quotes at a time: what a phone shows of a list, and a little more.
_CROWD = 4
_QUOTES_IN_A_CROWD = 15
# Reading articles is short work that mostly waits for the disk.
_STORAGE_THREADS = 2
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Ranked quotes, all from one generation; there may be more where they are as many as `limit`."""

    generation: int
    quotes: list[Quote]
    limit: int


class Desk:
    """The async face of a Library: up to `workers` calls at a time and one look-up, up to `queue` more waiting.

    A question that takes longer than `slow_ms` milliseconds is logged with its stages; 0 for none.
    """

    def __init__(self, library: Library, *, workers: int = 4, queue: int = 96, slow_ms: int = 0) -> None:
        self._library = library
        self._slow_ms = slow_ms
        self.metrics = Metrics()
        self._models = ThreadPoolExecutor(workers, "desk")
        self._encoding = ThreadPoolExecutor(1 + _ENCODED_AHEAD, "desk-encoding")
        self._storage = ThreadPoolExecutor(_STORAGE_THREADS, "desk-storage")
        self._slots = asyncio.Semaphore(workers)
        self._most = workers + queue
        self._present = 0
        # Look-ups come first into the one, a few at a time, then into the other, in order of arrival.
        self._encoding_slots = asyncio.Semaphore(_ENCODED_AHEAD)
        self._lookup_slot = asyncio.Semaphore(1)
        self._lookups_waiting = 0
        self._has_answered = False

    @property
    def generation(self) -> int:
        return self._library.generation

    @property
    def built_at(self) -> str:
        """When the served generation was built, as ISO 8601 in UTC."""
        return self._library.built_at

    @property
    def near(self) -> float:
        """The confidence from which what a search finds comes near its words."""
        return self._library.search_thresholds.near

    async def warm_up(self) -> None:
        """Load what the first question would otherwise wait for."""
        await self._with_model(self._library.warm_up)
        await asyncio.to_thread(sure_language, "ready?")
        await self.search("the", 1)

    async def ask(self, question: str, limit: int) -> Answer:
        return await self._timed(lambda: self._library.ask(question, limit))

    async def ask_likeliest(self, readings: Sequence[str], limit: int, shown: str) -> Answer:
        """The answer to the likeliest reading of a follow-up, behind one that showed a sentence."""
        return await self._timed(lambda: self._library.ask_likeliest(readings, limit, shown=shown))

    async def _timed(self, call: Callable[[], Answer]) -> Answer:
        """An answer; the time of its stages is counted, and logged where it is long."""
        arrived = begun = time.perf_counter()

        def noted() -> Answer:
            nonlocal begun
            begun = time.perf_counter()
            return call()

        self._has_answered = True
        answer = await self._with_model(noted)
        whole = 1000 * (time.perf_counter() - arrived)
        stages = {"wait": 1000 * (begun - arrived), **answer.stages, "whole": whole}
        for name, milliseconds in stages.items():
            self.metrics.stages.labels(name).observe(milliseconds / 1000)
        if 0 < self._slow_ms < whole:
            shown = {name: round(milliseconds) for name, milliseconds in stages.items()}
            parts = ", ".join(f"{name} {milliseconds}" for name, milliseconds in shown.items())
            _LOG.warning("Slow question, in milliseconds: %s.", parts, extra={"fields": {"stages_ms": shown}})
        return answer

    async def listing(self, text: str) -> list[Source] | None:
        """The articles that a text asks to be listed; None where it asks something else."""
        return await self._from_storage(lambda: self._library.listing(text))

    async def source_at(self, address: str) -> Source | None:
        return await self._from_storage(lambda: self._library.source_at(address))

    async def timeline(self, words: str) -> Timeline:
        return await self._with_model(lambda: self._library.timeline(words))

    async def search(self, words: str, limit: int, offset: int = 0) -> SearchPage:
        """Ranked quotes without a refusal; the last word may be half typed."""
        (found,) = await self.search_each([words], limit, offset)
        return found

    async def search_each(self, lookups: Sequence[str], limit: int, offset: int = 0) -> list[SearchPage]:
        """The same for several look-ups, all in one generation."""
        async with self._present_for_a_model():
            self._lookups_waiting += 1
            try:
                async with self._encoding_slots:
                    encoded = self._run(self._encoding, lambda: self._library.expect(lookups))
                    try:
                        await self._lookup_slot.acquire()
                    except asyncio.CancelledError:
                        encoded.cancel()
                        raise
            finally:
                self._lookups_waiting -= 1
            try:
                await encoded
                most = limit if self._lookups_waiting < _CROWD else min(limit, _QUOTES_IN_A_CROWD)
                return await self._search(lookups, most, offset)
            finally:
                self._lookup_slot.release()

    async def _search(self, lookups: Sequence[str], limit: int, offset: int) -> list[SearchPage]:
        abandoned = threading.Event()

        def search() -> list[SearchPage]:
            while not abandoned.is_set():
                generation = self._library.generation
                found = [self._library.search(words, limit, offset, prefix=True) for words in lookups]
                if generation == self._library.generation:
                    return [SearchPage(generation, quotes, limit) for quotes in found]
            return []

        try:
            return await self._run(self._models, search)
        finally:
            abandoned.set()

    async def watch(self, words: str, source_ids: Collection[str], limit: int) -> list[WatchHit]:
        return await self._with_model(lambda: self._library.watch(words, source_ids, limit))

    def words_of(self, query: str) -> str:
        """A query without its filters; raises QueryError where one holds no date."""
        return self._library.words_of(query)

    async def obstacle(self, question: str) -> Obstacle | None:
        return await self._from_storage(lambda: self._library.obstacle(question))

    async def verify(self, *texts: str) -> Verification:
        return await self._with_model(lambda: self._library.verify(*texts))

    async def reading(self, reference: QuoteReference) -> Quote | None:
        """The quote that a button or link points at; None when its passage has gone.

        Where the sentence is not found the passage's first one is highlighted.
        """
        return reference.among(await self.readings(reference.passage_id))

    async def with_carriers(self, quote: Quote) -> Quote:
        """The quote with the other articles that state what its sentence states."""
        return replace(quote, also_in=await self._with_model(lambda: self._library.also_in(quote)))

    async def company(self, quote: Quote) -> Company:
        """The other articles that state what the quote's sentence states, and those that contradict it."""
        return await self._with_model(lambda: self._library.company(quote))

    async def lost(self, passage_id: str) -> LostPassage | None:
        """A passage that is not served any more, as an older generation has it."""
        return await self._from_storage(lambda: self._library.lost(passage_id))

    async def nearest(self, quote: Quote) -> Quote | None:
        """What comes closest now to a quote of an older generation."""
        return await self._with_model(lambda: self._library.nearest(quote))

    async def file_of(self, source_id: str) -> IndexedFile | None:
        """The file of an article, if the corpus folder holds it as it was indexed."""
        return await self._from_storage(lambda: self._library.file_of(source_id))

    async def readings(self, passage_id: str) -> tuple[Quote, ...]:
        return await self._from_storage(lambda: self._library.readings(passage_id))

    async def passages(self, source_id: str) -> list[Quote]:
        return await self._from_storage(lambda: self._library.passages(source_id))

    async def article(self, source_id: str) -> Article:
        return await self._from_storage(lambda: self._library.article(source_id))

    async def sources(self, words: str = "") -> list[Source]:
        """The articles that fit words and filters, newest first."""
        return await self._from_storage(lambda: self._library.sources(words))

    async def find(self, name: str, listed: Sequence[str] = ()) -> list[Source]:
        """The articles that somebody means by a name or a number; `Library.find` says more."""
        return await self._from_storage(lambda: self._library.find(name, listed))

    async def with_text(self, text_hash: bytes) -> Source | None:
        """The article with the text of a file's preview."""
        return await self._from_storage(lambda: self._library.with_text(text_hash))

    async def look(self) -> None:
        """Read something of the index; raises what the library does where it can't be read."""
        await self.with_text(b"")

    async def status(self) -> Status:
        return await self._from_storage(self._library.status)

    async def refresh(self) -> None:
        """Serve a new generation now, if there is one."""
        if await self._from_storage(self._library.refresh):
            _LOG.info("Serving generation %d.", self._library.generation)

    async def roll_back(self) -> int:
        """Serve the generation before the present one from now on; returns its number."""
        return await self._from_storage(self._library.roll_back)

    async def keep_fresh(self) -> None:
        """Until cancelled: serve a new generation soon after it is published, and give back what questions took."""
        complaint = ""
        while True:
            await asyncio.sleep(_REFRESH_SECONDS)
            try:
                await self.refresh()
                if self._has_answered:
                    self._has_answered = False
                    await self._from_storage(self._library.rest)
                complaint = ""
            except (QuotedeskError, OSError) as error:
                if str(error) != complaint:
                    _LOG.warning("The index can't be looked at again: %s", error)
                complaint = str(error)

    def close(self) -> None:
        """Let running calls end; those that wait are dropped."""
        for pool in (self._models, self._encoding, self._storage):
            pool.shutdown(wait=True, cancel_futures=True)

    async def _with_model(self, call: Callable[[], Result]) -> Result:
        async with self._present_for_a_model(), self._slots:
            return await self._run(self._models, call)

    @asynccontextmanager
    async def _present_for_a_model(self) -> AsyncIterator[None]:
        """One more that waits for the model or works with it; raises BusyError when there are too many."""
        if self._present >= self._most:
            raise BusyError("Too many questions wait for an answer.")
        self._present += 1
        self.metrics.queue.inc()
        try:
            yield
        finally:
            self._present -= 1
            self.metrics.queue.dec()

    async def _from_storage(self, call: Callable[[], Result]) -> Result:
        return await self._run(self._storage, call)

    def _run(self, pool: ThreadPoolExecutor, call: Callable[[], Result]) -> asyncio.Future[Result]:
        # What is logged there belongs to the same request.
        return asyncio.get_running_loop().run_in_executor(pool, contextvars.copy_context().run, call)
