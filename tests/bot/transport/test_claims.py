"""What replicas share, in a real Redis and a real PostgreSQL: each update is handled by one of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Update

from bot.errors import SharedStoreError
from bot.transport import claims as claims_module
from bot.transport.claims import Claims
from bot.transport.ledger import UpdateLedger
from bot.transport.shared_store import SharedStore
from bot.transport.stores import open_store
from tests.bot.helpers import until
from tests.bot.transport.stores import free_port, served


@pytest.fixture(params=["redis", "postgresql"])
async def url(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with served(request.param) as url:
        yield url


@pytest.fixture
async def store(url: str) -> AsyncIterator[SharedStore]:
    store = await open_store(url)
    yield store
    await store.close()


async def test_a_claim_is_one_owners_until_it_ends(store: SharedStore) -> None:
    assert await store.claim("a", "one", 0.5) == "ours"
    assert await store.claim("a", "two", 60) == "theirs"
    assert await store.claim("b", "two", 60) == "ours"
    await asyncio.sleep(0.6)
    assert await store.claim("a", "two", 60) == "ours"
    assert await store.claim("a", "one", 60) == "theirs"
    await store.release("a", "one")
    assert await store.claim("a", "one", 60) == "theirs"
    await store.release("a", "two")
    assert await store.claim("a", "one", 60) == "ours"


async def test_a_claim_can_be_made_longer_by_its_owner_and_settled_for_all(store: SharedStore) -> None:
    assert await store.claim("a", "one", 0.5) == "ours"
    assert await store.claim("a", "one", 60) == "ours"
    await asyncio.sleep(0.6)
    assert await store.claim("a", "two", 60) == "theirs"
    await store.settle("a")
    for owner in ("one", "two"):
        assert await store.claim("a", owner, 60) == "settled"
        await store.release("a", owner)
    assert await store.claim("a", "one", 60) == "settled"


async def test_of_many_who_claim_at_once_one_gets_it(url: str) -> None:
    stores = [await open_store(url) for _ in range(4)]
    for key in map(str, range(20)):
        got = await asyncio.gather(*(store.claim(key, str(owner), 60) for owner, store in enumerate(stores)))
        assert sorted(got) == ["ours", "theirs", "theirs", "theirs"]
    for store in stores:
        await store.close()


async def test_whoever_is_cancelled_while_claiming_ends(store: SharedStore) -> None:
    async def claiming() -> None:
        while True:
            await store.claim("a", "one", 60)

    for after in range(40):
        task = asyncio.create_task(claiming())
        await asyncio.sleep(after / 4000)
        task.cancel()
        assert await asyncio.wait({task}, timeout=10) == ({task}, set())


@pytest.mark.parametrize("scheme", ["redis", "postgresql"])
async def test_a_store_that_is_not_there_is_said(scheme: str) -> None:
    with pytest.raises(SharedStoreError):
        await open_store(f"{scheme}://127.0.0.1:{free_port()}/0")


@pytest.fixture
async def redis() -> AsyncIterator[SharedStore]:
    async with served("redis") as url:
        store = await open_store(url)
        yield store
        await store.close()


async def test_what_a_killed_replica_was_at_is_taken_over_and_what_it_has_handled_is_not(
    redis: SharedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_module, "_LEASE_SECONDS", 1.0)
    killed, other = (Claims(redis, UpdateLedger(8), "7") for _ in range(2))
    assert await killed.claim(1, 0) == await killed.claim(2, 0) == "ours"
    await killed.settle(2)
    assert await other.claim(1, 0) == "theirs"
    assert await other.claim(1, 30) == "ours"
    assert await other.claim(2, 0) == "settled"
    assert await killed.claim(1, 0) == "theirs"


async def test_a_replica_keeps_what_it_handles_and_settles_what_it_has_handled(
    redis: SharedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_module, "_LEASE_SECONDS", 1.0)
    monkeypatch.setattr(claims_module, "_SECONDS_BETWEEN_RENEWALS", 0.1)
    ledger = UpdateLedger(8)
    busy, other = Claims(redis, ledger, "7"), Claims(redis, UpdateLedger(8), "7")
    keeping = asyncio.create_task(busy.keep())
    assert await busy.claim(1, 0) == "ours"
    ledger.take(update := Update(1))
    await asyncio.sleep(1.5)
    assert await other.claim(1, 0) == "theirs"
    await ledger.do_process_update(update, asyncio.sleep(0))
    assert await other.claim(1, 30) == "settled"
    keeping.cancel()


async def test_the_chores_are_done_by_one_replica_and_taken_over(
    redis: SharedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims_module, "_SECONDS_BETWEEN_RENEWALS", 0.1)
    doing: set[int] = set()
    replicas = [Claims(redis, UpdateLedger(8), "7") for _ in range(2)]

    async def chore(number: int) -> None:
        doing.add(number)
        try:
            await asyncio.Event().wait()
        finally:
            doing.discard(number)

    def leading(number: int) -> asyncio.Task[None]:
        return asyncio.create_task(replicas[number].lead(lambda: [asyncio.create_task(chore(number))]))

    tasks = [leading(0)]
    await until(lambda: doing == {0})
    tasks.append(leading(1))
    await asyncio.sleep(0.5)
    assert doing == {0}
    tasks[0].cancel()
    await until(lambda: doing == {1})
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert not doing
