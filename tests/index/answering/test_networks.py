"""Networks in the package's files: what is read from them is what was written, whoever holds the word pieces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from benchmarks.network_files import read_network, tensors_of, write_network
from index.answering.entailment import StatementReader
from index.answering.networks import READER, load_network, load_word_pieces
from index.answering.reader import Reader
from index.answering.reader_input import ReaderPassage

PASSAGE = ReaderPassage("The Marta", "2023-03-06", "", ("The ferry was late.", "Inga Brok blamed the engine."))
WEIGHTS = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
ASKED = {"x": np.eye(64, dtype=np.float32)}


def network(folder: Path) -> Path:
    """x @ weights + bias."""
    nodes = [
        helper.make_node("MatMul", ["x", "weights"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["sum"]),
    ]
    tensors = [
        numpy_helper.from_array(WEIGHTS, "weights"),
        numpy_helper.from_array(np.full(64, 0.5, np.float32), "bias"),
    ]
    inputs, outputs = ([helper.make_tensor_value_info(name, TensorProto.FLOAT, [64, 64])] for name in ("x", "sum"))
    model = helper.make_model(
        helper.make_graph(nodes, "network", inputs, outputs, tensors),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    path = folder / "network.onnx"
    onnx.save(model, path)
    return path


def test_a_network_reads_as_the_one_it_was_written_from(tmp_path: Path) -> None:
    written = tmp_path / "network.npz"
    write_network(network(tmp_path), written)
    assert np.allclose(load_network(written, {}).run(None, ASKED)[0], WEIGHTS + 0.5)
    assert np.array_equal(tensors_of(read_network(written))["weights"], WEIGHTS)


def test_tensors_of_the_reader_are_not_written_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, other, alone = (tmp_path / f"{name}.npz" for name in ("reader", "other", "alone"))
    write_network(network(tmp_path), reader)
    write_network(network(tmp_path), other, tensors_of(read_network(reader)))
    write_network(network(tmp_path), alone, {"weights": -WEIGHTS})
    for module in ("index.answering.networks", "benchmarks.network_files"):
        monkeypatch.setattr(f"{module}.READER", reader)
    assert other.stat().st_size < alone.stat().st_size == reader.stat().st_size
    for file in (other, alone):
        assert np.allclose(load_network(file, {}).run(None, ASKED)[0], WEIGHTS + 0.5)
        assert np.array_equal(tensors_of(read_network(file))["weights"], WEIGHTS)


def test_readers_that_share_their_word_pieces_read_as_they_do_alone() -> None:
    shared = load_word_pieces()
    (alone,) = Reader(1).read("Who blamed the engine?", [PASSAGE])
    (sharing,) = Reader(1, shared=lambda: shared).read("Who blamed the engine?", [PASSAGE])
    assert sharing.tolist() == alone.tolist()
    stated = StatementReader().states(*PASSAGE.sentences)
    assert StatementReader(shared=lambda: shared).states(*PASSAGE.sentences) == stated
    assert read_network(READER).graph.node
