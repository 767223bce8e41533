"""A learnt reading of a page's lines: which come before the article, are it, stand inside it, or come after it.

A small neural network gives each line the probabilities of its states; the most probable order of states is found over
the whole page (Viterbi, 1967), in which an article begins once and ends once. The weights lie beside this module with
the command that fitted them, the data and their numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.reading.boilerplate.features import NAMES, Matrix, features_of
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.reasons import deciding_reasons
from index.reading.boilerplate.second_look import look_again

WEIGHTS = Path(__file__).with_name("weights.json")

STATES = ("before", "first", "article", "inside", "end", "after")
"""`first` is the article's first line, `end` the first line after it: where it begins and ends shows best there."""

BEFORE, FIRST, ARTICLE, INSIDE, END, AFTER = range(len(STATES))
FOLLOWS = {
    BEFORE: (BEFORE, FIRST),
    FIRST: (ARTICLE, INSIDE, END),
    ARTICLE: (ARTICLE, INSIDE, END),
    INSIDE: (INSIDE, ARTICLE),
    END: (AFTER,),
    AFTER: (AFTER,),
}
_NEVER = -1e9
# A page of which nothing is an article is a page all the same: only overwhelming evidence speaks for it.
_NO_ARTICLE = -20.0
_LEAST = 1e-4
# A thread of comments is often longer than the article, but seldom so much.
_FAR_MORE = 2.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A network with one hidden layer, and what each state and each step between states is worth.

    `hidden` is (features, units), `output` (units, states), `steps` (states, states) in logarithms; `words` are the
    worths of words (`learnt_words`).
    """

    hidden: Matrix
    hidden_bias: Matrix
    output: Matrix
    output_bias: Matrix
    steps: NDArray[np.float64]
    words: Mapping[str, float]

    @classmethod
    def of(cls, stored: dict[str, Any]) -> Weights:
        """The weights that a JSON object holds; features are found by their names.

        Raises:
            ValueError: they were fitted for other features.
        """
        if tuple(stored["features"]) != NAMES or tuple(stored["states"]) != STATES:
            raise ValueError("the weights are of other features: fit them again")
        return cls(
            np.array(stored["hidden"], dtype=np.float32),
            np.array(stored["hidden_bias"], dtype=np.float32),
            np.array(stored["output"], dtype=np.float32),
            np.array(stored["output_bias"], dtype=np.float32),
            np.array(stored["steps"], dtype=np.float64),
            stored["words"],
        )


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The weights beside this module."""
    return Weights.of(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def log_probabilities(features: Matrix, weights: Weights) -> Matrix:
    """The logarithm of each state's probability, a row a line."""
    units = np.maximum(features @ weights.hidden + weights.hidden_bias, 0)
    scores: Matrix = units @ weights.output + weights.output_bias
    scores = scores - scores.max(axis=1, keepdims=True)
    total: Matrix = np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return scores - total


def most_probable(logs: Matrix, weights: Weights) -> NDArray[np.int64]:
    """The state of each line in the most probable order of states."""
    scores = np.log(np.exp(logs.astype(np.float64)) + _LEAST).tolist()
    steps = weights.steps.tolist()
    came_from = [[state for state, following in FOLLOWS.items() if to in following] for to in range(len(STATES))]
    value = [_NEVER] * len(STATES)
    value[BEFORE], value[FIRST] = scores[0][BEFORE], scores[0][FIRST]
    steps_back: list[list[int]] = []
    # Plain numbers: arrays of six cost more to make than to use.
    for row in scores[1:]:
        back = [max(came_from[to], key=lambda state: value[state] + steps[state][to]) for to in range(len(STATES))]
        value = [value[state] + steps[state][to] + row[to] for to, state in enumerate(back)]
        steps_back.append(back)
    value[BEFORE] += _NO_ARTICLE
    value[INSIDE] = _NEVER
    state = value.index(max(value))
    path = [state]
    for back in reversed(steps_back):
        state = back[state]
        path.append(state)
    return np.array(path[::-1], dtype=np.int64)


def read_with_reasons(lines: Sequence[LabelledLine], weights: Weights) -> tuple[list[int], Mapping[int, str]]:
    """The state of each line (BEFORE, ARTICLE, INSIDE or AFTER), and for each paragraph that is not the article's the
    reason that its features give.

    What counts for a reason is how far the paragraph's features are from those of the article's lines.

    In the end it asks whether what was left out above or below, read by itself, holds far more that looks like an
    article than what was kept does; if so, that is the article. And whether the doubted paragraphs tell of the same.
    """
    features = features_of(lines, weights.words)
    logs = log_probabilities(features, weights)
    states = most_probable(logs, weights)
    chance = np.exp(logs[:, [FIRST, ARTICLE]]).sum(axis=1)
    words = np.array([item.line.length for item in lines]) * (chance > 0.5)
    kept = np.flatnonzero(np.isin(states, (FIRST, ARTICLE)))
    sides = ((0, int(kept[0])), (int(kept[-1]) + 1, len(lines))) if len(kept) else ()
    for begin, end in sides:
        # Nothing to read again where even all of it would not do.
        if words[begin:end].sum() <= _FAR_MORE * words[kept].sum():
            continue
        other = most_probable(logs[begin:end], weights)
        if words[begin:end][np.isin(other, (FIRST, ARTICLE))].sum() > _FAR_MORE * words[kept].sum():
            states = np.full(len(lines), AFTER if begin == 0 else BEFORE)
            states[begin:end] = other
            break
    states = _looked_at_again(states, lines, chance)
    is_kept = np.isin(states, (FIRST, ARTICLE))
    asked = [index for index, item in enumerate(lines) if item.is_paragraph and not is_kept[index]]
    usual = features[is_kept].mean(axis=0) if is_kept.any() else np.zeros(len(NAMES), dtype=np.float32)
    active = features[asked] @ weights.hidden + weights.hidden_bias > 0
    slopes = (active * (weights.output[:, states[asked]] - weights.output[:, [ARTICLE]]).T) @ weights.hidden.T
    reasons = dict(zip(asked, deciding_reasons((features[asked] - usual) * slopes), strict=True))
    simple = {FIRST: ARTICLE, END: AFTER}
    return [simple.get(state, state) for state in states.tolist()], reasons


def _looked_at_again(
    states: NDArray[np.int64], lines: Sequence[LabelledLine], chance: NDArray[np.floating]
) -> NDArray[np.int64]:
    """The states after a second look, by what the kept lines tell."""
    is_kept = np.isin(states, (FIRST, ARTICLE))
    if not is_kept.any():
        return states
    found = look_again(lines, is_kept, chance)
    first, last = np.flatnonzero(found)[[0, -1]]
    seen = np.where(found, ARTICLE, INSIDE)
    seen[:first], seen[first], seen[last + 1 :] = BEFORE, FIRST, AFTER
    seen[last + 1 : last + 2] = END
    return seen
