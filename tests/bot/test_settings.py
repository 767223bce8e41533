"""The bot's settings: what is refused, in words."""

from __future__ import annotations

import pytest

from bot.settings import BotSettings
from index.errors import SettingsError


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"public_url": "quotes.example.org"}, "PUBLIC_URL.*https://quotes.example.org"),
        ({"public_url": "https://quotes.example.org/?page=1"}, "PUBLIC_URL"),
        ({"telegram_updates": "webhook"}, "TELEGRAM_UPDATES.*needs PUBLIC_URL"),
        ({"telegram_updates": "webhook", "public_url": "http://quotes.example.org"}, "TELEGRAM_UPDATES.*https"),
        ({"telegram_updates": "both"}, "TELEGRAM_UPDATES.*'polling' or 'webhook'"),
        ({"telegram_webhook_secret": "open sesame"}, "TELEGRAM_WEBHOOK_SECRET.*letters"),
        ({"telegram_addresses": "telegram.org"}, "TELEGRAM_ADDRESSES.*networks"),
        ({"web_proxies": "10.0.0.0/33"}, "WEB_PROXIES.*networks"),
        ({"web_port": 65536}, "WEB_PORT"),
    ],
)
def test_what_can_not_be_used_is_refused_in_words(settings: dict[str, object], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        BotSettings.load(**settings)


def test_the_web_server_runs_where_something_needs_it() -> None:
    assert not BotSettings.load().serves_web
    for settings in ({"public_url": "https://quotes.example.org/"}, {"metrics": True}, {"web_port": 0}):
        assert BotSettings.load(**settings).serves_web
    assert BotSettings.load(public_url="https://quotes.example.org/").public_url == "https://quotes.example.org"
