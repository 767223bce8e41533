"""What of a text is quoted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.answering.quotations import bodies, quotations, sides, unwrapped


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no” and 'never'.", ["no", "never"]),
        ('"One," she said, "two."', ["One,", "two."]),
        ("„Ja“, rief er, »nein« und « peut-être »", ["Ja", "nein", "peut-être"]),
        ("“He called it ‘mad’ twice”", ["He called it ‘mad’ twice"]),
        ("The boats’ owners don't say", []),
        ("“First.\n\n“Second.”", ["First.\n\n“Second."]),
        ("an open “mark", []),
    ],
)
def test_quotations_stand_between_marks(text: str, quoted: list[str]) -> None:
    assert [text[span.start : span.end] for span in quotations(text)] == quoted


def test_marks_around_all_of_a_text_are_taken_off() -> None:
    assert unwrapped("“‘We stay.’”.") == "We stay."
    assert unwrapped("“We” and “they”") == "“We” and “they”"


def test_a_text_is_parted_at_ellipses_and_brackets() -> None:
    found = sides("We […] stay [in town] until . . . May (he said) [s]omehow")
    assert [(side.text, side.after, side.inserted) for side in found] == [
        ("We", "", ""),
        ("stay", "ellipsis", ""),
        ("until", "brackets", "in town"),
        ("May", "ellipsis", ""),
        ("[s]omehow", "brackets", "he said"),
    ]


@settings(deadline=None)
@given(st.text(st.sampled_from("ab “”\"'‘’«»„\n,:—()[]…."), max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for span in quotations(text):
        assert text[span.start : span.end].strip()
    for body in bodies(text):
        assert 0 <= body.start < body.end <= len(text)
    assert len(unwrapped(text)) <= len(text)
    assert all(side.text for side in sides(text))
