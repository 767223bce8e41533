"""Of passages that answer about equally well, those of the time that was asked about go first, or the newest or oldest.

Time orders and prefers, and never refuses: the likeliest passage stays as likely as it was, whichever it is then.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date

from index.answering.assessed import AssessedPassage
from index.query.asked_time import AskedTime, Order
from index.text.periods import periods_named

# In log odds: so much less likely to answer than another may a passage be that is of the time asked about, or the
# newest of those about equally likely, and still go before it. Chosen on invented archives: see docs/benchmarks.md.
_OF_THE_TIME = 2.0
_OF_THE_ORDER = 3.0
# Passages are about equally likely up to so much, in log odds.
_ABOUT_EQUAL = 2.0
# Odds beyond say no more.
_LEAST, _MOST = 1e-6, 1 - 1e-6


def of_the_time(
    passages: Iterable[AssessedPassage], without_dates: Iterable[AssessedPassage], asked: AskedTime
) -> list[AssessedPassage]:
    """The passages for a question, with those `without_dates` in it that were published when it asks about.

    The day of an article is what the dates of the question ask for, so that its text need not say it again.
    """
    found = {item.candidate.passage: item for item in passages}
    for item in without_dates:
        known = found.get(item.candidate.passage)
        if _was_published_then(item, asked) and (known is None or known.confidence < item.confidence):
            found[item.candidate.passage] = item
    return list(found.values())


def prefer(passages: Sequence[AssessedPassage], asked: AskedTime) -> list[AssessedPassage]:
    """The passages in their order, those that fit the time less well made less likely to answer than those that do."""
    if not passages:
        return []
    odds = [_log_odds(item.confidence) for item in passages]
    preferred = [one + _OF_THE_TIME * _is_of_the_time(item, asked) for one, item in zip(odds, passages, strict=True)]
    if asked.order and not asked.periods:
        preferred = _in_order(passages, preferred, asked.order)
    shift = max(odds) - max(preferred)
    return [
        item.with_confidence(1 / (1 + math.exp(-one - shift))) for item, one in zip(passages, preferred, strict=True)
    ]


def _in_order(passages: Sequence[AssessedPassage], odds: Sequence[float], order: Order) -> list[float]:
    """The log odds, raised for the newest, or the oldest, of passages about equally likely, and less for the next."""
    equal = max(odds) - _ABOUT_EQUAL
    days = [item.article.source.published or "" for item in passages]
    known = sorted(
        {day for day, one in zip(days, odds, strict=True) if day and one >= equal}, reverse=order == "oldest"
    )
    share = {day: place / max(len(known) - 1, 1) for place, day in enumerate(known)}
    return [
        one + _OF_THE_ORDER * share.get(day, 0.0) if one >= equal else one for day, one in zip(days, odds, strict=True)
    ]


def _is_of_the_time(item: AssessedPassage, asked: AskedTime) -> bool:
    """Whether a passage was published when a question asks about, or its best sentence names that time."""
    if not asked.periods or _was_published_then(item, asked):
        return bool(asked.periods)
    published = item.article.source.published
    years = (int(published[:4]),) if published else ()
    return any(
        period.holds(meant.first) and period.holds(meant.last)
        for named in periods_named(item.text_of(item.best), years)
        for meant in named.meanings
        for period in asked.periods
    )


def _was_published_then(item: AssessedPassage, asked: AskedTime) -> bool:
    published = item.article.source.published
    return published is not None and any(period.holds(date.fromisoformat(published)) for period in asked.periods)


def _log_odds(confidence: float) -> float:
    bounded = min(max(confidence, _LEAST), _MOST)
    return math.log(bounded / (1 - bounded))
