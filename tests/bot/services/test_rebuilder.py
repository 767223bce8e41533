"""The environment of a builder: the index settings of the bot, whole, and nothing of Telegram's."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.services.rebuilder import build_environment
from bot.settings import BotSettings
from index import IndexSettings


def test_a_builder_has_the_index_settings_and_no_token_of_telegram(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a")
    settings = BotSettings(
        index_dir=tmp_path, index_engine="milvus", milvus_uri="http://db", milvus_token=SecretStr("a:b")
    )
    environment = build_environment(settings)
    assert "TELEGRAM_BOT_TOKEN" not in environment
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    own = {name: getattr(settings, name) for name in IndexSettings.model_fields}
    assert IndexSettings.load().model_dump() == own
