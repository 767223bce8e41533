"""Scripts: whether a tokenizer's pieces show that its model reads a text."""

from __future__ import annotations

import pytest

from index.text.scripts import is_readable


def whole_words(text: str) -> list[tuple[int, int]]:
    """The spans of a tokenizer that knows every word."""
    spans, position = [], 0
    for word in text.split():
        start = text.index(word, position)
        position = start + len(word)
        spans.append((start, position))
    return spans


@pytest.mark.parametrize("text", ["Хто був у місті", "Ποιος ήταν εκεί"])
def test_a_script_is_read_in_pieces_of_several_letters(text: str) -> None:
    assert is_readable(text, whole_words(text))
    assert not is_readable(text, [(position, position + 1) for position in range(len(text))])
    assert not is_readable(text, [])


def test_a_chinese_character_means_something_alone() -> None:
    assert is_readable("市長", [(0, 1), (1, 2)])
    assert not is_readable("市長", [(0, 1), (0, 1), (1, 2), (1, 2)])


def test_a_text_that_is_half_latin_counts_as_read() -> None:
    assert is_readable("мер mayor", [])
