"""Word pieces -> vectors: an embedding model, run by torch with sentence-transformers, the way in for every model.

`index.encoding.exported` has the same models run by onnxruntime, without torch.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import NO_TORCH
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What a model says of itself.

    dimension: d, of its vectors. max_pieces: how many pieces of a text it reads. prompts: what it wants in front of
    texts, by their kind. padding and unknown: the ids of the pieces that stand for nothing, and for what it does not
    know.
    """

    dimension: int
    max_pieces: int
    prompts: Mapping[str, str]
    padding: int
    unknown: int | None


@dataclass(frozen=True, slots=True)
class Pieces:
    """A batch of b texts of at most n pieces, all int64 [b, n].

    prompt: how many pieces at the beginning of each text are the prompt's.
    """

    ids: NDArray[np.int64]
    mask: NDArray[np.int64]
    types: NDArray[np.int64]
    prompt: int


class EmbeddingModel(Protocol):
    """A model that is loaded; its tokenizer cuts texts to what the model reads, and does not pad."""

    @property
    def card(self) -> ModelCard: ...

    @property
    def tokenizer(self) -> Tokenizer: ...

    def run(self, pieces: Pieces, task: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The token vectors [b, n, e] and the vectors [b, d] of some texts; task is `query` or `document`."""
        ...


class TorchModel:
    """A sentence-transformers model.

    Raises:
        ModelError: it can't be loaded, or its tokenizer knows no character offsets.
    """

    def __init__(self, name: str, folder: Path) -> None:
        try:
            quieten()
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise ModelError(f"The embedding model {name} {NO_TORCH.format(setting='EMBEDDING_MODEL')}.") from None
        try:
            # Other weights are pickles, which may run anything.
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                backend="torch",
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(f"The embedding model {name} can't be loaded ({error}): set EMBEDDING_MODEL.") from error
        if not getattr(model.tokenizer, "is_fast", False):
            raise ModelError(
                f"The embedding model {name} has a tokenizer without character offsets: "
                "set EMBEDDING_MODEL to a model with a fast tokenizer."
            )
        self.sentence_transformer = model
        self.tokenizer = _tokenizer_of(model)
        self.card = ModelCard(
            dimension=int(model.get_embedding_dimension() or 0),
            max_pieces=model.max_seq_length,
            prompts={name: prompt for name, prompt in model.prompts.items() if prompt},
            padding=model.tokenizer.pad_token_id or 0,
            unknown=model.tokenizer.unk_token_id,
        )

    def run(self, pieces: Pieces, task: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        import torch

        model = self.sentence_transformer
        named = {"input_ids": pieces.ids, "attention_mask": pieces.mask, "token_type_ids": pieces.types}
        features: dict[str, Any] = {
            name: torch.from_numpy(named[name]) for name in model.tokenizer.model_input_names if name in named
        }
        if pieces.prompt:
            # Some models pool the text alone.
            features["prompt_length"] = pieces.prompt
        with torch.inference_mode():
            output = model.forward(features, task=task)
        return output["token_embeddings"].float().numpy(), output["sentence_embedding"].float().numpy()


def pad(encoded: Sequence[Any], card: ModelCard, prompt: int) -> Pieces:
    """Texts that a tokenizer has encoded, as one batch."""
    ids = np.full((len(encoded), max(len(one.ids) for one in encoded)), card.padding, dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    for row, one in enumerate(encoded):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        types[row, : len(one.ids)] = one.type_ids
    return Pieces(ids, mask, types, prompt)


def quieten() -> None:
    """Keep the libraries' own progress bars and notices out of a user's terminal."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()


def _tokenizer_of(model: SentenceTransformer) -> Tokenizer:
    """A copy of a model's tokenizer that no other call changes, so that threads may share it."""
    from tokenizers import Tokenizer

    fast: Any = model.tokenizer
    tokenizer: Tokenizer = Tokenizer.from_str(fast.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(model.max_seq_length, direction=fast.truncation_side)
    return tokenizer
