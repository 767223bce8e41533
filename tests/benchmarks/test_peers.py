"""The comparison with other libraries and the large corpus, on a small data set with the real model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.large import measure
from benchmarks.peers.contestants import Found, dense
from benchmarks.peers.material import SharedEncoder, read_material
from benchmarks.peers.ours import Remembering, build_part, quotedesk
from benchmarks.peers.scoring import Answered, Judge, auroc, table
from benchmarks.recombined import Pool, write_large
from index import IndexSettings
from index.evaluation.datasets import Dataset, load_dataset
from index.ingest.build import build
from index.storage import Shelf
from index.storage.integrity import verify_generation

TEXTS = {
    "quay": "The new quay of Arden opened in May. It cost four million crowns, the harbour master said.",
    "ferry": "The ferry to Lund runs twice a day. In winter it stays in port when the ice is thick.",
    "museum": "The museum of bells closed in spring. Its founder Ada Moss gave the bells to the town.",
}
ASKED = {
    "quay": ("What did the quay cost?", ["four million crowns"]),
    "ferry": ("How often does the ferry to Lund run?", ["twice a day"]),
    "museum": ("Which founder gave the bells to the town?", ["Ada Moss"]),
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    folder = tmp_path_factory.mktemp("data")
    (folder / "qrels").mkdir()
    corpus = [{"_id": name, "title": f"About the {name}", "text": text} for name, text in TEXTS.items()]
    queries = [{"_id": name, "text": text, "metadata": {"answers": gold}} for name, (text, gold) in ASKED.items()]
    for name, rows in (("corpus.jsonl", corpus), ("queries.jsonl", queries)):
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("".join(f"{name}\t{name}\t1\n" for name in TEXTS), encoding="utf-8")
    return load_dataset(folder)


@pytest.fixture(scope="module")
def remembering() -> Remembering:
    return Remembering()


@pytest.fixture(scope="module")
def index_dir(dataset: Dataset, remembering: Remembering, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.ingest.build.Encoder", lambda _name, **_: remembering)
        build(IndexSettings(index_dir=folder), (dataset.corpus,))
    return folder


def test_contestants_are_judged_alike(dataset: Dataset, index_dir: Path, remembering: Remembering) -> None:
    material = read_material(Shelf(index_dir).open())
    shared = SharedEncoder(material.pieces)
    judge = Judge(material, shared)
    rows = {}
    for name, contestant in {
        "dense": dense(material.pieces, shared),
        "ours": quotedesk(index_dir, remembering),
    }.items():
        answered = [Answered(question, contestant(question.text)) for question in dataset.questions]
        rows[name] = judge.row(answered, [Found(answered[0].found.ids, -100.0)])
        assert rows[name]["passage@1"] == rows[name]["answer@1"] == 1
        assert rows[name]["AUROC absent"] == 1
        assert rows[name]["AUROC"] is None
    assert rows["ours"]["sentence@1"] == 1
    wrong = [
        Answered(question, Found(tuple(piece.id for piece in material.pieces), None)) for question in dataset.questions
    ]
    row = judge.row(wrong, [])
    assert row["passage@1"] == pytest.approx(1 / 3)
    assert row["MRR@10"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert row["answer@3"] == 1
    assert len(table({**rows, "wrong": row}).splitlines()) == 5


def test_an_index_of_a_part_knows_nothing_of_the_rest(dataset: Dataset, index_dir: Path, tmp_path: Path) -> None:
    build_part(dataset.corpus, index_dir, {"quay", "ferry"}, tmp_path / "part")
    sources = Shelf(tmp_path / "part").open().sources()
    assert {source.path for source in sources} == {"corpus.jsonl#quay", "corpus.jsonl#ferry"}


def test_auroc_counts_pairs() -> None:
    assert auroc([0.9, 0.4], [0.5, 0.1]) == 0.75
    assert auroc([0.9], [None]) is None


def test_a_large_index_is_sound_and_holds_the_small_one(
    dataset: Dataset, index_dir: Path, remembering: Remembering, tmp_path: Path
) -> None:
    small = Shelf(index_dir).open()
    pool = Pool()
    pool.add(small, lambda document: document != "quay")
    write_large(small, pool, 40, Shelf(tmp_path))
    large = Shelf(tmp_path).open()
    verify_generation(large, large.manifest.files)
    assert large.manifest.passages == 40
    assert small.tokens_of(0).packed.tobytes() == large.tokens_of(0).packed.tobytes()
    assert pool.agreement > 0.8
    made = {text for _, source_id, text in large.passage_texts() if small.source(source_id) is None}
    assert not any("quay" in text for text in made)
    assert measure(tmp_path, dataset, remembering)["passages"] == 40
