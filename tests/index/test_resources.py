"""How many threads at a time do what they do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

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
    turns = Turns(1)
    for _ in range(2):
        try:
            with turns.taken(lambda: None):
                raise ValueError
        except ValueError:
            continue
    with turns.taken(lambda: (_ for _ in ()).throw(AssertionError("there is a free turn"))):
        pass
