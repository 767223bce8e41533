"""Questions with what answers them -> passages with a label for each sentence, to train the reader on.

For each question of a data set (BEIR layout, `index.evaluation.datasets`): the passages that answer it, the passages
that come first but do not, the first passage of another story, as if the archive did not have its own, and a passage
that answers with the answering sentences taken away. And sentences beside others that state the same or do not.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from pathlib import Path
from typing import Any

from index.answering.reader_input import ReaderPassage, passage_to_read
from index.evaluation.bench import Bench
from index.evaluation.datasets import Question, holds_answer

# Of each question, at most so many passages that answer, and that come first but do not: more where none answers.
_ANSWERING, _NEAR, _NEAR_MISSES, _FOUND = 2, 3, 3, 40
# How often the first passage of another story is shown: an archive often lacks what it is asked for.
_OF_ANOTHER = 0.6
# How often an answering passage is shown once more without its answer.
_TAKEN_AWAY = 0.3
_WORDS_OF_A_SECTION = 110


@dataclass(frozen=True, slots=True)
class ReaderExample:
    """labels: for each sentence of the passage, whether it states what is asked."""

    question: str
    passage: ReaderPassage
    labels: tuple[bool, ...]

    @property
    def answers(self) -> bool:
        return any(self.labels)


def of_dataset(
    bench: Bench, questions: Iterable[Question], wanted: Collection[str], seed: int = 0
) -> Iterator[ReaderExample]:
    """The examples that those of the questions of an indexed data set give whose texts are wanted."""
    draw = random.Random(seed)  # noqa: S311
    questions = list(questions)
    stories: defaultdict[str, set[str]] = defaultdict(set)
    for question in questions:
        stories[question.key].update(bench.gold(question))
    for question in (question for question in questions if question.text in wanted):
        ranking = bench.pipeline.retrieve(question.text, bench.generation, _FOUND)
        first = [candidate.passage for candidate in ranking.candidates]
        gold = bench.gold(question)
        answering, near = [], []
        for number in dict.fromkeys([*first[: 4 * _NEAR], *bench.numbers_of(gold)]):
            passage = bench.generation.passage(number)
            read = passage_to_read(number, bench.generation)
            sentences = read.sentences
            in_gold = bench.document_of_source(passage.source_id) in gold
            labels = tuple(in_gold and _answers(sentence, question) for sentence in sentences)
            if any(labels):
                answering.append(ReaderExample(question.text, read, labels))
            elif not (question.answers and any(holds_answer(sentence, question.answers) for sentence in sentences)):
                near.append(ReaderExample(question.text, read, labels))
        yield from answering[:_ANSWERING]
        yield from near[: _NEAR if question.answerable else _NEAR_MISSES]
        others = (one for one in first if bench.document_of_source(_source(one, bench)) not in stories[question.key])
        if draw.random() < _OF_ANOTHER and (other := next(others, None)) is not None:
            read = passage_to_read(other, bench.generation)
            yield ReaderExample(question.text, read, (False,) * len(read.sentences))
        for example in answering[:1]:
            if draw.random() < _TAKEN_AWAY and (rest := without_answer(example)):
                yield rest


def of_sections(path: Path) -> Iterator[ReaderExample]:
    """The examples of SelQA: sections of articles, and which of their sentences answer."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        answering = set(row["answers"])
        for first, end in _runs(row["sentences"]):
            labels = tuple(number in answering for number in range(first, end))
            passage = ReaderPassage(
                f"{row['article']}: {row['section']}",
                None,
                " ".join(row["sentences"][max(first - 1, 0) : first]),
                tuple(row["sentences"][first:end]),
            )
            yield ReaderExample(row["question"], passage, labels)


def of_statements(topics: Iterable[Mapping[str, Any]]) -> Iterator[ReaderExample]:
    """Sentences as what is asked, of the topics for fitting in English (`benchmarks.fit_agreement`), each with every
    other sentence of its topic, which states the same or does not. They end with a full stop, as no question does."""
    for topic in topics:
        if topic["part"] != "fit" or topic["language"] != "en":
            continue
        same = topic["same"]
        others = [one["text"] for one in (*topic["contradicting"], *topic["related"])]
        pairs = [(*pair, True) for pair in permutations(same, 2)]
        pairs += [(*pair, False) for pair in (*product(same, others), *product(others, same))]
        for one, other, agrees in pairs:
            yield ReaderExample(f"{one.rstrip(' .')}.", ReaderPassage("", None, "", (other,)), (agrees,))


def without_answer(example: ReaderExample) -> ReaderExample | None:
    """The same passage without the sentences that answer; None where nothing would be left."""
    left = tuple(
        sentence for sentence, label in zip(example.passage.sentences, example.labels, strict=True) if not label
    )
    if not left:
        return None
    return ReaderExample(example.question, replace(example.passage, sentences=left), (False,) * len(left))


def _source(passage: int, bench: Bench) -> str:
    return bench.generation.passage(passage).source_id


def _answers(sentence: str, question: Question) -> bool:
    if question.evidence:
        said = " ".join(sentence.split())
        wanted = [" ".join(one.split()) for one in question.evidence]
        return any(one in said or said in one for one in wanted)
    return holds_answer(sentence, question.answers)


def _runs(sentences: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of sentences of about so many words as a passage."""
    first, words = 0, 0
    for number, sentence in enumerate(sentences):
        words += len(sentence.split())
        if words >= _WORDS_OF_A_SECTION or number == len(sentences) - 1:
            yield first, number + 1
            first, words = number + 1, 0
