"""The months: their English names, and how their names begin in other languages."""

from __future__ import annotations

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
