"""Sentence ends in news of several languages, against examples written for it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.sentence_repair import repair
from index.text.sentences import split_sentences

TRUTH = Path(__file__).parents[2] / "data" / "sentences.jsonl"
EXAMPLES = [json.loads(line) for line in TRUTH.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['language']}: {example['sentences'][0]}")
def test_sentences_of_the_news(example: dict[str, object]) -> None:
    sentences = example["sentences"]
    assert isinstance(sentences, list)
    text = " ".join(sentences)
    found = [text[span.start : span.end] for span in split_sentences(text, str(example["language"]))]
    assert found == sentences


@given(
    st.text(alphabet="aB1.!?…”“\"'()[]«» -–\n\u00a0MСр", max_size=60), st.sampled_from(["en", "de", "fr", "ru", "xx"])
)
def test_any_text_keeps_every_character(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    covered = {at for span in spans for at in range(span.start, span.end)}
    assert covered >= {at for at, character in enumerate(text) if not character.isspace()}
    assert all(before.end <= after.start for before, after in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("He was warned.[3]The court met.", ["He was warned.[3]", "The court met."]),
        ("“It is late.”The clerk left.", ["“It is late.”", "The clerk left."]),
        ("The council met again.The mayor left.", ["The council met again.", "The mayor left."]),
        ("See example.Org for more.", ["See example.Org for more."]),
        ("1. The first of the rules is short.", ["1. The first of the rules is short."]),
    ],
)
def test_sentences_that_no_space_divides(text: str, ends: list[str]) -> None:
    assert [text[span.start : span.end] for span in split_sentences(text, "en")] == ends


def test_where_no_rule_speaks_the_splitter_decides() -> None:
    text = "The quarry closed. Its owner left."
    assert repair(text, [19], "en") == [19]
    assert repair(text, [], "en") == []
