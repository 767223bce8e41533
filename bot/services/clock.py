"""When a schedule written as cron has it is due next."""

from __future__ import annotations

from datetime import datetime

from cronsim import CronSim


def next_build(schedule: str | None) -> datetime | None:
    """When the next build is due, in local time; None without a schedule.

    Raises:
        CronSimError: the schedule is none of cron's.
        StopIteration: it names a day that never comes.
    """
    return next(CronSim(schedule, datetime.now().astimezone())) if schedule else None
