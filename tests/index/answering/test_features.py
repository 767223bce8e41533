"""What a passage tells: with the sentence that gives what is asked for, where it is nearly as good as the best."""

from __future__ import annotations

import pytest

from index import IndexSettings, Library, Quote
from index.ingest.build import build
from tests.index.stories import FERRY, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")

BRIDGE = (
    "The council of Dunmere discussed the cost of the new bridge on Tuesday night. "
    "The bridge at Dunmere will cost 12 million crowns, said the mayor. "
    "Nobody asked when it was to open, but works on the bridge at Dunmere begin in March."
)


@pytest.fixture
def library(settings: IndexSettings, write_article: WriteArticle) -> Library:
    """One without the reader, which needs no such rules."""
    settings = settings.model_copy(update={"reader": False})
    write_article("bridge.txt", BRIDGE)
    write_article("ferry.txt", FERRY)
    write_article("pilots.txt", "The harbour master praised the new pilots at the fish market.")
    build(settings)
    return Library.open(settings.index_dir, settings)


def first(library: Library, question: str) -> Quote:
    answer = library.ask(question)
    return (answer.quotes or answer.leads)[0]


def test_a_figure_or_a_time_that_is_asked_for_is_highlighted(library: Library) -> None:
    for question, words in (
        ("How much did the council of Dunmere discuss as the cost of the bridge?", "12 million"),
        ("When did nobody ask, as works on the new bridge at Dunmere cost?", "March"),
        ("Who discussed the cost of the new bridge on Tuesday night?", "council"),
    ):
        assert words in first(library, question).highlight.text


def test_a_figure_that_no_sentence_gives_makes_an_answer_unlikely(library: Library) -> None:
    assert library.ask("Which pilots did the harbour master praise?").answered
    assert not library.ask("How many pilots did the harbour master praise?").answered
