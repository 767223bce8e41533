"""A passage that was ranked, with the evidence that it answers and what its best sentences say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from heapq import heapify, heappop, heapreplace

import numpy as np
from numpy.typing import NDArray

from index.answering.agreement import EncodedSentence
from index.answering.calibration import Features
from index.models import Article, Passage, Span
from index.retrieval.late_interaction import Candidate, SentenceScore
from index.storage.token_vectors import PassageTokens, runs_of

# "Nearly as good" is what scores at least this share of the best. Chosen by hand, as are the bounds of agreement: see
# the ablations in docs/benchmarks.md.
NEARLY = 0.8
# So much less, in the reader's log odds, for sentences that it has read.
NEARLY_AS_READ = 0.5


@dataclass(frozen=True)
class AssessedPassage:
    """What a passage says, with the features of its best sentence and the probability that this answers.

    Of most that are found nobody wants to know these two, which takes reading them. at_most: no less than the
    probability, without. calibrated: gives it for the features; None where it is `at_most`. read_features,
    read_preceding: read `features` and `preceding`. read_offsets: reads where in the passage its tokens stand,
    int32 [n, 2].
    """

    candidate: Candidate
    passage: Passage
    article: Article
    at_most: float
    read_features: Callable[[], Features]
    calibrated: Callable[[Features], float] | None
    read_offsets: Callable[[], NDArray[np.int32]]
    read_preceding: Callable[[], tuple[Span, ...]]

    @property
    def best(self) -> SentenceScore:
        """The sentence that speaks for the passage."""
        return self.candidate.best

    @cached_property
    def features(self) -> Features:
        return self.read_features()

    @cached_property
    def confidence(self) -> float:
        return self.calibrated(self.features) if self.calibrated else self.at_most

    def confidence_with(self, margin: float) -> float:
        """The confidence if it had such a margin; as it is where it is not by its features."""
        return self.calibrated(replace(self.features, margin=margin)) if self.calibrated else self.confidence

    def with_confidence(self, confidence: float) -> AssessedPassage:
        """The same, said to be so likely."""
        return replace(self, at_most=confidence, calibrated=None)

    @cached_property
    def preceding(self) -> tuple[Span, ...]:
        """The sentences before the passage, where it can't be understood without them."""
        return self.read_preceding()

    @property
    def source_id(self) -> str:
        return self.article.source.source_id

    def text_of(self, sentence: SentenceScore) -> str:
        span = self.passage.sentences[sentence.sentence]
        return self.article.text[span.start : span.end]

    @cached_property
    def alternatives(self) -> list[SentenceScore]:
        """The best sentence, and those that answer nearly as well: by the reader where it has read them."""
        if self.best.reading is not None:
            read = self.best.reading - NEARLY_AS_READ
            return [one for one in self.candidate.sentences if one.reading is not None and one.reading >= read]
        enough = NEARLY * self.best.score
        return [sentence for sentence in self.candidate.sentences if sentence.score >= enough]

    def said(self, sentence: SentenceScore) -> EncodedSentence:
        """One of its sentences, with the vectors of its tokens and their places in it."""
        known = self._said.get(sentence.sentence)
        if known is None:
            known = self._said[sentence.sentence] = self._encoded(sentence)
        return known

    def mean(self, sentence: SentenceScore) -> NDArray[np.float32]:
        """The unit mean [d] of the token vectors of one of its sentences."""
        places = [one.sentence for one in self.candidate.sentences]
        mean: NDArray[np.float32] = self.means[places.index(sentence.sentence)]
        return mean

    @cached_property
    def means(self) -> NDArray[np.float32]:
        """Those of all its sentences, in the order in which they were scored, [s, d]."""
        tokens = self.candidate.tokens
        (runs,) = runs_of([tokens])
        place = {sentence: run for run, sentence in enumerate(runs.sentences)}
        means: NDArray[np.float32] = tokens.means[[place[one.sentence] for one in self.candidate.sentences]]
        return means

    @cached_property
    def _offsets(self) -> Callable[[], NDArray[np.int32]]:
        """Reads them once."""
        return cache(self.read_offsets)

    @cached_property
    def _said(self) -> dict[int, EncodedSentence]:
        """By their numbers, those that were wanted."""
        return {}

    def _encoded(self, sentence: SentenceScore) -> EncodedSentence:
        own = self.candidate.tokens.sentences == sentence.sentence
        start = self.passage.sentences[sentence.sentence].start - self.passage.start
        # Hold nothing of this passage itself: it would stay in memory until garbage is looked for.
        offsets, tokens = self._offsets, self.candidate.tokens

        def vectors() -> NDArray[np.float32]:
            return PassageTokens(tokens.packed[own], tokens.sentences[own]).vectors()

        return EncodedSentence(self.text_of(sentence), self.mean(sentence), vectors, lambda: offsets()[own] - start)


def likeliest_first(passages: Iterable[AssessedPassage]) -> Iterator[AssessedPassage]:
    """The passages, equally likely ones in their order; no more of them are read than those taken make necessary."""
    items = list(passages)
    pending = [(-item.at_most, False, place) for place, item in enumerate(items)]
    heapify(pending)
    while pending:
        _, is_read, place = pending[0]
        if is_read:
            heappop(pending)
            yield items[place]
        else:
            heapreplace(pending, (-items[place].confidence, True, place))
