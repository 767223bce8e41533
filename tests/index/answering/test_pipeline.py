"""The one road from a question to a draft: its stages fit together, and the library goes along it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.answering.pipeline import Pipeline
from index.errors import FilterError
from index.ingest.build import build
from index.query.query import read_question
from index.storage import Generation, Shelf
from tests.index.stories import FERRY, MARKET, MAYOR, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")


@pytest.fixture
def library(settings: IndexSettings, write_article: WriteArticle) -> Iterator[Library]:
    for name, text in (("ferry.txt", FERRY), ("mayor.txt", MAYOR), ("market.txt", MARKET)):
        write_article(name, text)
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


@pytest.fixture
def pipeline(library: Library) -> Pipeline:
    return library.pipeline


@pytest.fixture
def generation(library: Library) -> Iterator[Generation]:
    generation = Shelf(Path(library.status().index_dir)).open()
    yield generation
    generation.close()


QUESTION = "Hello! Why was the night ferry cancelled?"


def test_an_answer_is_what_its_stages_make_of_the_question(pipeline: Pipeline, generation: Generation) -> None:
    query = read_question(QUESTION)
    assert query.words == "Why was the night ferry cancelled?"
    ranking = pipeline.retrieve(query.words, generation)
    assert pipeline.compose(ranking, generation, 3) == pipeline.answer(QUESTION, generation, 3)
    assessed = list(pipeline.assess(ranking, generation))
    assert [item.candidate.passage for item in assessed] == [one.passage for one in ranking.candidates]
    assert max(item.confidence for item in assessed) == pipeline.answer(QUESTION, generation, 3).confidence


def test_the_library_answers_and_searches_along_it(library: Library, generation: Generation) -> None:
    answer = library.ask(QUESTION)
    draft = library.pipeline.answer(QUESTION, generation, 3)
    assert (answer.kind, answer.confidence, answer.quotes) == (draft.kind, draft.confidence, draft.quotes)
    found = list(library.pipeline.search("ferry", generation, 10))
    assert found == library.search("ferry")
    assert library.search("ferry", limit=1, offset=1) == found[1:2]


def test_what_is_left_out_is_not_ranked_and_everything_else_is(pipeline: Pipeline, generation: Generation) -> None:
    whole = pipeline.retrieve("night ferry", generation)
    best = whole.candidates[0].passage
    rest = pipeline.retrieve("night ferry", generation, count=1, without=frozenset([best]))
    assert [one.passage for one in rest.candidates] == [one.passage for one in whole.candidates[1:]][
        : len(rest.candidates)
    ]
    assert rest.candidates
    assert best not in [one.passage for one in rest.candidates]


def test_a_slip_is_retrieved_as_what_was_meant(pipeline: Pipeline, generation: Generation) -> None:
    assert pipeline.retrieve("Why was the night ferry cancalled?", generation).question.text == (
        "Why was the night ferry cancelled?"
    )


def test_small_talk_and_filters_alone_need_no_retrieval(pipeline: Pipeline, generation: Generation) -> None:
    assert pipeline.answer("Hello there", generation, 3).kind == "smalltalk"
    browsed = pipeline.answer("in:harbour", generation, 3)
    assert browsed.kind == "refusal"
    assert len(browsed.leads) == 3
    with pytest.raises(FilterError):
        pipeline.answer("ferry after:yesterday", generation, 3)
