"""An optional second model that reads question and passage together and puts the best candidates in its own order.

Its scores are not comparable between questions, so that it orders and nothing more: how confident an answer is, and
whether there is one, is still judged by late interaction.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from index.encoding.embedding_model import quieten
from index.encoding.model_files import find_model
from index.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# How many candidates are read again; each costs a forward pass.
RERANKED = 20
SETTING = "RERANKER_MODEL"


class Reranker:
    """A cross-encoder, loaded at the first use; safe to share between threads.

    Raises:
        ModelError: there is no such model on this machine, and it can't be fetched.
    """

    def __init__(self, model: str) -> None:
        self.name = model
        self._folder = find_model(model, SETTING)
        self._turn = threading.Lock()

    def order(self, question: str, passages: Sequence[str]) -> list[int]:
        """The numbers of the passages, best first; equal ones in the order given."""
        if not passages:
            return []
        with self._turn:
            scores = self._model.predict([(question, passage) for passage in passages], show_progress_bar=False)
        return sorted(range(len(passages)), key=lambda number: (-round(float(scores[number]), 6), number))

    @cached_property
    def _model(self) -> CrossEncoder:
        try:
            quieten()
            from sentence_transformers import CrossEncoder
        except ImportError:
            raise ModelError(
                f"The reranker {self.name} needs PyTorch: in the folder of Quotedesk, pip install -e '.[models]'."
            ) from None
        try:
            model = CrossEncoder(
                str(self._folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelError(f"The reranker {self.name} can't be loaded ({error}): correct {SETTING}.") from error
        if model.num_labels != 1:
            raise ModelError(
                f"The reranker {self.name} gives {model.num_labels} scores for a passage instead of one: "
                f"set {SETTING} to a cross-encoder made for ranking."
            )
        return model
