"""Re-indexing by the clock, for those who let other programs drop files into the corpus folder.

A build that is due while another one is under way, or after a rollback that nobody has ended with /reindex, is left
out and the log says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from datetime import datetime

from bot.services.desk import Desk
from bot.services.rebuilder import Rebuilder
from bot.settings import ACTIONS_LOGGER, BotSettings
from index.errors import QuotedeskError
from index.ingest import BuildReport

_LOG = logging.getLogger(ACTIONS_LOGGER)
# Cron's times are minutes: a clock that was set is noticed within one.
_LONGEST_SLEEP_SECONDS = 60.0


async def follow_schedule(settings: BotSettings, desk: Desk, rebuilder: Rebuilder) -> None:
    """Until cancelled: build whenever that is due."""
    while due := settings.next_build():
        # In short steps: the clock may be set, and a computer may have slept.
        while (seconds := (due - datetime.now().astimezone()).total_seconds()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(min(seconds, _LONGEST_SLEEP_SECONDS))
        try:
            await build_as_scheduled(desk, rebuilder)
        except (QuotedeskError, OSError) as error:
            _LOG.warning("Scheduled re-index failed: %s", error)


async def build_as_scheduled(desk: Desk, rebuilder: Rebuilder) -> bool:
    """Build now, unless there is a reason not to; whether that was done.

    Raises:
        QuotedeskError: the build failed.
    """
    status = await desk.status()
    if status.rolled_back:
        _LOG.info("No scheduled re-index: generation %d was rolled back, until /reindex is sent.", status.rolled_back)
        return False
    if rebuilder.since or status.builder:
        _LOG.info("No scheduled re-index: a build is under way.")
        return False
    async with contextlib.aclosing(rebuilder.build()) as events:
        async for event in events:
            if isinstance(event, BuildReport):
                published = f"generation {event.generation} published" if event.published else "nothing changed"
                _LOG.info("Scheduled re-index done: %s, %d files not read.", published, event.skipped_count)
    await desk.refresh()
    return True
