"""An index of ours -> its passages with their vectors, and the encoder that made them, for other libraries to use.

Passages are encoded once, by our build; whoever asks for the vector of a passage's text gets that one, whoever asks
for another text's gets it from the same model through sentence-transformers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import find_model
from index.evaluation.datasets import document_of
from index.settings import BUNDLED_MODEL
from index.storage import Generation

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True, eq=False)
class Piece:
    """One passage: its id in the index, the document it is of, its text and sentences, its vector [d]."""

    id: str
    document: str
    text: str
    sentences: tuple[str, ...]
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Material:
    """All passages of an index. indexed_as: documents with another's text, and the one that stands for them."""

    pieces: tuple[Piece, ...]
    indexed_as: dict[str, str]


def read_material(generation: Generation) -> Material:
    """Everything that peers are given of an index."""
    documents = {source.source_id: document_of(source.path) for source in generation.sources()}
    pieces = []
    for number in range(generation.manifest.passages):
        passage = generation.passage(number)
        text = generation.passage_text(number)
        spans = [(sentence.start - passage.start, sentence.end - passage.start) for sentence in passage.sentences]
        sentences = tuple(text[start:end] for start, end in spans)
        pieces.append(
            Piece(passage.passage_id, documents[passage.source_id], text, sentences, generation.vector(number))
        )
    indexed_as = {document_of(copy): document_of(path) for copy, path in generation.copies()}
    return Material(tuple(pieces), indexed_as)


class SharedEncoder:
    """Texts -> unit vectors: of passages from memory, of everything else from the model, each time anew.

    What was handed to `learn` comes from memory too, until `forget`.
    """

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._passages = {piece.text: piece.vector for piece in pieces}
        self._learnt: dict[str, NDArray[np.float32]] = {}
        self._model = _load(find_model(BUNDLED_MODEL))

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        known = [self._passages.get(text, self._learnt.get(text)) for text in texts]
        vectors = [vector for vector in known if vector is not None]
        return np.stack(vectors) if len(vectors) == len(texts) else self._encode(texts)

    def learn(self, texts: Iterable[str]) -> None:
        """Encode texts at once, so that they are at hand."""
        new = [text for text in dict.fromkeys(texts) if text not in self._learnt]
        if new:
            self._learnt.update(zip(new, self._encode(new), strict=True))

    def forget(self) -> None:
        self._learnt.clear()

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32)


def _load(folder: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
