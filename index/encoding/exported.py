"""An embedding model as ONNX: written once with torch, then run by onnxruntime without it.

An export is a folder with the network, the tokenizer, the model's card and which model it was made from. It holds the
network as sentence-transformers runs it, pooling included, in 32 bits, and is used only after it has given the same
vectors: so an index does not care which of the two made it. Exports for this machine are in the user's cache, named by
the hash of the model's files; one in another folder is a model that EMBEDDING_MODEL may name where torch is missing.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.encoding.embedding_model import ModelCard, Pieces, TorchModel, pad
from index.encoding.model_files import ModelIdentity, write_origin
from index.errors import ModelError
from index.resources import onnx_session
from index.settings import Backend
from index.temporary import temporary_folder

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Raised when exports are written otherwise: those of before are then not looked at.
_VERSION = 3
_NETWORK, _TOKENIZER, _CARD = "model.onnx", "tokenizer.json", "card.json"
# The SHA-256 of each of the others, by its name.
_SUMS = "sums.json"
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_CARD_OF: TypeAdapter[ModelCard] = TypeAdapter(ModelCard)
# The least cosine between what the two give for one text; they differ by rounding alone.
_SAME = 0.9999
# Of several lengths, so that padding and positions are compared.
_COMPARED = (
    "Who said so?",
    "The harbour was closed on Monday after a crane fell into the water, the port authority said in a statement.",
    " ".join(["Gulls had been counted again, and there were more of them than in the year before."] * 40),
)


class ExportedModel:
    """A model that was exported, loaded from its folder.

    threads: how many one text's arithmetic may use; None leaves that to onnxruntime.

    Raises:
        ModelError: the folder holds no whole export.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        try:
            _check_sums(folder)
            self.card = _CARD_OF.validate_json((folder / _CARD).read_bytes())
            self.tokenizer: Tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
            self._session = onnx_session(folder / _NETWORK, threads)
        # Both libraries raise exceptions of their own, derived from nothing narrower.
        except Exception as error:
            raise ModelError(f"The exported model in {folder} can't be read ({error}): remove that folder.") from error

    @cached_property
    def _inputs(self) -> frozenset[str]:
        return frozenset(one.name for one in self._session.get_inputs())

    def run(self, pieces: Pieces, task: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        del task  # Models that care for it are not exported.
        named = dict(zip(_INPUTS, (pieces.ids, pieces.mask, pieces.types), strict=True))
        given = {name: value for name, value in named.items() if name in self._inputs}
        tokens, vectors = self._session.run(["tokens", "vectors"], given)
        return tokens, vectors


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _check_sums(folder: Path) -> None:
    """Nothing is given to the libraries that read networks before it is known to be what was written."""
    written = json.loads((folder / _SUMS).read_bytes())
    if not {_NETWORK, _TOKENIZER, _CARD} <= written.keys() or any(
        _sha256(folder / name) != expected for name, expected in written.items()
    ):
        raise ValueError("its files are not those that were written")


def export_folder(sha256: str) -> Path:
    """Where the export of the model with these files is, or would be: in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "quotedesk" / "models" / f"{sha256[:32]}-{_VERSION}"


def export(model: TorchModel, identity: ModelIdentity, folder: Path) -> None:
    """Write a model's export, and compare what it gives with what torch gives; all of it appears at once or nothing.

    Raises:
        ModelError: it can't be exported; why, as the end of a sentence.
    """
    _refuse_special(model)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(".export-", folder.parent) as staging:
            staging.chmod(0o755)
            write_origin(staging, identity)
            (staging / _CARD).write_bytes(_CARD_OF.dump_json(model.card))
            model.tokenizer.save(str(staging / _TOKENIZER))
            _write_network(model, staging / _NETWORK)
            sums = {path.name: _sha256(path) for path in sorted(staging.iterdir())}
            (staging / _SUMS).write_text(json.dumps(sums) + "\n", encoding="utf-8")
            _compare(model, ExportedModel(staging))
            _publish(staging, folder)
    except OSError as error:
        raise ModelError(f"{folder.parent} can't be written to ({error.strerror or error})") from None


def read_export(folder: Path, threads: int | None = None) -> ExportedModel | None:
    """The exported model in a folder; None where there is none that can be read."""
    try:
        return ExportedModel(folder, threads) if _is_there(folder) else None
    except ModelError:
        return None


def backend_of(model: ModelIdentity, name: str, wanted: Backend) -> Backend:
    """What runs a model for questions, by what is set and whether there is an export; nothing is loaded.

    name: of the model, as it is set.
    """
    if wanted == "auto":
        return "onnx" if _is_there(export_folder(model.sha256)) or _is_there(Path(name)) else "torch"
    return wanted


def _is_there(folder: Path) -> bool:
    return (folder / _CARD).exists()


def _publish(staging: Path, folder: Path) -> None:
    try:
        staging.rename(folder)
    except OSError:
        # Another process was quicker; or what lies there can't be read.
        if read_export(folder) is None:
            shutil.rmtree(folder, ignore_errors=True)
            staging.rename(folder)


def _refuse_special(model: TorchModel) -> None:
    """Only models whose vectors depend on nothing but the pieces are the same as ONNX."""
    for module in model.sentence_transformer:
        kind = type(module).__name__
        if kind not in {"Transformer", "Pooling", "Normalize", "Dense", "LayerNorm"}:
            raise ModelError(f"it has a part that is not known to export ({kind})")
        if not getattr(module, "include_prompt", True):
            raise ModelError("it leaves its prompt out when it pools")


def _write_network(model: TorchModel, path: Path) -> None:
    import torch

    wanted = [name for name in _INPUTS if name in model.sentence_transformer.tokenizer.model_input_names]

    class Whole(torch.nn.Module):
        """Pieces -> token vectors and vectors, all parts of a model in one."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model.sentence_transformer

        def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            features: dict[str, Any] = dict(zip(wanted, inputs, strict=True))
            output = self.model.forward(features)
            return output["token_embeddings"], output["sentence_embedding"]

    # Each input is a tensor of its own: the exporter takes one that is given twice for one input.
    example = tuple(torch.full((2, 24), value) for value in (5, 1, 0))[: len(wanted)]
    b, n = torch.export.Dim("b"), torch.export.Dim("n", max=model.card.max_pieces)
    try:
        with _quiet():
            program = torch.onnx.export(
                Whole().eval(),
                example,
                dynamo=True,
                input_names=wanted,
                output_names=["tokens", "vectors"],
                dynamic_shapes=(tuple({0: b, 1: n} for _ in wanted),),
                verbose=False,
            )
    # What the exporter raises is as manifold as models are.
    except Exception as error:
        raise ModelError(f"torch can't export it ({type(error).__name__})") from error
    if program is None:
        raise ModelError("torch did not export it")
    # Weights in a file of their own are mapped, not read into memory.
    program.save(path, external_data=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """The exporter notes to its makers what they mean to change."""
    loggers = logging.getLogger("torch.onnx"), logging.getLogger("onnxscript")
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _compare(model: TorchModel, exported: ExportedModel) -> None:
    pieces = pad(model.tokenizer.encode_batch(list(_COMPARED)), model.card, prompt=0)
    there = pieces.mask.astype(bool)
    given = [
        np.concatenate([_unit(vectors), _unit(tokens[there])])
        if vectors.shape[1] == tokens.shape[2]
        else _unit(vectors)
        for tokens, vectors in (model.run(pieces, "document"), exported.run(pieces, "document"))
    ]
    least = float((given[0] * given[1]).sum(axis=1).min())
    if least < _SAME:
        raise ModelError(f"its export gives other vectors (cosine {least:.4f})")


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    scaled: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return scaled
