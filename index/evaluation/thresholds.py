"""Examples -> how confident each kind of reply has to be, so that it holds the answer often enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Features, Thresholds
from index.answering.compose import MOST_LEADS, MOST_MAYBES
from index.evaluation.examples import Example, Found

Confidence = Callable[[Features], float]
# How many articles' passages a reply of each kind shows, and how often one of them has to hold the answer: an answer
# that is none costs trust, a lead behind a button costs little.
_KINDS = (("answer", 1, 0.9), ("maybe", MOST_MAYBES, 0.4), ("near", MOST_LEADS, 0.1))
# Those at the lower end of a kind have to hold it half as often at least, so that good ones do not let in any number of
# bad ones.
_AT_THE_END, _END = 0.5, 0.1
# The confidence deserves no finer steps.
_STEPS = np.arange(1, 100) / 100


class Replies:
    """What the examples' questions would get: how confident each reply is, and whether its first sentences answer."""

    def __init__(self, examples: Sequence[Example], confidence: Confidence, weights: NDArray[np.float64]) -> None:
        replies = [_reply(example, confidence) for example in examples]
        self._confidences = np.array([confidence for confidence, _ in replies])
        self._holding = {
            kind: np.array([_holds(kind, nearest[:most]) for _, nearest in replies]) for kind, most, _ in _KINDS
        }
        self._weights = weights

    def thresholds(self) -> Thresholds:
        """The lowest at which each kind of reply holds the answer often enough.

        A kind that never does gets the threshold of the kind above it, and answers 1: there are none of it then.
        """
        chosen = [1.0]
        for kind, _, enough in _KINDS:
            below = chosen[-1]
            good = (
                step
                for step in map(float, _STEPS)
                if self._share(kind, step, below) >= enough
                and self._share(kind, step, min(below, step + _END)) >= _AT_THE_END * enough
            )
            chosen.append(next(good, below))
        return Thresholds(*chosen[1:])

    def describe(self, thresholds: Thresholds) -> Iterator[str]:
        """How many replies of each kind there are with these thresholds, and how often they hold the answer."""
        below = 1.0
        for kind, _, _ in _KINDS:
            start = getattr(thresholds, kind)
            n = int(self._between(start, below).sum())
            yield f"  {kind} from {start:g}: hold the answer {self._share(kind, start, below):.3f}   n = {n}"
            below = start

    def _share(self, kind: str, start: float, below: float) -> float:
        here = self._between(start, below)
        return float(np.average(self._holding[kind][here], weights=self._weights[here])) if here.any() else 0.0

    def _between(self, start: float, below: float) -> NDArray[np.bool_]:
        between: NDArray[np.bool_] = (self._confidences >= start) & (self._confidences < below)
        return between


def _reply(example: Example, confidence: Confidence) -> tuple[float, list[Found]]:
    """How confident a reply is, and the likeliest passages of different articles, likeliest first."""
    likely = sorted(((confidence(one.features), one) for one in example.found), key=lambda pair: -pair[0])
    nearest: dict[str, Found] = {}
    for _, one in likely:
        nearest.setdefault(one.source_id, one)
    return likely[0][0], list(nearest.values())


def _holds(kind: str, shown: Iterable[Found]) -> bool:
    """Whether what a reply shows holds the answer: of answers passages are shown, of others their sentences alone."""
    return any(one.holds if kind == "answer" else one.says for one in shown)
