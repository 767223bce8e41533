"""Whether two sentences state the same fact, contradict each other, or neither.

Entailment rather than likeness: "allowed" and "blocked" sound alike. Where two sentences clash, in a name, a figure, a
negation, who does it, they do not state the same; where they do not, a logistic model of what they share decides, and
decides for "apart" when it is not sure. Where a reader is at hand, it reads the likely ones in both directions, and
another such model weighs what it says beside the clashes. A third tells contradictions from accounts of two events. The
numbers of all lie beside this module, with what they were fitted on.
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
from index.answering.comparison import CLASHES, MOST, Comparison, figures_shared, is_opposing, may_agree
from index.answering.entailment import MOST_LIKELY, PairReader
from index.answering.number_words import may_give_figures
from index.encoding.encoder import Encoder, Encoding
from index.models import Passage, Span
from index.storage.token_vectors import quantise, unit
from index.text.words import words_of

Relation = Literal["same", "contradicting", "apart"]
# So many words make a statement that another can repeat.
_WHOLE = 5
# What is less alike word by word is not read, which saves time: of the pairs that state the same, 98 in
# 100 of those that the reader affirms have more.
_WORTH_READING = {"aligned": 0.55, "matched": 0.3}
# Of sums in another order.
_ROUNDING = 1e-6
WEIGHTS = Path(__file__).with_name("agreement.json")


@dataclass(frozen=True)
class EncodedSentence:
    """A sentence with the unit mean [d] of its tokens' unit vectors.

    read_vectors, read_offsets: give these vectors, [n, d], and their places in it, [n, 2].
    """

    text: str
    mean: NDArray[np.float32]
    read_vectors: Callable[[], NDArray[np.float32]]
    read_offsets: Callable[[], NDArray[np.int32]]

    @cached_property
    def words(self) -> list[str]:
        return words_of(self.text)

    @cached_property
    def may_give_figures(self) -> bool:
        return may_give_figures(self.text)


@dataclass(frozen=True, slots=True)
class Logistic:
    """An intercept, a coefficient for each figure of a comparison, and the probability from which on it says yes."""

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float

    def probability(self, figures: Mapping[str, float]) -> float:
        logit = sum((value * figures[name] for name, value in self.coefficients.items()), self.intercept)
        return 1 / (1 + math.exp(-logit))

    def affirms(self, figures: Mapping[str, float]) -> bool:
        return self.probability(figures) >= self.threshold

    def may_affirm(self, known: Mapping[str, float]) -> bool:
        """Whether it can say yes to anything with these figures, whatever the others are."""
        positive = ((name, value) for name, value in self.coefficients.items() if value > 0)
        most = sum((value * known.get(name, MOST.get(name, math.inf)) for name, value in positive), self.intercept)
        return most + _ROUNDING >= math.log(self.threshold / (1 - self.threshold))


@dataclass(frozen=True, slots=True)
class AgreementWeights:
    """The models of "same", where nothing clashes; of the same where both are read; and of "contradicting", where
    only what may contradict clashes."""

    same: Logistic
    read: Logistic
    contradicting: Logistic

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> AgreementWeights:
        return cls(*(Logistic(**stored[name]) for name in ("same", "read", "contradicting")))


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
    return EncodedSentence(text, tokens.means[0], tokens.vectors, lambda: encoding.offsets)


def same(one: EncodedSentence, other: EncodedSentence, pairs: PairReader | None = None) -> bool:
    """Whether the second states what the first does: by the reader of pairs where there is one that can read them.

    Without it `relation` says the same, but takes longer to say no.
    """
    if one.words == other.words:
        return True
    if pairs is not None and pairs.can_read(one.text, other.text):
        return _is_read_as_same(one, other, pairs, shipped_weights().read)
    if not _is_likely(one, other) and not _goes_on(one, other):
        return False
    return may_agree(read_claim(one.text), read_claim(other.text)) and relation(one, other) == "same"


def _is_likely(one: EncodedSentence, other: EncodedSentence) -> bool:
    """Whether they may state the same for all that is quickly seen; their figures are read last."""
    model, cosine = shipped_weights().same, _cosine(one, other)
    return model.may_affirm({"cosine": cosine}) and model.may_affirm(
        {"cosine": cosine, "figures_shared": _most_figures(one, other)}
    )


def _is_read_as_same(one: EncodedSentence, other: EncodedSentence, pairs: PairReader, model: Logistic) -> bool:
    """What both readings come to; neither is made where no reading could bring about a yes."""
    if not may_agree(read_claim(one.text), read_claim(other.text)):
        return False
    compared = comparison(one, other)
    shared = asdict(compared.shared)
    if not compared.clashes and _goes_on(one, other):
        return True
    if any(shared[name] < least for name, least in _WORTH_READING.items()):
        return False
    logits: list[float] = []
    for stated, sentence in ((one, other), (other, one)):
        if not is_read_as_same(compared, logits, model):
            return False
        logits.append(pairs.likely(stated.text, sentence.text))
    return is_read_as_same(compared, logits, model)


def is_read_as_same(compared: Comparison, logits: Sequence[float], model: Logistic) -> bool:
    """Whether a comparison and readings both ways come to the same; those not made yet count as sure."""
    most = [*logits, *[MOST_LIKELY] * (2 - len(logits))]
    return model.affirms(figures_read(compared, most))


def figures_read(compared: Comparison, logits: Sequence[float]) -> dict[str, float]:
    """The figures of a comparison with those of its two readings."""
    clashes = {f"clash_{name}": float(name in compared.clashes) for name in CLASHES}
    return {
        **asdict(compared.shared),
        **clashes,
        "read_least": min(logits),
        "read_mean": sum(logits) / len(logits),
    }


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


def contradicting(one: EncodedSentence, other: EncodedSentence) -> bool:
    """Whether `relation` says so; most that it does not say it of is seen sooner."""
    model = shipped_weights().contradicting
    if one.words == other.words or not model.may_affirm({"cosine": _cosine(one, other)}):
        return False
    compared = comparison(one, other)
    return is_opposing(compared) and model.affirms(asdict(compared.shared))


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
        return "same" if weights.same.affirms(asdict(compared.shared)) else "apart"
    if is_opposing(compared) and weights.contradicting.affirms(asdict(compared.shared)):
        return "contradicting"
    return "apart"


def _word_vectors(claim: Claim, sentence: EncodedSentence) -> NDArray[np.float32]:
    """The unit mean of each word's token vectors, [words, d]; zero where a word has no token."""
    starts, vectors = sentence.read_offsets()[:, 0], sentence.read_vectors()
    rows = np.zeros((len(claim.words), vectors.shape[1]), dtype=np.float32)
    for number, word in enumerate(claim.words):
        rows[number] = vectors[(starts >= word.start) & (starts < word.end)].sum(axis=0)
    return unit(rows)
