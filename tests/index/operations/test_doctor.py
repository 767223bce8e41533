"""The doctor: each finding that is not good has its remedy."""

from __future__ import annotations

from pathlib import Path

from index import IndexSettings
from index.operations.doctor import Finding, examine
from tests.conftest import SEEDS


def bad(settings: IndexSettings) -> dict[str, Finding]:
    """What is not good, by its subject; each with a remedy."""
    findings = examine(settings)
    assert all(finding.good or finding.remedy for finding in findings)
    return {finding.subject: finding for finding in findings if not finding.good}


def test_a_built_index_is_in_order(seeds_index: Path) -> None:
    findings = examine(IndexSettings(index_dir=seeds_index, corpus_dir=SEEDS))
    assert [finding for finding in findings if finding.remedy or not finding.good] == []


def test_before_the_first_build_it_says_how_to_build(settings: IndexSettings, corpus: Path) -> None:
    (corpus / "good.txt").write_text("The night ferry was cancelled.")
    (corpus / "empty.txt").write_text("")
    found = bad(settings)
    assert set(found) == {"Index", f"Corpus {corpus}"}
    assert "python -m index build" in found["Index"].remedy
    assert "empty.txt is empty" in found[f"Corpus {corpus}"].remedy


def test_a_broken_line_of_an_archive_is_a_warning(settings: IndexSettings, corpus: Path) -> None:
    (corpus / "wire.jsonl").write_text('{"text": "The night ferry was cancelled."}\n{"text": \n')
    (finding,) = [finding for finding in examine(settings) if finding.subject == f"Corpus {corpus}"]
    assert (finding.good, finding.is_warning, finding.state) == (True, True, "1 documents, 1 can't be read")
    assert "wire.jsonl:2" in finding.remedy
    (corpus / "empty.txt").write_text("")
    assert "empty.txt is empty" in bad(settings)[f"Corpus {corpus}"].remedy


def test_damage_is_named_with_the_generation(own_index: Path) -> None:
    (own_index / "generations" / "000001" / "000001" / "passages.f2").write_bytes(b"junk")
    (own_index / "current").write_text("?")
    found = bad(IndexSettings(index_dir=own_index, corpus_dir=SEEDS))
    assert set(found) == {"Pointer", "Generation 1"}
    assert "passages.f2" in found["Generation 1"].remedy


def test_a_missing_model_or_corpus_names_its_setting(settings: IndexSettings, tmp_path: Path) -> None:
    asked = settings.model_dump() | {"embedding_model": "../none", "corpus_dir": tmp_path / "nowhere"}
    found = bad(IndexSettings(**asked | {"index_dir": tmp_path / "index"}))
    assert "EMBEDDING_MODEL" in found["Embedding model"].remedy
    assert "nowhere" in found[f"Corpus {tmp_path / 'nowhere'}"].remedy
