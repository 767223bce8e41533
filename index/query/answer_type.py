"""What kind of thing an English question asks for, if its words say so, and whether a sentence gives any such thing.

How many soldiers came is not answered by a sentence without a figure, however much it says of soldiers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from index.text.months import ENGLISH
from index.text.normalise import fold
from index.text.numbers import figures

AnswerType = Literal["figure", "duration", "time"]

# Passages found for one question are found for the next; each takes some 300 bytes.
_SENTENCES_KEPT = 1 << 13
# How much there is of something, said without digits.
_AMOUNT = re.compile(
    r"\b(?:one|once|twice|doubl(?:e[ds]?|ing)|tripled?|halved?|half|quarters?|thirds?|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|"
    r"thirty|forty|fifty|sixty|seventy|eighty|ninety|several|many|few|decades?|centur(?:y|ies)|percent)\b"
)
_DURATION = re.compile(
    r"\d|\b(?:until|since|throughout|indefinitely|forever|daily|weekly|monthly|yearly|annually|always|never|every|"
    r"(?:second|minute|hour|day|week|month|year)s?)\b"
)
# "May" is a verb as well: it needs a word beside it that shows the month.
_MONTHS = "|".join(sorted({*ENGLISH, *ENGLISH.values(), "sept"} - {"may"}))
_TIME = re.compile(
    r"\b(?:1\d{3}|20\d\d)s?\b|\b\d{1,4} (?:bc|ad|bce|ce)\b|"
    rf"\b(?:{_MONTHS}|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|today|yesterday|tomorrow|tonight|ago|decades?|centur(?:y|ies))\b|"
    r"\b(?:in|of|on|since|until|by|from|to|last|next|late|early|mid) may\b|\bmay \d|\d may\b"
)
_QUESTIONS: tuple[tuple[AnswerType, re.Pattern[str]], ...] = (
    ("duration", re.compile(r"\bhow (?:long|often)\b")),
    (
        "figure",
        re.compile(
            r"\bhow (?:many|much|old|tall|high|far|big|large|deep|wide|fast|heavy|expensive)\b|\bwhat (?:percentage|"
            r"percent|number|amount|proportion|share|price|age|height|size|length|population)\b"
        ),
    ),
    (
        "time",
        re.compile(
            r"^when\b|\bwhen (?:was|were|did|is|are|will|has|had|does|do)\b|\b(?:what|which) (?:year|date|day|month|"
            r"century|decade)\b|\bsince when\b"
        ),
    ),
)


def expected(question: str) -> AnswerType | None:
    """What a question asks for: a figure, how long or how often something was, or when; None where it does not say."""
    folded = fold(question)
    return next((kind for kind, pattern in _QUESTIONS if pattern.search(folded)), None)


@lru_cache(maxsize=_SENTENCES_KEPT)
def gives(kind: AnswerType, sentence: str) -> bool:
    """Whether a sentence holds anything of a kind; a date or a year may say how long, but not how many."""
    folded = fold(sentence)
    if kind == "time":
        return bool(_TIME.search(folded))
    if kind == "duration" and _DURATION.search(folded):
        return True
    return bool(figures(folded) or _AMOUNT.search(folded))
