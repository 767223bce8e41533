"""Assessed passages -> a Draft: quotes with what else says the same, a maybe, or an honest refusal with leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice, takewhile
from typing import Self

from index.answering.assessed import AssessedPassage, likeliest_first
from index.answering.calibration import Calibration, Thresholds
from index.answering.entailment import PairReader, StatementReader
from index.answering.quoting import make_quote
from index.answering.statements import Statement, carriers, contradict, deniers, group
from index.models import AnswerKind, Company, Quote, Source
from index.query.filters import Filters
from index.retrieval.late_interaction import SentenceScore
from index.settings import IndexSettings
from index.storage.searchable import Searchable
from index.text.normalise import fold

MOST_LEADS = 3
# Of a maybe, which shows them at once.
MOST_MAYBES = 2
# An answer shows three quotes by default, and a statement rarely has more carriers than that many.
_CONSIDERED = 20
# The share of an answer's threshold that a further quote has to reach, if it stood out as the first does. Chosen by
# hand: see the ablations in docs/benchmarks.md.
_TRUSTED = 0.65
# Readings of one sentence beside another: for an answer, which is waited for, and behind a button. Each takes a core
# some 10 ms.
_READINGS, _READINGS_OF_COMPANY = 8, 32


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of an answer, before it knows its question and time; `read_as`, `unanswered` and `differs` as of an
    Answer."""

    kind: AnswerKind
    confidence: float
    quotes: tuple[Quote, ...] = ()
    leads: tuple[Quote, ...] = ()
    read_as: str | None = None
    unanswered: tuple[str, ...] = ()
    differs: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRules:
    """When to answer and how much to show. quote_characters: a quote's length; reader: reads what states the same."""

    thresholds: Thresholds
    quote_characters: int
    calibration: Calibration
    reader: StatementReader | None = None

    @classmethod
    def of(cls, settings: IndexSettings, calibration: Calibration, reader: StatementReader | None = None) -> Self:
        """The calibration's rules, with what the settings say otherwise."""
        thresholds = calibration.thresholds
        if settings.answer_threshold is not None:
            thresholds = thresholds.answering_from(settings.answer_threshold)
        return cls(thresholds, settings.quote_characters, calibration, reader)

    def pairs(self, readings: int) -> PairReader | None:
        """A reader of pairs for one answer, that reads so often."""
        return PairReader(self.reader, readings) if self.reader else None


def compose(
    passages: Sequence[AssessedPassage],
    rules: AnswerRules,
    limit: int,
    *,
    readable: bool = True,
    reranked: bool = False,
) -> Draft:
    """Answer with up to `limit` quotes if the best passage is trusted to answer; else a maybe or a refusal.

    A statement that several articles carry is shown once, naming each. Different accounts stay apart: first one of
    each publisher, then one of each article, then the rest. A question that is not `readable` is refused. Where the
    passages are `reranked`, their order counts among those that are trusted.
    """
    likeliest = _likeliest(passages, rules)
    best = next(likeliest, None)
    if best is None:
        return Draft("refusal", 0.0)
    first, quote = best
    if quote.confidence < rules.thresholds.answer or not readable:
        return _unanswered(quote, (other for _, other in likeliest), rules, readable=readable)

    def is_trusted(item: AssessedPassage) -> bool:
        # That the first outscores it does not speak against another account.
        return item.confidence_with(first.features.margin) >= _TRUSTED * rules.thresholds.answer

    heard = [first, *(item for item, _ in likeliest)]
    if reranked:
        place = {item.candidate.passage: number for number, item in enumerate(passages)}
        heard.sort(key=lambda item: (not is_trusted(item), place[item.candidate.passage]))
    shown = _statements(heard, is_trusted, rules, limit)
    quotes = [quote for quote, _ in shown]
    ordered = {quote.passage_id: quote for quote in (*_one_a_publisher(quotes), *_one_a_source(quotes), *quotes)}
    statements = {quote.passage_id: statement for quote, statement in shown}
    groups = list(_by_dispute(list(ordered), statements, limit))
    return Draft(
        "answer",
        quote.confidence,
        quotes=tuple(ordered[number] for group in groups for number in group),
        differs=tuple(group for group in groups if len(group) > 1),
    )


def _by_dispute(numbers: Sequence[str], statements: Mapping[str, Statement], limit: int) -> Iterator[tuple[str, ...]]:
    """The passages in their order, each with those that contradict it right behind it, a group each; `limit` in all."""
    pending = list(numbers)
    while pending and limit > 0:
        first, *others = pending
        opposing = (number for number in others if contradict(statements[first], statements[number]))
        against = list(islice(opposing, limit - 1))
        yield (first, *against)
        limit -= 1 + len(against)
        pending = [number for number in others if number not in against]


def nearest(passages: Sequence[AssessedPassage], rules: AnswerRules) -> list[Quote]:
    """The likeliest passage of each article, likeliest first, however unlikely it is to answer."""
    return list(_one_a_source(quote for _, quote in _likeliest(passages, rules)))


def _likeliest(passages: Sequence[AssessedPassage], rules: AnswerRules) -> Iterator[tuple[AssessedPassage, Quote]]:
    """The likeliest passages with their quotes, likeliest first; one that does not match its article is left out."""
    for item in islice(likeliest_first(passages), _CONSIDERED):
        if quote := quote_of(item, rules):
            yield item, quote


def _unanswered(quote: Quote, others: Iterable[Quote], rules: AnswerRules, *, readable: bool) -> Draft:
    """A maybe with the nearest one or two, if they are likely enough; else a refusal. Of both, what comes near."""
    confidence = quote.confidence
    # What the model can't read has no confidence, but holds the question's words.
    near = rules.thresholds.near if readable else 0.0
    leads = _one_a_source(takewhile(lambda one: one.confidence >= near, chain([quote], others)))
    if readable and confidence >= rules.thresholds.maybe:
        return Draft("maybe", confidence, leads=tuple(islice(leads, MOST_MAYBES)))
    return Draft("refusal", confidence, leads=tuple(islice(leads, MOST_LEADS)))


def _statements(
    heard: Sequence[AssessedPassage], is_trusted: Callable[[AssessedPassage], bool], rules: AnswerRules, limit: int
) -> list[tuple[Quote, Statement]]:
    """A quote for each statement that is trusted, with those that carry it too, until `limit` publishers speak."""
    quotes: list[tuple[Quote, Statement]] = []
    for leader, *followers in group(heard, is_trusted, rules.pairs(_READINGS)):
        if len(list(_one_a_publisher(quote for quote, _ in quotes))) >= limit:
            break
        first = quote_statement(leader, rules)
        others = [quote for follower in followers if (quote := quote_statement(follower, rules))]
        if first is not None:
            quotes.append((replace(first, also_in=tuple(others)), leader))
    return quotes


def quote_of(item: AssessedPassage, rules: AnswerRules) -> Quote | None:
    """The passage with its best sentence; None where it does not match its article."""
    return quote_statement((item, item.best), rules)


def openings(filters: Filters, corpus: Searchable, rules: AnswerRules, confidence: float) -> Iterator[Quote]:
    """The first passage of each article that fits some filters, newest first, said to be of this confidence."""
    fitting = [source for source in corpus.sources() if filters.fit(source.title, source.publisher, source.published)]
    for source in sorted(fitting, key=lambda source: source.published or "", reverse=True):
        article, passages = corpus.article(source.source_id), corpus.passages_of(source.source_id)
        if article and passages:
            quote = make_quote(article, passages[0], 0, confidence, rules.quote_characters)
            if quote:
                yield quote


def also_in(quote: Quote, passages: Sequence[AssessedPassage], rules: AnswerRules) -> tuple[Quote, ...]:
    """Of the passages found for a quote's sentence, those of other articles that state what it states."""
    stating = partial(carriers, pairs=rules.pairs(_READINGS_OF_COMPANY))
    return _related(quote, passages, rules, stating)


def company(quote: Quote, passages: Sequence[AssessedPassage], rules: AnswerRules) -> Company:
    """Of the passages found for a quote's sentence, those of other articles that state it or surely contradict it."""
    agreeing = also_in(quote, passages, rules)
    heard = {one.source.source_id for one in agreeing}
    against = _related(quote, passages, rules, deniers)
    return Company(agreeing, tuple(one for one in against if one.source.source_id not in heard))


def _related(
    quote: Quote,
    passages: Sequence[AssessedPassage],
    rules: AnswerRules,
    related: Callable[[AssessedPassage, SentenceScore, Sequence[AssessedPassage]], Iterable[Statement]],
) -> tuple[Quote, ...]:
    leader = next((item for item in passages if item.passage.passage_id == quote.passage_id), None)
    if leader is None:
        return ()
    sentences = leader.candidate.sentences
    said = next((one for one in sentences if leader.text_of(one) == quote.highlight.text), leader.best)
    others = [item for item in passages if item is not leader]
    quotes = (quote_statement(statement, rules) for statement in related(leader, said, others))
    return tuple(quote for quote in quotes if quote is not None)


def quote_statement(statement: Statement, rules: AnswerRules) -> Quote | None:
    """A passage with one of its sentences; None where it does not match its article."""
    item, said = statement
    return make_quote(
        item.article, item.passage, said.sentence, item.confidence, rules.quote_characters, item.preceding
    )


def _one_a_source(quotes: Iterable[Quote]) -> Iterator[Quote]:
    return _first_of_each(quotes, lambda source: source.source_id)


def _one_a_publisher(quotes: Iterable[Quote]) -> Iterator[Quote]:
    return _first_of_each(quotes, lambda source: fold(source.publisher or source.source_id))


def _first_of_each(quotes: Iterable[Quote], key: Callable[[Source], str]) -> Iterator[Quote]:
    heard: set[str] = set()
    for quote in quotes:
        if (own := key(quote.source)) not in heard:
            heard.add(own)
            yield quote
