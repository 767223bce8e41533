"""Words -> a timeline: the quotes that answer or match them, by the days that they tell of. Pure but for the log.

A quote tells of the days that its sentence names; where it names none, it stands on the day when its article was
published. Which of the two is said. A day that is named without its year is of the year that brings it nearest to the
publication. "On Tuesday" and "yesterday" name no day here: they are close to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.answering.assessed import AssessedPassage
from index.answering.calibration import Thresholds
from index.answering.compose import AnswerRules, quote_statement
from index.answering.statements import group
from index.models import DatedQuote, Quote, Timeline
from index.text.periods import Period, periods_named


def timeline(words: str, quotes: Iterable[Quote]) -> Timeline:
    """The quotes in the order of their days, those without any apart."""
    dated, undated = [], []
    for quote in quotes:
        placed = date_of(quote)
        if placed:
            dated.append(placed)
        else:
            undated.append(quote)
    return Timeline(words, tuple(sorted(dated, key=_place)), tuple(undated))


def date_of(quote: Quote) -> DatedQuote | None:
    """The quote with its days; None where neither its sentence nor its article states one."""
    published = date.fromisoformat(quote.source.published) if quote.source.published else None
    if told := _told(quote.highlight.text, published):
        return DatedQuote(quote, told.first.isoformat(), told.last.isoformat(), told=True)
    if published:
        return DatedQuote(quote, published.isoformat(), published.isoformat(), told=False)
    return None


def about(passages: Sequence[AssessedPassage], thresholds: Thresholds) -> list[AssessedPassage]:
    """Of the passages found for some words, those that may well be about them, or else those that come near."""
    enough = [item for item in passages if item.confidence >= thresholds.maybe]
    return enough or [item for item in passages if item.confidence >= thresholds.near]


def statements(passages: Sequence[AssessedPassage], rules: AnswerRules) -> list[Quote]:
    """A quote for each statement: the earliest that makes it, with the others as its company."""
    quotes = []
    for members in group(passages):
        found = [quote for member in members if (quote := quote_statement(member, rules))]
        if found:
            quotes.append(earliest(found))
    return quotes


def earliest(carriers: Sequence[Quote]) -> Quote:
    """Of quotes that state the same, the earliest, with the others as its company."""
    first = min(carriers, key=_told_or_last)
    return replace(first, also_in=tuple(replace(quote, also_in=()) for quote in carriers if quote is not first))


def _told_or_last(quote: Quote) -> str:
    dated = date_of(quote)
    return dated.first if dated else date.max.isoformat()


def _place(dated: DatedQuote) -> tuple[str, int, str, int]:
    # Of what begins on one day, what is known less precisely comes first.
    span = date.fromisoformat(dated.last) - date.fromisoformat(dated.first)
    return dated.first, -span.days, dated.quote.source.path, dated.quote.start


def _told(sentence: str, published: date | None) -> Period | None:
    """The days that a sentence names most precisely, the first of several as precise."""
    years = range(published.year - 1, published.year + 2) if published else ()
    named = [
        min(period.meanings, key=lambda meaning: _distance(meaning, published))
        for period in periods_named(sentence, years)
    ]
    return min(named, key=lambda period: period.last - period.first, default=None)


def _distance(period: Period, published: date | None) -> int:
    """In days, from the publication."""
    if published is None or period.holds(published):
        return 0
    return min(abs((period.first - published).days), abs((period.last - published).days))
