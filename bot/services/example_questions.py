"""Questions to try first: three that the served generation answers, made once for each generation, in the background.

Golden questions come first; the others are made from what the newest articles state. Each has been asked: one that gets
no answer, or is answered by something else than it was made from, is never offered.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BusyError
from bot.services.desk import Desk
from bot.views.composer import one_line, units
from index import example_questions
from index.errors import QueryError, QuotedeskError
from index.ingest import read_golden
from index.models import Answer, Source

_LOG = logging.getLogger(__name__)
_WANTED = 3
# A button as wide as a phone shows less than that of a longer question, in two lines.
_MOST_UNITS = 90
# What an article is about stands at its beginning; of twenty articles, one of three has something to ask for.
_ARTICLES, _PASSAGES = 24, 2
# Some seconds of a processor. Where so many fail, the archive is of another kind.
_MOST_ASKED = 40
_SECONDS_BETWEEN_LOOKS = 1.0
# Questions that people wait for come first.
_SECONDS_WHILE_BUSY = 2.0


@dataclass(frozen=True, slots=True)
class _Trial:
    """A question of a kind, and the article and the sentence that it was made from: none for a golden question, and no
    sentence for a headline."""

    question: str
    kind: str = "golden"
    source_id: str = ""
    sentence: str = ""

    def is_met_by(self, answer: Answer) -> bool:
        """Whether an answer shows what the question was made from."""
        quotes = [shown for quote in answer.quotes for shown in (quote, *quote.also_in)]
        return answer.answered and any(
            (not self.source_id or quote.source.source_id == self.source_id)
            and (not self.sentence or quote.highlight.text == self.sentence)
            for quote in quotes
        )


class ExampleQuestions:
    """The questions to try of the generation that is served; `corpus` may have golden ones."""

    def __init__(self, desk: Desk, corpus: Path, most_quotes: int) -> None:
        self._desk = desk
        self._corpus = corpus
        self._most_quotes = most_quotes
        self._generation: int | None = None
        self._questions: Sequence[str] = ()

    @property
    def current(self) -> Sequence[str]:
        """Up to three; none until they have been made for this generation."""
        return self._questions if self._generation == self._desk.generation else ()

    async def follow(self) -> None:
        """Until cancelled: make questions for each new generation."""
        looked_at: int | None = None
        while True:
            generation = self._desk.generation
            if generation != looked_at:
                looked_at = generation
                try:
                    questions = await self._find()
                except (QuotedeskError, OSError) as error:
                    _LOG.warning("No example questions could be made: %s", error)
                else:
                    self._generation, self._questions = generation, questions
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    async def _find(self) -> Sequence[str]:
        untried = [*await asyncio.to_thread(self._golden), *await self._made()]
        found: list[_Trial] = []
        for _ in range(min(_MOST_ASKED, len(untried))):
            if len(found) == _WANTED:
                break
            chosen = min(untried, key=lambda one: _rank(one, found))
            untried.remove(chosen)
            if chosen.is_met_by(await self._ask(chosen.question)):
                found.append(chosen)
        return [one.question for one in found]

    def _golden(self) -> list[_Trial]:
        try:
            golden = read_golden([self._corpus])
        except QuotedeskError as error:
            _LOG.warning("%s", error)
            return []
        questions = [one_line(one.question) for one in golden if one.answered]
        return [_Trial(question) for question in questions if _fits(question)]

    async def _made(self) -> list[_Trial]:
        """Questions from the first passages of the newest articles, and last of all their headlines."""
        made: dict[str, _Trial] = {}
        newest = (await self._desk.sources())[:_ARTICLES]
        for source in newest:
            for sentence in await self._sentences(source):
                for one in example_questions(sentence):
                    question = _Trial(one.question, one.kind, source.source_id, sentence)
                    made.setdefault(one.question, question)
        titles = [(one_line(source.title), source.source_id) for source in newest]
        headlines = [_Trial(title, "headline", source_id) for title, source_id in titles if _fits(title)]
        return [*made.values(), *headlines]

    async def _sentences(self, source: Source) -> list[str]:
        passages = (await self._desk.passages(source.source_id))[:_PASSAGES]
        readings = [reading for one in passages for reading in await self._desk.readings(one.passage_id)]
        return [reading.highlight.text for reading in readings]

    async def _ask(self, question: str) -> Answer:
        while True:
            try:
                return await self._desk.ask(question, self._most_quotes)
            except BusyError:
                await asyncio.sleep(_SECONDS_WHILE_BUSY)
            except QueryError:
                return Answer(question, "refusal", 0, self._desk.generation, 0)


def _rank(trial: _Trial, found: Sequence[_Trial]) -> tuple[bool, ...]:
    """What is asked first: golden questions, then of other kinds and of other articles than those found."""
    return (
        trial.kind != "golden",
        trial.kind == "headline",
        trial.kind in {one.kind for one in found},
        trial.source_id in {one.source_id for one in found},
    )


def _fits(question: str) -> bool:
    return 0 < units(question) <= _MOST_UNITS
