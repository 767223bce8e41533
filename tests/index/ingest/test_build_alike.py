"""Building a corpus that says things twice: copies of an article, and lines that its articles share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.ingest import parallel as preparing
from index.ingest.build import build
from index.models import Article, Passage
from index.storage import Shelf
from tests.index.stories import FERRY, MARKET, MAYOR, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")

SLOGAN = "Our reporters walk so that you can read."


def test_the_same_text_in_another_file_is_indexed_once(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_article("a.txt", FERRY)
    write_article("b.txt", FERRY)
    report = build(settings)
    assert report.articles == 1
    assert report.duplicates == (("b.txt", "a.txt"),)
    assert not build(settings).published


def test_copies_are_found_in_every_format_and_rewrites_are_none(settings: IndexSettings, corpus: Path) -> None:
    text = f"{FERRY}\n\n{MARKET}\n"
    page = (
        "<html><head><title>Ferry</title></head><body><nav>{}</nav>"
        "<article><h1>The ferry and the market</h1>{}</article></body></html>"
    )
    paragraphs = "".join(f"<p>{line}</p>" for line in (FERRY, MARKET, MAYOR))
    (corpus / "a.txt").write_text(text)
    (corpus / "b.md").write_text(f"---\nurl: https://other.example/ferry\n---\n{text}")
    (corpus / "c.html").write_text(page.format("Home", paragraphs))
    (corpus / "d.html").write_text(page.format("Start | Search | Log in", paragraphs))
    (corpus / "e.txt").write_text(text.replace("six metres", "seven metres"))
    records = [
        {"id": "1", "text": text, "url": "https://one.example/ferry"},
        {"id": "2", "text": text.replace("\n\n", "\r\n\r\n"), "url": "https://two.example/ferry"},
        {"id": "3", "text": text + "It was the third time this year."},
    ]
    (corpus / "f.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = build(settings)
    assert sorted(report.duplicates) == [
        ("b.md", "a.txt"),
        ("d.html", "c.html"),
        ("f.jsonl#1", "a.txt"),
        ("f.jsonl#2", "a.txt"),
    ]
    assert set(report.added) == {"a.txt", "c.html", "e.txt", "f.jsonl#3"}


def test_a_copy_takes_the_place_of_the_article_that_went(settings: IndexSettings, write_article: WriteArticle) -> None:
    first = write_article("a.txt", FERRY)
    write_article("b.txt", FERRY)
    write_article("mayor.txt", MAYOR)
    build(settings)
    first.unlink()
    report = build(settings)
    assert (report.added, report.removed, report.unchanged) == (("b.txt",), ("a.txt",), 1)
    assert (report.duplicates, report.encoded) == ((), 0)
    write_article("c.txt", FERRY)
    report = build(settings)
    assert (report.added, report.removed, report.unchanged) == ((), (), 2)
    assert report.duplicates == (("c.txt", "b.txt"),)


def shown(settings: IndexSettings) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """Of each article: its kept blocks, its furniture with reasons, and its passages with their ids."""
    library = Library.open(settings.index_dir, settings)
    generation = Shelf(settings.index_dir).open()
    try:
        return {
            source.path: (
                [f"{block.kind} {article.text[block.start : block.end]}" for block in article.blocks],
                [f"{part.why}: {article.text[part.start : part.end]}" for part in article.furniture],
                [
                    f"{passage.passage_id} {article.text[passage.start : passage.end]}"
                    for passage in generation.passages_of(source.source_id)
                ],
            )
            for source in library.sources()
            if (article := library.article(source.source_id))
        }
    finally:
        generation.close()
        library.close()


def test_a_line_becomes_furniture_once_enough_articles_repeat_it_and_the_article_s_own_when_they_go(
    settings: IndexSettings, write_article: WriteArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = "Monday Tuesday Wednesday Thursday".split()
    written = [
        write_article(f"{day}.txt", f"The ferry of {day} sailed.", f"{day} was calm, the pilot said.", SLOGAN)
        for day in days[:3]
    ]
    write_article("mayor.txt", MAYOR, title="The mayor and the bridge")
    build(settings)
    assert all(f"paragraph {SLOGAN}" in shown(settings)[path.name][0] for path in written)

    write_article("Thursday.txt", "The ferry of Thursday sailed.", "Thursday was calm, the pilot said.", SLOGAN)
    split_again = watch_splitting(monkeypatch)
    report = build(settings)
    assert (report.added, report.changed, report.unchanged) == (("Thursday.txt",), (), 4)
    assert sorted(split_again) == sorted(f"{day}.txt" for day in days)
    incremental = shown(settings)
    for day in days:
        kept, furniture, passages = incremental[f"{day}.txt"]
        assert f"repeated across the corpus: {SLOGAN}" in furniture
        assert SLOGAN not in " ".join(kept + passages)
    build(settings, full=True)
    assert shown(settings) == incremental

    split_again.clear()
    write_article("other.txt", MARKET, title="Prices at the market")
    build(settings)
    assert split_again == []

    written[0].unlink()
    build(settings)
    without = shown(settings)
    assert all(f"paragraph {SLOGAN}" in without[f"{day}.txt"][0] for day in days[1:])
    build(settings, full=True)
    assert shown(settings) == without


def watch_splitting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the stored articles that are split again from here on."""
    split_again: list[str] = []

    def split_all(articles: Iterable[Article]) -> Iterator[tuple[Article, tuple[Passage, ...]]]:
        for article, passages in preparing.split_all(articles):
            split_again.append(article.source.path)
            yield article, passages

    monkeypatch.setattr("index.ingest.articles.split_all", split_all)
    return split_again
