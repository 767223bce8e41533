"""Fits and measures which sentences state the same fact (`index/answering/agreement.json`).

The sentences of `benchmarks/data/agreement*.jsonl` are invented, those of `-later` by other hands and after the
comparison, those of `-papers`, `-press`, `-wires` and `-desk` as newspapers may tell them: for each topic some that
state the same, some that contradict them and some that are related. Every sentence that states it is paired with every
other, both ways round. The comparison's own models are fitted on the part "fit", on which the reader was trained as
well; the one that weighs what the reader says, on the part "choose". On topics of the part "report" nothing is fitted:
without an option, their figures are printed, set by set, with the reader and without.

    python -m benchmarks.fit_agreement [--fit same contradicting read]
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
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from index.answering.agreement import (
    WEIGHTS,
    Relation,
    comparison,
    figures_read,
    is_read_as_same,
    judge,
    read_sentences,
    shipped_weights,
)
from index.answering.comparison import CLASHES, Comparison, Shared, is_opposing, may_agree
from index.answering.entailment import StatementReader
from index.encoding.encoder import Encoder

SETS = {
    name: Path(__file__).with_name("data") / f"{name}.jsonl"
    for name in [
        *("agreement", "agreement-later", "agreement-papers"),
        *("agreement-press", "agreement-wires", "agreement-desk"),
    ]
}
PENALTY = 0.003
"""How much a squared coefficient costs beside the mean loss: less lets single topics decide."""
FOLDS = 5
PRECISION = {"same": 0.965, "contradicting": 0.97}
"""What the threshold has to reach on topics left out of the fit."""
MOST_WRONG = 0.012
"""Of "read": of pairs that are not the same and are read, on topics left out of the fit, so many at most may be taken
for it. On the part "report" that is one in some six hundred of all: of forty none, nine times in ten."""
LIKE = frozenset(
    "aligned paired acts cosine matched figures_shared own_least own_second their_least their_second read_least"
    " read_mean".split()
)
"""What can only speak for "same"; of all else, more can only speak against it. Left free, a model learns how examples
are made: that a sentence with one word changed says something else, and so that two copies of a report do."""


# Of these no pair that is read has any (`may_agree`).
_NEVER_READ = frozenset(("figures", "dates", "lacking", "moods"))
BESIDE_READING = (
    *("read_least", "read_mean", *(f"clash_{name}" for name in CLASHES if name not in _NEVER_READ)),
    *"names_missing names_extra figures_extra dates_missing dates_extra own_least their_least cosine paired".split(),
)
"""What is weighed beside the readings."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two sentences of one topic, what they are to each other, and what was changed between them.

    may_be_read: whether it is English of a topic that the reader was not trained on. readings: how likely the second
    states the first, and the first the second, by the reader; none where it is not asked, as they can't agree.
    """

    topic: str
    part: str
    source: str
    kind: str
    label: Relation
    compared: Comparison
    may_be_read: bool = False
    readings: tuple[float, ...] = ()

    def figures(self) -> dict[str, float]:
        return figures_read(self.compared, self.readings) if self.readings else asdict(self.compared.shared)

    def verdict(self, *, read: bool) -> Relation:
        """What serving would say of it; a contradiction is not read."""
        weights = shipped_weights()
        said = judge(self.compared, weights)
        if not (read and self.readings):
            return said
        if is_read_as_same(self.compared, self.readings, weights.read):
            return "same"
        return "apart" if said == "same" else said


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    models = ("same", "contradicting", "read")
    parser.add_argument("--fit", nargs="+", choices=models, default=[], help="fit these models anew, read last")
    fitted: list[str] = parser.parse_args().fit
    encoder, reader = Encoder(), StatementReader()
    for model in sorted(fitted, key=models.index):
        fit(model, list(read_examples(encoder, reader, "choose" if model == "read" else "fit")))
    if fitted:
        return
    examples = list(read_examples(encoder, reader, "report"))
    for name in SETS:
        chosen = [example for example in examples if example.source == name]
        print(f"{name}: {len(chosen)} pairs of {len({example.topic for example in chosen})} topics")
        print_figures(chosen, read=False)
        print_figures([example for example in chosen if example.may_be_read], read=True)


def read_examples(encoder: Encoder, reader: StatementReader, part: str) -> Iterator[Example]:
    """Every pair of a part of the data, compared as sentences of an index are, and read as serving would."""
    topics = [
        (name, json.loads(line))
        for name, path in SETS.items()
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for name, topic in topics:
        if topic["part"] != part:
            continue
        told: list[tuple[str, Relation, str]] = [(text, "same", "same") for text in topic["same"]]
        told += [(one["text"], "contradicting", one["kind"]) for one in topic["contradicting"]]
        told += [(one["text"], "apart", one["kind"]) for one in topic["related"]]
        encoded = {sentence.text: sentence for sentence in read_sentences(encoder, [text for text, *_ in told])}
        same = [one for one in told if one[1] == "same"]
        others = [one for one in told if one[1] != "same"]
        # On the part for fitting the reader was trained.
        may_be_read = topic["part"] != "fit" and topic["language"] == "en"
        for one, other in [*permutations(same, 2), *product(same, others), *product(others, same)]:
            _, label, kind = one if one[1] != "same" else other
            compared = comparison(encoded[one[0]], encoded[other[0]])
            is_read = may_be_read and may_agree(compared.one, compared.other)
            readings = [reader.states(one[0], other[0]), reader.states(other[0], one[0])] if is_read else []
            yield Example(topic["topic"], topic["part"], name, kind, label, compared, may_be_read, tuple(readings))


def fit(model: str, examples: Sequence[Example]) -> None:
    """Fit a model and write it; "read" after "same", as it is weighed beside what that says unread."""
    shared = [field.name for field in fields(Shared)]
    if model == "same":
        chosen, names = [example for example in examples if not example.compared.clashes], shared
    elif model == "contradicting":
        chosen, names = [example for example in examples if is_opposing(example.compared)], shared
    else:
        chosen, names = [example for example in examples if example.readings], list(BESIDE_READING)
    topics = len({example.topic for example in chosen})
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stored["fitted"][model] = (
        f"python -m benchmarks.fit_agreement --fit {model}, on {len(chosen)} pairs of {topics} topics,"
        f" {datetime.now(UTC).date().isoformat()}"
    )
    stored[model] = _fit(chosen, names, model)
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    shipped_weights.cache_clear()
    print(stored["fitted"][model], "->", WEIGHTS)


def print_figures(examples: Sequence[Example], *, read: bool) -> None:
    """Precision and recall of what is said to be the same and to contradict, and what else is said of each kind; where
    they are read, how well the reading alone orders them."""
    said = [example.verdict(read=read) for example in examples]
    print("with the reader:" if read else "without the reader:")
    for label in ("same", "contradicting"):
        right = sum(verdict == label == example.label for verdict, example in zip(said, examples, strict=True))
        stated, there = said.count(label), sum(example.label == label for example in examples)
        print(
            f"  {label}: precision {right / max(stated, 1):.3f} ({right} of {stated}),"
            f" recall {right / max(there, 1):.3f} ({right} of {there})"
        )
    if read:
        were_read = [example for example in examples if example.readings]
        is_same = [example.label == "same" for example in were_read]
        area = roc_auc_score(is_same, [min(example.readings) for example in were_read])
        print(f"  of the {len(were_read)} read, by the lesser reading alone, the same has an AUROC of {area:.3f}")
    verdicts = Counter((example.label, example.kind, verdict) for example, verdict in zip(examples, said, strict=True))
    for (label, kind, verdict), count in sorted(verdicts.items()):
        if verdict != "apart":
            print(f"    {label:14}{kind:10} said to be {verdict:14}{count:5}")


def _fit(examples: Sequence[Example], names: Sequence[str], label: str) -> dict[str, object]:
    known = [example.figures() for example in examples]
    figures = np.array([[one[name] for name in names] for one in known])
    labels = np.array([example.label == ("same" if label == "read" else label) for example in examples])
    topics = np.array([example.topic for example in examples])
    held_out = np.zeros(len(labels))
    for chosen, left in GroupKFold(FOLDS).split(figures, labels, topics):
        intercept, slopes = _logistic(figures[chosen], labels[chosen], names, label)
        held_out[left] = expit(figures[left] @ slopes + intercept)
    intercept, slopes = _logistic(figures, labels, names, label)
    return {
        "intercept": round(intercept, 4),
        "coefficients": {name: round(float(slope), 4) for name, slope in zip(names, slopes, strict=True)},
        "threshold": _threshold(held_out, labels, label),
    }


def _logistic(
    figures: NDArray[np.float64], labels: NDArray[np.bool_], names: Sequence[str], label: str
) -> tuple[float, NDArray[np.float64]]:
    """The intercept and the slopes [names] of a logistic model; those of "same" have the sign that they must have."""
    mean, spread = figures.mean(axis=0), figures.std(axis=0) + 1e-9
    scaled = (figures - mean) / spread
    free = label == "contradicting"
    bounds = [(None, None) if free else (0, None) if name in LIKE else (None, 0) for name in names]

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


def _threshold(held_out: NDArray[np.float64], labels: NDArray[np.bool_], label: str) -> float:
    """The least probability above which the pairs left out are right as often as wished."""
    order = np.argsort(-held_out)
    right = np.cumsum(labels[order])
    if label in PRECISION:
        enough = np.flatnonzero(right / np.arange(1, len(order) + 1) >= PRECISION[label])
    else:
        enough = np.flatnonzero(np.cumsum(~labels[order]) <= MOST_WRONG * (~labels).sum())
    last = int(enough[-1])
    print(f"{label}: {right[last]} of {labels.sum()} above {held_out[order[last]]:.3f}, left out of the fit")
    return round(float(held_out[order[last]]), 4)


if __name__ == "__main__":
    main()
