"""What contestants found, question by question -> one row of figures each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from benchmarks.peers.contestants import Found
from benchmarks.peers.material import Material, Piece, SharedEncoder
from index.evaluation.datasets import Question, holds_answer

RANKED = 10


@dataclass(frozen=True)
class Answered:
    """A question with what one contestant found for it."""

    question: Question
    found: Found


class Judge:
    """Knows what is right, and applies it to every contestant alike."""

    def __init__(self, material: Material, encoder: SharedEncoder) -> None:
        self._encoder = encoder
        self._piece = {piece.id: piece for piece in material.pieces}
        self._indexed_as = material.indexed_as

    def row(self, answered: Sequence[Answered], absent: Iterable[Found]) -> dict[str, float | None]:
        """The figures of one contestant; None for what it gives no score for.

        passage@k and MRR: a right document among the first k; several passages of one count once. answer in quote: a
        gold answer in the first quotes. right sentence: of a right document, and holds a gold answer.
        """
        answerable = [item for item in answered if item.question.answerable and item.question.gold]
        stated = [item for item in answerable if item.question.answers]
        ranks = [self._rank(item) for item in answerable]
        others = [item.found for item in answered if not item.question.answerable]
        self._encoder.learn(sentence for item in stated for sentence in self._first(item).sentences)
        return {
            **{f"passage@{k}": fmean(rank <= k for rank in ranks) for k in (1, 3, RANKED)},
            f"MRR@{RANKED}": fmean(1 / rank if rank <= RANKED else 0 for rank in ranks),
            **{f"answer@{k}": fmean(self._holds(item, k) for item in stated) for k in (1, 3)},
            "sentence@1": fmean(self._is_right_sentence(item) for item in stated),
            "AUROC": auroc([item.found.score for item in answerable], [found.score for found in others]),
            "AUROC absent": auroc([item.found.score for item in answerable], [found.score for found in absent]),
        }

    def _gold(self, question: Question) -> set[str]:
        return {self._indexed_as.get(document, document) for document in question.gold}

    def _rank(self, item: Answered) -> int:
        gold = self._gold(item.question)
        documents = dict.fromkeys(self._piece[identity].document for identity in item.found.ids)
        return next((rank for rank, document in enumerate(documents, start=1) if document in gold), RANKED + 1)

    def _shown(self, item: Answered) -> Sequence[tuple[str, str]]:
        return item.found.shown or [(identity, self._piece[identity].text) for identity in item.found.ids[:3]]

    def _first(self, item: Answered) -> Piece:
        return self._piece[self._shown(item)[0][0]]

    def _holds(self, item: Answered, most: int) -> bool:
        return any(holds_answer(text, item.question.answers) for _, text in self._shown(item)[:most])

    def _is_right_sentence(self, item: Answered) -> bool:
        piece = self._first(item)
        sentence = item.found.sentence
        if sentence is None:
            question = self._encoder([item.question.text])[0]
            sentence = piece.sentences[int(np.argmax(self._encoder(piece.sentences) @ question))]
        return piece.document in self._gold(item.question) and holds_answer(sentence, item.question.answers)


def auroc(present: Iterable[float | None], absent: Iterable[float | None]) -> float | None:
    """The chance that a question with an answer scores above one without; None where there are no scores."""
    from sklearn.metrics import roc_auc_score

    higher = [score for score in present if score is not None]
    lower = [score for score in absent if score is not None]
    if not higher or not lower:
        return None
    return float(roc_auc_score([1] * len(higher) + [0] * len(lower), [*higher, *lower]))


def table(rows: Mapping[str, Mapping[str, float | None]]) -> str:
    """Rows of figures as a Markdown table."""
    names = list(next(iter(rows.values())))
    lines = [" | ".join(["contestant", *names]), " | ".join(["---", *(["---:"] * len(names))])]
    for contestant, row in rows.items():
        lines.append(" | ".join([contestant, *(_shown(name, row[name]) for name in names)]))
    return "\n".join(f"| {line} |" for line in lines)


def _shown(name: str, figure: float | None) -> str:
    if figure is None:
        return "none"
    return f"{figure:.1f}" if name.endswith((" s", " ms")) else f"{figure:.3f}".removeprefix("0")
