"""Ranked passages -> an Answer: quotes with what else says the same, or an honest refusal with leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from index.answering.agreement import Told, carriers, group
from index.answering.calibration import confidence
from index.answering.features import tell
from index.answering.quoting import make_quote
from index.models import AnswerKind, Quote, Source
from index.query.filters import Filters
from index.retrieval.retriever import Found, Reading
from index.storage import Generation
from index.text.normalise import fold

MOST_LEADS = 3
_CONSIDERED = 20
# Shares of the threshold: how likely a further quote has to be, if it stood out as the first does, and how likely one
# that only says what another says.
_TRUSTED = 0.65
_HEARD = 0.02


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


def compose(found: Found, generation: Generation, rules: Rules, limit: int) -> Draft:
    """Answer with up to `limit` quotes if the best passage is trusted to answer; else refuse, with up to three leads.

    A statement that several articles carry is shown once, naming each. Different accounts stay apart: first one of
    each publisher, then one of each article, then the rest.
    """
    told = sorted(tell(found, generation), key=lambda item: -item.confidence)[:_CONSIDERED]
    quotable = [(item, quote) for item in told if (quote := _quote(item, item.reading, rules))]
    if not quotable:
        return Draft("refusal", 0.0)
    best, margin = quotable[0][1].confidence, quotable[0][0].evidence.margin

    def is_trusted(item: Told) -> bool:
        # That the first outscores it does not speak against another account.
        return confidence(replace(item.evidence, margin=margin)) >= _TRUSTED * rules.threshold

    if best < rules.threshold or not found.readable:
        leads = _one_a_source(quote for _, quote in quotable)
        return Draft("refusal", best, leads=tuple(leads[:MOST_LEADS]))
    heard = [item for item, _ in quotable if item.confidence >= _HEARD * rules.threshold]
    if found.reranked:
        place = {candidate.best.number: number for number, candidate in enumerate(found.candidates)}
        heard.sort(key=lambda item: (not is_trusted(item), place[item.candidate.best.number]))
    quotes: list[Quote] = []
    shown: list[Quote] = []
    for leader, *followers in group(heard):
        if len(shown) >= limit:
            break
        if not is_trusted(leader[0]):
            continue
        first = _quote(*leader, rules)
        others = [quote for follower in followers if (quote := _quote(*follower, rules))]
        if first is not None:
            quotes.append(replace(first, also_in=tuple(others)))
            shown = _one_a_publisher(quotes)
    ordered = {quote.passage_id: quote for quote in (*shown, *_one_a_source(quotes), *quotes)}
    kept = tuple(ordered.values())[:limit]
    return Draft("answer", best, quotes=kept)


def quotes_of(found: Found, generation: Generation, rules: Rules) -> Iterator[Quote]:
    """The quote of each passage found, best first; one that does not match its article is left out."""
    for told in tell(found, generation):
        quote = _quote(told, told.reading, rules)
        if quote is not None:
            yield quote


def openings(filters: Filters, generation: Generation, rules: Rules, confidence: float) -> Iterator[Quote]:
    """The first passage of each article that fits some filters, newest first, said to be of this confidence."""
    fitting = [
        source for source in generation.sources() if filters.fit(source.title, source.publisher, source.published)
    ]
    for source in sorted(fitting, key=lambda source: source.published or "", reverse=True):
        article, passages = generation.article(source.source_id), generation.passages_of(source.source_id)
        if article and passages:
            quote = make_quote(article, passages[0], 0, confidence, rules.quote_characters)
            if quote:
                yield quote


def also_in(quote: Quote, found: Found, generation: Generation, rules: Rules) -> tuple[Quote, ...]:
    """Of the passages found for a quote's sentence, those of other articles that state what it states."""
    told = list(tell(found, generation))
    leader = next((item for item in told if item.passage.passage_id == quote.passage_id), None)
    if leader is None:
        return ()
    spans = leader.passage.sentences
    said = {leader.article.text[span.start : span.end]: number for number, span in enumerate(spans)}
    number = said.get(quote.highlight.text)
    reading = next((reading for reading in leader.alternatives if reading.sentence == number), leader.reading)
    heard = [item for item in told if item is not leader and item.confidence >= _HEARD * rules.threshold]
    quotes = (_quote(*carrier, rules) for carrier in carriers(leader, reading, heard))
    return tuple(quote for quote in quotes if quote is not None)


def _quote(told: Told, reading: Reading, rules: Rules) -> Quote | None:
    return make_quote(
        told.article, told.passage, reading.sentence, told.confidence, rules.quote_characters, told.preceding
    )


def _one_a_source(quotes: Iterable[Quote]) -> list[Quote]:
    return _first_of_each(quotes, lambda source: source.source_id)


def _one_a_publisher(quotes: Iterable[Quote]) -> list[Quote]:
    return _first_of_each(quotes, lambda source: fold(source.publisher or source.source_id))


def _first_of_each(quotes: Iterable[Quote], key: Callable[[Source], str]) -> list[Quote]:
    first: dict[str, Quote] = {}
    for quote in quotes:
        first.setdefault(key(quote.source), quote)
    return list(first.values())
