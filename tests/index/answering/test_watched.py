"""What some articles have for a question or words that are watched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index import IndexSettings, Library
from index.answering.watched import holds_all, is_question
from index.errors import FilterError, QueryError
from index.ingest.build import build
from index.models import Highlight, Quote, Source
from tests.index.stories import FERRY, MARKET, MAYOR, WriteArticle


@pytest.fixture
def library(one_model: object, settings: IndexSettings, write_article: WriteArticle) -> Iterator[Library]:
    assert one_model
    for name, text in (("ferry.txt", FERRY), ("mayor.txt", MAYOR), ("market.txt", MARKET)):
        write_article(name, text, title=f"Harbour news: {name.partition('.')[0]}")
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


def test_only_the_given_articles_are_asked_and_each_hit_says_why(library: Library) -> None:
    ids = {source.path: source.source_id for source in library.sources()}
    question = "Why was the night ferry cancelled?"
    (hit,) = library.watch(question, [ids["ferry.txt"]])
    assert hit.why == "answers"
    (first, *_) = library.ask(question).quotes
    assert hit.quote == replace(first, confidence=hit.quote.confidence)
    assert hit.quote.confidence == pytest.approx(first.confidence, abs=1e-6)
    assert library.watch(question, [ids["mayor.txt"], ids["market.txt"]]) == []
    assert library.watch(question, []) == library.watch(question, ["0" * 12]) == []
    by_words = library.watch("ferries to the northern island", list(ids.values()))
    assert [hit.quote.source.path for hit in by_words] == ["ferry.txt"]
    assert library.watch("ferries submarine", list(ids.values())) == []
    assert {hit.why for hit in library.watch("in:harbour", list(ids.values()))} == {"filters"}
    assert len(library.watch("in:harbour", [ids["mayor.txt"]])) == 1
    assert library.watch("in:gulls", list(ids.values())) == []


def test_what_can_t_be_watched_for_is_refused(library: Library) -> None:
    with pytest.raises(FilterError):
        library.watch("ferry after:soon", ["0" * 12])
    with pytest.raises(QueryError):
        library.watch(" ", ["0" * 12])
    with pytest.raises(QueryError):
        library.watch("ferry", ["0" * 12], 0)


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("port gulls", True),
        ("the gulls of Port Elwood", True),
        ("PORTS: counting", True),
        ("EU gulls", False),
        ("gulls 412", True),
        ("gulls 413", False),
        ("the", False),
    ],
)
def test_all_words_that_say_something_have_to_be_there_in_some_form(words: str, *, held: bool) -> None:
    text = "Counted were 412 gulls on Tuesday."
    source = Source("0" * 12, "a.txt", "A count in Port Elwood")
    quote = Quote("0" * 16, text, 0, len(text), Highlight(text, 0, len(text)), 0.5, source)
    assert holds_all(quote, words) is held


@pytest.mark.parametrize(("words", "asks"), [("who denied it?", True), ("хто це заперечив? ", True), ("ferry", False)])
def test_a_question_mark_makes_a_question(words: str, *, asks: bool) -> None:
    assert is_question(words) is asks
