"""Taking updates from Telegram so that none is lost and none is handled twice.

python-telegram-bot's own updater confirms an update as soon as it has fetched it. Here an update is confirmed only
after its handler is done: what a crash or an outage leaves unanswered comes again when the bot is back. What comes
again although it was answered, because an older update was still open, is known from the file of `HandledUpdates`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Sequence

from telegram.constants import PollingLimit
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.transport.ledger import ledger_of
from bot.transport.lifecycle import AnyApplication

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


class Poller:
    """Long polling for one application whose update processor is a ledger."""

    def __init__(self, application: AnyApplication, allowed: Sequence[str]) -> None:
        self._application = application
        self._ledger = ledger_of(application)
        self._allowed = allowed
        self._next_id = 0
        self._crowded = False
        self._complaint = ""
        self._polling: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Take updates from now on; a webhook of before ends, and what waits for it is taken."""
        await self._application.bot.delete_webhook()
        self._polling = asyncio.create_task(self._run())

    async def _run(self) -> None:
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
        """Take nothing more, wait for what was taken to be handled, then confirm to Telegram what has been.

        False when something was left open; it stays unconfirmed.
        """
        if self._polling:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
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
