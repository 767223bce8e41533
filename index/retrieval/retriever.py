"""Question -> ranked passages: candidates from vector and keyword search, ranked by late interaction.

Late interaction (MaxSim, as in ColBERT) compares every word piece of the question with every one of a passage, both
taken from the encoder's last hidden states; each of the question's pieces counts with its weight. A passage scores
its best sentence plus the whole of it, and for the sentence also the cosine of the mean vectors; the best sentence is
what answers. Scores depend on the question and the passage alone but for the rarity of words, so that they can be
compared between questions and between corpora.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder, Encoding
from index.retrieval.reranker import RERANKED, Reranker
from index.retrieval.spelling import respell
from index.retrieval.term_weights import Weighed, vocabulary_prior, weigh
from index.storage import Generation, Selection
from index.storage.token_vectors import PassageTokens, unit
from index.text.normalise import keywords

CANDIDATES = 40
SENTENCE_COSINE = 0.4
# A word in more than this share of the passages finds no candidates of its own, unless the question has no other.
_COMMON = 0.1
_COMMON_FROM = 1_000
# Keyword search has to rank every passage that it matches: the rarest words count until so many passages match.
_MOST_MATCHES = 10_000
_READ_FOR_SPELLING = 40
_RANKED_TOGETHER = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """The evidence that one sentence of a passage answers a question; each is at most 1.

    sentence_score and passage_score: weighted MaxSim over the sentence and over its whole passage. sentence_cosine:
    of the sentence's and the question's mean token vectors.
    """

    number: int
    sentence: int
    sentence_score: float
    passage_score: float
    sentence_cosine: float

    @property
    def score(self) -> float:
        return self.sentence_score + SENTENCE_COSINE * self.sentence_cosine + self.passage_score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the readings of all its sentences, best first, and its tokens.

    met: float32 [n], for each of the question's word pieces the greatest cosine to one of the passage's.
    """

    readings: tuple[Reading, ...]
    tokens: PassageTokens
    met: NDArray[np.float32]

    @property
    def best(self) -> Reading:
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked, and the passages for it, best first.

    Where the question is not `readable`, being in a writing that the encoder does not know, the passages are those
    that hold its words, and their scores say nothing. `reranked` are in the order of another model than the scores'.
    """

    asked: Weighed
    candidates: tuple[Candidate, ...]
    readable: bool = True
    reranked: bool = False

    def followed_by(self, deeper: Found) -> Found:
        """These passages, and behind them what a deeper search found besides."""
        known = {candidate.best.number for candidate in self.candidates}
        others = (candidate for candidate in deeper.candidates if candidate.best.number not in known)
        return replace(self, candidates=(*self.candidates, *others))


class Retriever:
    """Finds passages with one encoder, and orders the best with a reranker if there is one; safe to share between
    threads."""

    def __init__(self, encoder: Encoder, reranker: Reranker | None = None) -> None:
        self._encoder = encoder
        self._reranker = reranker

    def find(
        self, question: str, generation: Generation, candidates: int = CANDIDATES, within: Selection | None = None
    ) -> Found:
        """The passages nearest to a question, best first; equal scores in corpus order.

        Ranked are the first `candidates` by passage vector and as many by BM25, united, of those `within`. A question
        with slips of typing is asked once more without them.
        """
        found = self._find(question, generation, candidates, within)
        if not found.readable:
            return found
        texts = (generation.passage_text(candidate.best.number) for candidate in found.candidates[:_READ_FOR_SPELLING])
        meant = respell(found.asked, texts, lambda word: word in self._words or generation.passages_with(word) > 0)
        return found if meant == question else self._find(meant, generation, candidates, within)

    def _find(self, question: str, generation: Generation, candidates: int, within: Selection | None) -> Found:
        encoding = self._encoder.encode_question(question)
        passages = generation.manifest.passages
        asked = weigh(question, encoding, self._prior, passages, generation.passages_with)
        if not len(encoding.pieces):
            return Found(asked, ())
        words = _telling_words(asked, generation)
        if not self._encoder.reads(question):
            held = [number for number, _ in generation.matching(words, candidates, within)]
            return Found(asked, _by_words(asked, held, generation), readable=False)
        numbers = {number for number, _ in generation.nearest(encoding.vector, candidates, within)}
        numbers |= {number for number, _ in generation.matching(words, candidates, within)}
        ranked = rank(asked, encoding, sorted(numbers), generation)
        if self._reranker is None:
            return Found(asked, ranked)
        first, rest = ranked[:RERANKED], ranked[RERANKED:]
        order = self._reranker.order(question, ["\n".join(generation.titled_text(one.best.number)) for one in first])
        return Found(asked, (*(first[number] for number in order), *rest), reranked=True)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The encoder's vocabulary: what is in it is no slip, though the corpus may not hold it."""
        return frozenset(piece.lstrip("\u2581\u0120").lower() for piece in self._encoder.vocabulary)

    @cached_property
    def _prior(self) -> NDArray[np.float32]:
        return vocabulary_prior(self._encoder.vocabulary)


def rank(asked: Weighed, question: Encoding, numbers: Sequence[int], generation: Generation) -> tuple[Candidate, ...]:
    """Score passages against an encoded question; best first."""
    candidates: list[Candidate] = []
    # A few at a time, whose vectors the processor's caches hold.
    for first in range(0, len(numbers), _RANKED_TOGETHER):
        candidates += _score(asked, question, numbers[first : first + _RANKED_TOGETHER], generation)
    return tuple(sorted(candidates, key=lambda candidate: _best_first(candidate.best)))


def _score(asked: Weighed, question: Encoding, numbers: Sequence[int], generation: Generation) -> Iterator[Candidate]:
    """Those of the passages that have tokens, with their readings."""
    parts = [(number, part) for number in numbers if len(part := generation.tokens_of(number))]
    if not parts:
        return
    sentences = np.concatenate([part.sentences for _, part in parts])
    tokens = PassageTokens(np.concatenate([part.packed for _, part in parts]), sentences).vectors()
    bounds = np.cumsum([0, *(len(part) for _, part in parts)])
    # The runs of tokens that make up a sentence, and of those the first one of each passage.
    starts = np.union1d(np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1]]), bounds[:-1])
    first_runs = np.searchsorted(starts, bounds)
    asked_tokens = unit(question.tokens)
    best = np.maximum.reduceat(asked_tokens @ tokens.T, starts, axis=1)
    sentence_scores = (asked.piece_weights @ best).tolist()
    met = np.maximum.reduceat(best, first_runs[:-1], axis=1)
    passage_scores = (asked.piece_weights @ met).tolist()
    # Much quicker than np.add.reduceat, which also keeps all other threads waiting.
    sums = np.stack([tokens[start:end].sum(axis=0) for start, end in pairwise([*starts, len(tokens)])])
    sentence_cosines = (unit(sums) @ unit(asked_tokens.mean(axis=0))).tolist()
    sentence_of = sentences[starts].tolist()
    for place, (number, part) in enumerate(parts):
        readings = [
            Reading(number, sentence_of[run], sentence_scores[run], passage_scores[place], sentence_cosines[run])
            for run in range(first_runs[place], first_runs[place + 1])
        ]
        yield Candidate(tuple(sorted(readings, key=_best_first)), part, met[:, place])


def _by_words(asked: Weighed, numbers: Sequence[int], generation: Generation) -> tuple[Candidate, ...]:
    """Passages in the order given, the sentences with most of the question's words first; all scores are 0."""
    wanted = {keywords(word.folded) for word in asked.words}
    candidates = []
    for number in numbers:
        passage, text = generation.passage(number), generation.passage_text(number)
        held = [
            len(wanted & set(re.findall(r"\w+", keywords(text[span.start - passage.start : span.end - passage.start]))))
            for span in passage.sentences
        ]
        order = sorted(range(len(held)), key=lambda sentence: -held[sentence])
        readings = tuple(Reading(number, sentence, 0.0, 0.0, 0.0) for sentence in order)
        met = np.zeros(len(asked.piece_weights), dtype=np.float32)
        candidates.append(Candidate(readings, generation.tokens_of(number), met))
    return tuple(candidates)


def _best_first(reading: Reading) -> tuple[float, int, int]:
    return -round(reading.score, 6), reading.number, reading.sentence


def _telling_words(asked: Weighed, generation: Generation) -> list[str]:
    """The question's words that tell passages apart."""
    passages = generation.manifest.passages
    words = [word.folded for word in asked.words]
    if passages < _COMMON_FROM:
        return words
    rare = [word for word in words if generation.passages_with(word) <= _COMMON * passages] or words
    telling: list[str] = []
    matches = 0
    for word in sorted(dict.fromkeys(rare), key=generation.passages_with):
        matches += generation.passages_with(word)
        if telling and matches > _MOST_MATCHES:
            break
        telling.append(word)
    return telling
