"""Callback data and deep links carry what they say, within Telegram's limits."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from bot.callback_data import Origin, OriginKind, Pointer, Press, Verb
from bot.texts import LANGUAGES
from bot.views.citation import citation, insertion_in
from bot.views.composer import units
from bot.views.deep_links import QuestionLinks
from bot.views.keyboards import Buttons
from index.answering.diff import differences
from index.models import Quote
from tests.bot.strategies import quotes

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))
HEX = "0123456789abcdef"
origins = st.none() | st.builds(Origin, st.sampled_from(OriginKind), st.integers(0, 99_999))
subjects = st.sampled_from(["", "0" * 12]) | st.text(HEX, min_size=20, max_size=20)


@patiently
@given(st.builds(Press, st.sampled_from(Verb), subjects, st.none() | st.integers(0, 9_999_999), origins))
def test_a_press_survives_its_button(press: Press) -> None:
    data = press.encode()
    assert len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert Press.decode(data) == press


@patiently
@given(st.text(max_size=64))
def test_any_data_is_a_press_or_refused(data: str) -> None:
    press = Press.decode(data)
    assert press is None or press.encode()


@patiently
@given(quotes(), st.sampled_from(list(LANGUAGES)))
def test_the_buttons_of_any_quote_are_within_limits(quote: Quote, language: str) -> None:
    for row in (
        Buttons(LANGUAGES[language], verdicts=True).for_answer([quote] * 3, generation=7, more=True).inline_keyboard
    ):
        for button in row:
            assert button.text
            assert not button.callback_data or len(str(button.callback_data).encode()) <= 64
            assert not button.copy_text or 0 < units(button.copy_text.text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT
    assert citation(quote, 256).startswith("“")
    assert Pointer.to(quote).points_at(quote)


@patiently
@given(st.text(min_size=1, max_size=300))
def test_any_question_survives_its_link(question: str) -> None:
    links = QuestionLinks()
    parameter = links.parameter(question)
    assert len(parameter) <= MessageLimit.DEEP_LINK_LENGTH
    assert re.fullmatch(r"[A-Za-z0-9_-]+", parameter)
    assert links.question(parameter) == question


def test_insertions_are_found_between_plus_signs() -> None:
    found = insertion_in("I agree: +peskov fake+ and +pact")
    assert found
    assert found.texts == ("I agree: ", " and ", "")
    assert found.lookups == ("peskov fake", "pact")
    for plain in ("c++ and 1+1", "peskov", "+", "a + b", "++"):
        assert insertion_in(plain) is None


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
