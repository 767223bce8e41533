"""Text -> one vector for the whole text and one for each of its tokens, from a single forward pass.

Any sentence-transformers model whose tokenizer gives character offsets can be used: by torch, or by onnxruntime once it
has been exported. Questions that several threads ask at the same moment share a forward pass.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.conventions import Conventions, Kind, identify
from index.encoding.embedding_model import EmbeddingModel, TorchModel, pad
from index.encoding.exported import ExportedModel, export, export_folder, read_export
from index.encoding.model_files import ModelIdentity, find_model, origin_of
from index.errors import ModelError
from index.resources import limit_threads
from index.settings import BUNDLED_MODEL, Backend
from index.text.cache import SharedCache
from index.text.scripts import is_readable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# What sentence-transformers encodes at a time by default; more texts of mixed length mostly add padding.
BATCH_SIZE = 32
# Tokens of the latest questions; one takes about 1.5 KB.
_TOKENS_KEPT = 4096
# What marks the beginning of a word in SentencePiece and in byte-level vocabularies.
_SPACE, _BYTE_SPACE = "\u2581", "\u0120"
# Keeps a vector of zeros from being divided by its length.
_LEAST_LENGTH = 1e-12


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoded text of n tokens; special tokens, prompt and title are left out.

    vector: float32 [d], unit length.
    tokens: float32 [n, e], the encoder's last hidden states, of any length; e is d in most models.
    pieces: int32 [n], ids in the model's vocabulary.
    offsets: int32 [n, 2], character offsets in the text.
    """

    vector: NDArray[np.float32]
    tokens: NDArray[np.float32]
    pieces: NDArray[np.int32]
    offsets: NDArray[np.int32]


class Encoder:
    """A loaded embedding model. Loading happens at the first use; then it may be shared between threads.

    threads: how many this process's arithmetic takes once the model is loaded; None leaves that to the libraries.
    backend: what runs it; `auto` is onnxruntime where the model was exported (`Encoder.export`), else torch.
    """

    def __init__(self, model: str = BUNDLED_MODEL, threads: int | None = None, backend: Backend = "auto") -> None:
        self.name = model
        self.backend = backend
        self._threads = threads
        self._folder = find_model(model)
        self._loading = threading.Lock()
        self._turn = threading.Lock()
        self._waiting: list[tuple[str, Future[Encoding]]] = []
        self._waiting_lock = threading.Lock()
        self._export: ExportedModel | None = None
        self._latest: SharedCache[str, Encoding] = SharedCache(_TOKENS_KEPT, lambda encoding: len(encoding.pieces))

    @cached_property
    def identity(self) -> ModelIdentity:
        """Name and hash, read from the model's files without loading them into memory as a model."""
        return self._identified[0]

    @property
    def conventions(self) -> Conventions | None:
        """The prompts and usual vectors that come with the package for this model; None for most models."""
        return self._identified[1]

    @cached_property
    def _identified(self) -> tuple[ModelIdentity, Conventions | None]:
        return identify(self.name, self._folder)

    @property
    def dimension(self) -> int:
        """d, the length of every vector."""
        return self._model.card.dimension

    @property
    def tokenizer(self) -> Tokenizer:
        """The model's tokenizer, which cuts what is too long for the model."""
        tokenizer: Tokenizer = self._model.tokenizer
        return tokenizer

    @cached_property
    def vocabulary(self) -> list[str]:
        """The letters of the model's tokens by id, which is mostly by falling frequency.

        A token that only continues words begins with ##, as in WordPiece; in byte-level vocabularies the first word of
        a text looks like one that does, so that there none is marked.
        """
        tokenizer = self._model.tokenizer
        pieces = tokenizer.get_vocab()
        is_bytes = any(piece.startswith(_BYTE_SPACE) for piece in pieces)
        marks_words = any(piece.startswith(_SPACE) for piece in pieces)
        vocabulary = [""] * (max(pieces.values(), default=-1) + 1)
        for piece, number in pieces.items():
            if is_bytes:
                vocabulary[number] = tokenizer.decoder.decode([piece]).strip()
            elif marks_words:
                vocabulary[number] = piece[1:] if piece.startswith(_SPACE) else f"##{piece}"
            else:
                vocabulary[number] = piece
        return vocabulary

    @cached_property
    def _is_blank(self) -> NDArray[np.bool_]:
        """bool [vocabulary], which tokens are white space alone."""
        return np.array([not piece for piece in self.vocabulary], dtype=bool)

    def encode_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Iterator[Encoding]:
        """Encode each text with its article's title in front; the title informs the vectors but is not matched."""
        prompt = self._passage_prompt
        prefixes = [_before_passage(prompt, title) for title in titles]
        order = sorted(range(len(texts)), key=lambda number: len(prefixes[number]) + len(texts[number]))
        encoded: dict[int, Encoding] = {}
        for first in range(0, len(order), BATCH_SIZE):
            batch = order[first : first + BATCH_SIZE]
            in_front, bodies = [prefixes[number] for number in batch], [texts[number] for number in batch]
            encodings = self._forward(in_front, bodies, prompt=prompt, task="document")
            encoded.update(zip(batch, encodings, strict=True))
        for number in range(len(texts)):
            yield encoded.pop(number)

    def passage_offsets(self, text: str, title: str) -> NDArray[np.int32]:
        """The character offsets [n, 2] of the tokens that `encode_passages` gives for a text, without encoding it."""
        prefix = _before_passage(self._passage_prompt, title)
        return self._placed(self._model.tokenizer.encode(prefix + text), prefix, text)[1]

    def encode_question(self, text: str) -> Encoding:
        """Encode one question, as `encode_questions` does."""
        return self.encode_questions([text])[0]

    def encode_questions(self, texts: Sequence[str]) -> list[Encoding]:
        """Encode questions together, which takes much less than one after the other.

        Threads that call this while another is in its forward pass share the next one. The latest questions are
        remembered.
        """
        found: dict[str, Encoding | Future[Encoding]] = {
            text: self._latest.get(text) or Future() for text in dict.fromkeys(texts)
        }
        mine = {text: waiting for text, waiting in found.items() if isinstance(waiting, Future)}
        with self._waiting_lock:
            self._waiting += mine.items()
        while not all(waiting.done() for waiting in mine.values()):
            with self._turn:
                if not all(waiting.done() for waiting in mine.values()):
                    self._encode_waiting()
        encodings = {text: one.result() if isinstance(one, Future) else one for text, one in found.items()}
        return [encodings[text] for text in texts]

    def reads(self, text: str) -> bool:
        """Whether a text is in a writing that the model was made for, by the evidence of its tokenizer."""
        if text.isascii():
            return True
        encoded = self._model.tokenizer.encode(text, add_special_tokens=False)
        pieces = zip(encoded.ids, encoded.offsets, strict=True)
        return is_readable(text, [span for piece, span in pieces if piece != self._model.card.unknown])

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first question does not wait for it."""
        self.encode_question("ready?")

    def _encode_waiting(self) -> None:
        """One forward pass for those that have waited longest; only in one's turn."""
        with self._waiting_lock:
            batch, self._waiting = self._waiting[:BATCH_SIZE], self._waiting[BATCH_SIZE:]
        texts = list(dict.fromkeys(text for text, _ in batch))
        encoded = {text: known for text in texts if (known := self._latest.get(text))}
        new = [text for text in texts if text not in encoded]
        try:
            if new:
                prompt = self._question_prompt
                encodings = self._forward([prompt] * len(new), new, prompt=prompt, task="query")
                encoded |= {text: self._latest.put(text, one) for text, one in zip(new, encodings, strict=True)}
        except BaseException as error:
            for _, waiting in batch:
                waiting.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for text, waiting in batch:
            waiting.set_result(encoded[text])

    def _forward(self, prefixes: Sequence[str], texts: Sequence[str], *, prompt: str, task: str) -> list[Encoding]:
        model = self._model
        encoded = model.tokenizer.encode_batch([prefix + text for prefix, text in zip(prefixes, texts, strict=True)])
        tokens, vectors = model.run(pad(encoded, model.card, self._pieces_of(prompt)), task)
        if kind := self._kind_of(task):
            tokens, vectors = kind.centred_tokens(tokens), kind.centred_vectors(_unit(vectors))
        vectors = _unit(vectors)
        encodings = []
        for row, (one, prefix, text) in enumerate(zip(encoded, prefixes, texts, strict=True)):
            kept, offsets = self._placed(one, prefix, text)
            encodings.append(
                Encoding(
                    vector=vectors[row].astype(np.float32),
                    tokens=np.ascontiguousarray(tokens[row, : len(kept)][kept], dtype=np.float32),
                    pieces=np.array(one.ids, dtype=np.int32)[kept],
                    offsets=offsets,
                )
            )
        return encodings

    def _placed(self, encoded: Any, prefix: str, text: str) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
        """Which pieces stand in the text behind its prefix, and their character offsets [n, 2] in it."""
        offsets = np.array(encoded.offsets, dtype=np.int32).reshape(-1, 2)
        _skip_spaces(offsets, prefix + text)
        special = np.array(encoded.special_tokens_mask, dtype=bool) | self._is_blank[encoded.ids]
        kept = ~special & (offsets[:, 0] >= len(prefix)) & (offsets[:, 1] > offsets[:, 0])
        return kept, offsets[kept] - len(prefix)

    @property
    def _question_prompt(self) -> str:
        return self.conventions.questions.prompt if self.conventions else self._prompt("query")

    @property
    def _passage_prompt(self) -> str:
        if self.conventions:
            return self.conventions.passages.prompt
        return self._prompt("document", "passage", "corpus")

    def _prompt(self, *names: str) -> str:
        prompts = self._model.card.prompts
        return next((prompts[name] for name in names if prompts.get(name)), "")

    def _pieces_of(self, prompt: str) -> int:
        """How many pieces in front of a text are the prompt's, as sentence-transformers counts them."""
        if not prompt:
            return 0
        encoded = self._model.tokenizer.encode(prompt)
        return len(encoded.ids) - int(bool(encoded.ids) and bool(encoded.special_tokens_mask[-1]))

    def _kind_of(self, task: str) -> Kind | None:
        if self.conventions is None:
            return None
        return self.conventions.questions if task == "query" else self.conventions.passages

    @property
    def _model(self) -> EmbeddingModel:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> EmbeddingModel:
        model = self._load()
        if self._threads:
            limit_threads(self._threads)
        return model

    def _load(self) -> EmbeddingModel:
        if self._is_export:
            return ExportedModel(self._folder, self._threads)
        if self.backend == "torch":
            return TorchModel(self.name, self._folder)
        if self._read_export() is None and self.backend == "onnx":
            self.export()
        return self._read_export() or TorchModel(self.name, self._folder)

    def _read_export(self) -> ExportedModel | None:
        """The exported model, if there is one; read once."""
        if self._export is None:
            self._export = read_export(self._export_folder, self._threads)
        return self._export

    def export(self, to: Path | None = None) -> None:
        """Export the model for onnxruntime if it is not yet, which takes some ten seconds; nothing to do for torch.

        to: a folder for it, instead of the one in the user's cache.

        Raises:
            ModelError: it can't be exported, or can't be loaded.
        """
        done = read_export(to) if to else self._read_export()
        if self._is_export or self.backend == "torch" or done:
            return
        model = TorchModel(self.name, self._folder)
        try:
            export(model, self.identity, to or self._export_folder)
        except ModelError as error:
            raise ModelError(
                f"onnxruntime can't run the embedding model {self.name}, since {error}: set EMBEDDING_BACKEND=torch."
            ) from error

    @cached_property
    def _is_export(self) -> bool:
        """Whether the folder that is set holds an exported model, which only onnxruntime runs."""
        if origin_of(self._folder) is None:
            return False
        if self.backend == "torch":
            raise ModelError(f"{self._folder} holds an exported model, which torch can't run: unset EMBEDDING_BACKEND.")
        return True

    @property
    def _export_folder(self) -> Path:
        return export_folder(self.identity.sha256)


def _before_passage(prompt: str, title: str) -> str:
    return f"{prompt}{title}\n" if title else prompt


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors [n, d] scaled to length 1; a zero vector stays zero."""
    scaled: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), _LEAST_LENGTH)
    return scaled


def _skip_spaces(offsets: NDArray[np.int32], text: str) -> None:
    """Let tokens begin with their first letter: some tokenizers give a word the space before it."""
    for row, (start, end) in enumerate(offsets.tolist()):
        while start < end and text[start].isspace():
            start += 1
        offsets[row, 0] = start
