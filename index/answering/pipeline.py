"""The only road from a question to a Draft. Everything that asks, searches, measures or fits goes along it.

read       what was typed -> Query           filters, small talk, courtesies     index.query
retrieve   Query -> Ranking                  spelling, candidates, ranking       index.retrieval
assess     Ranking -> assessed passages      features, calibrated confidence     index.answering.features
compose    assessed passages -> Draft        statements, quotes, refusal         index.answering.compose
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from index.answering import compose
from index.answering.assessed import AssessedPassage
from index.answering.calibration import load_calibration
from index.answering.compose import MOST_LEADS, AnswerRules, Draft
from index.answering.features import assess
from index.encoding.encoder import Encoder
from index.models import Quote
from index.query.query import Query, read_question, read_words
from index.retrieval.completion import complete_last_word
from index.retrieval.reranker import Reranker
from index.retrieval.retriever import Ranking, Retriever
from index.settings import IndexSettings
from index.storage import Generation
from index.storage.searchable import Searchable, Selection

# How deep a search looks: that far for the first pages of results, and further only for those beyond.
_SEARCHED_FIRST = 50
_SEARCHED = 200


class Pipeline:
    """The stages with what they need: a retriever, and the rules of an answer. Safe to share between threads."""

    def __init__(self, retriever: Retriever, rules: AnswerRules) -> None:
        self._retriever = retriever
        self.rules = rules

    @classmethod
    def of(cls, encoder: Encoder, settings: IndexSettings, index_dir: Path) -> Self:
        """The pipeline that the settings ask for, with the calibration for the encoder's model.

        Raises:
            ModelError: the reranker is not on this machine.
            CalibrationError: the calibration in the index folder can't be used.
        """
        reranker = Reranker(settings.reranker_model) if settings.reranker_model else None
        calibration = load_calibration(encoder.identity, index_dir)
        rules = AnswerRules(settings.answer_threshold, settings.quote_characters, calibration)
        return cls(Retriever(encoder, reranker), rules)

    def warm_up(self) -> None:
        """Load the models now, so that the first question does not wait for them."""
        self._retriever.warm_up()

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
        ranking = self.retrieve(query.words, generation, within=generation.select(query.filters))
        return self.compose(ranking, generation, limit)

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

    def also_in(self, quote: Quote, generation: Generation) -> tuple[Quote, ...]:
        """The other articles' passages that state what the quote's sentence states, best first."""
        ranking = self.retrieve(quote.highlight.text, generation)
        return compose.also_in(quote, list(self.assess(ranking, generation)), self.rules)

    # Stages

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
        return assess(ranking, corpus, self.rules.calibration, self._retriever.encoder.passage_offsets)

    def compose(self, ranking: Ranking, corpus: Searchable, limit: int) -> Draft:
        """The answer or refusal that ranked passages come to."""
        passages = list(self.assess(ranking, corpus))
        return compose.compose(passages, self.rules, limit, readable=ranking.readable, reranked=ranking.reranked)

    def quotes(self, ranking: Ranking, corpus: Searchable) -> Iterator[Quote]:
        """The quote of each ranked passage, best first; one that does not match its article is left out."""
        quotes = (compose.quote_of(item, self.rules) for item in self.assess(ranking, corpus))
        return (quote for quote in quotes if quote is not None)
