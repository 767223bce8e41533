"""Which updates have been taken and which are being handled: each is handled once, however often Telegram brings it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable
from typing import Any

from cachetools import FIFOCache
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.transport.lifecycle import AnyApplication
from bot.transport.update_log import REMEMBERED, HandledUpdates


class UpdateLedger(BaseUpdateProcessor):
    """Which updates have been taken, and which of them are still being handled; `handled` outlives the process."""

    def __init__(self, max_concurrent_updates: int, handled: HandledUpdates | None = None) -> None:
        super().__init__(max_concurrent_updates)
        self._handled = handled
        self._taken: FIFOCache[int, None] = FIFOCache(REMEMBERED)
        self._taken.update(dict.fromkeys(handled.ids if handled else ()))
        self._open: dict[int, asyncio.Future[bool]] = {}
        self._all_done = asyncio.Event()
        self._all_done.set()

    @property
    def open(self) -> frozenset[int]:
        """The ids of the updates that are being handled."""
        return frozenset(self._open)

    def take(self, update: Update) -> bool:
        """True for an update that was not taken before.

        An inline query is not kept open: after a crash nobody waits for its answer any more.
        """
        if update.update_id in self._taken:
            return False
        self._taken[update.update_id] = None
        if not update.inline_query:
            self._open[update.update_id] = asyncio.get_running_loop().create_future()
            self._all_done.clear()
        return True

    async def handled(self, update_id: int, within: float) -> bool:
        """Whether an update that was taken is handled within so many seconds; one that is not kept open counts."""
        if handled := self._open.get(update_id):
            await asyncio.wait([handled], timeout=within)
            return handled.done() and handled.result()
        return True

    async def all_done(self, within: float) -> bool:
        """Whether everything taken has been handled within so many seconds."""
        # Not wait_for: in Python 3.11 it may swallow a cancellation.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._all_done.wait()
        return not self._open

    def abandon(self) -> None:
        """What is still open counts as not handled from now on, however its handler ends."""
        self._handled = None
        for handled in self._open.values():
            handled.set_result(False)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update. One whose handling is cancelled stays open."""
        await coroutine
        if isinstance(update, Update) and update.update_id in self._open:
            if self._handled:
                self._handled.add(update.update_id)
            handled = self._open.pop(update.update_id)
            if not handled.done():
                handled.set_result(True)
        if not self._open:
            self._all_done.set()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


def ledger_of(application: AnyApplication) -> UpdateLedger:
    """The ledger with which the application was built."""
    if not isinstance(application.update_processor, UpdateLedger):
        raise TypeError("The application's update processor must be an UpdateLedger.")
    return application.update_processor
