"""The reader, as shipped: it reads a sentence among its neighbours, and chooses the one that states what is asked."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index import IndexSettings, Library
from index.answering.calibration import UNREAD, load_calibration_with_reader
from index.answering.features import READ
from index.answering.networks import READER
from index.answering.reader import Reader
from index.answering.reader_input import ReaderPassage
from index.encoding.encoder import Encoder
from index.storage import Shelf

FERRY = ReaderPassage(
    title="Skipper of the Marta wants a new engine",
    published="2023-03-06",
    before="",
    sentences=(
        "The skipper of the ferry Marta told the council on Monday what he needs for the summer.",
        "He asked for a new engine and two more deckhands.",
        "The engine would cost 410,000 crowns.",
        "Councillor Inga Brok, who chairs the harbour committee, called that too much.",
    ),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(1)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What did the skipper of the ferry Marta ask the council for?", 1),
        ("how much would the engine cost", 2),
        ("Who is the head of the harbour committee?", 3),
    ],
)
def test_the_sentence_that_states_the_answer_wins_over_the_one_that_repeats_the_question(
    reader: Reader, question: str, sentence: int
) -> None:
    (logits,) = reader.read(question, [FERRY])
    assert int(np.argmax(logits)) == sentence


def test_what_is_not_stated_is_less_likely_than_what_is(reader: Reader) -> None:
    (stated,) = reader.read("How much would the new engine cost?", [FERRY])
    (missing,) = reader.read("How old is the skipper of the Marta?", [FERRY])
    assert missing.max() < stated.max() - 1


def test_each_passage_is_read_alike_alone_and_among_others(reader: Reader) -> None:
    short, long = (ReaderPassage("Market day", None, "", ("The fish was sold by noon.",) * n) for n in (1, 9))
    (alone,) = reader.read("How much would the engine cost?", [FERRY])
    _, among, _ = reader.read("How much would the engine cost?", [short, FERRY, long])
    assert among.tolist() == alone.tolist()
    assert reader.read("Why?", []) == []


def test_what_was_read_is_remembered(reader: Reader) -> None:
    passage = ReaderPassage("Ferries", None, "", ("The ferry was late.",))
    (read,), (again,) = reader.read("Was the ferry late?", [passage]), reader.read("Was the ferry late", [passage])
    assert read is again
    with pytest.raises(ValueError, match="read-only"):
        read[0] = 1


def test_there_is_a_calibration_for_the_weights_shipped(encoder: Encoder, reader: Reader, tmp_path: Path) -> None:
    assert load_calibration_with_reader(encoder.identity, reader.identity, tmp_path)
    assert READER.stat().st_size < 30_000_000


def test_answers_are_read_and_searches_are_not(seeds_index: Path, library: Library) -> None:
    generation = Shelf(seeds_index).open()
    pipeline = library.pipeline
    ranking = pipeline.retrieve("Who dismissed the reports as fake news?", generation)
    readings = [item.features.reading for item in pipeline.assess(ranking, generation)]
    assert readings[0] != UNREAD
    assert set(readings[READ:]) <= {UNREAD}
    assert pipeline.reads
    without = Library.open(seeds_index, IndexSettings(reader=False))
    assert not without.pipeline.reads
    assert without.search("fake news") == library.search("fake news")
    generation.close()
    without.close()
