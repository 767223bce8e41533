"""The choice of thresholds: the lowest at which each kind of reply holds the answer often enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.answering.calibration import Features, Thresholds
from index.evaluation.examples import Example, Found
from index.evaluation.thresholds import Replies


def found(score: float, *, answers: bool, article: str = "a", says: bool = True) -> Found:
    features = Features(score, 0.0, 0.0, 0.0, 0.0, lacks_a_name=False, lacks_a_figure=False)
    return Found(features, article, holds=answers, says=answers and says)


def asked(*passages: Found) -> Example:
    return Example("harbour", "whole", passages[0].holds, passages[0].features, found=passages)


def replies(examples: Sequence[Example]) -> Replies:
    """Replies whose confidence is the score of their likeliest passage."""
    return Replies(examples, lambda features: features.score, np.ones(len(examples)))


def test_each_kind_begins_where_it_holds_the_answer_often_enough() -> None:
    # Of ten questions at each confidence so many are answered.
    answered = {0.9: 10, 0.8: 9, 0.7: 8, 0.6: 4, 0.5: 3, 0.4: 1, 0.3: 0, 0.2: 0, 0.1: 0}
    examples = [
        asked(found(score, answers=number < right)) for score, right in answered.items() for number in range(10)
    ]
    assert replies(examples).thresholds() == Thresholds(answer=0.61, maybe=0.51, near=0.31)


def test_a_maybe_holds_what_either_of_two_articles_says_and_an_answer_what_comes_first() -> None:
    first, second, third = (found(0.5 - n / 10, answers=n == 1, article="abc"[n]) for n in range(3))
    assert replies([asked(first, second)]).thresholds() == Thresholds(answer=1, maybe=0.41, near=0.41)
    same_article = found(0.4, answers=True, article="a")
    assert replies([asked(first, same_article)]).thresholds() == Thresholds(answer=1, maybe=1, near=1)
    last = found(0.2, answers=True, article="d")
    rows = list(replies([asked(last, third, first)]).describe(Thresholds(0.9, 0.4, 0.1)))
    assert "maybe from 0.4: hold the answer 0.000   n = 1" in rows[1]


def test_an_answer_shows_a_passage_and_a_maybe_its_sentence() -> None:
    beside = replies([asked(found(0.5, answers=True, says=False))])
    assert beside.thresholds() == Thresholds(answer=0.41, maybe=0.41, near=0.41)


def test_many_good_replies_do_not_let_in_bad_ones() -> None:
    good, bad = asked(found(0.8, answers=True)), asked(found(0.3, answers=False))
    assert replies([good] * 90 + [bad] * 10).thresholds().answer == 0.71


def test_what_weighs_more_counts_more() -> None:
    examples = [asked(found(0.5, answers=True)), asked(found(0.5, answers=False))]
    heavy = Replies(examples, lambda features: features.score, np.array([20.0, 1.0]))
    assert heavy.thresholds().answer == 0.41
    assert replies(examples).thresholds().answer == 1
