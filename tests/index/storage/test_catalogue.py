"""The catalogue: articles and passages as they were written, chosen by filters and found by words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from index.models import Article, Block, Furniture, LeftOut, Passage, Source, Span
from index.storage.catalogue import Catalogue
from index.storage.catalogue_writer import CatalogueWriter, encoding_key
from index.storage.segment import Segment
from index.text.passages import split
from tests.index.stories import FERRY, MARKET, MAYOR


@dataclass(frozen=True)
class Publisher:
    """Chooses the articles of one publisher."""

    name: str

    def __bool__(self) -> bool:
        return bool(self.name)

    @property
    def reads_titles(self) -> bool:
        return True

    def fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        return bool(title) and published is None and publisher == self.name

    def left_out(self, title: str, publisher: str | None, published: str | None) -> LeftOut:
        return LeftOut(undated=int(not self.fit(title, publisher, published)))


def article_of(number: int, *paragraphs: str) -> Article:
    """An article with a line of furniture at its end."""
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph)))
        text += f"{paragraph}\n\n"
    source = Source(f"{number:012x}", f"{number}.txt", f"Story {number}", "Gazette", ("Ilse Brandt", "Olena Коваль"))
    return Article(source, f"{text}Subscribe", tuple(blocks), (Furniture(len(text), len(text) + 9, "form"),))


# Of vectors, which a catalogue has none of.
DIMENSION = 4
ARTICLES = (article_of(1, FERRY, MAYOR), article_of(2, MARKET))


def write(folder: Path, *articles: Article, previous: Catalogue | None = None) -> Catalogue:
    """A catalogue of these articles in a folder; with a previous one, they are copied from it."""
    (folder / "000001").mkdir(parents=True)
    writer = CatalogueWriter(folder, "000001", previous)
    for article in articles:
        if previous:
            writer.copy_article(article.source.source_id)
        else:
            writer.add_article(article, split(article), fingerprint="f", text_hash=b"h", line_keys=b"")
    writer.finish()
    return Catalogue(folder, (Segment(folder / "000001", writer.record, 0, (DIMENSION, DIMENSION), None),))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = write(tmp_path / "one", *ARTICLES)
    yield catalogue
    catalogue.close()


def test_articles_and_passages_come_back_as_they_were_written(catalogue: Catalogue) -> None:
    assert catalogue.sources() == [article.source for article in ARTICLES]
    for article in ARTICLES:
        assert catalogue.article(article.source.source_id) == article
        assert catalogue.passages_of(article.source.source_id) == list(split(article))
    assert catalogue.article("ffffffffffff") is None
    assert catalogue.passage_number("ffffffffffffffff") is None


def test_a_copied_article_is_the_same(catalogue: Catalogue, tmp_path: Path) -> None:
    copied = write(tmp_path / "two", ARTICLES[1], ARTICLES[0], previous=catalogue)
    assert copied.sources() == [ARTICLES[1].source, ARTICLES[0].source]
    assert copied.article(ARTICLES[0].source.source_id) == ARTICLES[0]
    assert [row[0] for row in copied.passage_texts()] == [
        passage.passage_id for article in (ARTICLES[1], ARTICLES[0]) for passage in split(article)
    ]
    copied.close()


def test_a_filter_chooses_articles_and_their_passages(catalogue: Catalogue) -> None:
    assert catalogue.select(Publisher("")) is None
    chosen = catalogue.select(Publisher("Gazette"))
    assert chosen is not None
    assert chosen.articles == (0, 1)
    assert chosen.passages.all()
    assert not chosen.left_out
    assert catalogue.select(Publisher("Gazette")) is chosen
    none = catalogue.select(Publisher("Herald"))
    assert none is not None
    assert none.articles == ()
    assert none.left_out == LeftOut(undated=2)
    assert catalogue.matching(["ferry"], 5, none) == []


def test_passages_are_found_by_words_of_any_form(catalogue: Catalogue) -> None:
    (number, score), *others = catalogue.matching(["traders"], 5)
    assert "Traders" in catalogue.passage_text(number)
    assert (score > 0, others) == (True, [])
    assert [found for found, _ in catalogue.matching(["trad"], 5, prefix=True)] == [number]
    assert catalogue.matching(["", "?"], 5) == []
    assert catalogue.passages_with("traders") == 1
    (segment,) = catalogue.segments
    assert segment.holds_phrase(number, "the fish market")
    assert not segment.holds_phrase(number, "market fish")


def test_vectors_are_known_again_only_with_the_same_sentences() -> None:
    text = "One. Two."
    whole = Passage("id", "source", 100, 109, (Span(100, 109),))
    halves = replace(whole, sentences=(Span(100, 104), Span(105, 109)))
    moved = Passage("other", "source", 7, 16, (Span(7, 11), Span(12, 16)))
    assert encoding_key("Title", text, halves) == encoding_key("Title", text, moved)
    assert encoding_key("Title", text, halves) != encoding_key("Title", text, whole)
    assert encoding_key("Title", text, whole) != encoding_key("Another", text, whole)
