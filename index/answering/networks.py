"""The networks that come with the package: a file each, with the weights packed, some of which two have in common.

A file is a `.npz` of NumPy's. Of its members `network` is the graph, which says of each large tensor that it lies in a
file by the tensor's name; the tensors are other members, and `shared` has the names of those that lie in the reader's
file instead. onnxruntime keeps of such weights only what it needs of them. `benchmarks/network_files.py` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.resources import onnx_session

if TYPE_CHECKING:
    from numpy.lib.npyio import NpzFile
    from onnxruntime import InferenceSession, OrtValue

READER = Path(__file__).with_name("reader_model") / "reader.npz"
PAIRS = READER.with_name("pairs.npz")
GRAPH, SHARED = "network", "shared"
WORD_PIECES = "bert.embeddings.word_embeddings.weight_quantized"


def identity_of(file: Path) -> str:
    """The SHA-256 of a network's file, in hexadecimal."""
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def load_word_pieces() -> dict[str, OrtValue]:
    """The matrix of word pieces, a third of the reader, by its name: for all networks that have it to share."""
    from onnxruntime import OrtValue

    with np.load(READER) as stored:
        return {WORD_PIECES: OrtValue.ortvalue_from_numpy(stored[WORD_PIECES])}


def load_network(file: Path, held: Mapping[str, OrtValue]) -> InferenceSession:
    """A network, ready to run on one thread. held: tensors that are in memory already, which it takes from there and
    which have to live as long."""
    with np.load(file) as stored:
        graph, shared = stored[GRAPH].tobytes(), set(map(str, stored[SHARED]))
        weights = _unpack(stored, set(stored.files) - {GRAPH, SHARED, *held})
    if shared:
        with np.load(READER) as stored:
            weights |= _unpack(stored, shared - held.keys())
    weights |= {name: value.numpy() for name, value in held.items()}
    files = {name: tensor.reshape(-1).view(np.uint8) for name, tensor in weights.items()}
    # Sharing out the products of one passage costs more than it saves.
    return onnx_session(graph, threads=1, in_store=True, shared=held, files=files)


def _unpack(stored: NpzFile, names: Iterable[str]) -> dict[str, NDArray[np.generic]]:
    """Members of a file, unpacked by two threads: most of the time of loading."""
    ordered = list(names)
    with ThreadPoolExecutor(2) as threads:
        return dict(zip(ordered, threads.map(stored.__getitem__, ordered), strict=True))
