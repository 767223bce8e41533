"""What the bot's checks say: a state of something, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Check(NamedTuple):
    """How something is, and what to do; the gaps of both are filled alike."""

    state: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTexts:
    """One language. A field of type `str` is the name or the state of what is in order."""

    settings: str
    settings_good: str
    settings_bad: str
    token: str
    token_good: str
    token_missing: Check
    token_refused: Check
    token_readable: Check
    api: str
    api_good: str
    api_plain: Check
    api_away: Check
    api_failing: Check
    api_other: Check
    clock: str
    clock_good: str
    clock_wrong: Check
    updates: str
    updates_polled: str
    updates_sent: str
    webhook_foreign: Check
    webhook_other: Check
    webhook_none: Check
    webhook_failing: Check
    updates_waiting: Check
    inline: str
    inline_good: str
    inline_off: Check
    groups: str
    groups_good: str
    groups_all: Check
    admins: str
    admins_good: str
    admins_none: Check
    admins_group: Check
    admins_bot: Check
    admins_odd: Check
    store: str
    store_good: str
    store_away: Check
