"""How well an index answers a data set: its questions are asked as a reader would ask them, and the answers scored.

Goes in: a data set in BEIR layout and a folder for its index, which is built or brought up to date. Comes out:
`Scores`. Questions whose own article is taken out of the ranking stand for all those that a corpus can't answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean

import numpy as np

from index.answering.compose import MOST_LEADS, Rules, compose, quotes_of
from index.encoding.encoder import QUESTION_THREADS, Encoder, Encoding
from index.errors import DatasetError, IndexMissingError, QuotedeskError
from index.evaluation.datasets import Dataset, Question, document_of, holds_answer
from index.ingest.build import Progress, build
from index.library import Library
from index.models import Answer, Quote
from index.query.courtesies import without_courtesies
from index.retrieval.reranker import Reranker
from index.retrieval.retriever import CANDIDATES, Found, Retriever
from index.settings import IndexSettings
from index.storage import Generation, Shelf

RANKED = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got.

    ranked: the documents found, best first, each once. shown: the first quotes, or leads where it was refused.
    absent: the confidence of the answer without the question's own article; None where it has none.
    """

    question: Question
    answer: Answer
    ranked: tuple[str, ...]
    shown: tuple[Quote, ...]
    absent: float | None


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
class Scores:
    """The figures of a data set; what could not be measured is missing or None.

    ranking: of documents, over the `judged` answerable questions. quotes: over the `with_answers` answerable questions
    that state their answers, leads counting as quotes; a sentence is right when it stands in a right document and
    holds an answer or is evidence. answered: shares of answerable questions. latency: milliseconds of a whole answer.
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
    unanswerable: Refusals | None
    article_absent: Refusals | None
    latency_ms: dict[str, float] = field(default_factory=dict)


class Bench:
    """An opened index of a data set, to put the set's questions to; its library is the one that readers ask."""

    def __init__(self, dataset: Dataset, settings: IndexSettings) -> None:
        self.dataset = dataset
        self.generation = Shelf(settings.index_dir).open()
        self.encoder = _Remembering(settings.embedding_model)
        self.library = Library(Shelf(settings.index_dir), self.generation, self.encoder, settings)
        reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        self.retriever = Retriever(self.encoder, reranker)
        self.rules = Rules(settings.answer_threshold, settings.quote_characters)
        self._indexed_as = {document_of(copy): document_of(path) for copy, path in self.generation.copies()}
        self._document = {source.source_id: document_of(source.path) for source in self.generation.sources()}
        self._source_of = {document: source_id for source_id, document in self._document.items()}
        self._documents: dict[str, list[str]] = {}
        for document, article in dataset.articles.items():
            self._documents.setdefault(article, []).append(document)

    def close(self) -> None:
        self.library.close()

    def indexed(self, document: str) -> str:
        """The document that stands in the index for one: itself, unless its text was another's already."""
        return self._indexed_as.get(document, document)

    def gold(self, question: Question) -> dict[str, int]:
        return {self.indexed(document): score for document, score in question.gold.items()}

    def document(self, quote: Quote) -> str:
        return self.document_of_source(quote.source.source_id)

    def document_of_source(self, source_id: str) -> str:
        return self._document[source_id]

    def is_right_sentence(self, quote: Quote, question: Question) -> bool:
        """Whether a quote highlights an answer in a document that answers."""
        if self.document(quote) not in self.gold(question):
            return False
        said = " ".join(quote.highlight.text.split())
        if question.evidence:
            wanted = [" ".join(sentence.split()) for sentence in question.evidence]
            return any(sentence in said or said in sentence for sentence in wanted)
        return holds_answer(said, question.answers)

    def ask(self, question: Question) -> Outcome:
        """Ask as a reader does, then look up what a reader does not see."""
        answer = self.library.ask(question.text, MOST_LEADS)
        found, others = self.find(question)
        ranked = dict.fromkeys(self.document(quote) for quote in quotes_of(found, self.generation, self.rules))
        absent = None
        if others:
            absent = compose(others, self.generation, self.rules, 1).confidence
        return Outcome(question, answer, tuple(ranked)[:RANKED], tuple(answer.quotes or answer.leads), absent)

    def find(self, question: Question) -> tuple[Found, Found | None]:
        """What is found for a question, and what if its own article were not there; None where it has none.

        There are as many more candidates as its article has passages, so that without these enough are left.
        """
        own = set(self.numbers_of(document for article in question.about for document in self._documents[article]))
        found = self.retriever.find(without_courtesies(question.text), self.generation, CANDIDATES + len(own))
        if not own:
            return found, None
        others = tuple(candidate for candidate in found.candidates if candidate.best.number not in own)
        return found, replace(found, candidates=others)

    def numbers_of(self, documents: Iterable[str]) -> Iterator[int]:
        """The rows of all passages of some documents."""
        for document in documents:
            for passage in self.generation.passages_of(self._source_of.get(self.indexed(document), "")):
                number = self.generation.passage_number(passage.passage_id)
                if number is not None:
                    yield number


class _Remembering(Encoder):
    """Encodes a question once however often it is asked in a row; the first time is the one that is timed."""

    def __init__(self, model: str) -> None:
        super().__init__(model, QUESTION_THREADS)
        self._last: tuple[str, Encoding] | None = None

    def encode_question(self, text: str) -> Encoding:
        if self._last is None or self._last[0] != text:
            self._last = (text, super().encode_question(text))
        return self._last[1]


def prepare(dataset: Dataset, settings: IndexSettings, progress: Progress) -> Bench:
    """Bring the index of a data set up to date in `settings.index_dir`, and open it.

    Raises:
        DatasetError: that folder holds an index of something else.
        QuotedeskError: it can't be built or opened.
    """
    prefix = f"{dataset.corpus.name}#"
    try:
        with_others: Generation | None = Shelf(settings.index_dir).open(check=False)
    except IndexMissingError:
        with_others = None
    if with_others:
        other = next((source.path for source in with_others.sources() if not source.path.startswith(prefix)), None)
        with_others.close()
        if other:
            raise DatasetError(
                f"{settings.index_dir} holds an index of other articles ({other}): give another folder as --index-dir."
            )
    build(settings, (dataset.corpus,), progress=progress)
    return Bench(dataset, settings)


def evaluate(bench: Bench, questions: Sequence[Question], step: Callable[[], object] = lambda: None) -> Scores:
    """Ask the questions and score the answers; `step` is called after each.

    Raises:
        QuotedeskError: the packages that compute the metrics are not installed.
    """
    _check_packages()
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
    manifest = bench.generation.manifest
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
        threshold=bench.rules.threshold,
        ranking=_ranking(bench, judged),
        quotes=_quotes(bench, stated),
        answered=_answered(bench, stated),
        unanswerable=_refusals(answerable, [outcome.answer.confidence for outcome in others], bench.rules.threshold),
        article_absent=_refusals(
            judged,
            [outcome.absent for outcome in judged if outcome.absent is not None],
            bench.rules.threshold,
        ),
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
        "of right sentences answered": fmean([outcome.answer.answered for outcome in right] or [0]),
        "of answered with a right sentence": fmean([_is_right(bench, outcome) for outcome in answered] or [0]),
    }


def _is_right(bench: Bench, outcome: Outcome) -> bool:
    return bool(outcome.shown) and bench.is_right_sentence(outcome.shown[0], outcome.question)


def _refusals(answerable: Sequence[Outcome], others: Sequence[float], threshold: float) -> Refusals | None:
    if not answerable or not others:
        return None
    from sklearn.metrics import roc_auc_score

    own = [outcome.answer.confidence for outcome in answerable]
    wrongly = fmean(confidence < threshold for confidence in own)
    rightly = fmean(confidence < threshold for confidence in others)
    return Refusals(
        n=len(others),
        auroc=float(roc_auc_score([1] * len(own) + [0] * len(others), [*own, *others])),
        recall=rightly,
        precision=rightly / (rightly + wrongly) if rightly + wrongly else 0.0,
    )


def _check_packages() -> None:
    try:
        import ir_measures  # noqa: F401
        import sklearn.metrics  # noqa: F401
    except ImportError as error:
        raise QuotedeskError(
            f"Measuring needs the package {error.name}: install it with `pip install 'quotedesk[eval]'`."
        ) from None


def index_folder(dataset: Dataset, served: Path) -> Path:
    """Where the index of a data set goes by default: beside the served one, never in it."""
    return served.parent / "eval" / dataset.name
