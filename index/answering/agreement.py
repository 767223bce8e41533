"""Whether two sentences state the same fact, contradict each other, or neither.

Entailment rather than likeness: "allowed" and "blocked" sound alike. Where two sentences clash, in a name, a figure, a
negation, who does it, they do not state the same; where they do not, a logistic model of what they share decides, and
decides for "apart" when it is not sure. Another such model tells contradictions from accounts of two events. The
numbers of both lie beside this module, with what they were fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index.answering.claim_reader import read_claim, read_figures
from index.answering.claims import Claim
from index.answering.comparison import DOUBTS, MOST, OPPOSING, Comparison, Shared, figures_shared, may_agree
from index.answering.number_words import may_give_figures
from index.encoding.encoder import Encoder, Encoding
from index.models import Passage, Span
from index.storage.token_vectors import quantise, unit
from index.text.words import words_of

Relation = Literal["same", "contradicting", "apart"]
# So many words make a statement that another can repeat.
_WHOLE = 5
# Of sums in another order.
_ROUNDING = 1e-6
WEIGHTS = Path(__file__).with_name("agreement.json")


@dataclass(frozen=True)
class EncodedSentence:
    """A sentence with the unit vectors [n, d] of its tokens; `read_offsets` gives their places in it, [n, 2]."""

    text: str
    vectors: NDArray[np.float32]
    read_offsets: Callable[[], NDArray[np.int32]]

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def may_give_figures(self) -> bool:
        return may_give_figures(self.text)

    @cached_property
    def mean(self) -> NDArray[np.float32]:
        """The unit mean [d] of its vectors."""
        return unit(self.vectors.sum(axis=0))


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

    def may_affirm(self, cosine: float, figures: float) -> bool:
        """Whether it can say yes to anything with this cosine and no more figures shared."""
        known = {"cosine": cosine, "figures_shared": figures}
        positive = ((name, value) for name, value in self.coefficients.items() if value > 0)
        most = sum((value * known.get(name, MOST.get(name, math.inf)) for name, value in positive), self.intercept)
        return most + _ROUNDING >= math.log(self.threshold / (1 - self.threshold))


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
    return [_of_encoding(text, encoding) for text, encoding in zip(texts, encodings, strict=True)]


def _of_encoding(text: str, encoding: Encoding) -> EncodedSentence:
    tokens = quantise(encoding, Passage("", "", 0, len(text), (Span(0, len(text)),)))
    return EncodedSentence(text, tokens.vectors(), lambda: encoding.offsets)


def same(one: EncodedSentence, other: EncodedSentence) -> bool:
    """Whether the second states what the first does: `relation` says the same, but takes longer to say no."""
    if one.words == other.words:
        return True
    likely = shipped_weights().same.may_affirm(_cosine(one, other), _most_figures(one, other))
    if not likely and not _goes_on(one, other):
        return False
    return may_agree(read_claim(one.text), read_claim(other.text)) and relation(one, other) == "same"


def _goes_on(one: EncodedSentence, other: EncodedSentence) -> bool:
    """Whether the second says in the same words what the first says, and more."""
    return len(one.words) >= _WHOLE and other.words[: len(one.words)] == one.words


def _most_figures(one: EncodedSentence, other: EncodedSentence) -> float:
    """No fewer figures than both have, without reading their claims."""
    if not (one.may_give_figures and other.may_give_figures):
        return 0.0
    return figures_shared(read_figures(one.text), read_figures(other.text))


def relation(one: EncodedSentence, other: EncodedSentence, weights: AgreementWeights | None = None) -> Relation:
    """What two sentences are to each other: the second states what the first does, the opposite, or something else.

    Sentences of the same words are the same, however they are punctuated; and so is one that goes on, unless it then
    takes back what it said.
    """
    if one.words == other.words:
        return "same"
    compared = comparison(one, other)
    if _goes_on(one, other) and not compared.clashes:
        return "same"
    return judge(compared, weights or shipped_weights())


def comparison(one: EncodedSentence, other: EncodedSentence) -> Comparison:
    """What speaks for and against it, from their words and vectors."""
    claims = read_claim(one.text), read_claim(other.text)

    def cosines() -> NDArray[np.float32]:
        vectors = [_word_vectors(claim, sentence) for claim, sentence in zip(claims, (one, other), strict=True)]
        found: NDArray[np.float32] = vectors[0] @ vectors[1].T
        return found

    return Comparison(*claims, _cosine(one, other), cosines)


def _cosine(one: EncodedSentence, other: EncodedSentence) -> float:
    return float(one.mean @ other.mean)


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
    starts = sentence.read_offsets()[:, 0]
    rows = np.zeros((len(claim.words), sentence.vectors.shape[1]), dtype=np.float32)
    for number, word in enumerate(claim.words):
        rows[number] = sentence.vectors[(starts >= word.start) & (starts < word.end)].sum(axis=0)
    return unit(rows)
