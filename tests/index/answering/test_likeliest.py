"""Which reading of a follow-up was meant; and some of them asked of the five articles and of an invented archive."""

from __future__ import annotations

import pytest

from benchmarks.archives import write_dataset
from benchmarks.follow_ups import exchanges, gets_the_right_sentence
from index import Answer, IndexSettings, Library
from index.answering.likeliest import likeliest
from index.ingest.build import build
from index.models import Highlight, Quote, Source

EXCHANGES = exchanges("follow_ups")
# All of them are asked by benchmarks/follow_ups.py.
ASKED = EXCHANGES[::3]
LEAST_RIGHT = 16


def _answer(question: str, confidence: float, sentence: str = "") -> Answer:
    if not sentence:
        return Answer(question, "refusal", confidence, 1, 0.0)
    quote = Quote(
        "p", sentence, 0, len(sentence), Highlight(sentence, 0, len(sentence)), confidence, Source("s", "s", "S")
    )
    return Answer(question, "answer", confidence, 1, 0.0, (quote,))


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        ([("When did he come?", 0.9, "He came on Monday."), ("When did she come?", 0.99, "She came.")], 0),
        ([("When did he come?", 0.6, "He came on Monday."), ("When did she come?", 0.9, "She came.")], 1),
        ([("When did he come?", 0.6, "He came on Monday."), ("When did she come?", 0.65, "She came.")], 0),
        ([("When did he come?", 0.39, ""), ("When did she come?", 0.45, "She came.")], 1),
        ([("Who told him?", 0.9, "It was said before."), ("Who told her?", 0.8, "Greta told her.")], 1),
        ([("How old is he?", 0.9, "The mayor, 61, spoke first."), ("How old is she?", 0.95, "Greta is 40.")], 0),
    ],
)
def test_the_surest_reading_is_taken(answers: list[tuple[str, float, str]], chosen: int) -> None:
    found = {question: _answer(question, *rest) for question, *rest in answers}  # type: ignore[arg-type]
    shown = answers[0][2] if answers[0][2] in ("It was said before.", "The mayor, 61, spoke first.") else ""
    assert likeliest(list(found), found.__getitem__, shown).question == answers[chosen][0]


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("lakes")
    corpus = write_dataset("lakes", folder / "archive") / "corpus.jsonl"
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=corpus)
    build(settings)
    return Library.open(folder / "index", settings)


@pytest.mark.slow
def test_follow_ups_get_the_right_sentence(library: Library, lakes: Library) -> None:
    archives = {"seeds": library, "lakes": lakes}
    wrong = [row for row in ASKED if not gets_the_right_sentence(row, archives)]
    assert len(ASKED) == 20
    assert len(ASKED) - len(wrong) >= LEAST_RIGHT, wrong
