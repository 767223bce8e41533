"""Networks in the package's files: what is read from them is what was written, whoever holds the word pieces."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper, numpy_helper

from benchmarks.network_files import read_network, replace_reader, tensors_of, write_network
from index import IndexSettings, Library
from index.answering.entailment import StatementReader
from index.answering.networks import PAIRS, READER, identity_of, load_network, load_word_pieces, provenance_of
from index.answering.reader import Reader
from index.answering.reader_input import ReaderPassage
from index.errors import ModelError

PASSAGE = ReaderPassage("The Marta", "2023-03-06", "", ("The ferry was late.", "Inga Brok blamed the engine."))
WEIGHTS = np.linspace(-1, 1, 64 * 64, dtype=np.float32).reshape(64, 64)
ASKED = {"x": np.eye(64, dtype=np.float32)}


def network(factor: float = 1) -> ModelProto:
    """x @ (factor weights) + bias."""
    nodes = [
        helper.make_node("MatMul", ["x", "weights"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["sum"]),
    ]
    tensors = [
        numpy_helper.from_array(np.float32(factor) * WEIGHTS, "weights"),
        numpy_helper.from_array(np.full(64, 0.5, np.float32), "bias"),
    ]
    inputs, outputs = ([helper.make_tensor_value_info(name, TensorProto.FLOAT, [64, 64])] for name in ("x", "sum"))
    model: ModelProto = helper.make_model(
        helper.make_graph(nodes, "network", inputs, outputs, tensors),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    return model


def test_a_network_reads_as_the_one_it_was_written_from(tmp_path: Path) -> None:
    written = tmp_path / "network.npz"
    write_network(network(), written)
    assert np.allclose(load_network(written, {}).run(None, ASKED)[0], WEIGHTS + 0.5)
    assert np.array_equal(tensors_of(read_network(written))["weights"], WEIGHTS)


def test_tensors_of_the_reader_are_not_written_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, other, alone = (tmp_path / f"{name}.npz" for name in ("reader", "other", "alone"))
    write_network(network(), reader)
    write_network(network(), other, tensors_of(read_network(reader)))
    write_network(network(), alone, {"weights": -WEIGHTS})
    for module in ("index.answering.networks", "benchmarks.network_files"):
        monkeypatch.setattr(f"{module}.READER", reader)
    assert other.stat().st_size < alone.stat().st_size == reader.stat().st_size
    for file in (other, alone):
        assert np.allclose(load_network(file, {}).run(None, ASKED)[0], WEIGHTS + 0.5)
        assert np.array_equal(tensors_of(read_network(file))["weights"], WEIGHTS)


def test_a_new_reader_leaves_the_network_for_pairs_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader, pairs, provenance = (tmp_path / name for name in ("reader.npz", "pairs.npz", "pairs.json"))
    monkeypatch.setattr("index.answering.networks.READER", reader)
    for name, path in (("READER", reader), ("PAIRS", pairs)):
        monkeypatch.setattr(f"benchmarks.network_files.{name}", path)
    write_network(network(), reader)
    write_network(network(), pairs, tensors_of(read_network(reader)))
    provenance.write_text('{"date": "2026-11-30"}')
    replace_reader(network(factor=2))
    assert np.allclose(load_network(reader, {}).run(None, ASKED)[0], 2 * WEIGHTS + 0.5)
    assert np.allclose(load_network(pairs, {}).run(None, ASKED)[0], WEIGHTS + 0.5)
    stamped = {"date": "2026-11-30", "reader": identity_of(reader), "sha256": identity_of(pairs)}
    assert json.loads(provenance.read_text()) == stamped


def test_the_network_for_pairs_belongs_to_the_reader_shipped() -> None:
    assert json.loads(provenance_of(PAIRS).read_bytes())["reader"] == identity_of(READER)


@pytest.mark.parametrize("file", [READER, PAIRS], ids=lambda file: str(file.stem))
@pytest.mark.parametrize("damage", [b"", b"x"])
def test_another_file_in_place_of_one_shipped_is_not_loaded(file: Path, damage: bytes, tmp_path: Path) -> None:
    other = tmp_path / file.name
    other.write_bytes(file.read_bytes() + damage if damage else file.read_bytes()[: 1 << 20])
    copyfile(provenance_of(file), provenance_of(other))
    with pytest.raises(ModelError, match="is not the file that came with Quotedesk"):
        load_network(other, {})


def test_readers_that_share_their_word_pieces_read_as_they_do_alone() -> None:
    shared = load_word_pieces()
    (alone,) = Reader(1).read("Who blamed the engine?", [PASSAGE])
    (sharing,) = Reader(1, shared=lambda: shared).read("Who blamed the engine?", [PASSAGE])
    assert sharing.tolist() == alone.tolist()
    stated = StatementReader().states(*PASSAGE.sentences)
    assert StatementReader(shared=lambda: shared).states(*PASSAGE.sentences) == stated


def test_a_damaged_network_for_pairs_is_met_before_the_first_question(
    seeds_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "pairs.npz"
    damaged.write_bytes(PAIRS.read_bytes()[:-1])
    copyfile(provenance_of(PAIRS), provenance_of(damaged))
    monkeypatch.setattr("index.answering.entailment.PAIRS", damaged)
    with (
        closing(Library.open(seeds_index, IndexSettings(index_dir=seeds_index))) as library,
        pytest.raises(ModelError, match="install it again"),
    ):
        library.warm_up()
