"""One replica's part of the work: updates that it claims, keeps while it handles them and settles then; and the chores
that only one replica at a time may do."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable

from bot.errors import SharedStoreError
from bot.transport.ledger import UpdateLedger
from bot.transport.shared_store import Claim, SharedStore

_LOG = logging.getLogger(__name__)
# What a killed replica was at is begun anew so soon by another one; a living one has three tries to keep it.
_LEASE_SECONDS = 15.0
_SECONDS_BETWEEN_RENEWALS = 5.0
# While another replica has an update, it is looked at so often.
_SECONDS_BETWEEN_LOOKS = 0.5


class Claims:
    """The claims of one replica of the bot."""

    def __init__(self, store: SharedStore, ledger: UpdateLedger, bot_id: str) -> None:
        self._store = store
        self._ledger = ledger
        self._bot_id = bot_id
        self._owner = secrets.token_hex(8)
        self._held: set[int] = set()

    async def claim(self, update_id: int, within: float) -> Claim:
        """Claim an update, after what another replica has begun with it, for which it waits so many seconds at most."""
        deadline = time.monotonic() + within
        while (claim := await self._store.claim(self._key(update_id), self._owner, _LEASE_SECONDS)) == "theirs":
            if time.monotonic() > deadline:
                return claim
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        if claim == "ours":
            self._held.add(update_id)
        return claim

    async def settle(self, update_id: int) -> None:
        """An update has been handled; where the store can't be told now, it is told later."""
        with contextlib.suppress(SharedStoreError):
            await self._store.settle(self._key(update_id))
            self._held.discard(update_id)

    async def keep(self) -> None:
        """Until cancelled: keep what is being handled, and settle what has been."""
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_RENEWALS)
            with contextlib.suppress(SharedStoreError):
                for update_id in sorted(self._held):
                    if update_id in self._ledger.open:
                        await self._store.claim(self._key(update_id), self._owner, _LEASE_SECONDS)
                    else:
                        await self.settle(update_id)

    async def release(self) -> None:
        """Leave to others at once what was not handled."""
        with contextlib.suppress(SharedStoreError):
            for update_id in sorted(self._held):
                await self._store.release(self._key(update_id), self._owner)

    async def lead(self, begin: Callable[[], list[asyncio.Task[None]]]) -> None:
        """Until cancelled: begin the chores when no other replica does them, and end them when this one must not."""
        chores: list[asyncio.Task[None]] = []
        try:
            while True:
                if not await self._leads():
                    await _end(chores)
                    chores = []
                elif not chores:
                    _LOG.info("This replica sends the alerts and re-indexes by the clock from now on.")
                    chores = begin()
                await asyncio.sleep(_SECONDS_BETWEEN_RENEWALS)
        finally:
            await _end(chores)
            with contextlib.suppress(SharedStoreError):
                await self._store.release(self._key("leader"), self._owner)

    async def look(self) -> None:
        """Raises SharedStoreError where the store can't be reached."""
        await self._store.release(self._key("nothing"), self._owner)

    async def _leads(self) -> bool:
        try:
            return await self._store.claim(self._key("leader"), self._owner, _LEASE_SECONDS) == "ours"
        except SharedStoreError:
            return False

    def _key(self, what: object) -> str:
        return f"quotedesk:{self._bot_id}:{what}"


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
