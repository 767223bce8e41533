"""The shared store in Redis: a key for each claim, which expires with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.errors import SharedStoreError
from bot.transport.shared_store import SECONDS_SETTLED, SECONDS_TO_ANSWER, Claim

_SETTLED = "settled"
# Scripts run alone, so that between looking and writing nobody else writes.
_CLAIM = """
local owner = redis.call('GET', KEYS[1])
if owner == 'settled' then return 'settled' end
if owner and owner ~= ARGV[1] then return 'theirs' end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 'ours'
"""
_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end"


class RedisStore:
    """A `SharedStore`."""

    def __init__(self, client: Redis) -> None:
        # The client's own types are unions of what it answers with and without asyncio.
        self._client = cast("Any", client)

    @classmethod
    async def open(cls, url: str) -> Self:
        # The client's own time limit uses asyncio.wait_for, which in Python 3.11 can lose a cancellation.
        store = cls(Redis.from_url(url, decode_responses=True, socket_timeout=None, socket_connect_timeout=None))
        async with _in_time():
            await store._client.ping()
        return store

    async def claim(self, key: str, owner: str, seconds: float) -> Claim:
        async with _in_time():
            return cast("Claim", await self._client.eval(_CLAIM, 1, key, owner, int(1000 * seconds)))

    async def settle(self, key: str) -> None:
        async with _in_time():
            await self._client.set(key, _SETTLED, ex=SECONDS_SETTLED)

    async def release(self, key: str, owner: str) -> None:
        async with _in_time():
            await self._client.eval(_RELEASE, 1, key, owner)

    async def close(self) -> None:
        await self._client.aclose()


@asynccontextmanager
async def _in_time() -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(SECONDS_TO_ANSWER):
            yield
    except (RedisError, OSError) as error:
        raise SharedStoreError(type(error).__name__) from error
