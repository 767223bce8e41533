"""The networks that come with the package: a file each, with the weights packed, some of which two have in common.

A file is a `.npz` of NumPy's. Of its members `network` is the graph, which says of each large tensor that it lies in a
file by the tensor's name; the tensors are other members, and `shared` has the names of those that lie in the reader's
file instead. onnxruntime keeps of such weights only what it needs of them. A JSON file beside it says where it comes
from, and its SHA-256. `benchmarks/network_files.py` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError
from index.resources import onnx_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, OrtValue

READER = Path(__file__).with_name("reader_model") / "reader.npz"
PAIRS = READER.with_name("pairs.npz")
GRAPH, SHARED = "network", "shared"
WORD_PIECES = "bert.embeddings.word_embeddings.weight_quantized"


def identity_of(file: Path) -> str:
    """The SHA-256 of a network's file, in hexadecimal."""
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def provenance_of(file: Path) -> Path:
    """Where a network's file comes from, in JSON."""
    return file.with_suffix(".json")


def load_word_pieces() -> dict[str, OrtValue]:
    """The matrix of word pieces, a third of the reader, by its name: for all networks that have it to share."""
    from onnxruntime import OrtValue

    with np.load(checked(READER)) as stored:
        return {WORD_PIECES: OrtValue.ortvalue_from_numpy(stored[WORD_PIECES])}


def load_network(file: Path, held: Mapping[str, OrtValue]) -> InferenceSession:
    """A network, ready to run on one thread. held: tensors that are in memory already, which it takes from there and
    which have to live as long.

    Raises:
        ModelError: a file that came with Quotedesk is no longer what it was.
    """
    with np.load(checked(file)) as stored:
        graph, shared = stored[GRAPH].tobytes(), set(map(str, stored[SHARED]))
        own = set(stored.files) - {GRAPH, SHARED}
    weights = _members(file, own - held.keys()) | _members(READER, shared - held.keys())
    weights |= {name: value.numpy() for name, value in held.items()}
    files = {name: tensor.reshape(-1).view(np.uint8) for name, tensor in weights.items()}
    # Sharing out the products of one passage costs more than it saves.
    return onnx_session(graph, threads=1, in_store=True, shared=held, files=files)


@cache
def checked(file: Path) -> Path:
    """The file: nothing is given to onnxruntime before it is known to be what was written.

    Raises:
        ModelError: it is no longer what came with Quotedesk.
    """
    provenance = provenance_of(file)
    if provenance.exists() and identity_of(file) != json.loads(provenance.read_bytes())["sha256"]:
        raise ModelError(f"{file} is not the file that came with Quotedesk: install it again.")
    return file


def _members(file: Path, names: Collection[str]) -> dict[str, NDArray[np.generic]]:
    """By one thread: what several unpack leaves the process 26 MB larger."""
    with np.load(file) as stored:
        return {name: stored[name] for name in sorted(names)}
