"""Days -> words, as the reader writes dates. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date, format_interval, format_skeleton

from bot.texts import Texts

_ONE_DAY = timedelta(days=1)


def shown_day(day: str, texts: Texts) -> str:
    """A day, given as 2024-10-13."""
    return format_date(date.fromisoformat(day), "medium", locale=texts.locale)


def day_in_full(day: str | None, texts: Texts) -> str:
    """The same without a comma, to stand in a sentence: 13 October 2024. Empty where there is none."""
    return format_date(date.fromisoformat(day), "d MMMM y", locale=texts.locale) if day else ""


def shown_days(first: str, last: str, texts: Texts) -> str:
    """The days from the first to the last, as briefly as may be: a day, a month, a year, or from when to when."""
    if first == last:
        return shown_day(first, texts)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    behind = end + _ONE_DAY
    if start.day == behind.day == 1 and start.month == behind.month == 1 and behind.year - start.year == 1:
        return format_skeleton("y", start, locale=texts.locale)
    if start.day == behind.day == 1 and (start.year, start.month) == (end.year, end.month):
        return format_skeleton("yMMM", start, locale=texts.locale)
    return format_interval(start, end, "yMMMd", locale=texts.locale)
