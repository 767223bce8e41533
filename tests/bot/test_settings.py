"""The bot's settings: what is refused, in words."""

from __future__ import annotations

import pytest

from bot.settings import BotSettings
from index.errors import SettingsError

WEBHOOK = {"telegram_updates": "webhook", "public_url": "https://quotes.example.org"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"public_url": "quotes.example.org"}, "PUBLIC_URL.*https://quotes.example.org"),
        ({"public_url": "https://quotes.example.org/?page=1"}, "PUBLIC_URL"),
        ({"telegram_updates": "webhook"}, "TELEGRAM_UPDATES.*needs PUBLIC_URL"),
        ({"telegram_updates": "webhook", "public_url": "http://quotes.example.org"}, "TELEGRAM_UPDATES.*https"),
        ({"telegram_updates": "both"}, "TELEGRAM_UPDATES.*'polling' or 'webhook'"),
        ({"telegram_webhook_secret": "open sesame"}, "TELEGRAM_WEBHOOK_SECRET.*letters"),
        ({"telegram_webhook_secret": "open-sesame"}, "TELEGRAM_WEBHOOK_SECRET.*16"),
        ({"log_format": "xml"}, "LOG_FORMAT"),
        ({"telegram_addresses": "telegram.org"}, "TELEGRAM_ADDRESSES.*networks"),
        ({"web_proxies": "10.0.0.0/33"}, "WEB_PROXIES.*networks"),
        ({"shared_store": "redis://127.0.0.1"}, "SHARED_STORE.*webhook"),
        ({**WEBHOOK, "shared_store": "sqlite:///x"}, "SHARED_STORE.*redis://"),
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


def test_every_secret_is_known_to_the_log() -> None:
    settings = BotSettings.load(
        **WEBHOOK,
        telegram_bot_token="1:a",
        telegram_webhook_secret="open-sesame-open-sesame",
        shared_store="postgresql://quotes:hush@db/quotes",
        milvus_token="root:sesame",
        milvus_uri="https://root:quiet@db:19530",
    )
    assert {"1:a", "open-sesame-open-sesame", "hush", "root:sesame", "quiet"} <= {*settings.secrets}
    assert "hush" not in repr(settings)
