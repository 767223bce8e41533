"""Questions with what answers them -> passages with a label for each sentence, to train the reader on.

For each question of a data set (BEIR layout, `index.evaluation.datasets`): the passages that answer it, the passages
that come first but do not, and a passage that answers with the answering sentences taken away.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.answering.reader_input import ReaderPassage, passage_to_read
from index.evaluation.bench import Bench
from index.evaluation.datasets import Question, holds_answer

# Of each question, at most so many passages that answer, and that come first but do not.
_ANSWERING, _NEAR, _FOUND = 2, 2, 12
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


def of_dataset(bench: Bench, questions: Iterable[Question], seed: int = 0) -> Iterator[ReaderExample]:
    """The examples that the questions of an indexed data set give."""
    draw = random.Random(seed)  # noqa: S311
    for question in questions:
        ranking = bench.pipeline.retrieve(question.text, bench.generation, _FOUND)
        first = [candidate.passage for candidate in ranking.candidates]
        gold = bench.gold(question)
        answering, near = [], []
        own = list(bench.numbers_of(gold))
        for number in dict.fromkeys([*own, *first[: 4 * _NEAR]]):
            passage = bench.generation.passage(number)
            read = passage_to_read(number, bench.generation)
            sentences = read.sentences
            in_gold = bench.document_of_source(passage.source_id) in gold
            labels = tuple(in_gold and _answers(sentence, question) for sentence in sentences)
            if any(labels):
                answering.append(ReaderExample(question.text, read, labels))
            elif not (question.answers and any(holds_answer(sentence, question.answers) for sentence in sentences)):
                near.append(ReaderExample(question.text, read, labels))
        # Of the passages that the question was written about, then of those that come first.
        yield from answering[:_ANSWERING]
        yield from near[: _NEAR if answering or not question.answerable else 1]
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


def without_answer(example: ReaderExample) -> ReaderExample | None:
    """The same passage without the sentences that answer; None where nothing would be left."""
    left = tuple(
        sentence for sentence, label in zip(example.passage.sentences, example.labels, strict=True) if not label
    )
    if not left:
        return None
    return ReaderExample(example.question, replace(example.passage, sentences=left), (False,) * len(left))


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
