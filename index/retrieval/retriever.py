"""Question -> ranked passages: spelling, candidates from vector and keyword search, late interaction, reranker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.retrieval.candidates import CANDIDATES, find_candidates, selective_words
from index.retrieval.late_interaction import Candidate, SentenceScore, score_passages
from index.retrieval.reranker import RERANKED, Reranker
from index.retrieval.spelling import Spelling
from index.retrieval.term_weights import WeightedQuestion, vocabulary_prior, weigh
from index.storage.searchable import Searchable, Selection
from index.text.normalise import folded_words, keywords

# The best passages hold the word that was meant, if any does.
_READ_FOR_SPELLING = 40


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question, and the passages for it, best first.

    Where the question is not `readable`, being in a writing that the encoder does not know, the passages are those
    that hold its words, and their scores say nothing. `reranked` are in the order of another model than the scores'.
    `rivals` are those of the whole corpus, where the others are of a selection: an answer has to hold up against all.
    """

    question: WeightedQuestion
    candidates: tuple[Candidate, ...]
    readable: bool = True
    reranked: bool = False
    rivals: tuple[Candidate, ...] = ()

    @property
    def all_found(self) -> tuple[Candidate, ...]:
        """The candidates, and the rivals that are not among them."""
        own = {candidate.passage for candidate in self.candidates}
        return (*self.candidates, *(rival for rival in self.rivals if rival.passage not in own))

    def followed_by(self, deeper: Ranking) -> Ranking:
        """These passages, and behind them what a deeper search found besides."""
        known = {candidate.passage for candidate in self.candidates}
        others = (candidate for candidate in deeper.candidates if candidate.passage not in known)
        return replace(self, candidates=(*self.candidates, *others))


class Retriever:
    """Finds passages with one encoder, and orders the best with a reranker if there is one; safe to share between
    threads."""

    def __init__(self, encoder: Encoder, reranker: Reranker | None = None) -> None:
        self.encoder = encoder
        self._reranker = reranker

    def warm_up(self) -> None:
        """Load the models now, so that the first question does not wait for them."""
        self.encoder.warm_up()
        if self._reranker:
            self._reranker.order("ready?", ["ready"])

    def retrieve(
        self,
        question: str,
        corpus: Searchable,
        count: int | None = None,
        within: Selection | None = None,
        without: frozenset[int] = frozenset(),
    ) -> Ranking:
        """The passages nearest to a question, best first; equal scores in corpus order.

        Scored are the first `count` by vector (CANDIDATES by default) and as many by BM25, united, of those `within`
        and none of those `without`. A question with slips of typing is asked once more without them.
        """
        count = count or CANDIDATES
        ranking = self._retrieve(question, corpus, count, within, without)
        if not ranking.readable:
            return ranking
        texts = (corpus.passage_text(candidate.passage) for candidate in ranking.candidates[:_READ_FOR_SPELLING])
        meant = self._spelling.respell(ranking.question, texts, corpus)
        return ranking if meant == question else self._retrieve(meant, corpus, count, within, without)

    def _retrieve(
        self, text: str, corpus: Searchable, count: int, within: Selection | None, without: frozenset[int]
    ) -> Ranking:
        encoding = self.encoder.encode_question(text)
        corpus.expect(words=folded_words(text))
        question = weigh(text, encoding, self._prior, corpus.passage_count, corpus.passages_with)
        if not len(encoding.pieces):
            return Ranking(question, ())
        if not self.encoder.reads(text):
            matching = corpus.matching(selective_words(question, corpus), count, within)
            return Ranking(question, _by_words(question, [number for number, _ in matching], corpus), readable=False)
        # So many more that without those left out there are enough.
        numbers = find_candidates(question, encoding, corpus, count + len(without), within)
        wanted = [number for number in numbers if number not in without] if without else numbers
        corpus.expect(wanted)
        return self._rerank(Ranking(question, score_passages(question, encoding, wanted, corpus.tokens_of)), corpus)

    def _rerank(self, ranking: Ranking, corpus: Searchable) -> Ranking:
        if self._reranker is None:
            return ranking
        first, rest = ranking.candidates[:RERANKED], ranking.candidates[RERANKED:]
        passages = ["\n".join(corpus.titled_text(candidate.passage)) for candidate in first]
        order = self._reranker.order(ranking.question.text, passages)
        return replace(ranking, candidates=(*(first[number] for number in order), *rest), reranked=True)

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.encoder.vocabulary)

    @cached_property
    def _prior(self) -> NDArray[np.float32]:
        return vocabulary_prior(self.encoder.vocabulary)


def _by_words(question: WeightedQuestion, numbers: Sequence[int], corpus: Searchable) -> tuple[Candidate, ...]:
    """Passages in the order given, the sentences with most of the question's words first; all scores are 0."""
    wanted = {keywords(word.folded) for word in question.words}
    candidates = []
    for number in numbers:
        passage, text = corpus.passage(number), corpus.passage_text(number)
        held = [
            len(wanted & set(re.findall(r"\w+", keywords(text[span.start - passage.start : span.end - passage.start]))))
            for span in passage.sentences
        ]
        order = sorted(range(len(held)), key=lambda sentence: -held[sentence])
        scores = tuple(SentenceScore(number, sentence, 0.0, 0.0, 0.0) for sentence in order)
        nearest = np.zeros(len(question.token_weights), dtype=np.float32)
        candidates.append(Candidate(scores, corpus.tokens_of(number), nearest))
    return tuple(candidates)
