"""Made-up pages of many shapes and languages: lines are read as their marks say, metadata is what the page states."""

from __future__ import annotations

import json

import pytest

from index.reading import Document, read
from tests.index.reading.page_files import kind_read, load_page, page_names


@pytest.mark.parametrize("name", page_names())
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_page_is_read_as_marked(name: str, line_end: str) -> None:
    page = load_page(name, line_end=line_end)
    article = read(Document(f"{name}.txt", "0" * 12, "text", page.text.encode()))

    assert article.text == page.text
    wrong = {
        page.text[line.start : line.end]: (line.kind, read_as)
        for line in page.lines
        if (read_as := kind_read(article, line)) != line.kind
    }
    assert wrong == {}
    source = article.source
    assert (source.title, source.authors, source.published, source.publisher) == (
        page.title,
        page.authors,
        page.published,
        page.publisher,
    )


def test_every_removal_has_a_reason_in_words() -> None:
    for name in page_names():
        article = read(Document(f"{name}.txt", "0" * 12, "text", load_page(name).text.encode()))
        assert all(part.why.replace(",", "").replace(" ", "").isalpha() for part in article.furniture)


@pytest.mark.parametrize("name", page_names())
def test_page_in_an_archive_quotes_no_furniture_either(name: str) -> None:
    """The text of a page put into an archive's text field as it is: no promotion, form or link is kept."""
    page = load_page(name)
    record = json.dumps({"id": name, "text": page.text}).encode()
    article = read(Document(f"archive.jsonl#{name}", "0" * 12, "jsonl", record))

    assert article.text == page.text
    kept = [page.text[line.start : line.end] for line in page.lines if kind_read(article, line) == "paragraph"]
    expected = [page.text[line.start : line.end] for line in page.lines if line.kind == "paragraph"]
    assert [line for line in expected if line not in kept] == []
    furniture = [page.text[line.start : line.end] for line in page.lines if not line.kind]
    assert [line for line in kept if line in furniture and len(line.split()) > 5] == []
