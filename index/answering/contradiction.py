"""Whether two sentences that sound alike give different accounts: other figures, the opposite, a denial.

Vectors of words hardly tell "12 killed" from "30 killed", or "will open" from "will not open". A reader must see both.
"""

from __future__ import annotations

import re

from index.text.normalise import fold
from index.text.numbers import figures

_NEGATION = re.compile(r"\b(?:not|no|never|nobody|none|neither|nor|cannot|не|ні|нет|немає|ніколи|никогда)\b|n['’]t\b")
_DENIAL = re.compile(r"\b(?:den(?:y|ie)|dismiss|refut|reject|disput|fals|fake|запереч|спростув|отриц|опроверг)")
_CONFIRMATION = re.compile(r"\b(?:confirm|admit|acknowledg|підтверд|визна|подтверд|призна)")


def differ(one: str, other: str) -> bool:
    """Whether each sentence has a figure that the other lacks, one alone negates, or one denies and one confirms."""
    one, other = fold(one), fold(other)
    own, others = figures(one), figures(other)
    if own - others and others - own:
        return True
    if bool(_NEGATION.search(one)) != bool(_NEGATION.search(other)):
        return True
    stances = {(bool(_DENIAL.search(text)), bool(_CONFIRMATION.search(text))) for text in (one, other)}
    return stances == {(True, False), (False, True)}
