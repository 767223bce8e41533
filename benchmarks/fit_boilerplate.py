"""Fit the reading of boilerplate on pages whose lines are labelled, and write the weights beside its code.

First, pages of publishers left out: the publishers are dealt into FOLDS folds, and each fold's pages are read with
weights fitted on the others. Recall and precision of the article's words are printed for these pages. Then the weights
are fitted on all pages and written, with the command, the numbers of pages, and the day.

    python -m benchmarks.fit_boilerplate NEWSPAGES PAGES [--folds 4] [--only-report]
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.boilerplate_examples import (
    Example,
    changed,
    from_made_up_pages,
    from_phrases,
    from_saved_pages,
)
from benchmarks.boilerplate_words import WordCounts
from benchmarks.saved_pages import fold_of, recall_and_precision
from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.features import NAMES, Matrix, features_of
from index.reading.boilerplate.model import (
    AFTER,
    ARTICLE,
    END,
    FIRST,
    FOLLOWS,
    STATES,
    WEIGHTS,
    Weights,
)

# Chosen on publishers left out, of a handful tried each.
_NETWORKS = 4
_UNITS = 48
_ROUNDS = 16
_BATCH = 1024
_RATE = 4e-3
_DECAY = 0.1
_DROPPED_UNITS = 0.35
_DROPPED_FEATURES = 0.1
_EDGE = 6.0
# What a paragraph costs that is kept wrongly, against one that is lost.
_WRONG_KEEP = 2.0
# Made-up pages are few and labelled line by line; what phrases leave open and changes make up is less sure.
_TRUSTED = {"saved": 1.0, "phrases": 0.7, "changed": 0.7, "made up": 8.0}
# How far rare states are favoured, how far the article is, and how much steps between states count beside the lines.
_FAVOUR_RARE = 0.6
_FAVOUR_ARTICLE = 0.2
_STEP = 0.3
_NEVER = -1e9
# Features that hardly vary must not be blown up.
_LEAST_DEVIATION = 0.02


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("newspages", type=Path, help="a folder with html/ and pages.jsonl")
    parser.add_argument("pages", type=Path, help="a folder with html/ and segments.json")
    parser.add_argument("--folds", type=int, default=4, help="folds of publishers left out; 0 for none")
    parser.add_argument("--only-report", action="store_true", help="write no weights")
    options = parser.parse_args()
    examples = [*from_saved_pages(options.newspages), *from_phrases(options.pages), *from_made_up_pages()]
    numbers = Counter(one.origin for one in examples)
    print("pages:", dict(numbers), "lines:", sum(len(one.lines) for one in examples))
    if options.folds:
        report(examples, options.folds)
    if not options.only_report:
        stored = fit(examples)
        stored["fitted"] = {
            "by": "python -m benchmarks.fit_boilerplate NEWSPAGES PAGES",
            "on": datetime.now(UTC).date().isoformat(),
            "pages": dict(numbers),
        }
        WEIGHTS.write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return 0


def report(examples: Sequence[Example], folds: int) -> None:
    """Print how saved pages are read whose publishers were left out, and those of made-up pages."""
    results: list[tuple[float, float, str]] = []
    for fold in range(folds):
        known = [one for one in examples if fold_of(one.group, folds) != fold]
        weights = Weights.of(fit(known))
        for one in examples:
            if fold_of(one.group, folds) == fold and one.page is not None:
                kept = [item.line.text for item in judge(one.text, weights=weights) if item.why is None]
                results.append((*recall_and_precision(one.page, kept), f"{one.name} {one.group}"))
    recall, precision = (np.array([result[place] for result in results]) for place in (0, 1))
    print(
        f"publishers left out, {len(results)} pages flattened: recall {recall.mean():.4f}, precision"
        f" {precision.mean():.4f}, {(recall < 0.9).sum()} pages below .9, {(recall < 0.5).sum()} below .5"
    )
    for found in sorted(results, key=lambda found: min(found[:2]))[:20]:
        print(f"    {found[0]:.3f} {found[1]:.3f} {found[2]}")


def fit(examples: Sequence[Example]) -> dict[str, object]:
    """The weights fitted on examples, as they are stored.

    Several networks are trained, each beside changed pages of its own, and put side by side as one, which gives the
    mean of what they give.
    """
    counted = WordCounts(examples)
    worths = {group: counted.worths(without=group) for group in {one.group for one in examples}}
    known = [features_of(one.lines, worths[one.group]) for one in examples]
    mean, deviation = np.concatenate(known).mean(axis=0), np.concatenate(known).std(axis=0) + _LEAST_DEVIATION
    hidden, biases, output, outputs = [], [], [], []
    for seed in range(_NETWORKS):
        made = _changed(examples, seed)
        features = np.concatenate([*known, *(features_of(one.lines, worths[one.group]) for one in made)])
        shown = [*examples, *made]
        states = np.concatenate([_with_edges(one.states) for one in shown])
        counts = np.concatenate([_counts(one) for one in shown])
        counts /= counts.mean()
        first, second = _trained((features - mean) / deviation, states, counts, seed)
        # The features' own scale goes into the weights, so that reading has less to do.
        hidden.append(first.weight.detach().numpy().T / deviation[:, None])
        biases.append(first.bias.detach().numpy() - mean @ hidden[-1])
        output.append(second.weight.detach().numpy().T / _NETWORKS)
        outputs.append(second.bias.detach().numpy() / _NETWORKS)
    shares = np.bincount(states, counts, minlength=len(STATES)) / counts.sum()
    favour = -_FAVOUR_RARE * np.log(shares)
    favour[ARTICLE] += _FAVOUR_ARTICLE
    return {
        "features": list(NAMES),
        "states": list(STATES),
        "hidden": _rounded(np.concatenate(hidden, axis=1)),
        "hidden_bias": _rounded(np.concatenate(biases)),
        "output": _rounded(np.concatenate(output)),
        "output_bias": _rounded(np.sum(outputs, axis=0) + favour),
        "steps": _steps([one for one in examples if one.origin == "saved"]).tolist(),
        "words": dict(sorted(counted.worths().items())),
    }


def _changed(examples: Sequence[Example], seed: int) -> list[Example]:
    chance = random.Random(seed)  # noqa: S311
    return [changed(one, examples, chance) for one in examples]


def _with_edges(states: NDArray[np.int64]) -> NDArray[np.int64]:
    marked = states.copy()
    marked[np.argmax(states == ARTICLE)] = FIRST
    if (states == AFTER).any():
        marked[np.argmax(states == AFTER)] = END
    return marked


def _counts(example: Example) -> NDArray[np.float64]:
    """How much each line counts: longer ones more, pages of many lines not in proportion, edges as they are rare."""
    length = np.array([item.line.length for item in example.lines])
    counts = example.counts * (0.6 + np.minimum(length, 50) / 25)
    counts = counts * np.sqrt(300 / max(len(length), 30))
    counts = counts * _TRUSTED[example.origin]
    paragraph = np.array([item.is_paragraph for item in example.lines])
    counts = np.where(paragraph & (example.states != ARTICLE), _WRONG_KEEP * counts, counts)
    marked = _with_edges(example.states)
    weighted: NDArray[np.float64] = np.where((marked == FIRST) | (marked == END), counts * _EDGE, counts)
    return weighted


def _trained(
    features: Matrix, states: NDArray[np.int64], counts: NDArray[np.float64], seed: int
) -> tuple[torch.nn.Linear, torch.nn.Linear]:
    """The hidden and the output layer of a network with one hidden layer."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)  # the matrices are too small to share out
    inputs, targets = torch.tensor(features, dtype=torch.float32), torch.tensor(states)
    shares = torch.tensor(counts, dtype=torch.float32)
    hidden, output = torch.nn.Linear(features.shape[1], _UNITS), torch.nn.Linear(_UNITS, len(STATES))
    network = torch.nn.Sequential(hidden, torch.nn.ReLU(), torch.nn.Dropout(_DROPPED_UNITS), output)
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=_DECAY)
    batches = -(-len(states) // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=_RATE, total_steps=_ROUNDS * batches)
    for _ in range(_ROUNDS):
        for chosen in torch.split(torch.randperm(len(states)), _BATCH):
            shown = torch.nn.functional.dropout(inputs[chosen], _DROPPED_FEATURES)
            losses = torch.nn.functional.cross_entropy(network(shown), targets[chosen], reduction="none")
            optimiser.zero_grad()
            torch.autograd.backward((losses * shares[chosen]).mean())
            optimiser.step()
            schedule.step()
    return hidden, output


def _steps(examples: Sequence[Example]) -> NDArray[np.float64]:
    """The logarithm of how often a state follows another, shrunk; never where it cannot."""
    counts = np.zeros((len(STATES), len(STATES)))
    for one in examples:
        marked = _with_edges(one.states)
        np.add.at(counts, (marked[:-1], marked[1:]), 1)
    allowed = np.zeros_like(counts, dtype=np.bool_)
    for state, following in FOLLOWS.items():
        allowed[state, list(following)] = True
    counts = np.where(allowed, counts + 0.5, 0)
    with np.errstate(divide="ignore"):
        logs = _STEP * np.log(counts / counts.sum(axis=1, keepdims=True))
    steps: NDArray[np.float64] = np.where(allowed, np.round(logs, 4), _NEVER)
    return steps


def _rounded(values: NDArray[np.floating]) -> list[float]:
    listed: list[float] = np.vectorize(lambda value: float(f"{value:.3g}"))(values).tolist()
    return listed


if __name__ == "__main__":
    sys.exit(main())
