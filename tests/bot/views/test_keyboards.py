"""The buttons under messages are within Telegram's limits."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.callback_data import QuoteReference
from bot.texts import LANGUAGES
from bot.views.composer import units
from bot.views.keyboards import Buttons
from index.models import Quote
from tests.bot.strategies import quotes

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))


@patiently
@given(quotes(), st.sampled_from(list(LANGUAGES)))
def test_the_buttons_of_any_quote_are_within_limits(quote: Quote, language: str) -> None:
    buttons = Buttons(LANGUAGES[language], verdicts=True)
    refusal = buttons.for_refusal(buttons.texts.button_leads, generation=7)
    assert refusal
    for row in (
        *buttons.for_answer([quote] * 3, generation=7, more=True).inline_keyboard,
        *buttons.for_maybe([quote] * 2, generation=7).inline_keyboard,
        *buttons.for_leads([quote] * 3).inline_keyboard,
        *refusal.inline_keyboard,
    ):
        for button in row:
            assert button.text
            assert not button.callback_data or len(str(button.callback_data).encode()) <= 64
            assert not button.copy_text or 0 < units(button.copy_text.text) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT
    assert QuoteReference.to(quote).refers_to(quote)
