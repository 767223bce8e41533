"""What questions sentences of news are turned into, and which make none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Library
from index.answering.example_questions import example_questions


def asked(sentence: str) -> list[str]:
    return [one.question for one in example_questions(sentence)]


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        (
            "Kremlin spokesperson Dmitry Peskov on Oct. 10 dismissed these reports as “fake news.”",
            "Who dismissed the reports?",
        ),
        (
            "Mayor Ada Ek signed the contract for the tram on 3 May, after a long debate.",
            "When did Mayor Ada Ek sign the contract for the tram?",
        ),
        ("The council approved the tram line on Monday.", "When did the council approve the tram line?"),
        ("On Friday the Harbour Gazette bought a printing works.", "Who bought a printing works?"),
        ("Some 33,000 visitors have seen the baths since March.", "How many visitors have seen the baths?"),
        ("Ada Ek said that the bridge over the Lom would stay closed.", "What did Ada Ek say about the Lom?"),
        ("Іван Петрук підписав угоду про новий міст, а потім поїхав.", "Хто підписав угоду про новий міст?"),
        ("Иван Петров подписал соглашение о мосте.", "Кто подписал соглашение о мосте?"),
    ],
)
def test_a_sentence_answers(sentence: str, question: str) -> None:
    assert question in asked(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "He dismissed the reports as fake news.",
        "Ada Ek sold his house to them.",
        "The contract was signed by both parties on Monday.",
        "Ada Ek, named actress of the year, smiled.",
        "The storm closed the bridge.",
        "It rained in Port Elwood.",
        "At least 12 people were killed when it sank.",
        "In June, said Ada Ek, the bridge would open.",
        "Ada Ek won by two lengths.",
        "",
    ],
)
def test_what_leans_on_others_or_has_no_actor_makes_no_question(sentence: str) -> None:
    assert asked(sentence) == []


@given(st.text(max_size=200))
def test_any_text_makes_short_questions_or_none(text: str) -> None:
    for question in asked(text):
        assert question.endswith("?")
        assert len(question) <= 70


def test_the_words_of_a_question_are_the_sentences_own(library: Library) -> None:
    sentences = [
        reading.highlight.text
        for source in library.sources()
        for passage in library.passages(source.source_id)
        for reading in library.readings(passage.passage_id)
    ]
    questions = [(question, sentence) for sentence in sentences for question in asked(sentence)]
    assert len(questions) >= 10
    for question, sentence in questions:
        kind, _, rest = question.partition(" ")
        own = set(re.findall(r"\w+", sentence.lower()))
        added = [word for word in re.findall(r"\w+", rest.lower()) if word not in own]
        assert kind in ("Who", "What", "When", "How")
        assert set(added) <= {"did", "say", "about", "many", "dismiss", "the"}, question
