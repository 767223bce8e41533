"""Updates on their way to the bot, by the rules of getUpdates; a webhook takes them out of the same queue.

Ids increase; an update stays until a later offset confirms it; kinds that the bot did not allow are never queued; a
second poll at the same time ends the first one.
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
from collections.abc import Sequence
from typing import Any

from telegram.constants import PollingLimit, UpdateType

from playground.errors import CONFLICT, ApiError
from playground.world.state import Journal

_FIRST_ID = 100_001
_ON_REQUEST_ONLY = {UpdateType.CHAT_MEMBER, UpdateType.MESSAGE_REACTION, UpdateType.MESSAGE_REACTION_COUNT}
_TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
_DEFAULT = frozenset(kind.value for kind in UpdateType if kind not in _ON_REQUEST_ONLY)


class UpdateQueue:
    """What getUpdates gives out."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._waiting: list[dict[str, Any]] = []
        self._next_id = _FIRST_ID
        self._allowed = _DEFAULT
        self._poll = 0
        self._ended_by = _TAKEN_OVER

    @property
    def pending(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self._waiting)

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The updates that are not confirmed yet."""
        return copy.deepcopy(self._waiting)

    def put(self, kind: str, payload: dict[str, Any], *, times: int = 1) -> None:
        """Queues an update; with `times` the same one again, id included, as happens when a confirmation is lost."""
        if kind not in self._allowed:
            return
        update = {"update_id": self._next_id, kind: copy.deepcopy(payload)}
        self._next_id += 1
        self._waiting += [update] * times
        self._journal.wake()

    @property
    def unconfirmed(self) -> list[dict[str, Any]]:
        """The same, as they are kept."""
        return list(self._waiting)

    def confirm_one(self, update: dict[str, Any]) -> None:
        """This very one has been taken."""
        for place, waiting in enumerate(self._waiting):
            if waiting is update:
                del self._waiting[place]
                return

    def allow(self, kinds: Sequence[str] | None) -> None:
        """From now on queue these kinds: none for the usual ones, None for the same as before."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or _DEFAULT

    def end_poll(self, reason: str = _TAKEN_OVER) -> None:
        """The poll that waits is refused."""
        self._poll += 1
        self._ended_by = reason
        self._journal.wake()

    def drop(self) -> None:
        """Forgets what was not confirmed."""
        self._waiting.clear()

    async def get(
        self,
        offset: int = 0,
        limit: int = int(PollingLimit.MAX_LIMIT),
        patience: float = 0,
        allowed: Sequence[str] | None = None,
    ) -> list[dict[str, Any]]:
        """The next updates, after up to `patience` seconds; raises ApiError when another poll takes over."""
        self.end_poll()
        poll = self._poll
        self.allow(allowed)
        self._confirm(offset)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while patience > 0 and not self._waiting and poll == self._poll:
                    await self._journal.wait()
        if poll != self._poll:
            raise ApiError(self._ended_by, CONFLICT)
        return self._waiting[: limit if PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT else None]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset:
            self._waiting = [update for update in self._waiting if update["update_id"] >= offset]
