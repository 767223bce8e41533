"""Fit the confidence of an answer anew, and say how far it can be believed.

    python -m benchmarks.calibration DATASET... [--index-dir DIR] [--questions 400]

Takes data sets in BEIR layout; `--index-dir` holds (or gets) one index for each, by its name. The evidence for the
best passage is gathered, as answers are, for questions of the tuning halves: asked of the whole corpus, of the same
without their own article or only without what answers them, of one article and of five, and with one name exchanged
for another. A logistic model of it is fitted; printed are its coefficients, as index/confidence.py states them, and
for the report halves how well answers are told from refusals and how often an answer of each confidence is right,
fitted and as shipped.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from index import IndexSettings
from index.answering.calibration import Evidence, confidence
from index.answering.features import tell
from index.answering.names import is_name
from index.cli.progress import Bars, progress_bar
from index.evaluation.datasets import Half, Question, holds_answer, load_dataset
from index.evaluation.evaluate import Bench, prepare
from index.query.courtesies import without_courtesies
from index.retrieval.retriever import Found, rank
from index.retrieval.term_weights import vocabulary_prior, weigh
from index.storage import Generation
from index.text.normalise import fold

# How much the right and the wrong answers to each kind of question weigh in the fit, all of a kind and data set
# together, times the share of the data set's answers that are stated. Where right ones can be had they weigh as much as
# the wrong ones, half of which are near misses. Questions made to fool readers of one paragraph say little about those
# of an archive's readers.
WEIGHTS = {
    "whole": (1.0, 0.5),
    "whole, passage absent": (0.0, 0.5),
    "one article": (1.0, 0.5),
    "one article, passage absent": (0.0, 0.5),
    "one article, exchanged": (0.0, 0.25),
    "five articles": (1.0, 0.5),
    "five articles, passage absent": (0.0, 0.5),
    "five articles, exchanged": (0.0, 0.25),
    "exchanged": (0.5, 0.5),
    "unanswerable": (0.0, 0.15),
}
# What index/confidence.py calls the coefficient of each field of Evidence, in their order.
COEFFICIENTS = (
    *("PER_SCORE", "PER_MARGIN", "PER_CROWD", "PER_SPECIFICITY", "PER_MISSED"),
    *("IF_A_NAME_IS_MISSING", "IF_A_FIGURE_IS_MISSING"),
)
_DOCUMENTS_OF_AN_ARTICLE = 5
_ASKED_OF_A_DRAW = 40
_FOREIGN_TO_A_DRAW = 25
_DRAWS = 18
_LEAST_PASSAGES = 4
_CONSIDERED = 10
# scikit-learn's C: the smaller, the stronger.
_REGULARISATION = 0.03
_BINS = 10
_SLIPS = (
    "Hi, sorry to bother you, one question about something I half remember: ",
    "Hello! Could you please tell me, ",
)


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence for the best passage found; `right` says whether it answers.

    kind: how the question was asked. stated: the share of the data set's answers that a right document states in
    words, which is how far its labels can be believed.
    """

    dataset: str
    kind: str
    right: bool
    evidence: Evidence
    stated: float = 1.0

    @property
    def features(self) -> tuple[float, ...]:
        return tuple(map(float, astuple(self.evidence)))


class Words:
    """Which passages hold a word, as keyword search counts them."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._passages: dict[str, frozenset[int]] = {}

    def __call__(self, word: str) -> frozenset[int]:
        if word not in self._passages:
            found = self._generation.matching([word], self._generation.manifest.passages)
            self._passages[word] = frozenset(number for number, _ in found)
        return self._passages[word]


class Gatherer:
    """Asks the questions of one half of a data set in all ways, and gathers the evidence for what comes first."""

    def __init__(self, bench: Bench, half: Half, most: int) -> None:
        self._bench, self._half = bench, half
        self._random = random.Random(half)  # noqa: S311
        self._words = Words(bench.generation)
        self._prior = vocabulary_prior(bench.encoder.vocabulary)
        dataset = bench.dataset.half(half)
        self._all = dataset.questions
        others = [question for question in dataset.questions if not question.answerable]
        stated = [question for question in dataset.questions if self._is_stated(question)]
        self._stated = len(stated) / max(len(dataset.questions) - len(others), 1)
        self._answerable = self._few(stated, most)
        self._others = self._few(others, most // 2)

    @property
    def steps(self) -> int:
        draws = min(len({question.key for question in self._all}), _DRAWS) + _DRAWS // 2
        return len(self._answerable) + len(self._others) + draws

    def examples(self, step: Callable[[], object]) -> Iterator[Example]:
        for question in self._answerable:
            found, others = self._bench.find(question)
            yield from self._judge("whole", question, found)
            if others:
                yield from self._judge("whole", question, others)
            gone = set(self._bench.numbers_of(self._bench.gold(question)))
            left = tuple(candidate for candidate in found.candidates if candidate.best.number not in gone)
            yield from self._judge("whole, passage absent", question, replace(found, candidates=left))
            exchanged = self._exchange(question)
            if exchanged:
                for text in (exchanged, exchanged.lower()):
                    yield from self._judge("exchanged", _unanswered(question), self._ask(text))
                yield from self._judge("exchanged", question, self._ask(question.text.lower()))
                yield from self._judge("exchanged", question, found)
            for kind, text in (("a slip", self._mistype(question.text)), ("a word before", self._chat(question.text))):
                yield from self._judge(kind, question, self._ask(text))
            step()
        for question in self._others:
            yield from self._judge("unanswerable", question, self._ask(question.text))
            step()
        yield from self._draws(step)

    def _draws(self, step: Callable[[], object]) -> Iterator[Example]:
        keys = sorted({question.key for question in self._all})
        ones = [[key] for key in self._random.sample(keys, min(len(keys), _DRAWS))]
        fives = [self._random.sample(keys, min(len(keys), 5)) for _ in range(_DRAWS // 2)]
        for kind, draws in (("one article", ones), ("five articles", fives)):
            for draw in draws:
                own = [question for question in self._answerable if question.key in draw]
                foreign = [question for question in self._answerable if question.key not in draw]
                documents = self._documents(draw, own, few=kind == "five articles")
                numbers = sorted(self._bench.numbers_of(documents))
                inside = [question for question in own if documents & self._bench.gold(question).keys()]
                for question in self._few(inside, _ASKED_OF_A_DRAW):
                    yield from self._judge(kind, question, self._ask_excerpt(question.text, numbers))
                    gone = set(self._bench.numbers_of(self._bench.gold(question)))
                    left = [number for number in numbers if number not in gone]
                    if len(left) >= _LEAST_PASSAGES:
                        found = self._ask_excerpt(question.text, left)
                        yield from self._judge(f"{kind}, passage absent", question, found)
                    if exchanged := self._exchange(question):
                        found = self._ask_excerpt(exchanged, numbers)
                        yield from self._judge(f"{kind}, exchanged", _unanswered(question), found)
                for question in self._few(foreign, _FOREIGN_TO_A_DRAW):
                    yield from self._judge(kind, question, self._ask_excerpt(question.text, numbers))
                step()

    def _judge(self, kind: str, question: Question, found: Found) -> Iterator[Example]:
        """The first passage's evidence; nothing where it holds the answer in a document that is not known to answer.

        The first is the likeliest, as in answers; but in the tuning half that of the best score, lest the coefficients
        shipped decide what the new ones are fitted to.
        """
        first = "confidence" if self._half == "report" else "evidence.score"
        told = max(islice(tell(found, self._bench.generation), _CONSIDERED), key=attrgetter(first), default=None)
        if told is None:
            return
        right = self._bench.document_of_source(told.passage.source_id) in self._bench.gold(question)
        text = told.article.text[told.passage.start : told.passage.end]
        if not right and question.answerable and holds_answer(text, question.answers):
            return
        yield Example(self._bench.dataset.name, kind, right and question.answerable, told.evidence, self._stated)

    def _ask(self, text: str) -> Found:
        return self._bench.retriever.find(without_courtesies(text), self._bench.generation)

    def _ask_excerpt(self, text: str, numbers: Sequence[int]) -> Found:
        """Ask some passages as if they were all of a corpus."""
        own = frozenset(numbers)
        encoding = self._bench.encoder.encode_question(text)
        asked = weigh(text, encoding, self._prior, len(own), lambda word: len(self._words(word) & own))
        return Found(asked, rank(asked, encoding, numbers, self._bench.generation))

    def _is_stated(self, question: Question) -> bool:
        """Whether a gold document holds an answer in words: else a right document may not answer."""
        return question.answerable and any(
            holds_answer(self._text(document), question.answers) for document in self._bench.gold(question)
        )

    def _text(self, document: str) -> str:
        passages = self._bench.numbers_of([document])
        return " ".join(self._bench.generation.passage_text(number) for number in passages)

    def _documents(self, draw: Sequence[str], own: Sequence[Question], *, few: bool) -> set[str]:
        """The documents of a draw's articles; of each a few only, so that they resemble articles of a newspaper."""
        chosen: set[str] = set()
        for key in draw:
            documents = sorted({d for question in own if question.key == key for d in self._bench.gold(question)})
            chosen |= set(documents[:_DOCUMENTS_OF_AN_ARTICLE] if few else documents)
        return chosen

    def _few(self, questions: Sequence[Question], most: int) -> list[Question]:
        return self._random.sample(questions, min(len(questions), most))

    def _exchange(self, question: Question) -> str | None:
        """The question with one of its names or numbers replaced by one of another article's questions."""
        names = [match for match in re.finditer(r"\w+", question.text) if is_name(question.text, *match.span())]
        if not names:
            return None
        name = self._random.choice(names)
        held = fold(" ".join(self._text(document) for document in self._bench.gold(question)) + question.text)
        for _ in range(20):
            other = self._random.choice(self._names)
            alike = other[1][0].isdigit() == name[0][0].isdigit()
            if alike and other[0] != question.key and fold(other[1]) not in held:
                return question.text[: name.start()] + other[1] + question.text[name.end() :]
        return None

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        """The names in the half's questions, each with the key of its question."""
        return [
            (question.key, match[0])
            for question in self._all
            for match in re.finditer(r"\w+", question.text)
            if is_name(question.text, *match.span())
        ]

    def _mistype(self, text: str) -> str:
        """The text with two letters of a long word exchanged."""
        words = list(re.finditer(r"[^\W\d_]{5,}", text))
        if not words:
            return text
        word = self._random.choice(words)
        at = word.start() + self._random.randrange(1, len(word[0]) - 2)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    def _chat(self, text: str) -> str:
        return self._random.choice(_SLIPS) + text[0].lower() + text[1:]


def _unanswered(question: Question) -> Question:
    """A question that was changed, to which no document is known to answer."""
    return replace(question, gold={}, answers=())


def fit(examples: Sequence[Example]) -> LogisticRegression:
    """A logistic model of the features; each kind of question of each data set weighs as `WEIGHTS` says.

    It is regularised, on features of unit spread, lest one that no right answer has counts without bound.
    """
    used = [example for example in examples if example.kind in WEIGHTS]
    weights = _weights(used)
    features = np.array([example.features for example in used])
    spread = features.std(axis=0)
    spread[spread < 1e-9] = 1
    right = [example.right for example in used]
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000)
    model.fit(features / spread, right, sample_weight=weights / weights.mean())
    model.coef_ /= spread
    return model


def _weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """What each example weighs: the right ones of a data set's kind together, and the wrong ones, as `WEIGHTS` says."""
    groups = Counter((example.dataset, example.kind, example.right) for example in examples)
    of_group = [groups[example.dataset, example.kind, example.right] for example in examples]
    of_kind = [example.stated * WEIGHTS.get(example.kind, (1.0, 1.0))[not example.right] for example in examples]
    weights: NDArray[np.float64] = 1000 * np.array(of_kind) / np.array(of_group)
    return weights


def reliability(
    examples: Sequence[Example], likely: NDArray[np.float64]
) -> tuple[float, list[tuple[float, int, float, float]]]:
    """The expected calibration error, and for each tenth: where it begins, n, the mean confidence, the share right."""
    right = np.array([example.right for example in examples])
    weights = _weights(examples)
    bins = np.minimum((likely * _BINS).astype(int), _BINS - 1)
    error, rows = 0.0, []
    for number in range(_BINS):
        here = bins == number
        if here.any():
            said, was = (float(np.average(values[here], weights=weights[here])) for values in (likely, right))
            error += float(weights[here].sum() / weights.sum()) * abs(said - was)
            rows.append((number / _BINS, int(here.sum()), said, was))
    return error, rows


def describe(examples: Sequence[Example], likely: NDArray[np.float64], threshold: float) -> Iterator[str]:
    """How well right answers are told from wrong ones, by kind, and how far the confidence can be believed."""
    right = np.array([example.right for example in examples])
    for kind in dict.fromkeys(example.kind for example in examples):
        here = np.array([example.kind == kind for example in examples])
        good, bad = here & right, here & ~right
        if good.any() and bad.any():
            auroc = roc_auc_score(right[here], likely[here])
            kept, refused = float((likely[good] >= threshold).mean()), float((likely[bad] < threshold).mean())
            told = f"AUROC {auroc:.4f}, right kept {kept:.3f}, wrong refused {refused:.3f}"
        else:
            told = f"refused {float((likely[here] < threshold).mean()):.3f}"
        yield f"  {kind:15}{told}   n = {int(good.sum())} right, {int(bad.sum())} wrong"
    fitted = [number for number, example in enumerate(examples) if example.kind in WEIGHTS]
    error, rows = reliability([examples[number] for number in fitted], likely[fitted])
    yield f"  calibration error {error:.3f}"
    yield from (f"    {start:.1f}-  said {said:.3f}, right {was:.3f}   n = {n}" for start, n, said, was in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("datasets", nargs="+", type=Path, metavar="DATASET")
    parser.add_argument("--index-dir", type=Path, default=Path("var/eval"), help="a folder with one index for each")
    parser.add_argument("--questions", type=int, default=400, help="answerable ones of each half of a data set")
    options = parser.parse_args()
    settings = IndexSettings.load()
    halves: dict[Half, list[Example]] = {"tuning": [], "report": []}
    for folder in options.datasets:
        dataset = load_dataset(folder)
        with Bars() as bars:
            own = settings.model_copy(update={"index_dir": options.index_dir / dataset.name})
            bench = prepare(dataset, own, bars)
        with closing(bench):
            for half, examples in halves.items():
                gatherer = Gatherer(bench, half, options.questions)
                with progress_bar(f"{dataset.name}, {half}", gatherer.steps) as step:
                    examples += gatherer.examples(step)
    model = fit(halves["tuning"])
    print(f"INTERCEPT = {model.intercept_[0]:.4f}")
    for name, coefficient in zip(COEFFICIENTS, model.coef_[0], strict=True):
        print(f"{name} = {coefficient:.4f}")
    for dataset_name in dict.fromkeys(example.dataset for example in halves["report"]):
        examples = [example for example in halves["report"] if example.dataset == dataset_name]
        fitted = model.predict_proba([example.features for example in examples])[:, 1]
        shipped = np.array([confidence(example.evidence) for example in examples])
        for what, likely in (("fitted", fitted), ("as shipped", shipped)):
            print(f"{dataset_name}, report half, {what}, threshold {settings.answer_threshold:g}")
            print("\n".join(describe(examples, likely, settings.answer_threshold)))


if __name__ == "__main__":
    main()
