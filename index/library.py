"""The face of the index: ask, search, verify and look things up in the newest generation, from any thread."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Self

from index.answering.calibration import Thresholds
from index.answering.compose import Draft
from index.answering.likeliest import likeliest
from index.answering.pipeline import Pipeline
from index.answering.quoting import readings_of, whole_passage
from index.answering.stages import listening
from index.encoding.encoder import Encoder
from index.errors import QueryError, QuotedeskError, SourceNotFoundError
from index.models import (
    NOTHING_LEFT_OUT,
    Answer,
    Article,
    Company,
    IndexedFile,
    LeftOut,
    LostPassage,
    Obstacle,
    Quote,
    Source,
    Timeline,
    WatchHit,
)
from index.operations.status import Status, describe
from index.query import articles
from index.query.filters import parse
from index.query.listing import listed
from index.query.query import Query, check_length, check_limit, read_question, read_words
from index.resources import QUESTION_THREADS, QUESTIONS_AT_A_TIME, Turns, give_back_memory
from index.serving import Serving
from index.settings import BUNDLED_MODEL, IndexSettings
from index.storage import Engine, Generation, open_engine

if TYPE_CHECKING:
    from index.answering.verification import Verification

# Of what a search finds for a passage that has gone, so many are compared with it.
_LOOKED_AT = 5


class Library(Serving):
    """All generations of an index folder; the newest good one is served. Safe to share between threads."""

    def __init__(self, engine: Engine, generation: Generation, encoder: Encoder, settings: IndexSettings) -> None:
        super().__init__(engine, generation, encoder.identity)
        self._encoder = encoder
        self._settings = settings
        self.pipeline = Pipeline.of(encoder, settings, engine.index_dir)
        # Each their own: who searches, perhaps while typing, never waits for the reader.
        self._asking, self._searching = Turns(QUESTIONS_AT_A_TIME), Turns(QUESTIONS_AT_A_TIME)

    @classmethod
    def open(cls, index_dir: Path | str, settings: IndexSettings | None = None) -> Self:
        """Open the index in a folder.

        Raises:
            IndexMissingError: nothing has been built there.
            IndexDamagedError: no generation there is good.
            IndexMismatchError: it was built with another model than the one set.
            ModelError: the model, or the reranker, is not on this machine.
        """
        settings = settings or IndexSettings.load()
        engine = open_engine(settings, Path(index_dir))
        generation = engine.open(check="opening")
        try:
            encoder = Encoder(settings.embedding_model, QUESTION_THREADS, settings.embedding_backend)
            generation.check_model(encoder.identity)
            return cls(engine, generation, encoder, settings)
        except QuotedeskError:
            generation.close()
            raise

    @property
    def thresholds(self) -> Thresholds:
        """How confident each kind of reply has to be."""
        return self.pipeline.rules.thresholds

    @property
    def search_thresholds(self) -> Thresholds:
        """The same of what `search` finds, which no reader has read."""
        return self.pipeline.search_thresholds

    def warm_up(self) -> None:
        """Load the model now, so that the first question does not wait for it."""
        self.pipeline.warm_up()

    def rest(self) -> None:
        """Give back the memory that questions took; for moments when nobody waits."""
        give_back_memory()

    # Questions

    def ask(self, question: str, limit: int = 3) -> Answer:
        """Answer a question with up to `limit` quotes, or say that none is sure to; `obstacle` may know why.

        Filters in the question (`index.query.filters`) say which articles are asked. Of a question that is nothing but
        filters, the leads are the openings of the newest articles that fit them.

        Raises:
            QueryError: the question is empty or too long, a filter holds no date, or `limit` is less than 1.
        """
        started = time.perf_counter()
        check_limit(limit)

        def draft_from(generation: Generation) -> tuple[Generation, Draft, LeftOut]:
            return generation, self.pipeline.answer(question, generation, limit), _left_out(question, generation)

        with self._asking.taken(lambda: self._encode_ahead(read_question(question))), listening() as stages:
            generation, draft, left_out = self._from_a_good_generation(draft_from)
        return Answer(
            question=question,
            kind=draft.kind,
            confidence=draft.confidence,
            generation=generation.number,
            took_ms=(time.perf_counter() - started) * 1000,
            quotes=draft.quotes,
            leads=draft.leads,
            read_as=draft.read_as,
            unanswered=draft.unanswered,
            differs=draft.differs,
            left_out=left_out,
            stages=stages,
        )

    def ask_likeliest(self, readings: Sequence[str], limit: int = 3, *, shown: str = "") -> Answer:
        """The answer to the one of a follow-up's readings that was meant; `shown` is the sentence that answered before.

        Raises:
            QueryError: as `ask`.
        """
        return likeliest(readings, lambda reading: self.ask(reading, limit), shown)

    def search(
        self, words: str, limit: int = 10, offset: int = 0, *, prefix: bool = False, literal: bool = False
    ) -> list[Quote]:
        """The passages nearest to some words, best first, without a judgement on whether they answer.

        Filters among the words say which articles are searched, unless they are `literal`; for filters alone, the
        openings of the articles that fit, newest first. With `prefix`, the last word may be half typed.

        Raises:
            QueryError: the words are empty or too many, a filter holds no date, `limit` is less than 1 or `offset`
                less than 0.
        """
        check_limit(limit)
        if offset < 0:
            raise QueryError("The offset can't be negative: give 0 or more.")
        depth = offset + limit

        def search_in(generation: Generation) -> list[Quote]:
            quotes = self.pipeline.search(words, generation, depth, prefix=prefix, literal=literal)
            return list(islice(quotes, offset, depth))

        def encode() -> None:
            # What is half typed is completed first: `expect` does that.
            if not prefix:
                self._encode_ahead(read_words(words, literal=literal))

        with self._searching.taken(encode):
            return self._from_a_good_generation(search_in)

    def timeline(self, words: str) -> Timeline:
        """The quotes that answer some words or match them, in the order of the days that they tell of.

        Filters among the words say which articles are looked at; for filters alone, their openings.

        Raises:
            QueryError: the words are empty or too many, or a filter holds no date.
        """
        return self._from_a_good_generation(lambda generation: self.pipeline.timeline(words, generation))

    def watch(self, words: str, source_ids: Collection[str], limit: int = 50) -> list[WatchHit]:
        """What the articles with these ids, new ones perhaps, have for a question or words, best first: quotes that
        answer, held up against the whole archive, and, unless it is a question, one of each article with all the words.

        Raises:
            QueryError: the words are empty or too many, a filter holds no date, or `limit` is less than 1.
        """
        check_limit(limit)
        return self._from_a_good_generation(
            lambda generation: self.pipeline.watch(words, generation, source_ids, limit)
        )

    def expect(self, lookups: Iterable[str]) -> None:
        """Encode words, half typed perhaps, that are about to be searched for.

        Threads that call this at the same time share forward passes.
        """

        def whole_words(served: Generation) -> list[str]:
            queries = (query for lookup in lookups if (query := _query_of(lookup)) and query.words)
            return [self.pipeline.complete(query, served) for query in queries]

        self._encoder.encode_questions(self._from_a_good_generation(whole_words))

    def _encode_ahead(self, query: Query) -> None:
        """Encode what is about to be asked or searched for, as `expect` does."""
        if query.words:
            self._encoder.encode_question(query.words)

    def obstacle(self, question: str) -> Obstacle | None:
        """What keeps a question from any answer, whatever the articles say; None where nothing does.

        Raises:
            QueryError: a filter in the question holds no date.
        """
        words, filters = parse(question)
        within = self._from_a_good_generation(lambda generation: generation.select(filters))
        if within is not None and not within.articles:
            return Obstacle("no_article", filters.written)
        if not words:
            return Obstacle("only_filters", filters.written) if filters else None
        if not self._encoder.reads(words):
            return Obstacle("other_writing", "" if self._encoder.name == BUNDLED_MODEL else self._encoder.name)
        return None

    def left_out(self, words: str) -> LeftOut:
        """The articles that the filters among some words can't judge.

        Raises:
            QueryError: a filter holds no date.
        """
        return self._from_a_good_generation(lambda generation: _left_out(words, generation))

    def also_in(self, quote: Quote) -> tuple[Quote, ...]:
        """The other articles' passages that state what the quote's highlighted sentence states, best first.

        () as well where the quote's passage is not in the served generation.
        """
        return self._from_a_good_generation(lambda generation: self.pipeline.also_in(quote, generation))

    def company(self, quote: Quote) -> Company:
        """The other articles' passages that state what the quote's highlighted sentence states, and those that
        contradict it; neither where the quote's passage is not in the served generation."""
        return self._from_a_good_generation(lambda generation: self.pipeline.company(quote, generation))

    def verify(self, *texts: str) -> Verification:
        """Whether the corpus holds a text, or each of several quotations; when it does not, `nearest` comes closest.

        Of a text, what it quotes is looked up: see `index.answering.verification`.

        Raises:
            QueryError: the text is empty or too long.
        """
        from index.answering.verification import find

        text = "\n\n".join(texts)
        check_length(text)
        finding = self._from_a_good_generation(lambda generation: find(texts, generation))
        if finding.verdict == "not_found" and finding.nearest is None:
            lacking = next((part.text for part in finding.parts if part.verdict == "not_found"), text)
            return replace(finding, nearest=next(iter(self.search(lacking, 1, literal=True)), None))
        return finding

    # Looking things up

    def sources(self, words: str = "") -> list[Source]:
        """The sources of all articles, newest first; of those that fit the filters among `words`, and state all other
        words in title, publisher or authors. Words behind “by” are an author's.

        Raises:
            QueryError: a filter holds no date.
        """
        stated, filters = parse(words)
        every = self._from_a_good_generation(lambda generation: generation.sources())
        return articles.stating(
            stated, articles.newest_first(one for one in every if filters.fit(one.title, one.publisher, one.published))
        )

    def find(self, name: str, listed: Sequence[str] = ()) -> list[Source]:
        """The articles that somebody means by an id, a number, a file's name or words of the title, newest first.

        Several where that is ambiguous, none where nothing fits. A number counts from 1 in the ids `listed`, or else in
        the list of all articles, newest first.
        """
        return articles.meant(name, self.sources(), self.copies(), listed)

    def with_text(self, text_hash: bytes) -> Source | None:
        """The article whose text has this hash, as the preview of a file gives it."""
        return self._from_a_good_generation(lambda generation: generation.with_text(text_hash))

    def listing(self, text: str) -> list[Source] | None:
        """The articles that a text asks to be listed ("what is new", "by Ada Ek", "last week"), in order; None where it
        asks something else."""
        today = datetime.now(tz=UTC).date()
        return self._from_a_good_generation(
            lambda generation: listed(text, generation.sources, generation.published, today)
        )

    def source_at(self, address: str) -> Source | None:
        """The article that has a web address; None where none says so."""
        return articles.at(address, self._from_a_good_generation(lambda generation: generation.sources()))

    def copies(self) -> list[tuple[str, str]]:
        """Documents that have the text of an article: (path, path of the article)."""
        return self._from_a_good_generation(lambda generation: generation.copies())

    def source(self, source_id: str) -> Source:
        """Raises SourceNotFoundError where no article has this id."""
        return self.article(source_id).source

    def article(self, source_id: str) -> Article:
        """Raises SourceNotFoundError where no article has this id."""
        return self._from_a_good_generation(lambda generation: _article(generation, source_id))

    def passages(self, source_id: str) -> list[Quote]:
        """All passages of an article in order, each highlighting its first sentence.

        Raises:
            SourceNotFoundError: no article has this id.
        """

        def passages_in(generation: Generation) -> list[Quote]:
            article = _article(generation, source_id)
            quotes = (whole_passage(article, passage, 0) for passage in generation.passages_of(source_id))
            return [quote for quote in quotes if quote is not None]

        return self._from_a_good_generation(passages_in)

    def readings(self, passage_id: str) -> tuple[Quote, ...]:
        """One whole passage once for each of its sentences, which it highlights; () when it is not served."""
        return self._from_a_good_generation(lambda generation: readings_of(passage_id, generation))

    def quote(self, passage_id: str) -> Quote | None:
        """One whole passage, highlighting its first sentence; None when it is not in the served generation."""
        return next(iter(self.readings(passage_id)), None)

    def lost(self, passage_id: str) -> LostPassage | None:
        """A passage that is not served any more, as an older generation that is kept has it; None where none has."""
        from index.operations.lost import lost_passage

        return lost_passage(passage_id, self._engine, self._served)

    def nearest(self, quote: Quote) -> Quote | None:
        """What the served generation has that comes closest to a quote of an older one, in the same article first."""
        from index.operations.lost import nearest_to

        def nearest_in(generation: Generation) -> Quote | None:
            found = islice(self.pipeline.search(quote.highlight.text, generation, _LOOKED_AT, literal=True), _LOOKED_AT)
            return nearest_to(quote, [one.passage_id for one in found], generation)

        return self._from_a_good_generation(nearest_in)

    def file_of(self, source_id: str) -> IndexedFile | None:
        """The file that an article was read from; None where the corpus folder does not hold just that file now, or
        the article is one line of an archive.

        Raises:
            SourceNotFoundError: no article has this id.
        """
        from index.operations.original import indexed_file

        def file_in(generation: Generation) -> IndexedFile | None:
            article, fingerprint = _article(generation, source_id), generation.fingerprint(source_id)
            return indexed_file(article, fingerprint, self._settings.corpus_dir, self._settings.max_file_mb)

        return self._from_a_good_generation(file_in)

    def words_of(self, query: str) -> str:
        """A query without its filters.

        Raises:
            QueryError: a filter holds no date.
        """
        return parse(query)[0]

    def status(self) -> Status:
        """The served generation in figures."""
        return self._from_a_good_generation(lambda generation: describe(generation, self._engine, self._settings))


def _article(generation: Generation, source_id: str) -> Article:
    article = generation.article(source_id)
    if article is None:
        raise SourceNotFoundError(f"No article has the id {source_id}: `python -m index sources` lists them all.")
    return article


def _left_out(words: str, generation: Generation) -> LeftOut:
    within = generation.select(parse(words)[1])
    return within.left_out if within else NOTHING_LEFT_OUT


def _query_of(lookup: str) -> Query | None:
    """What somebody types; None where it holds a half-typed filter."""
    try:
        return read_words(lookup)
    except QueryError:
        return None
