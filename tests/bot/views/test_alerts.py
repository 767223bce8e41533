"""What is told of any quotes and any watch fits a screen, and its buttons fit theirs."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.callback_data import QuoteReference
from bot.records import Alert, Hit, Watch
from bot.services.watches import MOST_WATCHES
from bot.texts import LANGUAGES
from bot.views.alerts import AlertedQuote, alert_view, digest_view, summary_view, watches_view
from bot.views.keyboards import Buttons
from bot.views.view import View
from index.models import Quote
from tests.bot.reading import assert_a_screenful, assert_sendable
from tests.bot.strategies import quotes

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))
words = st.sampled_from(["troops", "who denied it? " * 13, "👩🏽‍🚀 " * 60, "слова"])


def alert_of(shown: list[Quote], watched: str, *, hits: int, number: int = 10**9 - 1) -> Alert:
    found = [Hit(QuoteReference.to(quote), "words") for quote in shown] * hits
    return Alert(number, Watch(10**9 - 1, watched), tuple(found[:hits]), in_doubt=True)


def assert_fits(view: View) -> None:
    assert_sendable(view.composed)
    assert_a_screenful(view.composed)
    assert view.keyboard
    for row in view.keyboard.inline_keyboard:
        assert all(button.text and len(str(button.callback_data or "").encode()) <= 64 for button in row)


@patiently
@given(
    st.lists(quotes(folding=False), min_size=1, max_size=5),
    words,
    st.integers(0, 45),
    st.sampled_from(list(LANGUAGES)),
)
def test_an_alert_of_any_quotes_fits(shown: list[Quote], watched: str, more: int, language: str) -> None:
    buttons = Buttons(LANGUAGES[language])
    alert = alert_of(shown, watched, hits=len(shown) + more)
    alerted = [AlertedQuote(quote, "answers") for quote in shown]
    assert_fits(alert_view(alert, alerted, 0, buttons))
    assert_fits(alert_view(alert, alerted, 45, buttons))
    assert_fits(summary_view(alert, buttons))


@patiently
@given(
    st.lists(quotes(folding=False), min_size=1, max_size=5),
    words,
    st.integers(1, MOST_WATCHES),
    st.sampled_from(list(LANGUAGES)),
)
def test_a_digest_and_a_list_of_watches_fit(shown: list[Quote], watched: str, count: int, language: str) -> None:
    buttons = Buttons(LANGUAGES[language])
    alerts = [alert_of(shown, watched, hits=7, number=number) for number in range(count)]
    few = {0: [AlertedQuote(quote, "filters") for quote in shown]}
    assert_fits(digest_view(alerts, few, "2024-10-14", buttons))
    assert_fits(watches_view([alert.watch for alert in alerts], None, MOST_WATCHES, buttons))
