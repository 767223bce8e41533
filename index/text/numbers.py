"""Which figures a text gives.

Days and years are left out: they say when something was said more often than what.
"""

from __future__ import annotations

import re

from index.text.months import ENGLISH

_NUMERAL_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_NUMERALS = {word: str(number) for number, word in enumerate(_NUMERAL_WORDS, start=1)}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\b(?:" + "|".join(_NUMERAL_WORDS[1:]) + r")\b")
_MONTH = f"(?:{'|'.join(ENGLISH.values())})"
_DATES = re.compile(
    rf"\b{_MONTH}[a-z]*\.? \d{{1,2}}\b|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|\b(?:19|20)\d\ds?\b"
)


def figures(text: str) -> set[str]:
    """The numbers of a folded text but for dates, in digits and without commas."""
    return {_NUMERALS.get(found, found.replace(",", "")) for found in _NUMBER.findall(_DATES.sub(" ", text))}
