"""The only road from a question to a Draft. Everything that asks, searches, measures or fits goes along it.

read       what was typed -> Query           filters, small talk, courtesies     index.query
retrieve   Query -> Ranking                  spelling, candidates, ranking       index.retrieval
assess     Ranking -> assessed passages      features, calibrated confidence     index.answering.features
compose    assessed passages -> Draft        statements, quotes, leads           index.answering.compose
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Self

from index.answering import compose, timeline
from index.answering.agreement import read_sentences
from index.answering.assessed import AssessedPassage
from index.answering.calibration import Thresholds, load_calibration, load_calibration_with_reader
from index.answering.checked import not_answered, stating
from index.answering.compose import MOST_LEADS, AnswerRules, Draft
from index.answering.entailment import StatementReader
from index.answering.features import assess
from index.answering.in_turn import in_turn
from index.answering.networks import load_word_pieces
from index.answering.reader import READING_THREADS, Reader
from index.answering.reader_input import load_tokenizer
from index.answering.stages import stage
from index.answering.timeliness import of_the_time, prefer
from index.answering.watched import holds_all, is_question
from index.encoding.encoder import Encoder
from index.models import Company, Quote, Timeline, WatchHit
from index.query.asked_time import AskedTime, PublishedThen, asked_time
from index.query.parts import questions_in
from index.query.query import Query, read_question, read_words
from index.query.statement import is_statement
from index.resources import give_back_memory
from index.retrieval.completion import complete_last_word
from index.retrieval.reranker import Reranker
from index.retrieval.retriever import Ranking, Retriever
from index.settings import BUNDLED_MODEL, IndexSettings
from index.storage import Generation
from index.storage.searchable import Searchable, Selection
from index.text.language import may_be_english

# How deep a search looks: that far for the first pages of results, and further only for those beyond.
_SEARCHED_FIRST = 50
_SEARCHED = 200
# A timeline of more is no longer read; of them so many at most are the reader's.
_ON_A_TIMELINE = 100
_ANSWERS_ON_A_TIMELINE = 20


class Pipeline:
    """The stages with what they need: a retriever, and the rules of an answer. Safe to share between threads."""

    def __init__(
        self, retriever: Retriever, rules: AnswerRules, reader: Reader | None = None, unread: AnswerRules | None = None
    ) -> None:
        self._retriever = retriever
        self._reader = reader
        self.rules = rules
        # Searching, which people do while they type, goes without the reader, and so do questions in other languages.
        self._unread = unread or rules

    @classmethod
    def of(cls, encoder: Encoder, settings: IndexSettings, index_dir: Path) -> Self:
        """The pipeline that the settings ask for, with the calibration for the encoder's model.

        Raises:
            ModelError: the reranker is not on this machine.
            CalibrationError: the calibration in the index folder can't be used.
        """
        reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        retriever = Retriever(encoder, reranker)
        tokenizer = cache(lambda: load_tokenizer(like=encoder.tokenizer))
        shared = cache(load_word_pieces)
        reader = Reader(READING_THREADS, tokenizer=tokenizer, shared=shared) if settings.reader else None
        read = load_calibration_with_reader(encoder.identity, reader.identity, index_dir) if reader else None
        unread = load_calibration(encoder.identity, index_dir)
        if read is None:
            return cls(retriever, AnswerRules.of(settings, unread))
        pairs = StatementReader(tokenizer, shared)
        return cls(retriever, AnswerRules.of(settings, read, pairs), reader, AnswerRules.of(settings, unread, pairs))

    @property
    def reads(self) -> bool:
        """Whether a reader chooses the sentences of answers to questions that it can read."""
        return self._reader is not None

    @property
    def search_thresholds(self) -> Thresholds:
        return self._unread.thresholds

    def is_read(self, question: str) -> bool:
        """Whether a reader chooses the sentences of a question's answers: not where it is in another language."""
        # The bundled model finds nothing for other languages, so that there is nothing to tell apart.
        return self.reads and (self._retriever.encoder.name == BUNDLED_MODEL or may_be_english(question))

    def reading_with(self, reader: Reader) -> Self:
        """The same stages with a reader for which there is no calibration yet."""
        return type(self)(self._retriever, self.rules, reader, self._unread)

    def warm_up(self) -> None:
        """Load the models now, so that the first question does not wait for them but for the one that it needs last."""
        # Readers are unpacked on another core meanwhile, one after the other: two at a time scatter more memory.
        aside = ThreadPoolExecutor(1)
        reading = aside.submit(self._reader.warm_up) if self._reader else None
        if self.rules.reader:
            self.rules.reader.check()
            aside.submit(self.rules.reader.warm_up)
        aside.submit(give_back_memory)
        aside.shutdown(wait=False)
        self._retriever.warm_up()
        if reading:
            reading.result()

    # Whole roads

    def answer(self, question: str, generation: Generation, limit: int) -> Draft:
        """What a question gets.

        Raises:
            QueryError: it is empty or too long, or a filter in it holds no date.
        """
        query = read_question(question)
        if query.is_small_talk:
            return Draft("smalltalk", 0.0)
        if not query.words:
            leads = compose.openings(query.filters, generation, self.rules, confidence=0.0)
            return Draft("refusal", 0.0, leads=tuple(islice(leads, MOST_LEADS)))
        questions = questions_in(query.words)
        drafts = [self._answer_one(replace(query, words=words), generation, limit) for words in questions]
        return in_turn(questions, drafts, limit) if len(drafts) > 1 else drafts[0]

    def _answer_one(self, query: Query, generation: Generation, limit: int) -> Draft:
        with stage("retrieve"):
            within = generation.select(query.filters)
            ranking = self.retrieve(query.words, generation, within=within)
            if within is not None:
                ranking = self._held_up(ranking, generation)
        meant = ranking.question.text
        asked = asked_time(meant, generation.published, datetime.now(tz=UTC).date())
        if query.filters.after or query.filters.before:
            asked = AskedTime(order=asked.order)
        with stage("assess"):
            passages = list(self.assess(ranking, generation))
            if asked and ranking.readable:
                passages = self._timely(query, asked, passages, generation)
        with stage("compose"):
            draft = self._drafted(passages, ranking, limit)
        return replace(draft, read_as=asked.read_as or (meant if meant != query.words else None))

    def search(
        self, words: str, generation: Generation, depth: int, *, prefix: bool = False, literal: bool = False
    ) -> Iterator[Quote]:
        """Ranked quotes for some words, best first, `depth` of them if there are so many.

        Raises:
            QueryError: the words are empty or too many, or a filter among them holds no date.
        """
        query = read_words(words, literal=literal)
        if not query.words:
            return compose.openings(query.filters, generation, self.rules, confidence=1.0)
        whole = self.complete(query, generation) if prefix else query.words
        within = generation.select(query.filters)
        ranking = self.retrieve(whole, generation, _SEARCHED_FIRST, within)
        # Fewer than asked for are all there are.
        if _SEARCHED_FIRST <= len(ranking.candidates) < depth:
            ranking = ranking.followed_by(self.retrieve(whole, generation, _SEARCHED, within))
        return self.quotes(ranking, generation)

    def timeline(self, words: str, generation: Generation) -> Timeline:
        """The quotes that answer some words or match them, by the days that they tell of.

        Raises:
            QueryError: the words are empty or too many, or a filter among them holds no date.
        """
        query = read_words(words)
        if not query.words:
            openings = compose.openings(query.filters, generation, self.rules, confidence=1.0)
            return timeline.timeline(words, islice(openings, _ON_A_TIMELINE))
        draft = self._answer_one(query, generation, _ANSWERS_ON_A_TIMELINE)
        answered = draft.quotes if draft.kind == "answer" else ()
        carriers = [(quote, *quote.also_in) for quote in answered]
        known = {quote.passage_id for quotes in carriers for quote in quotes}
        ranking = self.retrieve(query.words, generation, _SEARCHED, generation.select(query.filters))
        found = list(self._assess_unread(ranking, generation))
        matching = timeline.about(found, self._unread.thresholds) if ranking.readable else found
        others = [item for item in matching[:_ON_A_TIMELINE] if item.passage.passage_id not in known]
        answers = map(timeline.earliest, carriers)
        return timeline.timeline(words, [*answers, *timeline.statements(others, self._unread)])

    def watch(self, words: str, generation: Generation, source_ids: Collection[str], limit: int) -> list[WatchHit]:
        """What the articles with these ids have for somebody who watches for it: first quotes that answer; of what is
        no question, then the best quote of each other article that holds all the words.

        Raises:
            QueryError: the words are empty or too many, or a filter among them holds no date.
        """
        query = read_question(words)
        within = generation.select_among(source_ids, query.filters)
        if not within.articles:
            return []
        if not query.words:
            first = compose.openings(query.filters, generation, self.rules, confidence=1.0)
            of_these = (quote for quote in first if quote.source.source_id in source_ids)
            return [WatchHit(quote, "filters") for quote in islice(of_these, limit)]
        ranking = self._held_up(self.retrieve(query.words, generation, within=within), generation)
        draft = self._drafted(list(self.assess(ranking, generation)), ranking, limit)
        hits = [WatchHit(quote, "answers") for quote in draft.quotes]
        if not is_question(words):
            heard = {one.source.source_id for quote in draft.quotes for one in (quote, *quote.also_in)}
            for quote in self.quotes(ranking, generation):
                if quote.source.source_id not in heard and holds_all(quote, query.words):
                    heard.add(quote.source.source_id)
                    hits.append(WatchHit(quote, "words"))
        return hits[:limit]

    def also_in(self, quote: Quote, generation: Generation) -> tuple[Quote, ...]:
        """The other articles' passages that state what the quote's sentence states, best first."""
        return compose.also_in(quote, self._like(quote, generation), self._unread)

    def _like(self, quote: Quote, generation: Generation) -> list[AssessedPassage]:
        """The passages nearest to a quote's sentence."""
        ranking = self.retrieve(quote.highlight.text, generation)
        return list(self._assess_unread(ranking, generation))

    def company(self, quote: Quote, generation: Generation) -> Company:
        """The other articles' passages that state what the quote's sentence states, and those that contradict it."""
        return compose.company(quote, self._like(quote, generation), self._unread)

    # Stages

    def _held_up(self, ranking: Ranking, generation: Generation) -> Ranking:
        """The passages of a selection, beside those of the whole corpus for the same question."""
        return replace(ranking, rivals=self.retrieve(ranking.question.text, generation).candidates)

    def _timely(
        self, query: Query, asked: AskedTime, passages: list[AssessedPassage], generation: Generation
    ) -> list[AssessedPassage]:
        """The passages, those of the time asked about preferred.

        Of articles that were published then, passages are also found and judged by the question's other words.
        """
        if asked.bare:
            then = generation.select(PublishedThen(query.filters, asked.periods))
            ranking = self._held_up(self.retrieve(asked.bare, generation, within=then), generation)
            passages = of_the_time(passages, list(self.assess(ranking, generation)), asked)
        return prefer(passages, asked)

    def complete(self, query: Query, corpus: Searchable) -> str:
        """The words with the last one completed, which may be half typed."""
        return complete_last_word(query.words, corpus)

    def retrieve(
        self,
        words: str,
        corpus: Searchable,
        count: int | None = None,
        within: Selection | None = None,
        without: frozenset[int] = frozenset(),
    ) -> Ranking:
        """The passages nearest to some words, best first; `Retriever.retrieve` says more."""
        return self._retriever.retrieve(words, corpus, count, within, without)

    def assess(self, ranking: Ranking, corpus: Searchable) -> Iterator[AssessedPassage]:
        """The ranked passages in their order, with how likely each answers."""
        if not self.is_read(ranking.question.text):
            return self._assess_unread(ranking, corpus)
        return self._assess(ranking, corpus, self.rules, self._reader)

    def _assess_unread(self, ranking: Ranking, corpus: Searchable) -> Iterator[AssessedPassage]:
        return self._assess(ranking, corpus, self._unread)

    def _assess(
        self, ranking: Ranking, corpus: Searchable, rules: AnswerRules, reader: Reader | None = None
    ) -> Iterator[AssessedPassage]:
        return assess(ranking, corpus, rules.calibration, self._retriever.encoder.passage_offsets, reader)

    def _rules_of(self, ranking: Ranking) -> AnswerRules:
        return self.rules if not self.reads or self.is_read(ranking.question.text) else self._unread

    def compose(self, ranking: Ranking, corpus: Searchable, limit: int) -> Draft:
        """The answer, maybe or refusal that ranked passages come to."""
        return self._drafted(list(self.assess(ranking, corpus)), ranking, limit)

    def _drafted(self, passages: Sequence[AssessedPassage], ranking: Ranking, limit: int) -> Draft:
        rules = self._rules_of(ranking)

        def drafted(passages: Sequence[AssessedPassage]) -> Draft:
            return compose.compose(passages, rules, limit, readable=ranking.readable, reranked=ranking.reranked)

        if not is_statement(ranking.question.text):
            return drafted(passages)
        (statement,) = read_sentences(self._retriever.encoder, [ranking.question.text])
        checked = drafted(list(stating(statement, passages)))
        return checked if checked.kind == "answer" else not_answered(drafted(passages))

    def nearest(self, ranking: Ranking, corpus: Searchable) -> list[Quote]:
        """The likeliest passage of each article, likeliest first, however unlikely it is to answer."""
        return compose.nearest(list(self.assess(ranking, corpus)), self._rules_of(ranking))

    def quotes(self, ranking: Ranking, corpus: Searchable) -> Iterator[Quote]:
        """The quote of each ranked passage, best first; one that does not match its article is left out."""
        quotes = (compose.quote_of(item, self._unread) for item in self._assess_unread(ranking, corpus))
        return (quote for quote in quotes if quote is not None)
