"""A passage that was ranked, with the evidence that it answers and what its best sentences say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.answering.calibration import Features
from index.models import Article, Passage, Span
from index.retrieval.late_interaction import Candidate, SentenceScore
from index.storage.token_vectors import unit

# "Nearly as good" is what scores at least this share of the best. Chosen by hand, as are the bounds of agreement: see
# the ablations in docs/benchmarks.md.
NEARLY = 0.8


@dataclass(frozen=True)
class AssessedPassage:
    """What a passage says, with the features of its best sentence and the probability that this answers.

    preceding: the sentences before the passage, where it can't be understood without them.
    """

    candidate: Candidate
    passage: Passage
    article: Article
    features: Features
    confidence: float
    preceding: tuple[Span, ...] = ()

    @property
    def best(self) -> SentenceScore:
        """The sentence that speaks for the passage."""
        return self.candidate.best

    @property
    def source_id(self) -> str:
        return self.article.source.source_id

    def text_of(self, sentence: SentenceScore) -> str:
        span = self.passage.sentences[sentence.sentence]
        return self.article.text[span.start : span.end]

    @cached_property
    def alternatives(self) -> list[SentenceScore]:
        """The best sentence, and those that answer nearly as well."""
        enough = NEARLY * self.best.score
        return [sentence for sentence in self.candidate.sentences if sentence.score >= enough]

    @cached_property
    def tokens(self) -> dict[int, NDArray[np.float32]]:
        """The unit token vectors [n, d] of each alternative, by sentence."""
        vectors, sentences = self.candidate.tokens.vectors(), self.candidate.tokens.sentences
        return {one.sentence: vectors[sentences == one.sentence] for one in self.alternatives}

    @cached_property
    def means(self) -> dict[int, NDArray[np.float32]]:
        """The unit mean [d] of each alternative's token vectors, by sentence."""
        return {sentence: unit(tokens.sum(axis=0)) for sentence, tokens in self.tokens.items()}
