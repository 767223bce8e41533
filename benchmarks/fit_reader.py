"""Train the reader: `python -m benchmarks.fit_reader TEACHER SQUAD2 SELQA [--work FOLDER]`.

TEACHER is the folder of a BERT cross-encoder with the bundled encoder's vocabulary, as which the reader begins; the one
shipped began as cross-encoder/ms-marco-MiniLM-L12-v2 (Apache-2.0). First it is trained on general questions (the tuning
half of SQUAD2, a data set in BEIR layout; SELQA, a file of SelQA's questions), then on the invented archives of
`benchmarks/archives`, on some of their questions again beside sentences that state the same as others or do not, on all
once more with other passages, on some of each kind, and last on what is asked in brief and some of each kind. Needs
torch, transformers, onnx, onnxscript and some hours of two cores; examples and states are kept in the work folder, from
which a run that was cut off goes on.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from torch import Tensor
from tqdm import tqdm

from benchmarks.agreement_frames import topics
from benchmarks.archives import NAMES, read_archive, write_dataset
from benchmarks.fit_agreement import SETS
from benchmarks.network_files import replace_reader
from benchmarks.reader_examples import ReaderExample, of_dataset, of_sections, of_statements
from benchmarks.reader_model import (
    ReaderNetwork,
    export,
    freeze,
    from_cross_encoder,
    loss_of,
    shorter_numbers,
    tensors,
)
from index.answering.networks import READER, identity_of, provenance_of
from index.answering.reader_input import Packed, ReaderPassage, batch, load_tokenizer, pack
from index.evaluation.bench import open_bench
from index.evaluation.datasets import Dataset, load_dataset
from index.ingest.build import silent
from index.settings import IndexSettings

ARCHIVES = (
    "basin",
    "canton",
    "capital",
    "coast",
    "county",
    "delta",
    "duchy",
    "frontier",
    "harbour",
    "islands",
    "markets",
    "metropolis",
    "nations",
    "parish",
    "plateau",
    "province",
    "republic",
    "steppe",
    "suburbs",
    "uplands",
    "valley",
)
# Sentences beside others that state the same or do not, instead of questions.
STATEMENTS, FRAMES = "agreement", "frames"
# Of frames, which are about a hundred.
_TOPICS = 1000
# Of its layers.
_FROZEN = 2
_BATCH, _SORTED_TOGETHER = 16, 160
_OF_NEW_PARTS, _WARM_UP, _LEAST_SHARE = 4e-4, 60, 0.05
_ANSWERING_WEIGHS = 3.0
# How often a question is shown as people type it.
_LOWER_CASE, _NO_MARK, _A_SLIP = 0.3, 0.3, 0.12


@dataclass(frozen=True, slots=True)
class Share:
    """How many examples of a set are shown that answer, and how many that do not."""

    name: str
    answering: int
    others: int

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True, slots=True)
class Questions:
    """How many questions of each archive are shown with their passages, by kind: one that answers, and others."""

    kinds: Mapping[str, int]

    @property
    def names(self) -> tuple[str, ...]:
        return ARCHIVES


@dataclass(frozen=True, slots=True)
class Stage:
    """begins: with the weights after other stages, by their shares, or as the teacher. rate: its highest learning
    rate."""

    seed: int
    begins: Mapping[int, float]
    rate: float
    shows: tuple[Share | Questions, ...]


def _of_archives(**kinds: int) -> Questions:
    return Questions(kinds)


_OTHERS_OF_A_QUESTION = 2
# What readers do worst with counts most.
_SOME = _of_archives(other=40, time=15, direct=15, near=30, false=8)
# Weights by stages: what one makes the reader forget, others have kept.
_OF_ALL_KINDS = {2: 0.15, 3: 0.15, 4: 0.4, 5: 0.3}
STAGES = (
    Stage(seed=1, begins={}, rate=5e-5, shows=(Share("squad2", 1500, 1300), Share("selqa", 1500, 500))),
    Stage(
        seed=2,
        begins={1: 1.0},
        rate=7e-5,
        shows=(_of_archives(other=500, time=100, direct=160, near=200, false=60),),
    ),
    Stage(seed=3, begins={2: 1.0}, rate=5e-5, shows=(_SOME, Share(STATEMENTS, 2000, 5000), Share(FRAMES, 1000, 2000))),
    Stage(
        # After the third it knows what says the same, but less of other words.
        seed=21,
        begins={2: 0.5, 3: 0.5},
        rate=5e-5,
        shows=(
            _of_archives(other=600, time=110, direct=200, near=230, false=70),
            Share(STATEMENTS, 900, 2100),
            Share(FRAMES, 300, 500),
        ),
    ),
    Stage(
        # After the fourth it knows archives best, but doubts more of what is asked about others.
        seed=25,
        begins={4: 1.0},
        rate=4e-5,
        shows=(Share("squad2", 1500, 1300), Share("selqa", 1000, 350), _SOME, Share(STATEMENTS, 700, 1500)),
    ),
    Stage(
        # What somebody asks first is short: who a person is, what became of a thing, or words alone.
        seed=27,
        begins=_OF_ALL_KINDS,
        rate=4e-5,
        shows=(
            _of_archives(brief=60, untold=20, other=40, time=12, direct=15, near=30, false=8),
            Share("squad2", 800, 700),
            Share("selqa", 500, 200),
            Share(STATEMENTS, 400, 900),
        ),
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fit_reader", description=__doc__)
    parser.add_argument("teacher", type=Path, metavar="TEACHER")
    parser.add_argument("squad2", type=Path, metavar="SQUAD2")
    parser.add_argument("selqa", type=Path, metavar="SELQA")
    parser.add_argument("--work", type=Path, default=Path("var/reader"), metavar="FOLDER")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    network = from_cross_encoder(args.teacher)
    freeze(network, _FROZEN)
    for number, stage in enumerate(STAGES, start=1):
        state = args.work / f"stage{number}.pt"
        if state.exists():
            continue
        if stage.begins:
            network.load_state_dict(_mean(stage.begins, args.work))
        examples = {name: _gathered(name, args) for share in stage.shows for name in share.names}
        train(network, _draw(examples, stage.shows, stage.seed), stage.rate, first=number == 1)
        torch.save(network.state_dict(), state)
    network.load_state_dict(_mean({len(STAGES): 1.0}, args.work))
    exported = args.work / "reader.onnx"
    export(network, exported)
    replace_reader(onnx.load(exported))
    provenance_of(READER).write_text(json.dumps(_provenance(args), indent=1) + "\n", encoding="utf-8")
    print(f"{READER}: {READER.stat().st_size / 1e6:.1f} MB")


def _mean(shares: Mapping[int, float], folder: Path) -> dict[str, Tensor]:
    """The mean of the weights that were kept after some stages."""
    states = {stage: torch.load(folder / f"stage{stage}.pt") for stage in shares}
    first: dict[str, Tensor] = next(iter(states.values()))
    return {
        name: sum(share * states[stage][name] for stage, share in shares.items()) if each.is_floating_point() else each
        for name, each in first.items()
    }


def train(network: ReaderNetwork, examples: Sequence[ReaderExample], rate: float, *, first: bool) -> None:
    """Show the examples once."""
    tokenizer = load_tokenizer()
    draw = random.Random(3)  # noqa: S311
    torch.manual_seed(3)
    typed = {one.question: _as_typed(one.question, draw) for one in examples}
    packed = [(pack(tokenizer, typed[one.question], one.passage), one.labels, one.question) for one in examples]
    batches = list(_batches(packed, draw))
    named = [(name, one) for name, one in network.named_parameters() if one.requires_grad]
    new = [one for name, one in named if not name.startswith("bert")]
    groups = [
        {"params": [one for name, one in named if name.startswith("bert")], "most": rate},
        {"params": new, "most": _OF_NEW_PARTS if first else _OF_NEW_PARTS / 4},
    ]
    optimiser = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01, fused=True)
    network.train()
    for step, chosen in enumerate(tqdm(batches)):
        share = min(1, (step + 1) / _WARM_UP) * max(_LEAST_SHARE, 1 - step / len(batches))
        for group in optimiser.param_groups:
            group["lr"] = share * group["most"]
        inputs = tensors(batch([one for one, _, _ in chosen]))
        there = (inputs["sentences"].sum(-1) > 0).float()
        labels = _padded([labels for _, labels, _ in chosen], there.shape[1]) * there
        asked = [question for _, _, question in chosen]
        with shorter_numbers():
            logits = network(**inputs)
        loss_of(logits.float(), labels, there, asked, _ANSWERING_WEIGHS).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
    network.eval()


def _batches(
    packed: Sequence[tuple[Packed, tuple[bool, ...], str]], draw: random.Random
) -> Iterator[list[tuple[Packed, tuple[bool, ...], str]]]:
    """Batches in which the passages of a question are together, and all are of about one length."""
    by_question: defaultdict[str, list[tuple[Packed, tuple[bool, ...], str]]] = defaultdict(list)
    for one in packed:
        by_question[one[2]].append(one)
    groups = [group[first : first + _BATCH] for group in by_question.values() for first in range(0, len(group), _BATCH)]
    order = draw.sample(groups, len(groups))
    for start in range(0, len(order), _SORTED_TOGETHER):
        batches: list[list[tuple[Packed, tuple[bool, ...], str]]] = [[]]
        for group in sorted(order[start : start + _SORTED_TOGETHER], key=_longest):
            if len(batches[-1]) + len(group) > _BATCH:
                batches.append([])
            batches[-1] += group
        yield from draw.sample(batches, len(batches))


def _longest(group: Sequence[tuple[Packed, tuple[bool, ...], str]]) -> int:
    return max(len(packed.ids) for packed, _, _ in group)


def _padded(labels: Sequence[tuple[bool, ...]], length: int) -> Tensor:
    return torch.tensor([[*map(float, row), *[0.0] * (length - len(row))] for row in labels])


def _as_typed(question: str, draw: random.Random) -> str:
    if question.endswith("."):
        # One of the sentences.
        return question
    if draw.random() < _LOWER_CASE:
        question = question.lower()
    if draw.random() < _NO_MARK:
        question = question.rstrip("?")
    if draw.random() < _A_SLIP:
        place = draw.randrange(1, max(len(question) - 2, 2))
        letter = question[place : place + 1]
        meant = draw.choice(("", letter * 2, question[place + 1 : place + 2] + letter))
        question = question[:place] + meant + question[place + (2 if len(meant) == 2 and meant[1] == letter else 1) :]
    return question


def _gathered(name: str, args: argparse.Namespace) -> list[ReaderExample]:
    """The examples of a set, gathered once; of an archive also those of questions that came to it since."""
    file = args.work / f"{name}.jsonl"
    known = [_from_json(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    if known and name not in NAMES:
        return known
    started = time.perf_counter()
    added = list(_examples(name, args, {example.question for example in known}))
    with file.open("a", encoding="utf-8") as out:
        out.writelines(f"{json.dumps(asdict(example))}\n" for example in added)
    print(f"{name}: {len(added)} examples in {time.perf_counter() - started:.0f} s")
    return known + added


def _examples(name: str, args: argparse.Namespace, known: set[str]) -> Iterable[ReaderExample]:
    if name == STATEMENTS:
        lines = (line for path in SETS.values() for line in path.read_text(encoding="utf-8").splitlines())
        return of_statements(map(json.loads, lines))
    if name == FRAMES:
        return of_statements(topics(_TOPICS))
    if name == "selqa":
        return of_sections(args.selqa)
    dataset = load_dataset(args.squad2 if name == "squad2" else write_dataset(name, args.work / name))
    return _of_index(dataset.half("tuning") if name == "squad2" else dataset, args.work / "index" / name, known)


def _of_index(dataset: Dataset, folder: Path, known: set[str]) -> list[ReaderExample]:
    wanted = {question.text for question in dataset.questions} - known
    if not wanted:
        return []
    with closing(open_bench(dataset, IndexSettings(index_dir=folder), silent)) as bench:
        return list(of_dataset(bench, dataset.questions, wanted))


def _from_json(line: str) -> ReaderExample:
    row = json.loads(line)
    passage = row["passage"]
    read = ReaderPassage(passage["title"], passage["published"], passage["before"], tuple(passage["sentences"]))
    return ReaderExample(row["question"], read, tuple(row["labels"]))


def _draw(
    examples: dict[str, list[ReaderExample]], shares: Iterable[Share | Questions], seed: int
) -> list[ReaderExample]:
    draw = random.Random(seed)  # noqa: S311
    drawn: list[ReaderExample] = []
    for share in shares:
        for name in share.names:
            there = examples[name]
            drawn += (
                _of_questions(name, there, share.kinds, draw)
                if isinstance(share, Questions)
                else _of_share(there, share, draw)
            )
    return drawn


def _of_share(there: Sequence[ReaderExample], share: Share, draw: random.Random) -> Iterator[ReaderExample]:
    for answers, most in ((True, share.answering), (False, share.others)):
        fitting = [one for one in there if one.answers is answers]
        yield from draw.sample(fitting, min(most, len(fitting)))


def _of_questions(
    archive: str, there: Sequence[ReaderExample], kinds: Mapping[str, int], draw: random.Random
) -> Iterator[ReaderExample]:
    by_kind: defaultdict[str, list[str]] = defaultdict(list)
    for question in (question for story in read_archive(archive) for question in story.questions):
        by_kind[question.kind].append(question.text)
    chosen = {
        text for kind, most in kinds.items() for text in draw.sample(by_kind[kind], min(most, len(by_kind[kind])))
    }
    passages: defaultdict[str, list[ReaderExample]] = defaultdict(list)
    for one in there:
        if one.question in chosen:
            passages[one.question].append(one)
    for own in passages.values():
        yield from [one for one in own if one.answers][:1]
        others = [one for one in own if not one.answers]
        yield from draw.sample(others, min(_OTHERS_OF_A_QUESTION, len(others)))


def _provenance(args: argparse.Namespace) -> dict[str, object]:
    weights = next(args.teacher.glob("*.safetensors"))
    began_as = sha256(weights.read_bytes()).hexdigest()
    return {
        "command": "python -m benchmarks.fit_reader TEACHER SQUAD2 SELQA",
        "date": datetime.now(UTC).date().isoformat(),
        "began as": f"cross-encoder/ms-marco-MiniLM-L12-v2, {weights.name} {began_as}",
        "archives": ARCHIVES,
        "stages": [asdict(stage) for stage in STAGES],
        "sha256": identity_of(READER),
    }


if __name__ == "__main__":
    main()
