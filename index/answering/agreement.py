"""Whether two sentences state the same fact, contradict each other, or neither.

Entailment rather than likeness: "allowed" and "blocked" sound alike. Where two sentences clash, in a name, a figure, a
negation, who does it, they do not state the same; where they do not, a logistic model of what they share decides, and
decides for "apart" when it is not sure. Another such model tells contradictions from accounts of two events. The
numbers of both lie beside this module, with what they were fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.answering.claim_reader import read_claim
from index.answering.claims import Claim
from index.answering.comparison import DOUBTS, OPPOSING, Comparison, Shared, compare, may_agree
from index.encoding.encoder import Encoder
from index.models import Passage, Span
from index.storage.token_vectors import quantise, unit
from index.text.words import words_of

Relation = Literal["same", "contradicting", "apart"]
# So many words make a statement that another can repeat.
_WHOLE = 5
WEIGHTS = Path(__file__).with_name("agreement.json")


@dataclass(frozen=True, slots=True)
class EncodedSentence:
    """A sentence with the unit vectors [n, d] of its tokens and their character offsets [n, 2] in it."""

    text: str
    vectors: NDArray[np.float32]
    offsets: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Logistic:
    """An intercept, a coefficient for each figure of `Shared`, and the probability from which on it says yes."""

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float

    def probability(self, shared: Shared) -> float:
        figures = asdict(shared)
        logit = sum((value * figures[name] for name, value in self.coefficients.items()), self.intercept)
        return 1 / (1 + math.exp(-logit))

    def affirms(self, shared: Shared) -> bool:
        return self.probability(shared) >= self.threshold


@dataclass(frozen=True, slots=True)
class AgreementWeights:
    """The models of "same", where nothing clashes, and of "contradicting", where only what may contradict does."""

    same: Logistic
    contradicting: Logistic

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> AgreementWeights:
        return cls(Logistic(**stored["same"]), Logistic(**stored["contradicting"]))


@lru_cache(maxsize=1)
def shipped_weights() -> AgreementWeights:
    """The weights beside this module."""
    return AgreementWeights.of(json.loads(WEIGHTS.read_text(encoding="utf-8")))


def read_sentences(encoder: Encoder, texts: Sequence[str]) -> list[EncodedSentence]:
    """Sentences that stand in no index, with what an index would hold of them."""
    encodings = encoder.encode_passages(texts, [""] * len(texts))
    return [
        EncodedSentence(
            text, quantise(encoding, Passage("", "", 0, len(text), (Span(0, len(text)),))).vectors(), encoding.offsets
        )
        for text, encoding in zip(texts, encodings, strict=True)
    ]


def same(one: EncodedSentence, other: EncodedSentence) -> bool:
    """Whether the second states what the first does: `relation` says the same, but takes longer to say no."""
    if words_of(one.text) == words_of(other.text):
        return True
    return may_agree(read_claim(one.text), read_claim(other.text)) and relation(one, other) == "same"


def relation(one: EncodedSentence, other: EncodedSentence, weights: AgreementWeights | None = None) -> Relation:
    """What two sentences are to each other: the second states what the first does, the opposite, or something else.

    Sentences of the same words are the same, however they are punctuated; and so is one that goes on, unless it then
    takes back what it said.
    """
    words, others = words_of(one.text), words_of(other.text)
    if words == others:
        return "same"
    compared = comparison(one, other)
    if len(words) >= _WHOLE and others[: len(words)] == words and not compared.clashes:
        return "same"
    return judge(compared, weights or shipped_weights())


def comparison(one: EncodedSentence, other: EncodedSentence) -> Comparison:
    """What speaks for and against it, from their words and vectors."""
    claims = read_claim(one.text), read_claim(other.text)
    vectors = [_word_vectors(claim, sentence) for claim, sentence in zip(claims, (one, other), strict=True)]
    means = [unit(sentence.vectors.sum(axis=0)) for sentence in (one, other)]
    return compare(*claims, vectors[0] @ vectors[1].T, float(means[0] @ means[1]))


def judge(compared: Comparison, weights: AgreementWeights) -> Relation:
    """The relation that a comparison comes to."""
    if not compared.clashes:
        return "same" if weights.same.affirms(compared.shared) else "apart"
    if is_opposing(compared) and weights.contradicting.affirms(compared.shared):
        return "contradicting"
    return "apart"


def is_opposing(compared: Comparison) -> bool:
    """Whether what clashes, and nothing else does, makes two accounts of one event contradict each other."""
    clashes = compared.clashes - DOUBTS
    return bool(clashes) and clashes <= OPPOSING


def _word_vectors(claim: Claim, sentence: EncodedSentence) -> NDArray[np.float32]:
    """The unit mean of each word's token vectors, [words, d]; zero where a word has no token."""
    starts = sentence.offsets[:, 0]
    rows = np.zeros((len(claim.words), sentence.vectors.shape[1]), dtype=np.float32)
    for number, word in enumerate(claim.words):
        rows[number] = sentence.vectors[(starts >= word.start) & (starts < word.end)].sum(axis=0)
    return unit(rows)
