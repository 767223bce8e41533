"""A file of ONNX apart from its weights, so that two networks that share some need not hold them twice.

onnxruntime hands out none of a file's tensors, and keeps what it is given in place of one beside what it makes of it;
of weights that lie in files of their own it keeps only what it needs. ONNX is protocol buffers (onnx.proto3), of which
this reads and writes the few fields that tensors and nodes have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from mmap import mmap

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

Buffer = bytes | mmap
# ModelProto.graph, and of it GraphProto.node and GraphProto.initializer.
_GRAPH, _NODE, _INITIALIZER = 7, 1, 5
# NodeProto's fields.
_INPUT, _OUTPUT, _OPERATION = 1, 2, 4
# TensorProto's fields. Values of floats are stored as raw ones are; other types may have fields of their own.
_DIMENSION, _TYPE, _FLOATS, _NAME, _RAW, _EXTERNAL, _LOCATION = 1, 2, 4, 8, 9, 13, 14
_HEAD = {_DIMENSION, _TYPE, _NAME}
_TYPES = {1: "<f4", 2: "u1", 3: "i1"}
# How a field is written: the last three bits of its key.
_VARINT, _COUNTED = 0, 2
_FIXED = {1: 8, 5: 4}
# onnxruntime arranges a network by small tensors, and reads them in the network itself.
_LEAST_APART = 1024
_NETWORK, _OTHERS = "network", "others"


@dataclass(frozen=True, slots=True)
class StoredTensor:
    """A tensor in a file: its fields but for the values, and the range of these, empty where they are packed."""

    name: str
    shape: tuple[int, ...]
    type: int
    head: bytes
    values: range


@dataclass(frozen=True, slots=True)
class Apart:
    """A network without its large tensors, and the files, by name, in which it says that they lie."""

    skeleton: bytes
    files: Mapping[str, Buffer]


def tensors_in(network: Buffer) -> Iterator[StoredTensor]:
    """The tensors of a network's file."""
    for graph, _, start, end in _fields(network, 0, len(network)):
        if graph == _GRAPH:
            for part, _, first, last in _fields(network, start, end):
                if part == _INITIALIZER:
                    yield _tensor(network, first, last)


def largest_tensor(network: Buffer) -> tuple[str, NDArray[np.generic]]:
    """The name and a copy of the largest tensor of a network's file: in a small one of language, its word pieces."""
    largest = max(tensors_in(network), key=lambda tensor: len(tensor.values))
    stored = network[largest.values.start : largest.values.stop]
    return largest.name, np.frombuffer(stored, _TYPES[largest.type]).reshape(largest.shape)


def take_apart(network: Buffer, others: Mapping[str, NDArray[np.generic]] | None = None) -> Apart:
    """The network of a file with `others`, by name, in place of its own tensors.

    What PyTorch's attention does for a word that sees no word is left out, as each sees itself: of a long text it takes
    half the memory and a sixth of the time.

    Raises:
        ModelError: the file has no such tensor, or is not such a network.
    """
    left, values = dict(others or {}), bytearray()
    model = []
    for field, key, start, end in _fields(network, 0, len(network)):
        if field != _GRAPH:
            model.append(network[key:end])
            continue
        graph = [_counted(_NODE, node) for node in _without_guards(network, start, end)]
        for part, part_key, first, last in _fields(network, start, end):
            if part == _NODE:
                continue
            tensor = _tensor(network, first, last) if part == _INITIALIZER else None
            if tensor and (other := left.pop(tensor.name, None)) is not None:
                graph.append(_replaced(tensor, other, values))
            elif tensor and len(tensor.values) >= _LEAST_APART:
                graph.append(_elsewhere(tensor, _NETWORK, tensor.values))
            else:
                graph.append(network[part_key:last])
        model.append(_counted(_GRAPH, b"".join(graph)))
    if left:
        raise ModelError(f"The network has no tensor {next(iter(left))}.")
    return Apart(b"".join(model), {_NETWORK: network, _OTHERS: bytes(values)})


def _without_guards(network: Buffer, start: int, end: int) -> Iterator[bytes]:
    """A graph's nodes but for each IsNaN(x) and Where(IsNaN(x), other, x): who reads the latter reads x."""
    checked, instead = dict[bytes, bytes](), dict[bytes, bytes]()
    for part, _, first, last in _fields(network, start, end):
        if part != _NODE:
            continue
        fields = [
            (field, network[key:stop], network[at:stop]) for field, key, at, stop in _fields(network, first, last)
        ]
        inputs = [value for field, _, value in fields if field == _INPUT]
        output, operation = (next(value for field, _, value in fields if field == of) for of in (_OUTPUT, _OPERATION))
        if operation == b"IsNaN":
            checked[output] = inputs[0]
        elif operation == b"Where" and checked.get(inputs[0]) == inputs[2]:
            instead[output] = inputs[2]
        elif not checked.keys().isdisjoint(inputs):
            raise ModelError(f"The network needs IsNaN to make {output.decode()}.")
        else:
            yield b"".join(
                _counted(_INPUT, instead[value]) if field == _INPUT and value in instead else whole
                for field, whole, value in fields
            )


def _replaced(tensor: StoredTensor, other: NDArray[np.generic], values: bytearray) -> bytes:
    """A tensor with other values; many go to the end of `values`."""
    if other.shape != tensor.shape:
        raise ModelError(f"The network's tensor {tensor.name} is {tensor.shape}, not {other.shape}.")
    if other.nbytes < _LEAST_APART:
        return _counted(_INITIALIZER, tensor.head + _counted(_RAW, other.tobytes()))
    start = len(values)
    values += other.tobytes()
    return _elsewhere(tensor, _OTHERS, range(start, len(values)))


def _elsewhere(tensor: StoredTensor, file: str, values: range) -> bytes:
    said = {"location": file, "offset": str(values.start), "length": str(len(values))}
    entries = (_counted(1, key.encode()) + _counted(2, value.encode()) for key, value in said.items())
    where = b"".join(_counted(_EXTERNAL, entry) for entry in entries)
    return _counted(_INITIALIZER, tensor.head + where + _varint(_LOCATION << 3 | _VARINT) + _varint(1))


def _tensor(network: Buffer, start: int, end: int) -> StoredTensor:
    name, shape, kind, head, values = "", list[int](), 0, b"", range(0)
    for field, key, first, last in _fields(network, start, end):
        if field in _HEAD:
            head += network[key:last]
        if field == _DIMENSION:
            shape.append(first)
        elif field == _TYPE:
            kind = first
        elif field == _NAME:
            name = network[first:last].decode()
        elif field in {_FLOATS, _RAW}:
            values = range(first, last)
    return StoredTensor(name, tuple(shape), kind, head, values)


def _fields(message: Buffer, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """The fields of a message: the number of each, where its key stands, and where its value starts and ends. For a
    varint its value is in place of where that starts."""
    while at < end:
        start = at
        key, at = _read_varint(message, at)
        how = key & 7
        if how == _VARINT:
            value, at = _read_varint(message, at)
            yield key >> 3, start, value, at
        elif how == _COUNTED:
            length, at = _read_varint(message, at)
            at += length
            yield key >> 3, start, at - length, at
        elif how in _FIXED:
            at += _FIXED[how]
            yield key >> 3, start, at - _FIXED[how], at
        else:
            raise ModelError("The network's file is not ONNX.")


def _read_varint(message: Buffer, at: int) -> tuple[int, int]:
    value = shift = 0
    while (byte := message[at]) >= 0x80:
        value |= (byte & 0x7F) << shift
        shift += 7
        at += 1
    return value | byte << shift, at + 1


def _varint(value: int) -> bytes:
    written = bytearray()
    while value >= 0x80:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def _counted(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | _COUNTED) + _varint(len(value)) + value
