"""How far the best passage stands out, on made token vectors: each word piece is a direction of its own."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.margin import MOST, margins
from index.retrieval import Candidate, Found, Reading
from index.storage.tokens import PassageTokens
from index.weighing import Weighed

ASKED = Weighed("who?", (), np.ones(1, dtype=np.float32), 1.0)


def candidate(score: float, *pieces: int, story: int = -1) -> Candidate:
    """A passage of one sentence with these word pieces; `story` is its row, and its own unless given."""
    codes: NDArray[np.uint8] = (np.eye(12)[list(pieces)] * 7 + 8).astype(np.uint8)
    packed = (codes[:, 0::2] << 4 | codes[:, 1::2]).astype(np.uint8)
    tokens = PassageTokens(packed, np.zeros(len(pieces), dtype=np.uint16))
    row = pieces[0] if story < 0 else story
    return Candidate((Reading(row, 0, score / 2, score / 2, 0.0, 0.5),), tokens)


def of(*candidates: Candidate) -> list[float]:
    return margins(Found(ASKED, candidates), str)


def test_it_is_the_distance_to_the_best_that_says_something_else() -> None:
    found = of(candidate(1.5, 0, 1, 2), candidate(1.3, 3, 4, 5), candidate(0.9, 6, 7))
    assert found == pytest.approx([0.2, 0, 0])


def test_those_that_say_the_same_do_not_count_and_share_it() -> None:
    found = of(candidate(1.5, 0, 1, 2), candidate(1.48, 1, 0, 2, 9), candidate(1.4, 6, 7))
    assert found == pytest.approx([0.1, 0.08, 0])


def test_those_that_say_nearly_the_same_count_in_part() -> None:
    third = candidate(1.3, 7, 8, 9)
    other = of(candidate(1.5, 0, 1, 2), candidate(1.48, 4, 1, 5), third)
    nearly = of(candidate(1.5, 0, 1, 2), candidate(1.48, 1, 0, 5), third)
    assert other[0] < nearly[0] == pytest.approx(0.2)


def test_its_own_story_does_not_count_unless_there_is_no_other() -> None:
    first, second, other = candidate(1.5, 0, 1), candidate(1.45, 2, 3, story=0), candidate(1.4, 4, 5)
    assert of(first, second, other) == pytest.approx([0.1, 0.05, 0])
    assert of(first, second) == pytest.approx([0.05, 0])


def test_it_has_a_bound_and_needs_no_other() -> None:
    assert of(candidate(1.9, 0, 1), candidate(0.1, 2, 3)) == [MOST, 0]
    assert of(candidate(0.2, 0, 1)) == [pytest.approx(0.2)]
    assert of() == []


def test_the_order_of_the_passages_does_not_matter() -> None:
    one, other = candidate(1.5, 0, 1, 2), candidate(1.3, 3, 4, 5)
    assert of(other, one) == of(one, other)[::-1]
