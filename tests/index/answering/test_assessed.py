"""Passages are read only as far as what is asked of them needs, and are then what they would have been anyway."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.answering.assessed import AssessedPassage, likeliest_first
from index.storage import Shelf
from tests.conftest import DATA

QUESTIONS = [json.loads(line)["text"] for line in (DATA / "seed_questions.jsonl").read_text("utf-8").splitlines()][::9]


@pytest.fixture(scope="module")
def found(seeds_index: Path) -> Iterator[list[list[AssessedPassage]]]:
    """For each question what is found for it, without a reader."""
    settings = IndexSettings(index_dir=seeds_index, reader=False)
    with closing(Library.open(seeds_index, settings)) as library, closing(Shelf(seeds_index).open()) as generation:
        pipeline = library.pipeline
        yield [list(pipeline.assess(pipeline.retrieve(text, generation), generation)) for text in QUESTIONS]


def test_the_likeliest_come_first_although_not_all_are_read(found: list[list[AssessedPassage]]) -> None:
    first = [next(likeliest_first(passages)) for passages in found]
    unread = [item for passages in found for item in passages if "confidence" not in vars(item)]
    assert len(unread) > len(first)
    for passages, likeliest in zip(found, first, strict=True):
        in_order = sorted(passages, key=lambda item: -item.confidence)
        assert likeliest is in_order[0]
        assert list(map(id, likeliest_first(passages))) == list(map(id, in_order))


def test_none_is_likelier_than_was_thought_before_it_was_read(found: list[list[AssessedPassage]]) -> None:
    passages = [item for each in found for item in each]
    assert all(item.confidence <= item.at_most for item in passages)
    assert any(item.confidence < item.at_most for item in passages)


def test_what_is_said_to_be_as_likely_comes_in_its_order(found: list[list[AssessedPassage]]) -> None:
    passages = [item.with_confidence(0.5) for item in found[0]]
    assert [item.confidence for item in passages] == [0.5] * len(passages)
    assert list(map(id, likeliest_first(passages))) == list(map(id, passages))
