"""What copying puts among the words of a text is taken out; the words stay."""

from __future__ import annotations

import pytest

from index.text.pasted import unwrapped_mail, without_markup

SENTENCE = "“We won’t,” said Zoë Pohl – and 14 of 20 agreed."


@pytest.mark.parametrize(
    "pasted",
    [
        SENTENCE.encode().decode("cp1252", "ignore"),
        SENTENCE.encode().decode("latin-1"),
        "&ldquo;We won&rsquo;t,&rdquo; said <b>Zo&euml; Pohl</b> &ndash; and 14 of 20 agreed.<br/>",
        f"RT @Gazette: {SENTENCE} https://example.org/a?b=1",
        f"{SENTENCE}[12]",
        "“We won’t,”³ said Zoë Pohl – and 14 of 20 agreed.⁴",
        "> “We won’t,” said Zoë Pohl –\n>> and 14 of 20 agreed.",
    ],
)
def test_what_copying_put_in_is_taken_out(pasted: str) -> None:
    assert without_markup(pasted).split() == SENTENCE.split()


@pytest.mark.parametrize(
    "text",
    ["a cooperative of [39] families", "5 < 7 and 9 > 8", "10 m² of roof", "Ñandú, Âme & Ãlvaro", "see example.org"],
)
def test_what_may_be_meant_stays(text: str) -> None:
    assert without_markup(text) == text


def test_the_lines_of_a_quoted_mail_are_joined() -> None:
    mail = "Robin wrote:\n> “We won’t,” she said; she\n> had not been asked.\n>\n>> Why?"
    assert unwrapped_mail(mail) == "Robin wrote:\n> “We won’t,” she said; she had not been asked.\n>\n>> Why?"
    assert unwrapped_mail("one\ntwo") == "one\ntwo"
