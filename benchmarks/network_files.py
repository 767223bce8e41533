"""Writes trained networks into the files that come with the package (`index.answering.networks`), and reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, numpy_helper

from index.answering.networks import GRAPH, PAIRS, READER, SHARED, identity_of, provenance_of

# onnxruntime arranges a network by small tensors, and reads them in the graph itself.
_LEAST_APART = 1024
Tensors = dict[str, NDArray[np.generic]]


def replace_reader(network: ModelProto) -> None:
    """Write the reader's file anew. The network for pairs stays as it is: what it had in common with the reader before,
    and not with this one, it now has in its own file."""
    pairs = read_network(PAIRS)
    write_network(network, READER)
    write_network(pairs, PAIRS, tensors_of(read_network(READER)))
    stamp = {"reader": identity_of(READER), "sha256": identity_of(PAIRS)}
    provenance = json.loads(provenance_of(PAIRS).read_text(encoding="utf-8")) | stamp
    provenance_of(PAIRS).write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")


def write_network(model: ModelProto, file: Path, shared: Mapping[str, NDArray[np.generic]] | None = None) -> None:
    """Write a network but for those of its tensors that are among `shared`; they are taken out of it."""
    own, of_shared = Tensors(), []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.nbytes < _LEAST_APART:
            continue
        if shared and tensor.name in shared and np.array_equal(shared[tensor.name], values):
            of_shared.append(tensor.name)
        else:
            own[tensor.name] = values
        _put_apart(tensor, values.nbytes)
    graph = np.frombuffer(model.SerializeToString(), np.uint8)
    own |= {GRAPH: graph, SHARED: np.array(of_shared, np.str_)}
    np.savez_compressed(file, **own)  # type: ignore[arg-type]


def read_network(file: Path) -> ModelProto:
    """A network with its weights."""
    with np.load(file) as stored:
        tensors = {name: stored[name] for name in stored.files}
    model = onnx.load_from_string(tensors.pop(GRAPH).tobytes())
    shared = tensors.pop(SHARED)
    if shared.size:
        with np.load(READER) as stored:
            tensors |= {name: stored[name] for name in map(str, shared)}
    for tensor in model.graph.initializer:
        if tensor.name in tensors:
            tensor.CopyFrom(numpy_helper.from_array(tensors[tensor.name], tensor.name))
    return model


def tensors_of(model: ModelProto) -> Tensors:
    return {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}


def _put_apart(tensor: TensorProto, size: int) -> None:
    for field in ("raw_data", "float_data", "int32_data", "int64_data"):
        tensor.ClearField(field)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", tensor.name), ("offset", "0"), ("length", str(size))):
        tensor.external_data.add(key=key, value=value)
