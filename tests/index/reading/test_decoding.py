"""Old encodings: told by the language of the text in 34 languages, believed where declared, never guessed wrongly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import UnreadableError
from index.reading.decoding import decode

TRUTH = Path(__file__).parents[2] / "data" / "encodings.jsonl"
EXAMPLES = [
    (example["language"], encoding, example["text"])
    for example in map(json.loads, TRUTH.read_text(encoding="utf-8").splitlines())
    for encoding in example["encodings"]
]


@pytest.mark.parametrize("times", [1, 12])
@pytest.mark.parametrize(("language", "encoding", "text"), EXAMPLES, ids=lambda value: str(value)[:12])
def test_a_sentence_is_read_rightly_or_refused_and_a_long_text_read_rightly(
    language: str, encoding: str, text: str, times: int
) -> None:
    text = "\n".join([text] * times)
    data = text.encode(encoding)
    # One letter in these Greek sentences tells the two encodings of Greek apart.
    if (language, times) == ("el", 1) and text.startswith("Άλλη"):
        with pytest.raises(UnreadableError, match="save it as UTF-8"):
            decode(data)
    else:
        assert decode(data) == text


POLISH = "Wójt gminy ogłosił, że most będzie zamknięty do świąt, a objazd poprowadzą przez sąsiednią wieś."
ENGLISH = "The mayor said on Friday that the bridge would be closed until June, and that buses would go round it. "


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (POLISH, "iso8859_2", "iso-8859-2"),
        (POLISH, "cp1250", "iso-8859-1"),  # what it declares can't be: signs would stand inside words
        (POLISH, "cp1250", "no-such-encoding"),
        (POLISH, "iso8859_2", "utf-8"),
        ("Der Wärter schloß die Tür.", "mac_roman", "macintosh"),
        ("Die Kosten: 30 € – “viel”.", "cp1252", "iso-8859-1"),
        ("У місті зачинили міст.", "koi8_u", "koi8-u"),
        (ENGLISH + "It is named after Wałęsa.", "cp1250", "windows-1250"),
        ("橋は六月まで閉鎖される。", "iso2022_jp", "iso-2022-jp"),
        ("橋は六月まで閉鎖される。", "iso2022_jp", None),
        (ENGLISH + "“It’s late,” she said – twice. ", "cp1252", None),
        (ENGLISH + "The café of Señor Núñez is closed. ", "cp1252", None),
    ],
)
def test_what_is_declared_is_believed_where_the_text_bears_it_out(
    text: str, encoding: str, declared: str | None
) -> None:
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(ENGLISH + "It is named after Пушкин. ", "cp1251"), (ENGLISH + "It is named after Şahin. ", "cp1254")],
)
def test_two_readings_that_are_about_as_likely_are_reported(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableError, match=r"encoding that can't be told .*: save it as UTF-8"):
        decode(text.encode(encoding))
