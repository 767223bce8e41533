"""The optional reranker: it orders the best passages, and decides nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.cli.main import main
from index.errors import ModelError
from index.retrieval.reranker import RERANKED, Reranker
from tests.index.encoding.test_languages import ENGLISH
from tests.index.tiny_models import save_cross_encoder

QUESTION = "What did Zelensky say about North Korea?"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("reranker"), ENGLISH * 20)


def test_the_best_passages_stand_in_its_order(seeds_index: Path, library: Library, model: Path) -> None:
    reranking = Library.open(seeds_index, IndexSettings(reranker_model=str(model)))
    plain, reranked = library.search(QUESTION, 26), reranking.search(QUESTION, 26)
    assert plain[RERANKED:] == reranked[RERANKED:]
    texts = [f"{quote.source.title}\n{library.readings(quote.passage_id)[0].text}" for quote in plain[:RERANKED]]
    order = Reranker(str(model)).order(QUESTION, texts)
    assert order != sorted(order)
    assert [quote.passage_id for quote in reranked[:RERANKED]] == [plain[number].passage_id for number in order]
    by_passage = {quote.passage_id: quote.confidence for quote in plain}
    assert all(quote.confidence == by_passage[quote.passage_id] for quote in reranked)
    reranking.close()


def test_whether_to_answer_is_judged_without_it(seeds_index: Path, library: Library, model: Path) -> None:
    reranking = Library.open(seeds_index, IndexSettings(reranker_model=str(model)))
    for question in (QUESTION, "Who dismissed the reports as fake news?", "What is the capital of France?"):
        plain, answer = library.ask(question), reranking.ask(question)
        assert answer.kind == plain.kind
        assert answer.confidence == plain.confidence
        assert bool(answer.quotes) == bool(plain.quotes)
        if answer.kind == "refusal":
            assert answer.leads == plain.leads
    assert reranking.status().reranker == str(model)
    reranking.close()


def test_what_is_no_reranker_is_said_to_be_none(
    seeds_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two_scores = save_cross_encoder(tmp_path, ENGLISH * 20, scores=2)
    with pytest.raises(ModelError, match="RERANKER_MODEL"):
        Reranker(str(two_scores)).order("who?", ["nobody"])
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("RERANKER_MODEL", str(tmp_path / "empty"))
    assert main(["ask", QUESTION, "--index-dir", str(seeds_index)]) == 2
    assert "RERANKER_MODEL" in capsys.readouterr().err
    assert main(["status", "--json", "--index-dir", str(seeds_index)]) == 0
    assert json.loads(capsys.readouterr().out)["reranker"].endswith("empty")
