"""A data set's questions, asked in many ways -> examples of right and wrong answers to fit the confidence to.

Each is the features of the passage that comes first: asked of the whole corpus, of the same without the question's own
article or only without what answers it, of one article and of five as if they were all, with one name exchanged for
another, with a slip of typing, and behind a greeting.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from itertools import islice
from operator import attrgetter

from index.answering.assessed import AssessedPassage
from index.answering.calibration import Features
from index.answering.names import is_name
from index.evaluation.bench import Bench
from index.evaluation.datasets import Half, Question, holds_answer
from index.evaluation.excerpt import Excerpt, PassagesWith
from index.query.query import read_question
from index.retrieval.retriever import Ranking
from index.storage.searchable import Searchable
from index.text.normalise import fold

# Draws of one article, and half as many of five; of each draw so many questions of its own and of others are asked.
_DRAWS = 18
_ASKED_OF_A_DRAW = 40
_FOREIGN_TO_A_DRAW = 25
_ARTICLES_OF_A_DRAW = 5
# So few documents of an article that five of them resemble articles of a newspaper.
_DOCUMENTS_OF_AN_ARTICLE = 5
# A corpus of fewer passages than this is none that anybody would ask.
_LEAST_PASSAGES = 4
# The passages among which an answer looks for the likeliest.
_CONSIDERED = 10
# So often another name is drawn for one that is to be exchanged.
_TRIES = 20
_GREETINGS = (
    "Hi, sorry to bother you, one question about something I half remember: ",
    "Hello! Could you please tell me, ",
)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that was found for a question: its features and article, and whether it holds the answer, and its best
    sentence alone does."""

    features: Features
    source_id: str
    holds: bool
    says: bool


@dataclass(frozen=True, slots=True)
class Example:
    """The features of the best passage found; `right` says whether it answers.

    kind: how the question was asked. stated: the share of the data set's answers that a right document states in
    words, which is how far its labels can be believed. found: it and the others among which a reply chooses.
    """

    dataset: str
    kind: str
    right: bool
    features: Features
    stated: float = 1.0
    found: tuple[Found, ...] = ()

    @property
    def values(self) -> tuple[float, ...]:
        """The features in their order, as numbers."""
        return tuple(map(float, astuple(self.features)))


class ExampleGatherer:
    """Asks the questions of one half of a data set in all ways, and gathers the evidence for what comes first."""

    def __init__(self, bench: Bench, half: Half, most: int) -> None:
        self._bench, self._half = bench, half
        self._random = random.Random(half)  # noqa: S311
        self._passages_with = PassagesWith(bench.generation)
        self._reads = bench.pipeline.reads
        questions = bench.dataset.half(half).questions
        self._all = [one for one in questions if not self._reads or bench.pipeline.is_read(one.text)]
        others = [question for question in self._all if not question.answerable]
        stated = [question for question in self._all if self._is_stated(question)]
        self._stated = len(stated) / max(len(self._all) - len(others), 1)
        self._answerable = self._few(stated, most)
        self._others = self._few(others, most // 2)

    @property
    def asked(self) -> int:
        """How many questions are asked."""
        return len(self._answerable) + len(self._others)

    @property
    def steps(self) -> int:
        draws = min(len({question.key for question in self._all}), _DRAWS) + _DRAWS // 2
        return self.asked + (0 if self._reads else draws)

    def examples(self, step: Callable[[], object]) -> Iterator[Example]:
        for question in self._answerable:
            yield from self._asked_in_many_ways(question)
            step()
        for question in self._others:
            kind = "near miss" if question.kind else "unanswerable"
            yield from self._judge(kind, question, self._ask(question.text))
            step()
        # What the reader says of a passage does not depend on how many there are, and it takes its time.
        if not self._reads:
            yield from self._draws(step)

    def _asked_in_many_ways(self, question: Question) -> Iterator[Example]:
        ranking = self._ask(question.text)
        yield from self._judge("whole", question, ranking)
        if own := self._bench.passages_about(question):
            yield from self._judge("whole", question, self._ask(question.text, own))
        exchanged = self._exchange(question)
        if exchanged:
            yield from self._judge("exchanged", _unanswered(question), self._ask(exchanged))
            yield from self._judge("exchanged", question, ranking)
        if self._reads:
            return
        if exchanged:
            yield from self._judge("exchanged", _unanswered(question), self._ask(exchanged.lower()))
            yield from self._judge("exchanged", question, self._ask(question.text.lower()))
        gone = frozenset(self._bench.numbers_of(self._bench.gold(question)))
        yield from self._judge("whole, passage absent", question, self._ask(question.text, gone))
        for kind, text in (("a slip", self._mistype(question.text)), ("a word before", self._chat(question.text))):
            yield from self._judge(kind, question, self._ask(text))

    def _draws(self, step: Callable[[], object]) -> Iterator[Example]:
        keys = sorted({question.key for question in self._all})
        ones = [[key] for key in self._random.sample(keys, min(len(keys), _DRAWS))]
        fives = [self._random.sample(keys, min(len(keys), _ARTICLES_OF_A_DRAW)) for _ in range(_DRAWS // 2)]
        for kind, draws in (("one article", ones), ("five articles", fives)):
            for draw in draws:
                own = [question for question in self._answerable if question.key in draw]
                foreign = [question for question in self._answerable if question.key not in draw]
                documents = self._documents(draw, own, few=kind == "five articles")
                numbers = sorted(self._bench.numbers_of(documents))
                inside = [question for question in own if documents & self._bench.gold(question).keys()]
                for question in self._few(inside, _ASKED_OF_A_DRAW):
                    yield from self._judge_excerpt(kind, question, question.text, numbers)
                    gone = set(self._bench.numbers_of(self._bench.gold(question)))
                    left = [number for number in numbers if number not in gone]
                    if len(left) >= _LEAST_PASSAGES:
                        yield from self._judge_excerpt(f"{kind}, passage absent", question, question.text, left)
                    if exchanged := self._exchange(question):
                        asked = _unanswered(question)
                        yield from self._judge_excerpt(f"{kind}, exchanged", asked, exchanged, numbers)
                for question in self._few(foreign, _FOREIGN_TO_A_DRAW):
                    yield from self._judge_excerpt(kind, question, question.text, numbers)
                step()

    def _judge(
        self, kind: str, question: Question, ranking: Ranking, corpus: Searchable | None = None
    ) -> Iterator[Example]:
        """The first passage's features; nothing where it holds the answer in a document that is not known to answer.

        The first is the likeliest, as in answers; but in the tuning half that of the best score, or the best reading,
        so that the coefficients in use do not decide what the new ones are fitted to. Where there is a reader, which
        chooses the sentence, it is right if the sentence is.
        """
        assessed = self._bench.pipeline.assess(ranking, corpus or self._bench.generation)
        passages = list(islice(assessed, _CONSIDERED))
        best_of_all = "features.reading" if self._reads else "features.score"
        first = attrgetter("confidence" if self._half == "report" else best_of_all)
        best = max(passages, key=first, default=None)
        if best is None:
            return
        in_gold = self._bench.document_of_source(best.source_id) in self._bench.gold(question)
        right = self._find(best, question).says if self._reads else in_gold
        text = best.article.text[best.passage.start : best.passage.end]
        if not in_gold and question.answerable and holds_answer(text, question.answers):
            return
        found = tuple(self._find(one, question) for one in passages)
        right = right and question.answerable
        yield Example(self._bench.dataset.name, kind, right, best.features, self._stated, found)

    def _find(self, found: AssessedPassage, question: Question) -> Found:
        document = self._bench.document_of_source(found.source_id)
        shown = (found.article.text[found.passage.start : found.passage.end], found.text_of(found.best))
        holds, says = (question.answerable and self._bench.is_right(document, text, question) for text in shown)
        return Found(found.features, found.source_id, holds, says)

    def _ask(self, text: str, without: frozenset[int] = frozenset()) -> Ranking:
        return self._bench.pipeline.retrieve(read_question(text).words, self._bench.generation, without=without)

    def _judge_excerpt(self, kind: str, question: Question, text: str, numbers: Sequence[int]) -> Iterator[Example]:
        """Ask some passages as if they were all of a corpus."""
        excerpt = Excerpt(self._bench.generation, numbers, self._passages_with)
        yield from self._judge(
            kind, question, self._bench.pipeline.retrieve(read_question(text).words, excerpt), excerpt
        )

    def _is_stated(self, question: Question) -> bool:
        """Whether a gold document holds an answer in words: else a right document may not answer."""
        return question.answerable and (
            bool(question.evidence)
            or any(holds_answer(self._text(document), question.answers) for document in self._bench.gold(question))
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
        for _ in range(_TRIES):
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
        return self._random.choice(_GREETINGS) + text[0].lower() + text[1:]


def _unanswered(question: Question) -> Question:
    """A question that was changed, to which no document is known to answer."""
    return replace(question, gold={}, answers=(), evidence=(), answerable=False)
