"""Late interaction: how well each sentence of some passages matches a question, token by token.

MaxSim, as in ColBERT (Khattab and Zaharia, 2020, https://arxiv.org/abs/2004.12832): every token of the question is
compared with every one of a passage, both taken from the encoder's last hidden states; each of the question's tokens
counts with its weight. A passage scores its best sentence plus the whole of it, and for the sentence also the cosine of
the mean vectors. Scores depend on the question and the passage alone but for the rarity of words, so that they can be
compared between questions and between corpora.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoding
from index.retrieval.term_weights import WeightedQuestion
from index.storage.token_vectors import PassageTokens, Unpacking, unit

# Chosen by hand; the ablations in docs/benchmarks.md show what other values bring.
SENTENCE_COSINE = 0.4
# So few at a time that the processor's caches hold their vectors.
_SCORED_TOGETHER = 16
# Scores that agree to so many decimals are equal, and then the order of the corpus decides.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """How well one sentence of a passage matches a question; each figure is at most 1.

    passage: the passage's number. sentence: the sentence's number within it. sentence_score and passage_score: weighted
    MaxSim over the sentence and over its whole passage. sentence_cosine: of the sentence's and the question's mean
    token vectors. reading: the reader's logit, where it has read the passage (`index.answering.reader`).
    """

    passage: int
    sentence: int
    sentence_score: float
    passage_score: float
    sentence_cosine: float
    reading: float | None = None

    @property
    def score(self) -> float:
        return self.sentence_score + SENTENCE_COSINE * self.sentence_cosine + self.passage_score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with the scores of all its sentences, best first, and its tokens.

    nearest: float32 [n], for each of the question's tokens the greatest cosine to one of the passage's.
    """

    sentences: tuple[SentenceScore, ...]
    tokens: PassageTokens
    nearest: NDArray[np.float32]

    @property
    def best(self) -> SentenceScore:
        return self.sentences[0]

    @property
    def passage(self) -> int:
        """The passage's number."""
        return self.best.passage


def score_passages(
    question: WeightedQuestion, encoding: Encoding, numbers: Sequence[int], tokens_of: Callable[[int], PassageTokens]
) -> tuple[Candidate, ...]:
    """Score the passages with these numbers against an encoded question; best first, equal ones in corpus order."""
    batches = [
        [(number, part) for number in numbers[first : first + _SCORED_TOGETHER] if len(part := tokens_of(number))]
        for first in range(0, len(numbers), _SCORED_TOGETHER)
    ]
    room = max((sum(len(part) for _, part in batch) for batch in batches), default=0)
    if not room:
        return ()
    unpacking = Unpacking(room, encoding.tokens.shape[1])
    asked = unit(encoding.tokens)
    candidates = [one for batch in batches if batch for one in _score(question, asked, batch, unpacking)]
    return tuple(sorted(candidates, key=lambda candidate: _best_first(candidate.best)))


def _score(
    question: WeightedQuestion,
    asked: NDArray[np.float32],
    parts: Sequence[tuple[int, PassageTokens]],
    unpacking: Unpacking,
) -> Iterator[Candidate]:
    """Passages by number, each with its tokens, of which there is at least one -> the scores of their sentences.

    asked: float32 [q, d], the question's unit token vectors.
    """
    tokens = unpacking.unpack([part for _, part in parts])
    bounds = list(accumulate((len(part) for _, part in parts), initial=0))
    runs = [part.runs(tokens[start:end]) for (_, part), (start, end) in zip(parts, pairwise(bounds), strict=True)]
    # The runs of tokens that make up a sentence, and of those the first one of each passage.
    starts = [first + start for first, own in zip(bounds, runs, strict=False) for start in own.starts]
    first_runs = list(accumulate((len(own.starts) for own in runs), initial=0))
    # The other way round, as asked @ tokens.T, takes BLAS almost twice as long.
    cosines = tokens @ asked.T
    # Cosines are divided by the lengths of vectors, which takes much less than the vectors themselves would.
    cosines *= np.concatenate([own.shares for own in runs])[:, None]
    best = np.ascontiguousarray(np.maximum.reduceat(cosines, starts, axis=0).T)
    sentence_scores = (question.token_weights @ best).tolist()
    nearest = np.maximum.reduceat(best, first_runs[:-1], axis=1)
    passage_scores = (question.token_weights @ nearest).tolist()
    sentence_cosines = (np.concatenate([own.means for own in runs]) @ unit(asked.mean(axis=0))).tolist()
    sentence_of = list(chain.from_iterable(own.sentences for own in runs))
    for place, (number, part) in enumerate(parts):
        scores = [
            SentenceScore(number, sentence_of[run], sentence_scores[run], passage_scores[place], sentence_cosines[run])
            for run in range(first_runs[place], first_runs[place + 1])
        ]
        yield Candidate(tuple(sorted(scores, key=_best_first)), part, nearest[:, place])


def _best_first(scored: SentenceScore) -> tuple[float, int, int]:
    return -round(scored.score, _DECIMALS), scored.passage, scored.sentence
