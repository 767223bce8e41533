"""Train what reads two sentences beside each other: `python -m benchmarks.fit_pairs [--further STAGE]`.

It begins as the reader (`python -m benchmarks.fit_reader`) and trains all but the embeddings and the first layers
further, on sentences of the topics for fitting beside others of their topic (`benchmarks.fit_agreement`) and on frames
(`benchmarks.agreement_frames`); what differs from the reader is written beside it. `benchmarks.fit_agreement --fit`
then weighs anew what it says. --further goes on from the network that is there, with the stages from that one on. Needs
torch, transformers, onnx, onnxscript and some hours of a core.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_SAME_WEIGHS = 1.5
_FIRST_SETS = ("agreement", "agreement-later", "agreement-papers")
Pair = tuple[str, str, float]


def _each(counts: tuple[int, int]) -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple((name, counts) for name in _FIRST_SETS)


@dataclass(frozen=True, slots=True)
class Stage:
    """frames: how many topics are made of frames; of_frames: how many pairs each gives that are the same, and that are
    not; of_topics: the same for each topic of a set; frozen: how many layers are left as they are; steps: after how
    many it is cut off."""

    seed: int
    frames: int
    of_frames: tuple[int, int]
    of_topics: tuple[tuple[str, tuple[int, int]], ...]
    frozen: int
    rate: float
    steps: int


STAGES = (
    Stage(seed=0, frames=1010, of_frames=(2, 4), of_topics=_each((12, 24)), frozen=4, rate=6e-5, steps=733),
    Stage(seed=7, frames=1970, of_frames=(3, 5), of_topics=_each((6, 12)), frozen=2, rate=1.2e-4, steps=800),
    Stage(
        seed=11,
        frames=1010,
        of_frames=(2, 3),
        of_topics=(*_each((8, 12)), ("agreement-press", (14, 26))),
        frozen=2,
        rate=1e-4,
        steps=1200,
    ),
    Stage(
        seed=13,
        frames=505,
        of_frames=(2, 3),
        of_topics=(*_each((4, 8)), ("agreement-press", (8, 14)), ("agreement-wires", (14, 22))),
        frozen=2,
        rate=1.2e-4,
        steps=1300,
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_pairs", description=__doc__)
    parser.add_argument("--further", type=int, default=1, choices=range(2, len(STAGES) + 1), help="from this stage on")
    args = parser.parse_args()
    network = from_exported(read_network(PAIRS if args.further > 1 else READER))
    for stage in STAGES[args.further - 1 :]:
        network.requires_grad_(requires_grad=True)
        freeze(network, stage.frozen)
        train(network, list(pairs(stage)), stage)
    with TemporaryDirectory() as folder:
        trained = Path(folder) / "pairs.onnx"
        export(network, trained)
        write(trained, further=args.further > 1)


def pairs(stage: Stage) -> Iterator[Pair]:
    """Two sentences, and whether the second states what the first does."""
    draw = random.Random(stage.seed)  # noqa: S311
    for topic in framed(stage.frames, stage.seed):
        yield from _of_topic(topic, stage.of_frames, draw)
    for name, counts in stage.of_topics:
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


def train(network: ReaderNetwork, examples: Sequence[Pair], stage: Stage) -> None:
    """Show the examples once, in batches of about one length."""
    tokenizer, draw = load_tokenizer(), random.Random(stage.seed)  # noqa: S311
    torch.manual_seed(stage.seed)
    packed = [
        (pack(tokenizer, as_stated(one), ReaderPassage("", None, "", (other,))), label)
        for one, other, label in examples
    ]
    batches = list(_batches(packed, draw))[: stage.steps]
    optimiser = torch.optim.AdamW([one for one in network.parameters() if one.requires_grad], weight_decay=0.01)
    network.train()
    for step, chosen in enumerate(tqdm(batches)):
        share = min(1, (step + 1) / _WARM_UP) * max(_LEAST_SHARE, 1 - step / len(batches))
        for group in optimiser.param_groups:
            group["lr"] = share * stage.rate
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


def write(trained: Path, *, further: bool) -> None:
    """Write the network but for what it shares with the reader, and where it comes from: what it began as, if it was
    trained further."""
    reader = tensors_of(read_network(READER))
    origin = f"the reader, sha256 {identity_of(READER)}"
    if further:
        origin = json.loads(provenance_of(PAIRS).read_text(encoding="utf-8"))["began as"]
    write_network(onnx.load(trained), PAIRS, reader)
    provenance = {
        "command": "python -m benchmarks.fit_pairs",
        "date": datetime.now(UTC).date().isoformat(),
        "began as": origin,
        "stages": [repr(stage) for stage in STAGES],
        "reader": identity_of(READER),
        "sha256": identity_of(PAIRS),
    }
    provenance_of(PAIRS).write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
