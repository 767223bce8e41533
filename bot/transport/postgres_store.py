"""The shared store in PostgreSQL: a table with a row for each claim; what no longer counts is deleted now and then."""

from __future__ import annotations

import asyncio
from typing import Any, Self

import psycopg

from bot.errors import SharedStoreError
from bot.transport.shared_store import SECONDS_SETTLED, SECONDS_TO_ANSWER, Claim

_CREATE = """
CREATE TABLE IF NOT EXISTS quotedesk_claims (
    key text PRIMARY KEY,
    owner text NOT NULL,
    ends timestamptz NOT NULL
)
"""
_CLAIM = """
INSERT INTO quotedesk_claims AS held (key, owner, ends) VALUES (%s, %s, now() + %s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, ends = excluded.ends
WHERE held.owner = excluded.owner OR held.ends < now()
RETURNING owner
"""
_SETTLE = """
INSERT INTO quotedesk_claims (key, owner, ends) VALUES (%s, 'settled', now() + %s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, ends = excluded.ends
"""
_OWNER = "SELECT owner FROM quotedesk_claims WHERE key = %s"
_RELEASE = "DELETE FROM quotedesk_claims WHERE key = %s AND owner = %s"
_FORGET = "DELETE FROM quotedesk_claims WHERE ends < now()"
# Some hundred kilobytes between two clearings.
_SETTLED_BETWEEN_CLEARINGS = 1000


class PostgresStore:
    """A `SharedStore`; one connection, opened again when it breaks."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._one_at_a_time = asyncio.Lock()
        self._settled = 0

    @classmethod
    async def open(cls, url: str) -> Self:
        store = cls(url)
        await store._run(_CREATE)
        return store

    async def claim(self, key: str, owner: str, seconds: float) -> Claim:
        if await self._run(_CLAIM, key, owner, seconds):
            return "ours"
        found = await self._run(_OWNER, key)
        return "settled" if found and found[0] == "settled" else "theirs"

    async def settle(self, key: str) -> None:
        await self._run(_SETTLE, key, SECONDS_SETTLED)
        self._settled += 1
        if self._settled % _SETTLED_BETWEEN_CLEARINGS == 0:
            await self._run(_FORGET)

    async def release(self, key: str, owner: str) -> None:
        await self._run(_RELEASE, key, owner)

    async def close(self) -> None:
        if self._connection:
            await self._connection.close()
        self._connection = None

    async def _run(self, statement: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row of what comes of a statement."""
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(SECONDS_TO_ANSWER):
                    return await self._first_row(statement, values)
            except (psycopg.Error, OSError, TimeoutError) as error:
                await self.close()
                raise SharedStoreError(type(error).__name__) from error

    async def _first_row(self, statement: str, values: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        cursor = await self._connection.execute(statement.encode(), values)
        return await cursor.fetchone() if cursor.description else None
