"""Ranked passages -> an Answer: quotes with what else says the same, or an honest refusal with leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from index.confidence import Evidence, confidence
from index.filters import Filters
from index.folding import fold
from index.margin import margins
from index.models import AnswerKind, Article, Quote, Source, Span
from index.names import lacks_a_name, names_of, names_written_small
from index.quoting import is_as_indexed, leans_back, make_quote
from index.retrieval import Found, Reading
from index.statements import Told, carriers, group
from index.storage import Generation

MOST_LEADS = 3
_CONSIDERED = 20
_READ_FOR_NAMES = 40
# Shares of the threshold: how likely a further quote has to be, and one that only says what another says.
TRUSTED = 0.15
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
    best = quotable[0][1].confidence
    if best < rules.threshold or not found.readable:
        leads = _one_a_source(quote for _, quote in quotable)
        return Draft("refusal", best, leads=tuple(leads[:MOST_LEADS]))
    heard = [item for item, _ in quotable if item.confidence >= _HEARD * rules.threshold]
    if found.reranked:
        place = {candidate.best.number: number for number, candidate in enumerate(found.candidates)}
        trusted = TRUSTED * rules.threshold
        heard.sort(key=lambda item: (item.confidence < trusted, place[item.candidate.best.number]))
    quotes: list[Quote] = []
    shown: list[Quote] = []
    for leader, *followers in group(heard):
        if leader[0].confidence < TRUSTED * rules.threshold or len(shown) >= limit:
            break
        first = _quote(*leader, rules)
        others = [quote for follower in followers if (quote := _quote(*follower, rules))]
        if first is not None:
            quotes.append(replace(first, also_in=tuple(others)))
            shown = _one_a_publisher(quotes)
    ordered = {quote.passage_id: quote for quote in (*shown, *_one_a_source(quotes), *quotes)}
    kept = tuple(ordered.values())[:limit]
    return Draft("answer", kept[0].confidence if kept else best, quotes=kept)


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


def tell(found: Found, generation: Generation) -> Iterator[Told]:
    """What the passages found tell, in their order, and how likely each answers."""
    names = names_of(found.asked, _names_written_small(found, generation))

    def story_of(number: int) -> str:
        # An archive may hold an article in parts, or anew after each update, under one title.
        return generation.titled_text(number)[0] or generation.passage(number).source_id

    for candidate, margin in zip(found.candidates, margins(found, story_of), strict=True):
        passage = generation.passage(candidate.best.number)
        article = generation.article(passage.source_id)
        if article is None:
            continue
        text = "\n".join(generation.titled_text(candidate.best.number))
        lacking = lacks_a_name(names, text)
        best = candidate.best
        evidence = Evidence(best.score, best.cosine, margin, found.asked.specificity, lacking)
        likely = confidence(evidence) if found.readable else 0.0
        preceding = _preceding(best.number, article, generation)
        yield Told(candidate, best, passage, article, evidence, likely, preceding)


def _names_written_small(found: Found, generation: Generation) -> frozenset[str]:
    """The names that a question writes small, by how the passages found for it write them."""
    numbers = [candidate.best.number for candidate in found.candidates[:_READ_FOR_NAMES]]
    return names_written_small(found.asked, map(generation.passage_text, numbers))


def _quote(told: Told, reading: Reading, rules: Rules) -> Quote | None:
    return make_quote(
        told.article, told.passage, reading.sentence, told.confidence, rules.quote_characters, told.preceding
    )


def _preceding(number: int, article: Article, generation: Generation) -> tuple[Span, ...]:
    """The sentences that lead up to a passage that can't be understood without them."""
    passage = generation.passage(number)
    opening = passage.sentences[0]
    if not leans_back(article.text[opening.start : opening.end]):
        return ()
    earlier = generation.passage_before(number)
    if not earlier or article.text[earlier.end : passage.start].strip() or not is_as_indexed(article, earlier):
        return ()
    return earlier.sentences


def _one_a_source(quotes: Iterable[Quote]) -> list[Quote]:
    return _first_of_each(quotes, lambda source: source.source_id)


def _one_a_publisher(quotes: Iterable[Quote]) -> list[Quote]:
    return _first_of_each(quotes, lambda source: fold(source.publisher or source.source_id))


def _first_of_each(quotes: Iterable[Quote], key: Callable[[Source], str]) -> list[Quote]:
    first: dict[str, Quote] = {}
    for quote in quotes:
        first.setdefault(key(quote.source), quote)
    return list(first.values())
