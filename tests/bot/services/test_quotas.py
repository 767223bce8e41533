"""Quotas: how much is allowed in a minute, and how often a refusal is said."""

from __future__ import annotations

from itertools import pairwise

from bot.services.quotas import Quota

EVERY_SECOND = range(600)


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_first_refusal_is_told_and_then_one_a_minute_however_often_somebody_asks() -> None:
    clock = Clock()
    quota: Quota[int] = Quota(30, clock=clock)
    allowed: list[float] = []
    told: list[float] = []
    for clock.now in EVERY_SECOND:
        refusal = quota.take(1)
        allowed += [] if refusal else [clock.now]
        told += [clock.now] if refusal and refusal.untold else []
    # Asking all the time, one is allowed again every other second for half of each minute.
    assert all(sum(now - 60 < then <= now for then in allowed) <= 30 for now in EVERY_SECOND)
    assert told[0] == 30
    assert all(later - earlier >= 60 for earlier, later in pairwise(told))
    assert len(told) == len(range(30, 600, 60))


def test_each_is_told_for_themselves() -> None:
    quota: Quota[int] = Quota(1, clock=Clock())
    assert (quota.take(1), quota.take(2)) == (None, None)
    first, second, again = quota.take(1), quota.take(2), quota.take(1)
    assert first
    assert second
    assert again
    assert (first.untold, second.untold, again.untold) == (True, True, False)
    assert first.seconds == 61
