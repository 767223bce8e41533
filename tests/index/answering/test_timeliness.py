"""Of answers that are about equally good, the newest, the oldest, or those of the time asked about go first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.answering.compose import compose
from index.answering.timeliness import prefer
from index.ingest.build import build
from index.query.asked_time import AskedTime

pytestmark = pytest.mark.usefixtures("one_model")

_STORY = (
    ("2021-03-08", "Brenn tram fare", "A single ticket for the tram in Brenn costs 2.10 crowns, the tram office said."),
    (
        "2022-03-14",
        "Tram fare raised",
        "A single ticket for the tram in Brenn costs 2.60 crowns, the tram office said.",
    ),
    ("2022-11-21", "Trams dearer", "A single ticket for the tram in Brenn costs 3.40 crowns, the tram office said."),
)
_OTHER = (
    ("2023-01-09", "Lighthouse sold", "The lighthouse of Osmer was sold to the painter Vera Lind for 90,000 crowns."),
    ("2021-06-01", "Swans return", "Two pairs of swans have come back to the pond at Tolle Mill, a warden told us."),
)


@pytest.fixture
def library(settings: IndexSettings, tmp_path: Path) -> Iterator[Library]:
    archive = tmp_path / "archive.jsonl"
    rows = [{"id": day, "title": title, "text": text, "published": day} for day, title, text in _STORY + _OTHER]
    archive.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    build(settings, (archive,))
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("What does a tram ticket in Brenn cost now?", "2022-11-21"),
        ("What is the latest price of a tram ticket in Brenn?", "2022-11-21"),
        ("What did a tram ticket in Brenn originally cost?", "2021-03-08"),
        ("What did a tram ticket in Brenn cost in March 2021?", "2021-03-08"),
        ("What did a tram ticket in Brenn cost in March 2022?", "2022-03-14"),
        ("What did a tram ticket in Brenn cost in November?", "2022-11-21"),
        ("What did a tram ticket in Brenn cost on 14 March?", "2022-03-14"),
        ("What does a tram ticket in Brenn cost now? before:2022-06", "2022-03-14"),
        ("What did a tram ticket in Brenn originally cost? after:2022-06", "2022-11-21"),
    ],
)
def test_what_is_of_the_time_asked_about_is_quoted_first(library: Library, question: str, published: str) -> None:
    answer = library.ask(question)
    assert answer.kind != "refusal"
    assert (answer.quotes or answer.leads)[0].source.published == published


def test_what_was_understood_of_the_time_is_said(library: Library) -> None:
    assert library.ask("What did a tram ticket cost last year?").read_as == (
        "What did a tram ticket cost last year (2022)?"
    )
    assert library.ask("What does a tram ticket cost?").read_as is None
    assert library.ask("What did a tram ticket cost last year? after:2022").read_as is None


def test_a_newer_article_about_something_else_stays_behind(library: Library) -> None:
    answer = library.ask("How many pairs of swans are now back at Tolle Mill?")
    assert answer.quotes[0].source.title == "Swans return"


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_the_likeliest_passage_stays_as_likely_whichever_it_is(library: Library, order: str) -> None:
    generation = library._served
    pipeline = library.pipeline
    passages = list(
        pipeline.assess(pipeline.retrieve("What does a tram ticket in Brenn cost?", generation), generation)
    )
    preferred = prefer(passages, AskedTime(order="newest" if order == "newest" else "oldest"))
    assert [item.candidate for item in preferred] == [item.candidate for item in passages]
    likeliest = max(preferred, key=lambda item: item.confidence)
    assert likeliest.confidence == pytest.approx(max(item.confidence for item in passages))
    assert likeliest.article.source.published == ("2022-11-21" if order == "newest" else "2021-03-08")


def test_what_is_said_to_be_unlikely_is_no_further_quote(library: Library) -> None:
    generation, pipeline = library._served, library.pipeline
    ranking = pipeline.retrieve("What does a tram ticket in Brenn cost?", generation)
    first, *others = list(pipeline.assess(ranking, generation))
    assert len(compose([first, *others], pipeline.rules, 3).quotes) > 1
    unlikely = [first.with_confidence(0.9), *(item.with_confidence(0.1) for item in others)]
    assert len(compose(unlikely, pipeline.rules, 3).quotes) == 1


def test_without_a_time_and_without_passages_nothing_is_changed(library: Library) -> None:
    generation = library._served
    passages = list(library.pipeline.assess(library.pipeline.retrieve("tram ticket", generation), generation))
    preferred = prefer(passages, AskedTime())
    assert [item.confidence for item in preferred] == pytest.approx([item.confidence for item in passages])
    assert prefer([], AskedTime(order="newest")) == []
