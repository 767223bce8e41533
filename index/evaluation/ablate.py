"""What each stage, feature and constant brings: a data set's questions, asked with one of them changed at a time.

A stage is left out, or a constant gets another value, and the questions are asked again; a feature is left out of the
confidence, which is fitted anew without it. Nothing is written.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pkgutil import resolve_name
from types import ModuleType
from typing import Any

from index.answering.calibration import Features
from index.errors import DatasetError
from index.evaluation.bench import Bench
from index.evaluation.calibrate import WEIGHTS, fit
from index.evaluation.datasets import Question
from index.evaluation.evaluate import Scores, evaluate
from index.evaluation.examples import ExampleGatherer

# The stages that can be left out: the name where the pipeline looks for each, and what does its work by doing nothing.
STAGES: dict[str, tuple[str, Callable[..., Any]]] = {
    "courtesies": ("index.query.query.without_courtesies", lambda text: text),
    "spelling": (
        "index.retrieval.spelling.Spelling.respell",
        lambda _spelling, question, _texts, _corpus: question.text,
    ),
    "answer type": ("index.answering.features.expected", lambda _question: None),
    "names written small": ("index.answering.features.names_written_small", lambda _question, _texts: frozenset()),
    "company": ("index.answering.statements.states_the_same", lambda _one, _other: False),
}


@dataclass(frozen=True, slots=True)
class Ablation:
    """What was changed, and the scores with that."""

    change: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class FeatureAblation:
    """What was left out of the confidence, and how well the rest tells right from wrong: AUROC over n examples."""

    without: str
    auroc: float
    n: int


def ablate(
    bench: Bench,
    questions: Sequence[Question],
    *,
    skip: Sequence[str] = (),
    set_to: Sequence[str] = (),
    step: Callable[[], object] = lambda: None,
) -> Iterator[Ablation]:
    """The scores as things are, then with each stage of `skip` left out, then with each constant `set_to` its value.

    A constant is written as module and name below `index`: `retrieval.candidates.CANDIDATES=20`.

    Raises:
        DatasetError: there is no such stage or constant.
    """
    changes: list[tuple[str, Callable[[ExitStack], None]]] = [("as it is", lambda _: None)]
    changes += [(f"without {stage}", _left_out(stage)) for stage in skip]
    changes += [(assignment, _assigned(assignment)) for assignment in set_to]
    for name, change in changes:
        with ExitStack() as stack:
            change(stack)
            yield Ablation(name, evaluate(bench, questions, step))


def ablate_features(
    bench: Bench, features: Sequence[str], questions: int, step: Callable[[], object] = lambda: None
) -> Iterator[FeatureAblation]:
    """How well the confidence tells right from wrong on the report half when fitted without each of some features.

    `questions` is how many answerable ones of each half are asked.
    """
    from sklearn.metrics import roc_auc_score

    tuning, report = (
        [one for one in ExampleGatherer(bench, half, questions).examples(step) if one.kind in WEIGHTS]
        for half in ("tuning", "report")
    )
    right = [example.right for example in report]
    for left_out in ("", *features):
        if left_out and left_out not in Features.__slots__:
            raise DatasetError(f"There is no feature {left_out}: known are {', '.join(Features.__slots__)}.")
        intercept, coefficients = fit(tuning, without={left_out}, read=bench.pipeline.reads)
        calibration = replace(bench.pipeline.rules.calibration, intercept=intercept, coefficients=coefficients)
        likely = [calibration.confidence(example.features) for example in report]
        yield FeatureAblation(left_out or "nothing", float(roc_auc_score(right, likely)), len(report))


def _left_out(stage: str) -> Callable[[ExitStack], None]:
    if stage not in STAGES:
        raise DatasetError(f"There is no stage {stage}: known are {', '.join(STAGES)}.")
    target, nothing = STAGES[stage]
    module, _, name = target.rpartition(".")
    return lambda stack: stack.enter_context(_replaced(resolve_name(module), name, nothing))


def _assigned(assignment: str) -> Callable[[ExitStack], None]:
    name, _, written = assignment.partition("=")
    module_name, _, constant = f"index.{name}".rpartition(".")
    try:
        value = ast.literal_eval(written)
        old = getattr(importlib.import_module(module_name), constant)
    except (ValueError, SyntaxError, ImportError, AttributeError):
        raise DatasetError(
            f"{assignment} names no constant: write it as retrieval.candidates.CANDIDATES=20, below `index`."
        ) from None

    def assign(stack: ExitStack) -> None:
        # Wherever it was imported to.
        for module in [one for key, one in sys.modules.items() if key.startswith("index.")]:
            if getattr(module, constant, None) is old:
                stack.enter_context(_replaced(module, constant, value))

    return assign


@contextmanager
def _replaced(module: ModuleType | type, name: str, value: object) -> Iterator[None]:
    """A module or class has another value by this name within the block."""
    old = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, old)
