"""A preview tells what a build would make of a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.ingest.build import build
from index.ingest.preview import preview_file

TEXT = (
    "The harbour master counts his gulls\n\nThe harbour master of Port Elwood counted four hundred gulls on Tuesday.\n"
)


@pytest.mark.usefixtures("one_model")
@pytest.mark.parametrize("name", ["gulls.txt", "gulls.html", "gulls.jsonl"])
def test_a_preview_shows_what_a_build_reads(settings: IndexSettings, name: str) -> None:
    title, _, body = TEXT.strip().partition("\n\n")
    data = {
        "gulls.txt": TEXT,
        "gulls.html": f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p></body></html>",
        "gulls.jsonl": json.dumps({"id": 1, "title": title, "text": body}) + "\n{}\n" + json.dumps({"text": TEXT}),
    }[name].encode()
    (settings.corpus_dir / name).write_bytes(data)
    report = build(settings)
    shown = preview_file(name, data, max_file_mb=settings.max_file_mb)
    assert (shown.articles, len(shown.problems)) == (report.articles, report.skipped_count)
    assert shown.opening is not None
    library = Library.open(settings.index_dir, settings)
    assert library.quote(shown.opening.passage_id) == shown.opening
    library.close()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b" \n", "is empty"),
        ("a.txt", b"\0\1\2" * 99, "is not text"),
        ("a.jsonl", b"{", "line 1 is not valid JSON"),
    ],
)
def test_what_holds_no_article_is_told_with_its_reason(name: str, data: bytes, words: str, tmp_path: Path) -> None:
    shown = preview_file(name, data, max_file_mb=10)
    assert (shown.articles, shown.opening) == (0, None)
    assert shown.problems[0].startswith(words)
    assert not list(tmp_path.iterdir())
