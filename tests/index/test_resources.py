"""How many threads at a time do what they do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from index.resources import Turns


def test_who_waits_for_a_turn_does_something_else_first() -> None:
    turns = Turns(1)
    done, told = Event(), list[str]()

    def second() -> None:
        def meanwhile() -> None:
            told.append("meanwhile")
            done.set()

        with turns.taken(meanwhile):
            told.append("second")

    with ThreadPoolExecutor(1) as other:
        with turns.taken(lambda: told.append("not needed")):
            waiting = other.submit(second)
            assert done.wait(10)
            told.append("first")
        waiting.result(10)
    assert told == ["meanwhile", "first", "second"]


def test_a_turn_is_given_back_where_something_fails() -> None:
    turns, waited = Turns(1), list[str]()
    with pytest.raises(ValueError, match="unreadable"), turns.taken(lambda: waited.append("first")):
        raise ValueError("unreadable")
    # Who would have to wait says so, and waits no longer.
    with pytest.raises(TimeoutError), turns.taken(lambda: None), turns.taken(_no_turn):
        waited.append("two at a time")
    with turns.taken(_no_turn):
        waited.append("done")
    assert waited == ["done"]


def _no_turn() -> None:
    raise TimeoutError
