"""Sentences: where a reader sees them, and no character lost between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models import Span
from index.text.sentences import split_sentences, trim


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            'The spokesman on Oct. 10 dismissed these reports as "fake news." The mayor agreed.',
            ['The spokesman on Oct. 10 dismissed these reports as "fake news."', "The mayor agreed."],
        ),
        (
            "U.S. State Department officials met Gen. Smith at 5 p.m. The talks failed.",
            ["U.S. State Department officials met Gen. Smith at 5 p.m.", "The talks failed."],
        ),
        (
            "“We need peace,” he said. “It is late!” she replied. They left.",
            ["“We need peace,” he said.", "“It is late!” she replied.", "They left."],
        ),
        ("He left (I mean it. Really.) and came back.", ["He left (I mean it. Really.) and came back."]),
        ("It cost $4.5 million. Nobody paid.", ["It cost $4.5 million.", "Nobody paid."]),
        ("Він сказав: «Це так». Потім пішов.", ["Він сказав: «Це так».", "Потім пішов."]),
        ("该报告被否认。然后他离开了。", ["该报告被否认。", "然后他离开了。"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text)] == sentences


@given(st.text(max_size=300), st.sampled_from(["en", "uk", "zh", "de"]))
def test_sentences_are_in_order_and_leave_out_only_white_space(text: str, language: str) -> None:
    position = 0
    for span in split_sentences(text, language):
        assert not text[position : span.start].strip()
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        position = span.end
    assert not text[position:].strip()


def test_trimming_keeps_what_stands_between_white_space() -> None:
    assert trim("one \n two  three", 3, 10) == Span(6, 9)
