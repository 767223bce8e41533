"""How well an index answers a data set: its questions are asked as a reader would ask them, and the answers scored.

In go a `Bench` and questions; out come `Scores`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean

import numpy as np

from index.errors import QuotedeskError
from index.evaluation.bench import RANKED, Bench, Outcome
from index.evaluation.datasets import Question, holds_answer
from index.models import AnswerKind


@dataclass(frozen=True, slots=True)
class Refusals:
    """Answerable questions against `n` that are not, by confidence: AUROC, and recall and precision of refusing.

    Precision is given as if there were as many answerable questions as others.
    """

    n: int
    auroc: float
    recall: float
    precision: float


@dataclass(frozen=True, slots=True)
class ReplyShare:
    """Of `n` replies of one kind, the share that holds an answer; None where there is no such reply."""

    n: int
    right: float | None


@dataclass(frozen=True, slots=True)
class KindScores:
    """Of `n` questions of a kind: how often the right sentence comes first, answered or not, and each reply's share.

    right: None for a kind that has no answers. auroc: of its confidences against those of all unanswerable questions,
    or, for a kind without answers, of all answerable ones against its own.
    """

    kind: str
    n: int
    right: float | None
    answered: float
    maybe: float
    auroc: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """The figures of a data set; what could not be measured is missing or None.

    ranking: of documents, over the `judged` answerable questions. quotes: over the `with_answers` answerable questions
    that state their answers, what comes nearest counting as quotes; a sentence is right when it stands in a right
    document and holds an answer or is evidence. answered: shares of answerable questions. answers, maybes: how often
    the first quote, or the sentence of a lead, holds an answer, also among questions that are not answerable. kinds: of
    the data set's own kinds of questions.
    latency: milliseconds of a whole answer.
    """

    dataset: str
    questions: int
    judged: int
    with_answers: int
    documents: int
    passages: int
    model: str
    threshold: float
    ranking: dict[str, float]
    quotes: dict[str, float]
    answered: dict[str, float]
    answers: ReplyShare
    maybes: ReplyShare
    unanswerable: Refusals | None
    article_absent: Refusals | None
    kinds: tuple[KindScores, ...] = ()
    latency_ms: dict[str, float] = field(default_factory=dict)


def evaluate(bench: Bench, questions: Sequence[Question], step: Callable[[], object] = lambda: None) -> Scores:
    """Ask the questions and score the answers; `step` is called after each.

    Raises:
        QuotedeskError: the packages that compute the metrics are not installed.
    """
    check_packages()
    bench.library.warm_up()
    outcomes = []
    for question in questions:
        outcomes.append(bench.ask(question))
        step()
    return score(bench, outcomes)


def score(bench: Bench, outcomes: Sequence[Outcome]) -> Scores:
    """The figures of questions that were asked."""
    answerable = [outcome for outcome in outcomes if outcome.question.answerable]
    judged = [outcome for outcome in answerable if outcome.question.gold]
    stated = [outcome for outcome in judged if outcome.question.answers or outcome.question.evidence]
    manifest, threshold = bench.generation.manifest, bench.library.thresholds.answer
    took = [outcome.answer.took_ms for outcome in outcomes]
    others = [outcome for outcome in outcomes if not outcome.question.answerable]
    return Scores(
        dataset=bench.dataset.name,
        questions=len(outcomes),
        judged=len(judged),
        with_answers=len(stated),
        documents=len(bench.dataset.articles),
        passages=manifest.passages,
        model=manifest.model.name,
        threshold=threshold,
        ranking=_ranking(bench, judged),
        quotes=_quotes(bench, stated),
        answered=_answered(bench, stated),
        answers=_replies(bench, [*stated, *others], "answer"),
        maybes=_replies(bench, [*stated, *others], "maybe"),
        unanswerable=_refusals(answerable, [outcome.answer.confidence for outcome in others], threshold),
        article_absent=_refusals(judged, [one.absent for one in judged if one.absent is not None], threshold),
        kinds=tuple(_of_kinds(bench, outcomes)),
        latency_ms={f"p{share}": float(np.percentile(took, share)) for share in (50, 95)},
    )


def _ranking(bench: Bench, outcomes: Iterable[Outcome]) -> dict[str, float]:
    import ir_measures
    from ir_measures import RR, R, nDCG

    measures = (R @ 1, R @ 3, R @ RANKED, RR @ RANKED, nDCG @ RANKED)
    judged, run = [], []
    for number, outcome in enumerate(outcomes):
        name = str(number)
        judged += [ir_measures.Qrel(name, document, score) for document, score in bench.gold(outcome.question).items()]
        run += [ir_measures.ScoredDoc(name, document, -rank) for rank, document in enumerate(outcome.ranked)]
    if not judged:
        return {}
    found = ir_measures.calc_aggregate(measures, judged, run)
    names = {"R": "recall", "RR": "MRR", "nDCG": "nDCG"}
    return {f"{names[measure.NAME]}@{measure['cutoff']}": float(found[measure]) for measure in measures}


def _quotes(bench: Bench, outcomes: Sequence[Outcome]) -> dict[str, float]:
    if not outcomes:
        return {}

    def held(outcome: Outcome, most: int) -> bool:
        return any(holds_answer(quote.text, outcome.question.answers) for quote in outcome.shown[:most])

    return {
        "answer in quote@1": fmean(held(outcome, 1) for outcome in outcomes),
        "answer in quote@3": fmean(held(outcome, 3) for outcome in outcomes),
        "right sentence@1": fmean(_is_right(bench, outcome) for outcome in outcomes),
    }


def _answered(bench: Bench, outcomes: Sequence[Outcome]) -> dict[str, float]:
    answered = [outcome for outcome in outcomes if outcome.answer.answered]
    right = [outcome for outcome in outcomes if _is_right(bench, outcome)]
    if not outcomes:
        return {}
    return {
        "answered": len(answered) / len(outcomes),
        "met with a maybe": fmean(outcome.answer.kind == "maybe" for outcome in outcomes),
        "of right sentences answered": fmean([outcome.answer.answered for outcome in right] or [0]),
        "of answered with a right sentence": fmean([_is_right(bench, outcome) for outcome in answered] or [0]),
    }


def _replies(bench: Bench, outcomes: Iterable[Outcome], kind: AnswerKind) -> ReplyShare:
    """How often what replies of a kind show holds the answer: the first quote, or the sentence of any lead."""
    right = []
    for outcome in outcomes:
        if outcome.answer.kind == kind:
            shown = [*outcome.answer.quotes[:1], *(lead.sentence_alone for lead in outcome.answer.leads)]
            right.append(any(bench.is_right(bench.document(one), one.text, outcome.question) for one in shown))
    return ReplyShare(len(right), fmean(right) if right else None)


def _of_kinds(bench: Bench, outcomes: Sequence[Outcome]) -> Iterator[KindScores]:
    kinds = dict.fromkeys(outcome.question.kind for outcome in outcomes if outcome.question.kind)
    for kind in kinds:
        own = [outcome for outcome in outcomes if outcome.question.kind == kind]
        has_answers = own[0].question.answerable
        rivals = [one.answer.confidence for one in outcomes if one.question.answerable is not has_answers]
        confidences = [outcome.answer.confidence for outcome in own]
        above, below = (confidences, rivals) if has_answers else (rivals, confidences)
        yield KindScores(
            kind=kind,
            n=len(own),
            right=fmean(_is_right(bench, outcome) for outcome in own) if has_answers else None,
            answered=fmean(outcome.answer.answered for outcome in own),
            maybe=fmean(outcome.answer.kind == "maybe" for outcome in own),
            auroc=_auroc(above, below),
        )


def _is_right(bench: Bench, outcome: Outcome) -> bool:
    return bool(outcome.shown) and bench.is_right_sentence(outcome.shown[0], outcome.question)


def _refusals(answerable: Sequence[Outcome], others: Sequence[float], threshold: float) -> Refusals | None:
    own = [outcome.answer.confidence for outcome in answerable]
    auroc = _auroc(own, others)
    if auroc is None:
        return None
    wrongly = fmean(confidence < threshold for confidence in own)
    rightly = fmean(confidence < threshold for confidence in others)
    return Refusals(
        n=len(others),
        auroc=auroc,
        recall=rightly,
        precision=rightly / (rightly + wrongly) if rightly + wrongly else 0.0,
    )


def _auroc(above: Sequence[float], below: Sequence[float]) -> float | None:
    """The chance that one of the first is greater than one of the second; None where either are none."""
    if not above or not below:
        return None
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([1] * len(above) + [0] * len(below), [*above, *below]))


def check_packages() -> None:
    """Raise a QuotedeskError that says what to install where a package for measuring is missing."""
    try:
        import ir_measures  # noqa: F401
        import sklearn.metrics  # noqa: F401
    except ImportError as error:
        raise QuotedeskError(
            f"Measuring needs the package {error.name}: in the folder of Quotedesk, pip install -e '.[eval]'."
        ) from None
