"""Ranked passages -> an Answer: quotes with what else says the same, or an honest refusal with leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.confidence import confidence
from index.models import AnswerKind, Quote
from index.quoting import make_quote
from index.retrieval import Ranked, agreement
from index.storage import Generation

MOST_LEADS = 3
# How alike two sentences must be to count as one statement, and how far down the ranking they are looked for.
SAME_STATEMENT = 0.62
_GROUPED = 20


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an answer, before it knows its question and time."""

    kind: AnswerKind
    confidence: float
    quotes: tuple[Quote, ...] = ()
    leads: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """When to answer and how much to show: the least confidence of a first quote, and a quote's length."""

    threshold: float
    quote_characters: int


def compose(ranked: Sequence[Ranked], generation: Generation, rules: Rules, limit: int) -> Draft:
    """Answer with up to `limit` quotes if the best passage is trusted to answer; else refuse, with up to three leads.

    Among the first quotes each article speaks once; articles that say the same are named with the best of them.
    """
    candidates = quotes_of(ranked[:_GROUPED], generation, rules.quote_characters)
    if not candidates:
        return Draft("refusal", 0.0)
    best = candidates[0][1].confidence
    if best < rules.threshold:
        return Draft("refusal", best, leads=tuple(_one_a_source(quote for _, quote in candidates)[:MOST_LEADS]))
    trusted = [(rank, quote) for rank, quote in candidates if quote.confidence >= rules.threshold / 2]
    quotes = _group(trusted, generation)
    return Draft("answer", best, quotes=tuple((_one_a_source(quotes) + _repeated(quotes))[:limit]))


def quotes_of(ranked: Iterable[Ranked], generation: Generation, most_characters: int) -> list[tuple[Ranked, Quote]]:
    """The quotes of ranked passages, in order; one that does not match its article is left out."""
    quotes = []
    for candidate in ranked:
        passage = generation.passage(candidate.number)
        article = generation.article(passage.source_id)
        if article is None:
            continue
        quote = make_quote(article, passage, candidate.sentence, confidence(candidate), most_characters)
        if quote is not None:
            quotes.append((candidate, quote))
    return quotes


def _group(candidates: Sequence[tuple[Ranked, Quote]], generation: Generation) -> list[Quote]:
    """Fold each quote into the first one of another article whose answering sentence states the same."""
    leaders: list[tuple[Ranked, Quote]] = []
    others: list[list[Quote]] = []
    for candidate, quote in candidates:
        for (leader, first), followers in zip(leaders, others, strict=True):
            carriers = {first.source.source_id, *(other.source.source_id for other in followers)}
            same = agreement((leader.number, leader.sentence), (candidate.number, candidate.sentence), generation)
            if same >= SAME_STATEMENT:
                if quote.source.source_id not in carriers:
                    followers.append(quote)
                break
        else:
            leaders.append((candidate, quote))
            others.append([])
    return [replace(quote, also_in=tuple(followers)) for (_, quote), followers in zip(leaders, others, strict=True)]


def _one_a_source(quotes: Iterable[Quote]) -> list[Quote]:
    first: dict[str, Quote] = {}
    for quote in quotes:
        first.setdefault(quote.source.source_id, quote)
    return list(first.values())


def _repeated(quotes: Sequence[Quote]) -> list[Quote]:
    """Further quotes of articles that have spoken already."""
    shown = {quote.passage_id for quote in _one_a_source(quotes)}
    return [quote for quote in quotes if quote.passage_id not in shown]
