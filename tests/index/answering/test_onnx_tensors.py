"""A network apart from its weights: the same network, with whatever weights are put in."""

from __future__ import annotations

from collections import Counter

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from index.answering.entailment import StatementReader
from index.answering.onnx_tensors import largest_tensor, take_apart, tensors_in
from index.answering.reader import MODEL, Reader, load_word_pieces
from index.answering.reader_input import ReaderPassage, batch, load_tokenizer, pack
from index.errors import ModelError
from index.resources import onnx_session

PASSAGE = ReaderPassage("The Marta", "2023-03-06", "", ("The ferry was late.", "Inga Brok blamed the engine."))
NETWORK = MODEL.read_bytes()
STORED = {one.name: numpy_helper.to_array(one) for one in onnx.load(MODEL).graph.initializer}


def test_tensors_are_those_that_onnx_reads() -> None:
    assert {one.name: one.shape for one in tensors_in(NETWORK)} == {name: one.shape for name, one in STORED.items()}
    name, matrix = largest_tensor(NETWORK)
    assert matrix.nbytes == max(one.nbytes for one in STORED.values())
    assert np.array_equal(matrix, STORED[name])


@pytest.mark.parametrize("halved", [False, True])
def test_a_network_taken_apart_reads_as_the_file_with_the_same_tensors(halved: bool) -> None:
    others = {name: one // 2 if halved else one for name, one in STORED.items() if one.dtype == np.int8 and one.ndim}
    others |= {name: one for name, one in STORED.items() if one.dtype == np.float32}
    whole = onnx.load(MODEL)
    for tensor in whole.graph.initializer:
        if tensor.name in others:
            tensor.CopyFrom(numpy_helper.from_array(others[tensor.name], tensor.name))
    asked = batch([pack(load_tokenizer(), "Who blamed the engine?", PASSAGE)])
    apart = take_apart(NETWORK, others)
    read = onnx_session(apart.skeleton, 1, files=apart.files).run(None, asked)[0]
    assert read.tolist() == onnx_session(whole.SerializeToString(), 1).run(None, asked)[0].tolist()
    assert len(apart.skeleton) < len(NETWORK) / 20


def test_what_replaces_nan_is_left_out() -> None:
    nodes = onnx.load_from_string(take_apart(NETWORK).skeleton).graph.node
    whole = onnx.load(MODEL).graph.node
    assert "IsNaN" in {node.op_type for node in whole}
    left_out = {"IsNaN": 8, "Where": 8}
    assert Counter(node.op_type for node in nodes) == Counter(node.op_type for node in whole) - Counter(left_out)


def test_a_network_that_needs_to_know_what_is_not_a_number_is_refused() -> None:
    network = onnx.load(MODEL)
    checked = next(node.output[0] for node in network.graph.node if node.op_type == "IsNaN")
    network.graph.node.append(helper.make_node("Not", [checked], ["numbers"]))
    with pytest.raises(ModelError, match="needs IsNaN to make numbers"):
        take_apart(network.SerializeToString())


def test_a_tensor_that_the_network_does_not_have_is_refused() -> None:
    name, matrix = largest_tensor(NETWORK)
    with pytest.raises(ModelError, match="no tensor nowhere"):
        take_apart(NETWORK, {"nowhere": matrix})
    with pytest.raises(ModelError, match="not \\(5, 384\\)"):
        take_apart(NETWORK, {name: matrix[:5]})
    with pytest.raises(ModelError, match="not ONNX"):
        take_apart(b"\x07" + NETWORK, {})


def test_readers_that_share_their_word_pieces_read_as_they_do_alone() -> None:
    shared = load_word_pieces()
    (alone,) = Reader(1).read("Who blamed the engine?", [PASSAGE])
    (sharing,) = Reader(1, shared=lambda: shared).read("Who blamed the engine?", [PASSAGE])
    assert sharing.tolist() == alone.tolist()
    stated = StatementReader().states(*PASSAGE.sentences)
    assert StatementReader(shared=lambda: shared).states(*PASSAGE.sentences) == stated
