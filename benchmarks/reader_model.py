"""The reader as a network: some layers of a cross-encoder, and a score for each sentence of the passage read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import ModelProto
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from benchmarks.network_files import tensors_of

_HIDDEN = 128
_HEAD = 32


class ReaderNetwork(nn.Module):
    """BERT with one logit a sentence: from the mean of its pieces, the first piece, and the passage's relevance."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        # Each example is shown once. Dropout and PyTorch's fused attention are most of what a step takes; the latter
        # also checks for words that see no word, which takes a sixth of the time of reading.
        config.attention_probs_dropout_prob = config.hidden_dropout_prob = 0.0
        self.bert = BertModel(config, add_pooling_layer=True)
        self.bert.set_attn_implementation("eager")
        self.relevance = nn.Linear(config.hidden_size, 1)
        self.inner = nn.Linear(2 * config.hidden_size, _HIDDEN)
        self.outer = nn.Linear(_HIDDEN, 1)
        self.share = nn.Parameter(torch.tensor(0.3))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, sentences: Tensor) -> Tensor:
        """[b, n] three times and [b, s, n] -> logits [b, s]."""
        read = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        hidden, pooled = read.last_hidden_state, read.pooler_output
        means = sentences @ hidden
        first = hidden[:, :1].expand(-1, means.shape[1], -1)
        own = self.outer(nn.functional.gelu(self.inner(torch.cat([means, first], dim=-1)))).squeeze(-1)
        logits: Tensor = own + self.share * self.relevance(pooled)
        return logits


def from_cross_encoder(folder: Path) -> ReaderNetwork:
    """A cross-encoder's weights (`BertForSequenceClassification` with one label)."""
    from transformers import BertForSequenceClassification

    teacher = BertForSequenceClassification.from_pretrained(folder)
    network = ReaderNetwork(BertConfig.from_pretrained(folder))
    network.bert.embeddings.load_state_dict(teacher.bert.embeddings.state_dict())
    network.bert.encoder.load_state_dict(teacher.bert.encoder.state_dict())
    network.bert.pooler.load_state_dict(teacher.bert.pooler.state_dict())
    network.relevance.load_state_dict(teacher.classifier.state_dict())
    return network


def from_exported(model: ModelProto) -> ReaderNetwork:
    """The network of an exported one (`export`), its weights made float again: to train it further."""
    graph, held = model.graph, tensors_of(model)
    consumers = {name: node for node in graph.node for name in node.input}
    state = dict(held)
    for name in list(held):
        if name.endswith(".weight_quantized"):
            state[name.removesuffix("_quantized")] = _made_float(held, name)
    for node in graph.node:
        if node.op_type != "MatMulInteger" or node.input[1] not in held:
            continue
        after = node
        while after.op_type != "Add":
            after = consumers[after.output[0]]
        bias = next(name for name in after.input if name in held and name.endswith("bias"))
        state[f"{bias.removesuffix('bias')}weight"] = _made_float(held, node.input[1]).T
    layers = len({name.split(".")[3] for name in state if name.startswith("bert.encoder.layer.")})
    vocabulary, hidden = state["bert.embeddings.word_embeddings.weight"].shape
    config = BertConfig(
        vocab_size=vocabulary,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=hidden // _HEAD,
        intermediate_size=len(state["bert.encoder.layer.0.intermediate.dense.bias"]),
    )
    network = ReaderNetwork(config)
    network.load_state_dict({name: torch.tensor(state[name]) for name in network.state_dict()})
    return network


def _made_float(held: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    scale, zero = (held[name.replace("_quantized", suffix)].astype(np.float32) for suffix in ("_scale", "_zero_point"))
    values: NDArray[np.float32] = (held[name].astype(np.float32) - zero) * scale
    return values


def freeze(network: ReaderNetwork, layers: int) -> None:
    """Leave the embeddings and the first layers as they are: a step takes less time."""
    frozen: Iterable[nn.Module] = (network.bert.embeddings, *network.bert.encoder.layer[:layers])
    for module in frozen:
        for parameter in module.parameters():
            parameter.requires_grad = False


def loss_of(logits: Tensor, labels: Tensor, there: Tensor, asked: Sequence[str], weight: float) -> Tensor:
    """How wrong the logits [b, s] of the sentences that are `there` are; `asked` is the question of each passage.

    Each by itself (cross-entropy, answering ones counting `weight` times), and against all others of its question.
    """
    each = nn.functional.binary_cross_entropy_with_logits(
        logits, labels, pos_weight=torch.tensor(weight), reduction="none"
    )
    alone = (each * there).sum(1) / there.sum(1)
    masked = logits.masked_fill(there == 0, -1e4)
    right = masked.masked_fill(labels == 0, -1e4)
    among = torch.zeros(())
    for question in dict.fromkeys(asked):
        own = torch.tensor([one == question for one in asked])
        if labels[own].any():
            among = among + own.sum() * (masked[own].logsumexp((0, 1)) - right[own].logsumexp((0, 1)))
    return alone.mean() + 0.5 * among / len(asked)


def export(network: ReaderNetwork, path: Path) -> None:
    """Write the network as ONNX with 8-bit weights, a scale for each channel."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = ["input_ids", "attention_mask", "token_type_ids", "sentences"]
    # Each input is a tensor of its own: the exporter takes one that is given twice for one input.
    ids, mask, types = (torch.full((2, 24), value) for value in (5, 1, 0))
    b, n, s = (torch.export.Dim(name) for name in "bns")
    program = torch.onnx.export(
        network.eval(),
        (ids, mask, types, torch.zeros(2, 3, 24)),
        dynamo=True,
        input_names=names,
        output_names=["logits"],
        dynamic_shapes=({0: b, 1: n}, {0: b, 1: n}, {0: b, 1: n}, {0: b, 1: s, 2: n}),
        external_data=False,
    )
    if program is None:
        raise RuntimeError("torch did not export the network.")
    whole = path.with_suffix(".float.onnx")
    program.save(whole)
    # Seven bits: processors without VNNI add up products of eight in too few.
    quantize_dynamic(
        whole,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gemm", "Gather"],
    )
    whole.unlink()


def shorter_numbers() -> torch.autocast:
    """Calculate in sixteen bits, where the processor can: elsewhere it would take many times as long."""
    has = torch.cpu.get_capabilities()
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bool(has["avx512_bf16"] or has["amx_bf16"]))


def tensors(inputs: Mapping[str, object]) -> dict[str, Tensor]:
    return {name: torch.as_tensor(value) for name, value in inputs.items()}
