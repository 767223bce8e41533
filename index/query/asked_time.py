"""What a question says of time: the days that it speaks of, and whether it wants what is newest or what came first.

A month or a day without its year is that of any year in which the archive has articles. "Last week" is counted from
today, or from the archive's newest article if that is long past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from index.models import LeftOut
from index.query.filters import Filters
from index.text.periods import NamedPeriod, Period, month, periods_named, year

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

Order = Literal["newest", "oldest"]

# Nobody adds to an archive whose newest article is older: its "last week" is not ours.
_LONG_PAST = timedelta(days=31)
# So many of the periods that may be meant are shown.
_SHOWN = 3

# What dateparser is asked about; it knows these words, but would also read a date into others.
_RELATIVE = re.compile(
    r"(?<!\w)(?:the day before yesterday|yesterday|today|(?:last|this) (?:week|month|year)|"
    r"(?:an?|\d+|two|three|four|five|six|seven|eight|nine|ten) (?:day|week|month|year)s? ago|"
    r"позавчора|вчора|учора|сьогодні|торік|(?:минулого|цього) (?:тижня|місяця|року)|"
    r"(?:\d+ |два |дві |три |чотири |п'ять )?"
    r"(?:день|дні|днів|тиждень|тижні|тижнів|місяць|місяці|місяців|рік|роки|років) тому|"
    r"позавчера|вчера|сегодня|на (?:прошлой|этой) неделе|в (?:прошлом|этом) (?:месяце|году)|"
    r"(?:\d+ |два |две |три |четыре |пять )?"
    r"(?:день|дня|дней|неделю|недели|недель|месяц|месяца|месяцев|год|года|лет) назад)(?!\w)",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"(?<!\w)(?:now|nowadays|currently|current|latest|newest|most recent(?:ly)?|still|at present|at the moment|so far|"
    r"these days|to date|finally|in the end|"
    r"зараз|наразі|нині|тепер|досі|все ще|останн(?:ій|я|є|і|ього|ьої|іх|ю)|поточн\w+|нинішн\w+|теперішн\w+|найновіш\w+|"
    r"сейчас|теперь|ныне|до сих пор|вс[её] ещ[её]|последн(?:ий|яя|ее|ие|его|ей|их|юю)|текущ\w+|нынешн\w+|новейш\w+|"
    r"final(?= (?:death toll|toll|number|figure|count|total|cost|price|bill)\b))(?!\w)",
    re.IGNORECASE,
)
# "The first match" was not the first time that there was one.
_OLDEST = re.compile(
    r"(?<!\w)(?:(?<!the )(?<!['’]s )(?<!its )(?<!his )(?<!her )(?<!a )first|"
    r"originally|original|initially|initial|earliest|"
    r"спочатку|спершу|вперше|уперше|початков\w+|первісн\w+|сначала|впервые|изначально|первоначальн\w+)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AskedTime:
    """What a question says of time; false as a bool where it says nothing.

    periods: the days that it speaks of, newest first; several where it states no year, or several times. order: which
    of equally good answers is wanted. bare: the question without the words for the periods. read_as: the question with
    each period in figures behind its words; None where that says no more than the question.
    """

    periods: tuple[Period, ...] = ()
    order: Order | None = None
    bare: str = ""
    read_as: str | None = None

    def __bool__(self) -> bool:
        return bool(self.periods or self.order)


# An archive has many articles of a day.
_day = lru_cache(maxsize=1 << 14)(date.fromisoformat)


@dataclass(frozen=True, slots=True)
class PublishedThen:
    """Which articles fit some filters and were published in one of some periods."""

    filters: Filters
    periods: tuple[Period, ...]

    def __bool__(self) -> bool:
        return True

    @property
    def reads_titles(self) -> bool:
        return self.filters.reads_titles

    def fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        if published is None:
            return False
        # First what most articles fail by.
        day = _day(published)
        return any(period.holds(day) for period in self.periods) and (
            not self.filters or self.filters.fit(title, publisher, published)
        )

    def left_out(self, title: str, publisher: str | None, published: str | None) -> LeftOut:
        return self.filters.left_out(title, publisher, published)


def asked_time(question: str, published: Sequence[date], today: date) -> AskedTime:
    """What a question says of time, asked today of an archive with articles `published` on these days, in order."""
    order: Order | None = "newest" if _NEWEST.search(question) else "oldest" if _OLDEST.search(question) else None
    if not published:
        return AskedTime(order=order)
    reference = published[-1] if today - published[-1] > _LONG_PAST else today
    years = range(published[0].year, published[-1].year + 1)
    named = sorted([*periods_named(question, years), *_relative(question, reference)], key=lambda one: one.start)
    if not named:
        return AskedTime(order=order)
    bare, read_as, position = "", "", 0
    for one in named:
        bare += question[position : one.start]
        read_as += question[position : one.end]
        # A year says no more in figures.
        if str(one.meanings[0]) not in question[one.start : one.end]:
            read_as += f" ({_shown(one.meanings)})"
        position = one.end
    bare, read_as = bare + question[position:], read_as + question[position:]
    periods = {period for one in named for period in one.meanings}
    read_otherwise = read_as if read_as != question else None
    return AskedTime(tuple(sorted(periods, reverse=True)), order, " ".join(bare.split()), read_otherwise)


def _shown(periods: Sequence[Period]) -> str:
    return ", ".join([str(period) for period in periods[:_SHOWN]] + ["…"] * (len(periods) > _SHOWN))


def _relative(question: str, reference: date) -> Iterator[NamedPeriod]:
    """The periods that a question counts from a day."""
    for match in _RELATIVE.finditer(question):
        if period := _counted(match[0].lower(), reference):
            yield NamedPeriod(match.start(), match.end(), (period,))


@lru_cache(maxsize=256)
def _counted(words: str, reference: date) -> Period | None:
    found = _relative_parser(reference).get_date_data(words)
    if found.date_obj is None:
        return None
    day: date = found.date_obj.date()
    match found.period:
        case "year":
            return year(day.year)
        case "month":
            return month(day.year, day.month)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6))
    return Period(day, day)


@lru_cache(maxsize=1)
def _relative_parser(reference: date) -> DateDataParser:
    from dateparser.date import DateDataParser

    base = datetime(reference.year, reference.month, reference.day)  # noqa: DTZ001
    return DateDataParser(languages=["en", "uk", "ru"], settings={"PARSERS": ["relative-time"], "RELATIVE_BASE": base})
