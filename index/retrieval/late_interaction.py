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
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoding
from index.retrieval.term_weights import WeightedQuestion
from index.storage.token_vectors import PassageTokens, SentenceRuns, products, runs_of, unit

# Chosen by hand; the ablations in docs/benchmarks.md show what other values bring.
SENTENCE_COSINE = 0.4
# Scores that agree to so many decimals are equal, and then the order of the corpus decides.
_DECIMALS = 6


class SentenceScore(NamedTuple):
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
    found = [(number, tokens) for number in numbers if len(tokens := tokens_of(number))]
    if not found:
        return ()
    parts = [tokens for _, tokens in found]
    runs = runs_of(parts)
    # The runs of tokens that make up a sentence, and of those the first one of each passage.
    bounds = accumulate((len(part) for part in parts), initial=0)
    starts = [first + start for first, own in zip(bounds, runs, strict=False) for start in own.starts]
    first_runs = np.cumsum([0, *(len(own.starts) for own in runs)])
    asked = unit(encoding.tokens)
    cosines = products(parts, np.concatenate((asked, unit(asked.mean(axis=0))[None])))
    # Products are divided by the lengths of vectors, which takes much less than the vectors themselves would.
    cosines *= np.concatenate([own.shares for own in runs])[:, None]
    best = np.maximum.reduceat(cosines[:, :-1], starts, axis=0)
    nearest = np.maximum.reduceat(best, first_runs[:-1], axis=0)
    means = np.add.reduceat(cosines[:, -1], starts) / np.concatenate([own.lengths for own in runs])
    # On a busy machine this has warned of invalid values for questions that are fine the next time; why is not known.
    with np.errstate(invalid="ignore"):
        scores = best @ question.token_weights, means, nearest @ question.token_weights
    return tuple(_candidates(found, runs, first_runs, scores, nearest))


def _candidates(
    found: Sequence[tuple[int, PassageTokens]],
    runs: Sequence[SentenceRuns],
    first_runs: NDArray[np.int64],
    scores: tuple[NDArray[np.float32], ...],
    nearest: NDArray[np.float32],
) -> Iterator[Candidate]:
    """Passages by number, with their tokens -> the scores of their sentences; both best first.

    runs: of each passage; first_runs: int64 [p + 1], where those of each begin among all. scores: sentence score and
    cosine of all runs, and score of all passages. nearest: of each passage.
    """
    sentence_scores, cosines, passage_scores = (one.astype(np.float64) for one in scores)
    owner = np.repeat(np.arange(len(found)), np.diff(first_runs))
    sentences = np.array([sentence for own in runs for sentence in own.sentences])
    together = -np.round(sentence_scores + SENTENCE_COSINE * cosines + passage_scores[owner], _DECIMALS)
    order = np.lexsort((sentences, together, owner))
    of_passages = np.argsort(together[order[first_runs[:-1]]], kind="stable").tolist()
    columns = [one[order].tolist() for one in (sentences, sentence_scores, cosines)]
    whole = passage_scores.tolist()
    for place in of_passages:
        number, tokens = found[place]
        own = slice(first_runs[place], first_runs[place + 1])
        yield Candidate(
            tuple(
                SentenceScore(number, sentence, score, whole[place], cosine)
                for sentence, score, cosine in zip(*(column[own] for column in columns), strict=True)
            ),
            tokens,
            nearest[place],
        )
