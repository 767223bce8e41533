"""The desk: look-ups wait for their turn, are given up where nobody waits, and share what there is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import pytest

from bot.errors import BusyError
from bot.services.desk import _ENCODED_AHEAD, Desk
from index import Library
from tests.bot.helpers import until

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
    await until(lambda: searched)
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
    await until(lambda: searched)
    opened.set()
    *_, crowded, _, _, _, alone = [await task for task in waiting]
    assert len(crowded.quotes) == crowded.limit < alone.limit == len(alone.quotes) == 20
    following = await desk.search("troops", 20, crowded.limit)
    assert crowded.quotes + following.quotes[: 20 - crowded.limit] == alone.quotes


async def test_the_next_look_ups_are_encoded_while_one_is_searched_and_those_given_up_are_not(
    desk: Desk, gate: tuple[threading.Event, list[str]], library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, searched = gate
    encoded: list[str] = []
    expect = library.expect

    def noted(lookups: Iterable[str]) -> None:
        encoded.extend(lookups)
        expect(lookups)

    monkeypatch.setattr(library, "expect", noted)
    words = [f"troops {number}" for number in range(40)]
    waiting = [asyncio.create_task(desk.search(typed, 50)) for typed in words]
    await until(lambda: searched and len(encoded) == 1 + _ENCODED_AHEAD)
    for task in waiting[1:-1]:
        task.cancel()
    opened.set()
    assert (await waiting[0]).quotes
    assert (await waiting[-1]).quotes
    assert searched == [words[0], words[-1]]
    assert set(encoded[:-1]) == set(words[: 1 + _ENCODED_AHEAD])
    assert encoded[-1] == words[-1]
    assert all(task.cancelled() for task in waiting[1:-1])


async def test_too_many_are_sent_away_and_leave_no_trace(
    library: Library, gate: tuple[threading.Event, list[str]]
) -> None:
    opened, _ = gate
    with closing(Desk(library, workers=1, queue=2)) as desk:
        waiting = [asyncio.create_task(desk.search("troops", 5)) for _ in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await desk.search("troops", 5)
        opened.set()
        for task in waiting:
            assert (await task).quotes
        assert (await desk.search("troops", 5)).quotes
