"""What benchmarks/soak.py takes for growth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.growth import Sample, growth

QUIET = Sample(minute=0, megabytes=300, handles=50, threads=15, queue=0, unconfirmed=2, generation=1)


def test_what_comes_and_goes_is_no_growth() -> None:
    samples = [replace(QUIET, handles=50 + number % 9, megabytes=300 + number % 5) for number in range(30)]
    # What a start takes, it takes once.
    assert growth([replace(QUIET, megabytes=200)] * 10 + samples) == []


@pytest.mark.parametrize(("name", "by"), [("megabytes", 4), ("handles", 1), ("threads", 1), ("queue", 1)])
def test_what_rises_all_the_time_is(name: str, by: int) -> None:
    samples = [replace(QUIET, **{name: getattr(QUIET, name) + by * number}) for number in range(60)]
    assert [line.partition(" ")[0] for line in growth(samples)] == [name]
