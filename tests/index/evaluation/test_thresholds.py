"""The choice of thresholds: the lowest at which each kind of reply holds the answer often enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.answering.calibration import Features, Thresholds
from index.evaluation.examples import Example, Found
from index.evaluation.thresholds import Replies


def found(score: float, *, answers: bool, article: str = "a") -> Found:
    features = Features(score, 0.0, 0.0, 0.0, 0.0, lacks_a_name=False, lacks_a_figure=False)
    return Found(features, article, answers)


def asked(*passages: Found) -> Example:
    return Example("harbour", "whole", passages[0].answers, passages[0].features, found=passages)


def replies(examples: Sequence[Example]) -> Replies:
    """Replies whose confidence is the score of their likeliest passage."""
    return Replies(examples, lambda features: features.score, np.ones(len(examples)))


def test_each_kind_begins_where_it_holds_the_answer_often_enough() -> None:
    # Of ten questions at each confidence so many are answered.
    answered = {0.9: 10, 0.8: 9, 0.7: 8, 0.6: 4, 0.5: 3, 0.4: 2, 0.3: 0, 0.2: 0, 0.1: 0}
    examples = [
        asked(found(score, answers=number < right)) for score, right in answered.items() for number in range(10)
    ]
    assert replies(examples).thresholds() == Thresholds(answer=0.61, maybe=0.51, near=0.11)


def test_a_maybe_holds_what_either_of_two_articles_says_and_an_answer_what_comes_first() -> None:
    first, second, third = (found(0.5 - n / 10, answers=n == 1, article="abc"[n]) for n in range(3))
    assert replies([asked(first, second)]).thresholds() == Thresholds(answer=1, maybe=0.01, near=0.01)
    same_article = found(0.4, answers=True, article="a")
    assert replies([asked(first, same_article)]).thresholds() == Thresholds(answer=1, maybe=1, near=1)
    last = found(0.2, answers=True, article="d")
    rows = list(replies([asked(last, third, first)]).describe(Thresholds(0.9, 0.4, 0.1)))
    assert "maybe from 0.4: hold the answer 0.000   n = 1" in rows[1]


def test_what_weighs_more_counts_more() -> None:
    examples = [asked(found(0.5, answers=True)), asked(found(0.5, answers=False))]
    heavy = Replies(examples, lambda features: features.score, np.array([20.0, 1.0]))
    assert heavy.thresholds().answer == 0.01
    assert replies(examples).thresholds().answer == 1
