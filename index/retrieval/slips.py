"""How likely one word is a slip of another: letters too many, too few, wrong or exchanged, each with its cost.

A restricted Damerau-Levenshtein distance. What fingers and ears confuse costs less than one: a letter doubled or not,
two neighbours exchanged, one vowel for another, letters that sound alike.
"""

from __future__ import annotations

from itertools import pairwise

# Chosen by hand: what is commonest is cheapest.
_DOUBLED, _EXCHANGED, _SOUNDS_ALIKE, _TOO_FEW, _TOO_MANY, _OTHER = 0.5, 0.7, 0.7, 0.9, 0.9, 1.1
_ALIKE = ("aeiouy", "csz", "ckq", "gj", "dt", "bp", "fv", "sxz")
_SOUNDING_ALIKE = frozenset(one + other for group in _ALIKE for one in group for other in group)


def cost_of_slip(typed: str, meant: str, most: float) -> float | None:
    """What the slips cost that make `typed` of `meant`, about one each; None where it is more than `most`, or nothing.

    The first letter is never taken for a slip: different names differ by it.
    """
    if typed == meant or not typed or not meant or typed[0] != meant[0]:
        return None
    before_last: list[float] = []
    last = _beginnings_missing(meant)
    for row, letter in enumerate(typed, start=1):
        current = [last[0] + (_DOUBLED if row > 1 and typed[row - 2] == letter else _TOO_MANY)]
        for column, wanted in enumerate(meant, start=1):
            repeated = row > 1 and typed[row - 2] == letter
            best = min(
                last[column - 1] + _cost_of_wrong(letter, wanted),
                last[column] + (_DOUBLED if repeated else _TOO_MANY),
                current[column - 1] + (_DOUBLED if column > 1 and meant[column - 2] == wanted else _TOO_FEW),
            )
            exchanged = row > 1 and column > 1 and typed[row - 2] == wanted and meant[column - 2] == letter
            if exchanged and letter != wanted:
                best = min(best, before_last[column - 2] + _EXCHANGED)
            current.append(best)
        if min(current) > most:
            return None
        before_last, last = last, current
    return last[-1] if last[-1] <= most else None


def _beginnings_missing(meant: str) -> list[float]:
    costs = [0.0, _TOO_FEW]
    for before, letter in pairwise(meant):
        costs.append(costs[-1] + (_DOUBLED if before == letter else _TOO_FEW))
    return costs


def _cost_of_wrong(typed: str, meant: str) -> float:
    if typed == meant:
        return 0.0
    return _SOUNDS_ALIKE if typed + meant in _SOUNDING_ALIKE else _OTHER
