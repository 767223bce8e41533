"""Train what reads two sentences beside each other: `python -m benchmarks.fit_pairs`.

It begins as the reader (`python -m benchmarks.fit_reader`) and trains all but the embeddings and the first layers
further, on sentences of the topics for fitting beside others of their topic (`benchmarks.fit_agreement`) and on frames
(`benchmarks.agreement_frames`); what differs from the reader is written beside it. `benchmarks.fit_agreement --fit`
then weighs anew what it says. Needs torch, transformers, onnx, onnxscript and a quarter of an hour of two cores that
multiply in 16 bits.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import permutations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import onnx
import torch
from tqdm import tqdm

from benchmarks.agreement_frames import topics as framed
from benchmarks.fit_agreement import SETS
from benchmarks.network_files import read_network, tensors_of, write_network
from benchmarks.reader_model import ReaderNetwork, export, freeze, from_exported, shorter_numbers, tensors
from index.answering.networks import PAIRS, READER, identity_of, provenance_of
from index.answering.reader_input import Packed, ReaderPassage, as_stated, batch, load_tokenizer, pack

_BATCH, _SORTED_TOGETHER, _WARM_UP, _LEAST_SHARE = 16, 40, 40, 0.05
# Of its layers.
_FROZEN = 2
_SAME_WEIGHS = 1.5
_SEED, _RATE = 31, 1e-4
# How many topics are made of frames, and how many pairs each of them, and of a set, gives that are the same, and that
# are not.
_FRAMES, _OF_FRAMES = 1515, (2, 4)
_OF_TOPICS = {
    "agreement": (10, 24),
    "agreement-later": (10, 24),
    "agreement-press": (10, 20),
    "agreement-wires": (10, 20),
    "agreement-desk": (10, 20),
}
Pair = tuple[str, str, float]


def main() -> None:
    argparse.ArgumentParser(prog="python -m benchmarks.fit_pairs", description=__doc__).parse_args()
    network = from_exported(read_network(READER))
    freeze(network, _FROZEN)
    train(network, list(pairs()))
    with TemporaryDirectory() as folder:
        trained = Path(folder) / "pairs.onnx"
        export(network, trained)
        write(trained)


def pairs() -> Iterator[Pair]:
    """Two sentences, and whether the second states what the first does."""
    draw = random.Random(_SEED)  # noqa: S311
    for topic in framed(_FRAMES, _SEED):
        yield from _of_topic(topic, _OF_FRAMES, draw)
    for name, counts in _OF_TOPICS.items():
        for topic in map(json.loads, SETS[name].read_text(encoding="utf-8").splitlines()):
            if topic["part"] == "fit" and topic["language"] == "en":
                yield from _of_topic(topic, counts, draw)


def _of_topic(topic: Mapping[str, Any], counts: tuple[int, int], draw: random.Random) -> Iterator[Pair]:
    same, others = topic["same"], [one["text"] for one in (*topic["contradicting"], *topic["related"])]
    stating = list(permutations(same, 2))
    not_stating = [*product(same, others), *product(others, same)]
    for count, chosen, label in zip(counts, (stating, not_stating), (1.0, 0.0), strict=True):
        for one, other in draw.sample(chosen, min(count, len(chosen))):
            yield one, other, label


def train(network: ReaderNetwork, examples: Sequence[Pair]) -> None:
    """Show the examples once, in batches of about one length."""
    tokenizer, draw = load_tokenizer(), random.Random(_SEED)  # noqa: S311
    torch.manual_seed(_SEED)
    packed = [
        (pack(tokenizer, as_stated(one), ReaderPassage("", None, "", (other,))), label)
        for one, other, label in examples
    ]
    batches = list(_batches(packed, draw))
    optimiser = torch.optim.AdamW([one for one in network.parameters() if one.requires_grad], weight_decay=0.01)
    network.train()
    for step, chosen in enumerate(tqdm(batches)):
        share = min(1, (step + 1) / _WARM_UP) * max(_LEAST_SHARE, 1 - step / len(batches))
        for group in optimiser.param_groups:
            group["lr"] = share * _RATE
        labels = torch.tensor([[label] for _, label in chosen])
        with shorter_numbers():
            logits = network(**tensors(batch([one for one, _ in chosen])))
        weight = torch.tensor(_SAME_WEIGHS)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), labels, pos_weight=weight)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    network.eval()


def _batches(packed: Sequence[tuple[Packed, float]], draw: random.Random) -> Iterator[list[tuple[Packed, float]]]:
    order = draw.sample(list(packed), len(packed))
    for start in range(0, len(order), _BATCH * _SORTED_TOGETHER):
        part = sorted(order[start : start + _BATCH * _SORTED_TOGETHER], key=lambda one: len(one[0].ids))
        chunks = [part[first : first + _BATCH] for first in range(0, len(part), _BATCH)]
        yield from draw.sample(chunks, len(chunks))


def write(trained: Path) -> None:
    """Write the network but for what it shares with the reader, and where it comes from."""
    write_network(onnx.load(trained), PAIRS, tensors_of(read_network(READER)))
    provenance = {
        "command": "python -m benchmarks.fit_pairs",
        "date": datetime.now(UTC).date().isoformat(),
        "began as": f"the reader, sha256 {identity_of(READER)}",
        "learning rate": _RATE,
        "pairs of a topic, the same and others": {f"{_FRAMES} of frames": _OF_FRAMES, **_OF_TOPICS},
        "reader": identity_of(READER),
        "sha256": identity_of(PAIRS),
    }
    provenance_of(PAIRS).write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
