"""The multilingual model with what is shipped for it: it answers questions in other languages, and refuses too."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from tests.index.multilingual import MULTILINGUAL, NAME, needs_multilingual

pytestmark = needs_multilingual

ARTICLES = {
    "Ferry stays in port": (
        "The ferry to Holm was cancelled on Tuesday because of thick fog. Some 300 passengers spent the night in the "
        "sports hall. The captain, Ada Ek, said that the radar had failed an hour before."
    ),
    "Bakery moves": (
        "The bakery on the market square is moving to the old railway station in May. Its owner, Jon Berg, will bake "
        "there twice as much bread. The rent is half of what it was."
    ),
    "New school bridge": (
        "Pupils of the river school have a bridge of their own since Monday. It cost 40,000 crowns and was built by "
        "their parents. The mayor opened it in the rain."
    ),
    "Library opens on Sundays": (
        "The town library will be open on Sundays from September. Two librarians were hired for it. Last year 12,000 "
        "people signed a petition that asked for longer hours."
    ),
    "Wolves near the farm": (
        "A pack of wolves was seen near the farm of the Lund family. The sheep are kept in the barn at night. A ranger "
        "put up cameras along the forest."
    ),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """English articles of a small town, under the multilingual model."""
    folder = tmp_path_factory.mktemp("town")
    rows = [{"id": str(number), "title": title, "text": text} for number, (title, text) in enumerate(ARTICLES.items())]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    settings = IndexSettings(
        index_dir=folder / "index", corpus_dir=folder / "corpus.jsonl", embedding_model=str(MULTILINGUAL)
    )
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why was the ferry to Holm cancelled?", "because of thick fog"),
        ("Чому скасували пором до Гольма?", "because of thick fog"),
        ("Почему отменили паром в Хольм?", "because of thick fog"),
        ("Куди переїжджає пекарня з ринкової площі?", "old railway station"),
        ("Сколько стоил мост для школьников?", "40,000 crowns"),
    ],
)
def test_a_question_in_another_language_finds_its_sentence(town: Library, question: str, sentence: str) -> None:
    answer = town.ask(question)
    assert answer.kind in ("answer", "maybe")
    assert sentence in (answer.quotes or answer.leads)[0].text
    assert answer.read_as is None


@pytest.mark.parametrize(
    "question",
    [
        "Who won the Champions League final?",
        "Хто переміг у фіналі Ліги чемпіонів?",
        "Какая завтра погода в Киеве?",
        "Скільки коштує квиток на літак до Лондона?",
    ],
)
def test_a_question_about_something_else_is_refused(town: Library, question: str) -> None:
    assert not town.ask(question).answered


def test_its_calibration_is_found_by_the_files_and_the_status_names_it(town: Library) -> None:
    assert town.pipeline.rules.calibration.mismatch(Encoder(str(MULTILINGUAL)).identity) is None
    assert town.status().calibration.startswith(f"fitted for {NAME} on 20")
    assert town.status().calibration.endswith(", without the reader")
