"""Accounts that differ -> a line that says who gives them and when, as far as their articles state it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.texts import Texts
from bot.views.composer import clip, one_line
from bot.views.dates import day_in_full
from index.models import Source

# Two lines of a phone each, and no more of them than fill a quarter of it.
_WHO_UNITS = 50
_NAMED = 4


def differing_line(accounts: Sequence[tuple[int, Source]], texts: Texts) -> str:
    """The sources of two or more quotes that contradict each other, each with its quote's number in the message."""
    *others, last = [_account(number, source, texts) for number, source in accounts[:_NAMED]]
    more = f" (+{len(accounts) - _NAMED})" if len(accounts) > _NAMED else ""
    return texts.accounts_differ.format(accounts="; ".join(others), last=f"{last}{more}")


def _account(number: int, source: Source, texts: Texts) -> str:
    """Who says it and when: the publisher, or else the headline, and the day, where there is one."""
    publisher = one_line(source.publisher or "")
    who = clip(publisher, _WHO_UNITS) if publisher else f"“{clip(source.title, _WHO_UNITS)}”"
    return f"{', '.join(filter(None, (who, day_in_full(source.published, texts))))} [{number}]"
