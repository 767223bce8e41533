"""Re-indexing by the clock."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.context import services_of
from bot.services.schedule import build_as_scheduled
from bot.settings import ACTIONS_LOGGER, BotSettings
from bot.transport.lifecycle import AnyApplication
from index import Library
from index.errors import SettingsError
from index.storage import Shelf


def test_a_schedule_says_when() -> None:
    now = datetime.now().astimezone()
    due = BotSettings.load(reindex_schedule="*/30 * * * *").next_build()
    assert due is not None
    assert due.minute in (0, 30)
    assert timedelta(0) < due - now <= timedelta(minutes=30)
    assert BotSettings.load().next_build() is None


@pytest.mark.parametrize("schedule", ["hourly", "61 * * * *", "* * * *", "0 0 31 2 *", "* * * * * * *"])
def test_a_schedule_that_cron_would_not_know_is_refused_in_words(schedule: str) -> None:
    with pytest.raises(SettingsError, match=r"REINDEX_SCHEDULE.*five fields.*\*/30"):
        BotSettings.load(reindex_schedule=schedule)


async def test_a_scheduled_build_serves_its_generation_and_yields_to_others(
    admin_bot: AnyApplication,
    own_library: Library,
    own_corpus: Path,
    own_index: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    services = services_of(admin_bot)
    next(own_corpus.glob("004*")).unlink()
    with caplog.at_level(logging.INFO, ACTIONS_LOGGER):
        with Shelf(own_index).building():
            assert not await build_as_scheduled(services.desk, services.rebuilder)
        assert await build_as_scheduled(services.desk, services.rebuilder)
        assert own_library.generation == 2
        assert "generation 2 published" in caplog.text
        # What an admin has rolled back is not brought back by the clock.
        await services.desk.roll_back()
        assert not await build_as_scheduled(services.desk, services.rebuilder)
        assert "generation 2 was rolled back" in caplog.text
    assert own_library.generation == 1
