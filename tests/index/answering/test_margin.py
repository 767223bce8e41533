"""How a passage stands among the others, on made token vectors: each word piece is a direction of its own."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from index.answering.margin import MOST, Margin, Story
from index.answering.margin import margins as margins_of
from index.retrieval.late_interaction import Candidate, SentenceScore
from index.retrieval.retriever import Ranking
from index.storage.token_vectors import PassageTokens
from tests.index.asked import weighed

ASKED = weighed("who?")
# One other passage that counts in full makes two thirds of a crowd, two make four fifths.
ONE, TWO = 2 / 3, 4 / 5


def candidate(score: float, *pieces: int, story: int = -1) -> Candidate:
    """A passage of one sentence with these word pieces; `story` is its row, and its own unless given."""
    codes: NDArray[np.uint8] = (np.eye(12)[list(pieces)] * 7 + 8).astype(np.uint8)
    packed = (codes[:, 0::2] << 4 | codes[:, 1::2]).astype(np.uint8)
    tokens = PassageTokens(packed, np.zeros(len(pieces), dtype=np.uint16))
    row = pieces[0] if story < 0 else story
    return Candidate((SentenceScore(row, 0, score / 2, score / 2, 0.0),), tokens, np.ones(1, dtype=np.float32))


def story(row: int) -> Story:
    """Each row is a story of its own, without a title."""
    return Story("", np.eye(12, dtype=np.float32)[row])


def of(*candidates: Candidate) -> list[Margin]:
    return margins_of(Ranking(ASKED, candidates), story)


def margins(*candidates: Candidate) -> list[float]:
    """Each margin as it were in a whole crowd."""
    return [one.margin / one.crowd if one.crowd else one.margin for one in of(*candidates)]


def test_it_is_the_distance_to_the_best_that_says_something_else() -> None:
    found = (candidate(1.5, 0, 1, 2), candidate(1.3, 3, 4, 5), candidate(0.9, 6, 7))
    assert margins(*found) == pytest.approx([0.2, 0, 0])
    assert [one.crowd for one in of(*found)] == pytest.approx([TWO] * 3)


def test_those_that_say_the_same_do_not_count_and_share_it() -> None:
    found = (candidate(1.5, 0, 1, 2), candidate(1.48, 1, 0, 2, 9), candidate(1.4, 6, 7))
    assert margins(*found) == pytest.approx([0.1, 0.08, 0])
    assert of(*found)[0].crowd == pytest.approx(ONE)


def test_those_that_say_nearly_the_same_count_in_part() -> None:
    third = candidate(1.3, 7, 8, 9)
    other = margins(candidate(1.5, 0, 1, 2), candidate(1.48, 4, 1, 5), third)
    nearly = margins(candidate(1.5, 0, 1, 2), candidate(1.48, 1, 0, 5), third)
    assert other[0] < nearly[0] == pytest.approx(0.2)


def test_its_own_story_does_not_count() -> None:
    first, second, other = candidate(1.5, 0, 1), candidate(1.45, 2, 3, story=0), candidate(1.4, 4, 5)
    assert margins(first, second, other) == pytest.approx([0.1, 0.05, 0])
    assert of(first, second) == [Margin(0.0, 0.0)] * 2


def test_one_title_or_articles_much_alike_are_one_story() -> None:
    found = Ranking(ASKED, (candidate(1.5, 0, 1), candidate(1.4, 2, 3)))
    titles = {0: Story("Ferry cancelled", np.eye(12, dtype=np.float32)[0])}
    titles[2] = Story("Ferry cancelled", np.eye(12, dtype=np.float32)[2])
    assert margins_of(found, titles.__getitem__) == [Margin(0.0, 0.0)] * 2
    for cosine, crowd in ((0.9, 0.0), (0.6, ONE)):
        near = np.zeros(12, dtype=np.float32)
        near[:2] = cosine, np.sqrt(1 - cosine**2)
        alike = {0: Story("", np.eye(12, dtype=np.float32)[0]), 2: Story("", near)}
        assert margins_of(found, alike.__getitem__)[0].crowd == pytest.approx(crowd)


def test_it_has_a_bound_and_needs_others() -> None:
    assert margins(candidate(1.9, 0, 1), candidate(0.1, 2, 3)) == pytest.approx([MOST, 0])
    assert of(candidate(0.2, 0, 1)) == [Margin(0.0, 0.0)]
    assert of() == []


def test_the_order_of_the_passages_does_not_matter() -> None:
    one, other = candidate(1.5, 0, 1, 2), candidate(1.3, 3, 4, 5)
    assert of(other, one) == of(one, other)[::-1]
