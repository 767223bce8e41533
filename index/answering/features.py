"""Ranked passages -> the features that tell how likely each answers, and the probability that they come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.answering.assessed import AssessedPassage
from index.answering.calibration import UNREAD, Calibration, Features
from index.answering.coverage import missed_words, most_missed
from index.answering.margin import Margin, Story, margins
from index.answering.names import Name, lacks_a_name, names_of, names_written_small
from index.answering.quoting import is_as_indexed, leans_back
from index.answering.reader import Reader
from index.answering.reader_input import passage_to_read
from index.models import Article, Span
from index.query.answer_type import AnswerType, expected, gives
from index.retrieval.late_interaction import Candidate, SentenceScore
from index.retrieval.retriever import Ranking
from index.retrieval.term_weights import WeightedQuestion
from index.storage.searchable import Searchable

# As many passages as either search gives: what they write with a capital is a name.
_READ_FOR_NAMES = 40
# How many passages the reader reads, and how many more where none of those clearly answers.
READ_AT_ONCE, READ = 4, 8
CLEAR = 3.0
# What the late interaction score adds to the reader's logit when a sentence is chosen.
SCORE_BESIDE_READING = 2.0
# The share of a passage's best score with which another of its sentences may speak, as it gives what is asked for.
# Chosen by hand: see the ablations in docs/benchmarks.md.
_NEARLY = 0.75
# What a sentence without any figure can't tell.
_FIGURES: frozenset[AnswerType] = frozenset({"figure", "duration"})


OffsetsOf = Callable[[str, str], NDArray[np.int32]]
"""The character offsets [n, 2] of the tokens of a passage's text, under its article's title."""


def assess(
    ranking: Ranking, corpus: Searchable, calibration: Calibration, offsets_of: OffsetsOf, reader: Reader | None = None
) -> Iterator[AssessedPassage]:
    """The ranked passages in their order, with their features and how likely each answers.

    Where there is a reader, it chooses the sentence of each of the first passages.
    """
    if not ranking.candidates:
        return
    question = ranking.question
    names = names_of(question, _names_written_small(ranking, corpus))
    wanted = expected(question.text)
    if reader and ranking.readable:
        ranking = read(ranking, corpus, reader)
    elif wanted:
        ranking = replace(ranking, candidates=tuple(_giving(wanted, one, corpus) for one in ranking.candidates))

    def story_of(number: int) -> Story:
        vector = corpus.article_vector(corpus.passage(number).source_id)
        return Story(corpus.titled_text(number)[0], vector)

    found = ranking.candidates
    missed = missed_words(question, np.stack([candidate.nearest for candidate in found]))
    asked = _LookedFor(question, names, wanted, corpus)
    standing = margins(ranking, story_of)
    calibrated = calibration.confidence if ranking.readable else None
    at_most = asked.at_most(found, standing, missed, calibration) if calibrated else np.zeros(len(found))
    for candidate, margin, own, most in zip(found, standing, missed, at_most.tolist(), strict=True):
        passage = corpus.passage(candidate.passage)
        article = corpus.article(passage.source_id)
        if article is None:
            continue
        read_features = partial(asked.features, candidate.best, margin, own)
        read_offsets = partial(_token_offsets, candidate.passage, corpus, offsets_of)
        read_preceding = partial(_preceding, candidate.passage, article, corpus)
        yield AssessedPassage(
            candidate, passage, article, most, read_features, calibrated, read_offsets, read_preceding
        )


@dataclass(frozen=True, slots=True)
class _LookedFor:
    """What is looked for in each passage of a corpus."""

    question: WeightedQuestion
    names: tuple[Name, ...]
    wanted: AnswerType | None
    corpus: Searchable

    def features(self, best: SentenceScore, margin: Margin, missed: NDArray[np.float64]) -> Features:
        """Those of a passage with such a best sentence."""
        text = "\n".join(self.corpus.titled_text(best.passage))
        return Features(
            score=best.score,
            margin=margin.margin,
            crowd=margin.crowd,
            specificity=self.question.specificity,
            missed=most_missed(self.question, missed, text),
            lacks_a_name=lacks_a_name(self.names, text),
            lacks_a_figure=self.wanted in _FIGURES and not gives(self.wanted, _text_of(best, self.corpus)),
            reading=_reading_of(best),
        )

    def at_most(
        self,
        found: Sequence[Candidate],
        standing: Sequence[Margin],
        missed: NDArray[np.float64],
        calibration: Calibration,
    ) -> NDArray[np.float64]:
        """How likely each of p passages is at most, whatever its text, [p]. missed: [p, m], of the question's words."""
        least: dict[str, ArrayLike] = {
            "score": [one.best.score for one in found],
            "margin": [one.margin for one in standing],
            "crowd": [one.crowd for one in standing],
            "specificity": self.question.specificity,
            "missed": 0.0,
            "lacks_a_name": False,
            "lacks_a_figure": False,
            "reading": [_reading_of(one.best) for one in found],
        }
        of_texts: dict[str, ArrayLike] = {
            "missed": missed.max(axis=1, initial=0),
            "lacks_a_name": bool(self.names),
            "lacks_a_figure": self.wanted in _FIGURES,
        }
        return np.broadcast_to(calibration.most_confidence(least, least | of_texts), len(found))


def _reading_of(sentence: SentenceScore) -> float:
    return UNREAD if sentence.reading is None else sentence.reading


def read(ranking: Ranking, corpus: Searchable, reader: Reader) -> Ranking:
    """The ranking, with the sentences of the passages of the best scores in the order of the reader."""
    best = sorted(ranking.candidates, key=lambda one: -one.best.score)
    logits: dict[int, NDArray[np.float32]] = {}
    for part in (best[:READ_AT_ONCE], best[READ_AT_ONCE:READ]):
        if any(found.max() >= CLEAR for found in logits.values()):
            break
        found = reader.read(ranking.question.text, [passage_to_read(one.passage, corpus) for one in part])
        logits |= {one.passage: own for one, own in zip(part, found, strict=True)}
    return replace(
        ranking,
        candidates=tuple(
            _as_read(one, logits[one.passage]) if one.passage in logits else one for one in ranking.candidates
        ),
    )


def _as_read(candidate: Candidate, logits: NDArray[np.float32]) -> Candidate:
    sentences = [one._replace(reading=float(logits[one.sentence])) for one in candidate.sentences]
    ordered = sorted(sentences, key=lambda one: -(cast("float", one.reading) + SCORE_BESIDE_READING * one.score))
    return replace(candidate, sentences=tuple(ordered))


def _giving(wanted: AnswerType, candidate: Candidate, corpus: Searchable) -> Candidate:
    """The candidate with its best sentence first that gives what is asked for, if one comes near the best of all."""
    enough = _NEARLY * candidate.best.score
    near = (sentence for sentence in candidate.sentences if sentence.score >= enough)
    giving = next((sentence for sentence in near if gives(wanted, _text_of(sentence, corpus))), candidate.best)
    if giving is candidate.best:
        return candidate
    others = (sentence for sentence in candidate.sentences if sentence is not giving)
    return replace(candidate, sentences=(giving, *others))


def _text_of(sentence: SentenceScore, corpus: Searchable) -> str:
    passage, text = corpus.passage(sentence.passage), corpus.passage_text(sentence.passage)
    span = passage.sentences[sentence.sentence]
    return text[span.start - passage.start : span.end - passage.start]


def _names_written_small(ranking: Ranking, corpus: Searchable) -> frozenset[str]:
    """The names that a question writes small, by how the passages found for it write them."""
    numbers = [candidate.passage for candidate in ranking.all_found[:_READ_FOR_NAMES]]
    return names_written_small(ranking.question, map(corpus.passage_text, numbers))


def _token_offsets(number: int, corpus: Searchable, offsets_of: OffsetsOf) -> NDArray[np.int32]:
    """Where in a passage its tokens stand."""
    title, text = corpus.titled_text(number)
    return offsets_of(text, title)


def _preceding(number: int, article: Article, corpus: Searchable) -> tuple[Span, ...]:
    """The sentences that lead up to a passage that can't be understood without them."""
    passage = corpus.passage(number)
    opening = passage.sentences[0]
    if not leans_back(article.text[opening.start : opening.end]):
        return ()
    earlier = corpus.passage_before(number)
    if not earlier or article.text[earlier.end : passage.start].strip() or not is_as_indexed(article, earlier):
        return ()
    return earlier.sentences
