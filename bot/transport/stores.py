"""An address -> the shared store there; the client of its kind is loaded only where it is asked for."""

from __future__ import annotations

from bot.errors import StartError
from bot.transport.shared_store import SharedStore


async def open_store(url: str) -> SharedStore:
    """The store at an address that begins with redis://, rediss:// or postgresql://.

    Raises:
        StartError: its client is not installed.
        SharedStoreError: it can't be reached.
    """
    try:
        if url.startswith("postgresql://"):
            from bot.transport.postgres_store import PostgresStore

            return await PostgresStore.open(url)
        from bot.transport.redis_store import RedisStore
    except ModuleNotFoundError as error:
        raise StartError("SHARED_STORE needs more packages: run `pip install 'quotedesk[replicas]'`.") from error
    return await RedisStore.open(url)


async def reach_store(url: str) -> None:
    """Raises what `open_store` raises, and keeps nothing open."""
    await (await open_store(url)).close()
