"""File names from strangers, and files into and out of the corpus folder."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest.corpus import scan
from index.ingest.corpus_files import archive_of, discard, place, safe_name, trash_of
from index.reading import Document


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("report.txt", "report.txt"),
        ("Звіт № 5.HTML", "Звіт _ 5.html"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\notes\\a.md", "a.md"),
        (".hidden.txt", "hidden.txt"),
        ("~$draft.docx", "_draft.docx"),
        ("-rf.txt", "rf.txt"),
        (".txt", None),
        ("\u202egnp.txt", "gnp.txt"),
        ("a\nb\0c.txt", "a b c.txt"),
        ("x" * 300 + ".jsonl", "x" * 114 + ".jsonl"),
        ("я" * 300 + ".txt", "я" * 58 + ".txt"),
        ("GOLDEN.jsonl", None),
        ("page.html.exe", None),
        ("", None),
    ],
)
def test_a_name_is_made_safe_or_refused(given_name: str, name: str | None) -> None:
    assert safe_name(given_name) == name


@given(st.text(max_size=200), st.sampled_from([".txt", ".HTML", ".jsonl", ".exe", "", ".txt~", ".meta.toml"]))
def test_any_name_is_refused_or_that_of_a_file_directly_in_the_folder_that_is_read(stem: str, suffix: str) -> None:
    name = safe_name(stem + suffix)
    if name is not None:
        assert Path(name).name == name
        assert len(os.fsencode(name)) <= 120
        assert name.isprintable()
        assert safe_name(name) == name


def test_what_is_placed_is_whole_and_read(corpus: Path) -> None:
    place(corpus, "gulls.txt", b"Gulls were counted on the mole.", replace=False)
    assert [path.name for path in corpus.iterdir()] == ["gulls.txt"]
    assert all(isinstance(found, Document) for found in scan((corpus,), max_file_mb=1))
    with pytest.raises(FileExistsError):
        place(corpus, "gulls.txt", b"Other gulls.", replace=False)
    assert (corpus / "gulls.txt").read_bytes() == b"Gulls were counted on the mole."
    place(corpus, "gulls.txt", b"Other gulls.", replace=True)
    assert (corpus / "gulls.txt").read_bytes() == b"Other gulls."
    (kept,) = trash_of(corpus).rglob("gulls.txt")
    assert kept.read_bytes() == b"Gulls were counted on the mole."
    assert [path.name for path in corpus.iterdir()] == ["gulls.txt"]


def test_a_disk_that_fails_leaves_the_corpus_as_it_was(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    (corpus / "gulls.txt").write_bytes(b"Gulls.")
    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space"):
        place(corpus, "gulls.txt", b"Other gulls.", replace=True)
    assert [(path.name, path.read_bytes()) for path in corpus.iterdir()] == [("gulls.txt", b"Gulls.")]


def test_what_is_discarded_is_kept_with_its_sidecar_and_not_indexed(corpus: Path) -> None:
    (corpus / "birds").mkdir()
    (corpus / "birds" / "gulls.txt").write_text("Gulls.")
    (corpus / "birds" / "gulls.meta.toml").write_text('title = "Gulls"\n')
    (corpus / "other.txt").write_text("Other.")
    moved = discard(corpus, "birds/gulls.txt")
    assert moved.is_relative_to(trash_of(corpus))
    assert moved.parts[-2:] == ("birds", "gulls.txt")
    assert moved.read_text() == "Gulls."
    assert moved.with_name("gulls.meta.toml").exists()
    assert [found.path for found in scan((corpus,), max_file_mb=1)] == ["other.txt"]
    assert not trash_of(corpus).is_relative_to(corpus)
    # The same name again does not overwrite what was discarded before.
    (corpus / "birds" / "gulls.txt").write_text("Newer gulls.")
    assert discard(corpus, "birds/gulls.txt") != moved
    assert moved.read_text() == "Gulls."


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "missing.txt", "birds"])
def test_nothing_outside_the_corpus_is_moved(corpus: Path, path: str) -> None:
    (corpus.parent / "secret.txt").write_text("Secret.")
    (corpus / "birds").mkdir()
    with pytest.raises(FileNotFoundError):
        discard(corpus, path)
    assert (corpus.parent / "secret.txt").exists()


def test_a_record_is_told_from_a_file_with_a_hash_in_its_name(corpus: Path) -> None:
    (corpus / "a#b.txt").write_text("A file.")
    assert archive_of(corpus, "a#b.txt") is None
    assert archive_of(corpus, "birds/gulls.jsonl#7#x") == "birds/gulls.jsonl"
    assert archive_of(corpus, "gone.txt") is None
