"""Whether two sentences that sound alike give different accounts: other figures, the opposite, a denial.

Vectors of words hardly tell "12 killed" from "30 killed", or "will open" from "will not open". A reader must see both.
"""

from __future__ import annotations

import re

from index.folding import fold

_NUMERAL_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_NUMERALS = {word: str(number) for number, word in enumerate(_NUMERAL_WORDS, start=1)}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\b(?:" + "|".join(_NUMERAL_WORDS[1:]) + r")\b")
# Days and years say when something was said more often than what.
_DATES = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b"
    r"|\b\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)|\b(?:19|20)\d\d\b"
)
_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|neither|nor|cannot|не|ні|нет|немає|ніколи|никогда)\b|n['’]t\b")
_DENIAL = re.compile(r"\b(?:den(?:y|ie)|dismiss|refut|reject|disput|fals|fake|запереч|спростув|отриц|опроверг)")
_CONFIRMATION = re.compile(r"\b(?:confirm|admit|acknowledg|підтверд|визна|подтверд|призна)")


def differ(one: str, other: str) -> bool:
    """Whether each sentence has a figure that the other lacks, one alone negates, or one denies and one confirms."""
    one, other = fold(one), fold(other)
    figures, other_figures = _figures(one), _figures(other)
    if figures - other_figures and other_figures - figures:
        return True
    if bool(_NEGATION.search(one)) != bool(_NEGATION.search(other)):
        return True
    stances = {(bool(_DENIAL.search(text)), bool(_CONFIRMATION.search(text))) for text in (one, other)}
    return stances == {(True, False), (False, True)}


def _figures(text: str) -> set[str]:
    found = _NUMBER.findall(_DATES.sub(" ", text))
    return {_NUMERALS.get(figure, figure.replace(",", "")) for figure in found}
