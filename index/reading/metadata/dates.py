"""Dates in words and figures -> ISO dates, only where day, month and year are all stated.

Figures that can be read two ways (03/04/2024) stay unread unless something shows which comes first: a dot between
them, a language other than English, a weekday beside them, or another date of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from index.text.months import BEGINNINGS

_STEMS = sorted(
    ((stem, number) for number, stems in enumerate(BEGINNINGS, 1) for stem in stems.split()),
    key=lambda pair: -len(pair[0]),
)
_WEEKDAYS = (
    ("mon", "пон", "lun"),
    ("tue", "вів", "вто", "die", "mar"),
    ("wed", "сер", "сре", "mit", "mer", "mié"),
    ("thu", "чет", "don", "jeu", "jue"),
    ("fri", "п'я", "п’я", "пят", "fre", "ven", "vie"),
    ("sat", "суб", "sam", "sáb"),
    ("sun", "нед", "вос", "son", "dim", "dom"),
)
_MONTH = r"[^\W\d_]{3,12}"
_DATE = re.compile(
    rf"(?<![\d.,/-])(?:(?P<y1>(?:19|20)\d\d)(?P<s1>[-./])(?P<m1>\d\d?)(?P=s1)(?P<d1>\d\d?)(?=T\d|\b)"
    rf"|(?P<a>\d\d?)(?P<s2>[-./])\s?(?P<b>\d\d?)(?P=s2)\s?(?P<y2>(?:19|20)\d\d|\d\d(?=[\s,|)]|$))"
    rf"|(?P<d3>\d\d?)(?:\s?(?:st|nd|rd|th|er|\.|º|ª|-?го|-е))?[\s-]+(?:of\s+|de\s+|del\s+|day\s+of\s+)?(?P<m3>{_MONTH})\.?,?"
    rf"[\s-]+(?:de\s+|del\s+)?(?P<y3>(?:19|20)\d\d)"
    rf"|(?P<m4>{_MONTH})\.?\s+(?P<d4>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<y4>(?:19|20)\d\d)"
    r"|(?P<y5>(?:19|20)\d\d)\s?[年년]\s?(?P<m5>\d\d?)\s?[月월]\s?(?P<d5>\d\d?)\s?[日일])(?!\d(?!\d?:\d\d))",
    re.IGNORECASE,
)
_HINT = re.compile(r"(?:19|20)\d\d|\d[./]\s?\d\d?[./]")
# As the C library and Java print a moment: Fri Apr 28 19:20:36 CEST 2023.
_ASCTIME = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2}) +(?P<day>\d\d?) \d\d:\d\d:\d\d (?:[A-Z]{3,4} )?(?P<year>\d{4})"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,12})[.,]?\s*$")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """Where a date stands in a text, and the ISO dates that it can mean: one, or two if the order is not known."""

    start: int
    end: int
    meanings: tuple[str, ...]


def find_dates(text: str) -> list[FoundDate]:
    """The complete dates of a text, in order; what only looks like one is left out."""
    if not _HINT.search(text):
        return []
    found = []
    for match in _DATE.finditer(text):
        meanings = _meanings(match, text)
        if meanings:
            found.append(FoundDate(match.start(), match.end(), meanings))
    return found


def settle(date_found: FoundDate, *, day_first: bool | None) -> str | None:
    """The one meaning of a date; of two, the one that `day_first` (None: not known) decides for."""
    if len(date_found.meanings) == 1:
        return date_found.meanings[0]
    return None if day_first is None else date_found.meanings[0 if day_first else 1]


def order_shown_by(texts: Iterable[str]) -> bool | None:
    """Whether the figures of other dates put the day first: True, False, or None without evidence or with both."""
    shown = set()
    for text in texts:
        for match in _DATE.finditer(text) if _HINT.search(text) else ():
            if match["a"] is None:
                continue
            first, second = int(match["a"]), int(match["b"])
            if first > 12 >= second:
                shown.add(True)
            elif second > 12 >= first:
                shown.add(False)
    return shown.pop() if len(shown) == 1 else None


def parse_date(value: str, *, day_first: bool | None = None) -> str | None:
    """The date that a field states (ISO, RFC 2822, words, seconds since 1970), or None.

    The day is the one written: a time zone beside it changes nothing.
    """
    value = value.strip()
    if re.fullmatch(r"\d{8}(?:T\d{2,6}(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?", value):
        return _iso(int(value[:4]), int(value[4:6]), int(value[6:8]))
    if asctime := _ASCTIME.fullmatch(value):
        value = f"{asctime['day']} {asctime['month']} {asctime['year']}"
    if re.fullmatch(r"1\d{9}(\d{3})?(\.\d+)?", value):
        return str(date.fromordinal(date(1970, 1, 1).toordinal() + int(value[:10]) // 86_400))
    found = find_dates(value)
    return settle(found[0], day_first=day_first) if len(found) >= 1 else None


def _meanings(match: re.Match[str], text: str) -> tuple[str, ...]:
    if match["a"] is not None:
        return _of_figures(match, text)
    year, month, day = next(
        (match[f"y{kind}"], match[f"m{kind}"], match[f"d{kind}"]) for kind in "1345" if match[f"y{kind}"] is not None
    )
    number = int(month) if month.isdecimal() else _month_number(month.lower())
    if number == 0:
        number = _month_of_other_languages(f"{day} {month} {year}")
    iso = _iso(int(year), number, int(day))
    return (iso,) if iso else ()


def _of_figures(match: re.Match[str], text: str) -> tuple[str, ...]:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y2"])
    if year < 100:
        if match["s2"] == "-":
            return ()
        year += 2000
    day_first, month_first = _iso(year, second, first), _iso(year, first, second)
    if day_first and month_first and day_first != month_first:
        if match["s2"] == ".":
            return (day_first,)
        weekday = _weekday(text[: match.start()])
        fitting = [iso for iso in (day_first, month_first) if date.fromisoformat(iso).weekday() == weekday]
        return (fitting[0],) if len(fitting) == 1 else (day_first, month_first)
    iso = day_first or month_first
    return (iso,) if iso else ()


def _weekday(before: str) -> int | None:
    word = _WORD_BEFORE.search(before)
    if word is None:
        return None
    candidates = {day for day, stems in enumerate(_WEEKDAYS) if word.group(1).lower().startswith(stems)}
    return candidates.pop() if len(candidates) == 1 else None


def _month_number(word: str) -> int:
    return next((number for stem, number in _STEMS if word.startswith(stem)), 0)


@lru_cache(maxsize=1024)
def _month_of_other_languages(words: str) -> int:
    """The month of a date in a language without stems above; dateparser knows some two hundred."""
    import dateparser

    parsed = dateparser.parse(words, settings={"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]})
    return parsed.month if parsed is not None else 0


def _iso(year: int, month: int, day: int) -> str | None:
    if (year, month, day) == (1970, 1, 1):  # what programs write for a date that they do not have
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
