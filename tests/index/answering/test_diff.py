"""Two texts word by word."""

from __future__ import annotations

from index.answering.diff import differences


def test_differing_words_are_found_on_both_sides() -> None:
    given_text, passage = "He said no on Monday", "Asked again, he said “never” on Monday evening."
    found = differences(given_text, passage)
    assert found
    assert [given_text[start:end] for start, end in found.given] == ["no"]
    assert [passage[start:end] for start, end in found.passage] == ["“never”"]
    assert differences("entirely other words here", passage) is None
    bare = differences("dismissed as fake news", "He dismissed them as “fake news.”")
    assert bare
    assert bare.given == ()
