"""Offsets and cleaning hold for any text: emoji, right-to-left, combining and control characters."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.world import Json, entities
from playground.world.entities import Offsets, recognise, slice_of, stored, utf16_length

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("🙂é\u0301שلا \n\r\t\u2028a")), max_size=40
)


@given(TEXTS)
def test_offsets_are_those_of_utf16(text: str) -> None:
    offsets = Offsets(text)
    assert offsets.end == utf16_length(text) == len(text.encode("utf-16-le")) // 2
    for position in range(len(text) + 1):
        assert offsets.to_utf16(position) == utf16_length(text[:position])
        assert offsets.to_character(offsets.to_utf16(position)) == position
    assert offsets.to_character(offsets.end + 1) is None


@given(TEXTS, st.data())
def test_entities_move_with_the_text_they_cover(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    entity: Json = {
        "type": "bold",
        "offset": utf16_length(text[:start]),
        "length": utf16_length(text[start:end]),
    }
    clean, moved = stored(text, [entity])
    covered, _ = stored(text[start:end])
    assert clean == clean.strip()
    if moved:
        assert stored(slice_of(clean, moved[0]))[0] == covered
    else:
        assert covered == ""
    assert stored(clean, moved) == (clean, moved)


@given(TEXTS)
def test_what_is_recognised_is_inside_and_apart(text: str) -> None:
    found = recognise(text + " https://a.org/b @name_ab /ask #tag me@a.org")
    assert {"url", "mention", "bot_command", "hashtag", "email"} <= {entity["type"] for entity in found}
    for first, second in pairwise(found):
        assert first["offset"] + first["length"] <= second["offset"]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("(see https://a.org/b_(c)).", ["https://a.org/b_(c)"]),
        ("«https://a.org»", ["https://a.org"]),
        ("a@b.org", ["a@b.org"]),
        ("and/or 1/2 a/b", []),
        ("/ask@quotedesk_bot who", ["/ask@quotedesk_bot"]),
        ("kremlin.ru said", ["kremlin.ru"]),
        ("It ended.He left", []),
        ("#5 #tag", ["#tag"]),
    ],
)
def test_recognition(text: str, covered: list[str]) -> None:
    assert [slice_of(text, entity) for entity in recognise(text)] == covered


def test_nothing_is_recognised_inside_of_links_and_code() -> None:
    given_entity: Json = {"type": "code", "offset": 0, "length": 13}
    assert recognise("https://a.org", [given_entity]) == [given_entity]


def test_blank() -> None:
    assert entities.is_blank("\u200b \n")
    assert not entities.is_blank(" a ")
