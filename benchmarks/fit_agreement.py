"""Fits and measures which sentences state the same fact (`index/answering/agreement.json`).

The sentences of `benchmarks/data/agreement.jsonl` and `agreement-later.jsonl` are invented, those of the latter by
other hands and after the comparison: for each topic some that state the same, some that contradict them and some that
are related. Every sentence that states it is paired with every other, both ways round. Topics of the part "report" are
never fitted on. Without an option it prints precision and recall of the report part, set by set.

    python -m benchmarks.fit_agreement [--fit]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from itertools import permutations, product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.model_selection import GroupKFold

from index.answering.agreement import WEIGHTS, Relation, comparison, is_opposing, judge, read_sentences, shipped_weights
from index.answering.comparison import Comparison, Shared
from index.encoding.encoder import Encoder

SETS = {name: Path(__file__).with_name("data") / f"{name}.jsonl" for name in ("agreement", "agreement-later")}
PENALTY = 0.003
"""How much a squared coefficient costs beside the mean loss: less lets single topics decide."""
FOLDS = 5
PRECISION = {"same": 0.98, "contradicting": 0.97}
"""What the threshold has to reach on topics left out of the fit."""
LIKE = frozenset(
    "aligned paired acts cosine matched figures_shared own_least own_second their_least their_second".split()
)
"""What can only speak for "same"; of all else, more can only speak against it. Left free, a model learns how examples
are made: that a sentence with one word changed says something else, and so that two copies of a report do."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two sentences of one topic, what they are to each other, and what was changed between them."""

    topic: str
    part: str
    source: str
    kind: str
    label: Relation
    compared: Comparison


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fit", action="store_true", help="fit the weights anew, on the part for fitting")
    arguments = parser.parse_args()
    examples = list(read_examples(Encoder()))
    if arguments.fit:
        fit([example for example in examples if example.part == "fit"])
    for name in SETS:
        print(f"{name}:")
        print_figures([example for example in examples if example.part == "report" and example.source == name])


def read_examples(encoder: Encoder) -> Iterator[Example]:
    """Every pair of the data, compared as sentences of an index are."""
    topics = [
        (name, json.loads(line))
        for name, path in SETS.items()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for name, topic in topics:
        told: list[tuple[str, Relation, str]] = [(text, "same", "same") for text in topic["same"]]
        told += [(one["text"], "contradicting", one["kind"]) for one in topic["contradicting"]]
        told += [(one["text"], "apart", one["kind"]) for one in topic["related"]]
        encoded = {sentence.text: sentence for sentence in read_sentences(encoder, [text for text, *_ in told])}
        same = [one for one in told if one[1] == "same"]
        others = [one for one in told if one[1] != "same"]
        pairs = [*permutations(same, 2), *product(same, others), *product(others, same)]
        for one, other in pairs:
            _, label, kind = one if one[1] != "same" else other
            compared = comparison(encoded[one[0]], encoded[other[0]])
            yield Example(topic["topic"], topic["part"], name, kind, label, compared)


def fit(examples: Sequence[Example]) -> None:
    """Fit both models and write them."""
    models = {
        "same": [example for example in examples if not example.compared.clashes],
        "contradicting": [example for example in examples if is_opposing(example.compared)],
    }
    today = datetime.now(UTC).date().isoformat()
    topics = len({example.topic for example in examples})
    stored: dict[str, object] = {
        "fitted": f"python -m benchmarks.fit_agreement --fit, on {len(examples)} pairs of {topics} topics, {today}"
    }
    for label, chosen in models.items():
        stored[label] = _fit(chosen, label)
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    shipped_weights.cache_clear()
    print(stored["fitted"], "->", WEIGHTS)


def print_figures(examples: Sequence[Example]) -> None:
    """Precision and recall of what is said to be the same and to contradict, and what else is said of each kind."""
    said = [judge(example.compared, shipped_weights()) for example in examples]
    for label in ("same", "contradicting"):
        right = sum(verdict == label == example.label for verdict, example in zip(said, examples, strict=True))
        stated, there = said.count(label), sum(example.label == label for example in examples)
        print(
            f"{label}: precision {right / max(stated, 1):.3f} ({right} of {stated}),"
            f" recall {right / there:.3f} ({right} of {there})"
        )
    verdicts = Counter((example.label, example.kind, verdict) for example, verdict in zip(examples, said, strict=True))
    print(f"{len(examples)} pairs of {len({example.topic for example in examples})} topics")
    for (label, kind, verdict), count in sorted(verdicts.items()):
        print(f"  {label:14}{kind:10} said to be {verdict:14}{count:5}")


def _fit(examples: Sequence[Example], label: str) -> dict[str, object]:
    names = [field.name for field in fields(Shared)]
    figures = np.array([[asdict(example.compared.shared)[name] for name in names] for example in examples])
    labels = np.array([example.label == label for example in examples])
    topics = np.array([example.topic for example in examples])
    held_out = np.zeros(len(labels))
    for chosen, left in GroupKFold(FOLDS).split(figures, labels, topics):
        intercept, slopes = _logistic(figures[chosen], labels[chosen], names, label)
        held_out[left] = expit(figures[left] @ slopes + intercept)
    intercept, slopes = _logistic(figures, labels, names, label)
    return {
        "intercept": round(intercept, 4),
        "coefficients": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
        "threshold": _threshold(held_out, labels, PRECISION[label], label),
    }


def _logistic(
    figures: NDArray[np.float64], labels: NDArray[np.bool_], names: Sequence[str], label: str
) -> tuple[float, NDArray[np.float64]]:
    """The intercept and the slopes [names] of a logistic model; those of "same" have the sign that they must have."""
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled = (figures - mean) / spread
    signs = {"same": [(0, None) if name in LIKE else (None, 0) for name in names]}
    bounds = signs.get(label, [(None, None)] * len(names))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = scaled @ weights[1:] + weights[0]
        error = expit(logits) - labels
        penalised = np.r_[0.0, weights[1:]]
        value = float(np.mean(np.logaddexp(0, logits) - labels * logits) + PENALTY * penalised @ penalised)
        slope = np.r_[error.mean(), scaled.T @ error / len(labels)] + 2 * PENALTY * penalised
        return value, slope

    found = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=[(None, None), *bounds], method="L-BFGS-B").x
    slopes = found[1:] / spread
    return float(found[0] - slopes @ mean), slopes


def _threshold(held_out: NDArray[np.float64], labels: NDArray[np.bool_], precision: float, label: str) -> float:
    """The least probability above which the pairs left out are right as often as wished."""
    order = np.argsort(-held_out)
    right = np.cumsum(labels[order])
    enough = np.flatnonzero(right / np.arange(1, len(order) + 1) >= precision)
    last = int(enough[-1])
    print(f"{label}: {right[last]} of {labels.sum()} above {held_out[order[last]]:.3f}, left out of the fit")
    return round(float(held_out[order[last]]), 4)


if __name__ == "__main__":
    main()
