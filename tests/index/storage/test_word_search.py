"""Keyword search: the same passages and scores whether a term's passages are listed or looked up in FTS5."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from index.models import Article, Block, Passage, Source, Span
from index.query.asked_time import PublishedThen
from index.query.filters import parse
from index.storage.catalogue import Catalogue
from index.storage.catalogue_writer import CatalogueWriter
from index.storage.segment import Segment
from index.text.passages import passage_id
from index.text.periods import year

_WORDS = "harbour ferries ferry naïve running runs the and don't U.S. café trader's 42 quay storm storms".split()
_ARTICLES = 120


def written(folder: Path) -> Catalogue:
    """A catalogue of articles of one passage each, whose words are drawn from a few."""
    random_ = random.Random(1)  # noqa: S311
    (folder / "000001").mkdir(parents=True)
    writer = CatalogueWriter(folder, "000001")
    for number in range(_ARTICLES):
        text = " ".join(random_.choices(_WORDS, weights=range(len(_WORDS), 0, -1), k=random_.randint(3, 40)))
        day = f"{2020 + number % 4}-0{1 + number % 9}-11" if number % 5 else None
        publisher = ("Gazette", "Herald", None)[number % 3]
        source = Source(f"{number:012x}", f"{number}.txt", f"Story {number}", publisher, published=day)
        passage = Passage(passage_id(source.source_id, text, 0), source.source_id, 0, len(text), (Span(0, len(text)),))
        article = Article(source, text, (Block(0, len(text)),))
        writer.add_article(article, [passage], fingerprint="f", text_hash=b"h", line_keys=b"")
    writer.finish()
    return Catalogue(folder, (Segment(folder / "000001", writer.record, 0, (4, 4), None),))


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Of every term the passages are listed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.words_writer.FEWEST_LISTED", 1)
        return written(tmp_path_factory.mktemp("listed"))


@pytest.fixture(scope="module")
def looked_up(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Of no term they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.words_writer.FEWEST_LISTED", 1000)
        return written(tmp_path_factory.mktemp("looked-up"))


@pytest.mark.parametrize("asked", [[word] for word in _WORDS] + [_WORDS[:3], _WORDS[5:], ["nowhere"], ["run", "café"]])
def test_listed_terms_find_what_fts5_finds(listed: Catalogue, looked_up: Catalogue, asked: list[str]) -> None:
    ours, theirs = (one.matching(asked, 20) for one in (listed, looked_up))
    assert [number for number, _ in ours] == [number for number, _ in theirs]
    assert [score for _, score in ours] == pytest.approx([score for _, score in theirs])
    assert [listed.passages_with(word) for word in asked] == [looked_up.passages_with(word) for word in asked]


def test_the_scores_are_those_of_fts5(looked_up: Catalogue, listed: Catalogue) -> None:
    (segment,) = looked_up.segments
    statement = "SELECT rowid - 1, -rank FROM passage_words WHERE passage_words MATCH ? ORDER BY rank, rowid LIMIT 20"
    rows = list(segment.rows(statement, '"storm" OR "quay" OR "42"'))
    ours = listed.matching(["storm", "quay", "42"], 20)
    assert [number for number, _ in ours] == [number for number, _ in rows]
    assert [score for _, score in ours] == pytest.approx([score for _, score in rows], rel=1e-5)


def test_where_too_many_passages_match_the_rarest_words_decide(
    listed: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    rare, common = sorted(("quay", "harbour"), key=listed.passages_with)
    monkeypatch.setattr("index.storage.word_search._MOST_MATCHES", listed.passages_with(rare))
    assert listed.matching([common, rare], 20) == listed.matching([rare], 20)
    assert listed.matching([common], 20)
    begun = listed.matching(["st"], _ARTICLES, prefix=True)
    assert {number for number, _ in begun} == {number for number, _ in listed.matching(["storm"], _ARTICLES)}


@pytest.mark.parametrize(
    "written_", ["from:gazette", "after:2021", "from:herald before:2022-03", "before:2021 after:2020"]
)
def test_articles_judged_by_their_kind_are_those_judged_one_by_one(listed: Catalogue, written_: str) -> None:
    filters = parse(f"{written_} harbour")[1]
    for wanted in (filters, PublishedThen(filters, (year(2021), year(2023)))):
        alike = listed._judged_alike(wanted)
        assert alike is not None
        fits, left_out = listed._judged_one_by_one(wanted)
        assert alike[0].tolist() == fits.tolist()
        assert alike[1] == left_out
    assert listed._judged_alike(parse("in:story harbour")[1]) is None
