"""The desk: look-ups wait for their turn, are given up where nobody waits, and share what there is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from bot.services.desk import Desk
from index import Library

PATIENCE = 300


@pytest.fixture
def desk(library: Library) -> Iterator[Desk]:
    with closing(Desk(library)) as desk:
        yield desk


@pytest.fixture
def gate(library: Library, monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, list[str]]:
    """Searches wait for the event, and say in the list what they are for."""
    opened, searched = threading.Event(), []
    search = library.search

    def slowly(words: str, *args: Any, **named: Any) -> Any:
        searched.append(words)
        assert opened.wait(PATIENCE)
        return search(words, *args, **named)

    monkeypatch.setattr(library, "search", slowly)
    return opened, searched


async def test_what_nobody_waits_for_any_more_is_not_looked_up(
    desk: Desk, gate: tuple[threading.Event, list[str]]
) -> None:
    opened, searched = gate
    first = asyncio.create_task(desk.search("troops", 50))
    while not searched:  # noqa: ASYNC110 - what is waited for happens in a thread
        await asyncio.sleep(0.01)
    given_up, last = (asyncio.create_task(desk.search(words, 50)) for words in ("troops ru", "troops russia"))
    await asyncio.sleep(0)
    given_up.cancel()
    opened.set()
    assert (await first).quotes
    assert (await last).quotes
    assert searched == ["troops", "troops russia"]


async def test_in_a_crowd_each_gets_fewer_quotes_at_a_time_and_none_is_lost(
    desk: Desk, gate: tuple[threading.Event, list[str]]
) -> None:
    opened, searched = gate
    waiting = [asyncio.create_task(desk.search("troops", 20)) for _ in range(6)]
    while not searched:  # noqa: ASYNC110 - what is waited for happens in a thread
        await asyncio.sleep(0.01)
    opened.set()
    *_, crowded, _, _, _, alone = [await task for task in waiting]
    assert len(crowded.quotes) == crowded.limit < alone.limit == len(alone.quotes) == 20
    following = await desk.search("troops", 20, crowded.limit)
    assert crowded.quotes + following.quotes[: 20 - crowded.limit] == alone.quotes
