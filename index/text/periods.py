"""The days, months and years that a text names, in English, Ukrainian and Russian or in figures, as periods of days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.text.months import NAMED, number_of

_BEFORE = (
    r"(?:(?:as of|as at|in|on|by|at|during|since|from|for|of|у|в|во|на|за|станом на|по состоянию на)\s+(?:the\s+)?)?"
)
_PART = (
    r"(?:(?P<early>early|(?:start|beginning) of|(?:на )?початку|(?:в )?начале)|"
    r"(?P<mid>mid(?:dle of)?|[ув] середині|в середине)|"
    r"(?P<late>late|end of|наприкінці|[ув] кінці|в конце))[\s-]+"
)
# Neither a share, nor part of a greater number or of a date in figures.
_YEAR = r"(?:19|20)\d\d(?![\d%]|[.,/-]\d)"
_YEAR_WORD = r"(?:\s+(?:рік|року|році|год|года|году)(?!\w))?"
_NAMED = re.compile(
    rf"(?<![\w.,/-]){_BEFORE}(?:{_PART})?(?:"
    r"(?P<year1>(?:19|20)\d\d)-(?P<figures1>[01]\d)(?:-(?P<day1>[0-3]\d))?|"
    r"(?P<day2>[0-3]?\d)\.(?P<figures2>[01]?\d)\.(?P<year2>(?:19|20)\d\d)|"
    rf"(?P<day3>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month3>{NAMED})\.?(?:,?\s+(?P<year3>{_YEAR}){_YEAR_WORD})?|"
    rf"(?P<month4>{NAMED})\.?\s+(?P<day4>[0-3]?\d)(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<year4>{_YEAR}))?|"
    rf"(?P<month5>{NAMED})\.?(?:(?:,|\s+of)?\s+(?P<year5>{_YEAR}){_YEAR_WORD})?|"
    rf"(?P<year6>{_YEAR}){_YEAR_WORD}"
    r")(?![\w%])",
    re.IGNORECASE,
)
_A_DATE = re.compile(rf"(?:19|20)\d\d|\b(?:{NAMED})\b", re.IGNORECASE)
# Without a day or a year, these are months behind some words only: they are verbs as well.
_VERBS_TOO = {"may", "march", "mar"}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from the first to the last."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As briefly as a day, a month or a year can be said in figures."""
        first, last = self.first.isoformat(), self.last.isoformat()
        if self == year(self.first.year):
            return first[:4]
        if self == month(self.first.year, self.first.month):
            return first[:7]
        return first if first == last else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """What a text names: from where to where it does, and the periods that it can mean, newest first."""

    start: int
    end: int
    meanings: tuple[Period, ...]


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def month(year_number: int, number: int) -> Period:
    return Period(date(year_number, number, 1), date(year_number, number, monthrange(year_number, number)[1]))


def periods_named(text: str, years: Sequence[int]) -> Iterator[NamedPeriod]:
    """The periods that a text names, in order; one without its year may be of any of these years."""
    if not _A_DATE.search(text):
        return
    for match in _NAMED.finditer(text):
        stated = {name.rstrip("123456"): value for name, value in match.groupdict().items() if value}
        if stated.get("month", "").lower() in _VERBS_TOO and not (
            stated.keys() & {"day", "year", *_PARTS} or match[0].lower() != stated["month"].lower()
        ):
            continue
        of_years = [int(stated["year"])] if "year" in stated else sorted(years, reverse=True)
        meanings = tuple(period for one in of_years if (period := _period(stated, one)))
        if meanings:
            yield NamedPeriod(match.start(), match.end(), meanings)


_PARTS = ("early", "mid", "late")


def _period(stated: dict[str, str], of_year: int) -> Period | None:
    """The period that the parts of a date mean; None where there is no such day."""
    if "month" not in stated and "figures" not in stated:
        whole = year(of_year)
    else:
        number = int(stated["figures"]) if "figures" in stated else number_of(stated["month"])
        if not 1 <= number <= 12:
            return None
        whole = month(of_year, number)
        if "day" in stated:
            on = int(stated["day"])
            return Period(*[whole.first.replace(day=on)] * 2) if 1 <= on <= whole.last.day else None
    part = next((place for place, name in enumerate(_PARTS) if name in stated), None)
    if part is None:
        return whole
    third = (whole.last - whole.first).days // 3
    first = whole.first + timedelta(days=part * third)
    return Period(first, whole.last if part == 2 else first + timedelta(days=third))
