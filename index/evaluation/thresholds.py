"""Examples -> how confident each kind of reply has to be, so that it holds the answer often enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Features, Thresholds
from index.answering.compose import MOST_LEADS, MOST_MAYBES
from index.evaluation.examples import Example

Confidence = Callable[[Features], float]
# How many sentences a reply of each kind shows, and how often one of them has to answer: an answer that is none costs
# trust, a lead behind a button costs little.
_KINDS = (("answer", 1, 0.9), ("maybe", MOST_MAYBES, 0.4), ("near", MOST_LEADS, 0.1))
# The confidence deserves no finer steps.
_STEPS = np.arange(1, 100) / 100


class Replies:
    """What the examples' questions would get: how confident each reply is, and whether its first sentences answer."""

    def __init__(self, examples: Sequence[Example], confidence: Confidence, weights: NDArray[np.float64]) -> None:
        replies = [_reply(example, confidence) for example in examples]
        self._confidences = np.array([confidence for confidence, _ in replies])
        self._holding = np.array([holding for _, holding in replies])
        self._weights = weights

    def thresholds(self) -> Thresholds:
        """The lowest at which each kind of reply holds the answer often enough.

        A kind that never does gets the threshold of the kind above it, and answers 1: there are none of it then.
        """
        chosen = [1.0]
        for _, sentences, enough in _KINDS:
            below = chosen[-1]
            lowest = (step for step in map(float, _STEPS) if self._share(step, below, sentences) >= enough)
            chosen.append(next(lowest, below))
        return Thresholds(*chosen[1:])

    def describe(self, thresholds: Thresholds) -> Iterator[str]:
        """How many replies of each kind there are with these thresholds, and how often they hold the answer."""
        below = 1.0
        for kind, sentences, _ in _KINDS:
            start = getattr(thresholds, kind)
            n = int(self._between(start, below).sum())
            yield f"  {kind} from {start:g}: hold the answer {self._share(start, below, sentences):.3f}   n = {n}"
            below = start

    def _share(self, start: float, below: float, sentences: int) -> float:
        here = self._between(start, below)
        if not here.any():
            return 0.0
        return float(np.average(self._holding[here, :sentences].any(axis=1), weights=self._weights[here]))

    def _between(self, start: float, below: float) -> NDArray[np.bool_]:
        between: NDArray[np.bool_] = (self._confidences >= start) & (self._confidences < below)
        return between


def _reply(example: Example, confidence: Confidence) -> tuple[float, list[bool]]:
    """How confident a reply is, and which of the likeliest passages of different articles, likeliest first, answer."""
    likely = sorted(((confidence(one.features), one) for one in example.found), key=lambda pair: -pair[0])
    nearest: dict[str, bool] = {}
    for _, one in likely:
        nearest.setdefault(one.source_id, one.answers)
    answering = list(nearest.values())[:MOST_LEADS]
    return likely[0][0], answering + [False] * (MOST_LEADS - len(answering))
