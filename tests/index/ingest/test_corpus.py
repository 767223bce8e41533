"""Folders and archives -> documents: what is found, in which order, and what is skipped with which words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from index.errors import CorpusError
from index.ingest.corpus import scan
from index.reading import Document, read
from index.reading.document import Skipped


def found(*corpora: Path, max_file_mb: float = 10) -> list[Document]:
    return [entry for entry in scan(corpora, max_file_mb=max_file_mb) if isinstance(entry, Document)]


def skipped(*corpora: Path, max_file_mb: float = 10) -> dict[str, str]:
    entries = scan(corpora, max_file_mb=max_file_mb)
    return {entry.path: entry.reason for entry in entries if isinstance(entry, Skipped)}


def test_files_come_sorted_by_path_from_all_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b/c.TXT", "a.md", "page.htm"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("An article.")
    documents = found(tmp_path)
    assert [document.path for document in documents] == ["a.md", "a/b/c.TXT", "a/z.txt", "b.txt", "page.htm"]
    assert [document.format for document in documents] == ["markdown", "text", "text", "text", "html"]
    assert all(len(document.source_id) == 12 for document in documents)
    assert documents == found(tmp_path)


def test_hidden_files_backups_sidecars_and_page_assets_are_no_articles(tmp_path: Path) -> None:
    for name in (".hidden.txt", "a.txt~", "a.txt.bak", ".git/x.txt", "a.txt.meta.toml", "style.css", "photo.JPG"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Not an article.")
    assert list(scan([tmp_path], max_file_mb=10)) == []


def test_bad_files_are_named_with_their_reasons(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "blank.txt").write_bytes(b" \n\t\r\n")
    (tmp_path / "big.txt").write_bytes(b"x" * 2_000_001)
    (tmp_path / "sheet.xlsx").write_bytes(b"PK")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = skipped(tmp_path, max_file_mb=2)
    assert reasons["empty.txt"] == reasons["blank.txt"] == "is empty"
    assert reasons["big.txt"] == "is larger than MAX_FILE_MB=2"
    assert reasons["pipe.txt"] == "is not a regular file"
    assert reasons["gone.txt"].startswith("can't be read")
    assert "type that is not read" in reasons["sheet.xlsx"]
    assert found(tmp_path, max_file_mb=2) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "locked.txt").write_text("An article.")
    (tmp_path / "locked.txt").chmod(0)
    assert skipped(tmp_path) == {"locked.txt": "can't be read: permission denied"}


def test_links_in_a_circle_end_and_a_linked_file_is_read_once(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "z.txt").write_text("An article.")
    (folder / "inner" / "round").symlink_to(folder)
    (folder / "a.txt").symlink_to(folder / "inner" / "z.txt")
    assert [document.path for document in found(folder)] == ["inner/z.txt"]


def test_links_that_lead_out_of_the_corpus_are_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "corpus"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.txt").write_text("A secret.")
    (folder / "a.txt").write_text("An article.")
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert [document.path for document in found(folder)] == ["a.txt"]
    assert set(skipped(folder)) == {"file.txt", "folder", "gone.txt"}
    assert all("leads out of the corpus" in reason for reason in skipped(folder).values())
    (tmp_path / "linked").symlink_to(folder)
    assert [document.path for document in found(tmp_path / "linked")] == ["a.txt"]


def test_a_sidecar_without_end_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An article.")
    (tmp_path / "a.txt.meta.toml").write_text("#" * 200_000)
    assert skipped(tmp_path) == {"a.txt": "can't be read: a.txt.meta.toml is larger than 100,000 bytes"}


def test_two_corpora_may_hold_the_same_path_and_one_inside_the_other_is_read_once(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"Article {name}.")
    documents = found(tmp_path / "one", tmp_path / "two")
    assert [document.path for document in documents] == ["a.txt", "a.txt"]
    assert documents[0].source_id != documents[1].source_id
    assert documents[0] == found(tmp_path / "one")[0]
    assert len(found(tmp_path, tmp_path / "one")) == 2


def test_a_missing_corpus_is_an_error_and_an_empty_one_yields_nothing(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist"):
        list(scan([tmp_path / "none"], max_file_mb=10))
    assert list(scan([tmp_path], max_file_mb=10)) == []


def test_names_in_any_bytes_become_printable_paths(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("An article.")
    path = found(tmp_path)[0].path
    assert path == "caf\ufffd.txt"
    path.encode()


def test_an_archive_gives_a_document_a_line_and_reports_bad_lines(tmp_path: Path) -> None:
    rows = [
        b'\xef\xbb\xbf{"_id": "a", "text": "First."}',
        b"not json",
        b"",
        b'{"id": 7, "text": "Second."}',
        b'{"_id": "a", "text": "Third, with an id that stands already."}',
        b'{"title": "No text"}',
        b'["a list"]',
        b'{"text": "Without an id."}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
    ]
    (tmp_path / "archive.jsonl").write_bytes(b"\n".join(rows))
    assert [document.path for document in found(tmp_path)] == [
        "archive.jsonl#a",
        "archive.jsonl#7",
        "archive.jsonl#a@5",
        "archive.jsonl#line-8",
    ]
    reasons = skipped(tmp_path)
    assert list(reasons) == [f"archive.jsonl:{line}" for line in (2, 6, 7, 9, 10)]
    assert "valid JSON" in reasons["archive.jsonl:2"]
    assert reasons["archive.jsonl:6"] == 'has no "text"'
    assert reasons["archive.jsonl:7"] == "is not a JSON object"
    assert reasons["archive.jsonl:9"] == "is not UTF-8"
    assert len({document.source_id for document in found(tmp_path)}) == 4
    assert next(document.path for document in found(tmp_path / "archive.jsonl")) == "archive.jsonl#a"


def test_the_size_limit_binds_an_archive_s_lines_but_not_the_archive(tmp_path: Path) -> None:
    rows = [json.dumps({"id": number, "text": "word " * 2_000}) for number in range(30)]
    rows.insert(3, json.dumps({"id": "long", "text": "word " * 40_000}))
    (tmp_path / "archive.jsonl").write_text("\n".join(rows))
    assert len(found(tmp_path, max_file_mb=0.1)) == 30
    assert skipped(tmp_path, max_file_mb=0.1) == {"archive.jsonl:4": "is a line of more than 0.1 MB"}


def test_fields_of_a_record_are_found_at_the_top_and_under_metadata(tmp_path: Path) -> None:
    record = {
        "_id": "x/1",
        "text": "The text, exactly  as it is.\r\n",
        "metadata": {
            "title": "T",
            "author": "Ann Lee",
            "source": "Courier",
            "date": "2024-03-05",
            "url": "https://a.example/1",
        },
    }
    (tmp_path / "archive.jsonl").write_text(json.dumps(record))
    article = read(found(tmp_path)[0])
    assert article.text == record["text"]
    source = article.source
    assert (source.path, source.title, source.publisher) == ("archive.jsonl#x/1", "T", "Courier")
    assert (source.authors, source.published, source.url) == (("Ann Lee",), "2024-03-05", "https://a.example/1")


def test_a_sidecar_wins_and_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Headline of the page\n\nBy Bo Ray, 1 March 2024\n\nThe article says something here."
    )
    before = found(tmp_path)[0]
    (tmp_path / "a.txt.meta.toml").write_text(
        'title = "Corrected"\nauthors = ["Ann Lee"]\npublished = 2024-03-05\npublisher = "Courier"\nurl = "https://a.example"\n'
    )
    after = found(tmp_path)[0]
    assert before.fingerprint != after.fingerprint
    assert read(before).source.authors == ("Bo Ray",)
    source = read(after).source
    assert (source.title, source.authors, source.published) == ("Corrected", ("Ann Lee",), "2024-03-05")
    assert (source.publisher, source.url) == ("Courier", "https://a.example")
    (tmp_path / "a.txt.meta.toml").unlink()
    (tmp_path / "a.meta.toml").write_text('publisher = "Courier"')
    assert read(found(tmp_path)[0]).source.publisher == "Courier"
