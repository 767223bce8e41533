"""The months: their English names, and how their names begin in other languages."""

from __future__ import annotations

import re

# Name -> short form, folded.
ENGLISH = {
    "january": "jan",
    "february": "feb",
    "march": "mar",
    "april": "apr",
    "may": "may",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sep",
    "october": "oct",
    "november": "nov",
    "december": "dec",
}

# From January on, the first letters of the month's name in English, German, French, Spanish, Italian, Portuguese,
# Polish, Ukrainian and Russian, in lower case.
BEGINNINGS = (
    "jan ene gen sty січ янв stycz janv jän",
    "feb fév fev lut лют фев febbr",
    "mar mär mrt берез мар mrz",
    "apr avr abr kwi квіт апр",
    "may mai maj mei mag трав мая май",
    "jun juin giu cze черв июн",
    "jul juil lug lip лип июл",
    "aug aoû aou ago sie серп авг",
    "sep set wrz верес сен",
    "oct okt out ott paź жовт окт",
    "nov lis лист ноя листоп",
    "dec dez déc dic gru груд дек",
)

# From January on, how a text names the month, whatever its case: as regular expressions.
_CASES = "(?:ень|ня|ні|нем)"
_CASES_IN_RUSSIAN = "(?:ь|я|е|ем)"
_FORMS = (
    f"january|jan|січ{_CASES}|январ{_CASES_IN_RUSSIAN}",
    f"february|feb|лют(?:ий|ого|ому|им)|феврал{_CASES_IN_RUSSIAN}",
    f"march|mar|берез{_CASES}|март(?:а|е|ом)?",
    f"april|apr|квіт{_CASES}|апрел{_CASES_IN_RUSSIAN}",
    f"may|трав{_CASES}|ма(?:й|я|е|ем)",
    f"june|jun|черв{_CASES}|июн{_CASES_IN_RUSSIAN}",
    f"july|jul|лип{_CASES}|июл{_CASES_IN_RUSSIAN}",
    f"august|aug|серп{_CASES}|август(?:а|е|ом)?",
    f"september|sept|sep|верес{_CASES}|сентябр{_CASES_IN_RUSSIAN}",
    f"october|oct|жовт{_CASES}|октябр{_CASES_IN_RUSSIAN}",
    f"november|nov|листопад(?:а|і|ом)?|ноябр{_CASES_IN_RUSSIAN}",
    f"december|dec|груд{_CASES}|декабр{_CASES_IN_RUSSIAN}",
)
# A regular expression for the name of any month.
NAMED = "|".join(_FORMS)


def number_of(name: str) -> int:
    """The number of the month that a text names so, from 1; 0 for any other word."""
    return next((number for number, forms in enumerate(_FORMS, 1) if re.fullmatch(forms, name, re.IGNORECASE)), 0)
