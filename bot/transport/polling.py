"""Taking updates from Telegram so that none is lost and none is handled twice.

python-telegram-bot's own updater confirms an update as soon as it has fetched it. Here an update is confirmed only
after its handler is done: what a crash or an outage leaves unanswered comes again when the bot is back. What comes
again although it was answered, because an older update was still open, is known from the file of `HandledUpdates`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Sequence
from typing import Any

from cachetools import FIFOCache
from telegram import Update
from telegram.constants import PollingLimit
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import Application, BaseUpdateProcessor

from bot.transport.update_log import REMEMBERED, HandledUpdates

_LOG = logging.getLogger(__name__)

# Below the thirty seconds after which proxies drop a silent connection.
_LONG_POLL_SECONDS = 25
# While something is being handled, new updates are looked for so often: nobody notices a fifth of a second.
_SHORT_PAUSE = 0.2
# Many people's updates are fetched together rather than one by one.
_BREATH = 0.03
# After a failure each pause is twice the one before: from half a second to what an outage may take longer by.
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 10.0
# The last word to Telegram, for which nobody waits long when the bot is being stopped.
_SECONDS_TO_CONFIRM = 3


class UpdateLedger(BaseUpdateProcessor):
    """Which updates have been taken, and which of them are still being handled; `handled` outlives the process."""

    def __init__(self, max_concurrent_updates: int, handled: HandledUpdates | None = None) -> None:
        super().__init__(max_concurrent_updates)
        self._handled = handled
        self._taken: FIFOCache[int, None] = FIFOCache(REMEMBERED)
        self._taken.update(dict.fromkeys(handled.ids if handled else ()))
        self._open: set[int] = set()
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
            self._open.add(update.update_id)
            self._all_done.clear()
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

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update. One whose handling is cancelled stays open."""
        await coroutine
        if isinstance(update, Update) and update.update_id in self._open:
            self._open.discard(update.update_id)
            if self._handled:
                self._handled.add(update.update_id)
        if not self._open:
            self._all_done.set()

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


class Poller:
    """Long polling for one application whose update processor is a ledger."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any], allowed: Sequence[str]) -> None:
        if not isinstance(application.update_processor, UpdateLedger):
            raise TypeError("The application's update processor must be an UpdateLedger.")
        self._application = application
        self._ledger = application.update_processor
        self._allowed = allowed
        self._next_id = 0
        self._crowded = False
        self._complaint = ""

    async def run(self) -> None:
        """Take updates until cancelled; failures are logged and outlasted."""
        pause = 0.0
        while True:
            try:
                await self._poll()
            except TelegramError as error:
                self._complain(error)
                pause = min(max(2 * pause, _FIRST_PAUSE), _LONGEST_PAUSE)
                if isinstance(error, RetryAfter):
                    after = error.retry_after
                    pause = float(after) if isinstance(after, int) else after.total_seconds()
                await asyncio.sleep(pause)
            else:
                pause = 0.0
                if self._complaint:
                    _LOG.info("Telegram can be reached again.")
                    self._complaint = ""

    async def finish(self, within: float) -> bool:
        """After `run`: wait for what was taken to be handled, then confirm to Telegram what has been.

        False when something was left open; it stays unconfirmed.
        """
        done = await self._ledger.all_done(within)
        if not done:
            self._ledger.abandon()
        offset = self._offset()
        with contextlib.suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(_SECONDS_TO_CONFIRM):
                await self._application.bot.get_updates(offset, limit=1, timeout=0, allowed_updates=self._allowed)
        return done

    async def _poll(self) -> None:
        waiting = not await self._ledger.all_done(_SHORT_PAUSE)
        offset = self._next_id if self._crowded else self._offset()
        updates = await self._application.bot.get_updates(
            offset, timeout=0 if waiting else _LONG_POLL_SECONDS, allowed_updates=self._allowed
        )
        fresh = [update for update in updates if self._ledger.take(update)]
        for update in fresh:
            await self._application.update_queue.put(update)
        if updates:
            self._next_id = updates[-1].update_id + 1
            await asyncio.sleep(_BREATH)
        # One update that is not done must not keep all later ones from being seen: past a full page, confirm the page.
        self._crowded = not fresh and len(updates) >= PollingLimit.MAX_LIMIT

    def _offset(self) -> int:
        """The lowest id that is not to be confirmed yet."""
        return min(self._ledger.open, default=self._next_id)

    def _complain(self, error: TelegramError) -> None:
        """Say what is wrong, once for as long as it stays the same."""
        if isinstance(error, Conflict):
            complaint = "Another program is taking this bot's updates: stop it, or give this one another token."
        elif isinstance(error, InvalidToken):
            complaint = "Telegram no longer accepts the bot's token: get a new one from BotFather and restart."
        else:
            complaint = f"Telegram can't be reached ({error}): trying again."
        if complaint != self._complaint:
            _LOG.warning("%s", complaint)
            self._complaint = complaint
