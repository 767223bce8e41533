"""What the bot remembers of its recent answers, for as long as it runs: which message answers which, and to what.

Nothing depends on it but convenience: an edited question updates its answer while the answer is remembered.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field

_REMEMBERED = 2000


@dataclass(slots=True)
class Exchange:
    """A question as it was last answered, and the message that answers it; whoever changes it holds the lock."""

    question: str = ""
    answer_id: int | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Exchanges:
    """The latest exchanges by (chat id, id of the message that asked); the questions by (chat id, id of the answer)."""

    def __init__(self) -> None:
        self._asked: OrderedDict[tuple[int, int], Exchange] = OrderedDict()
        self._questions: OrderedDict[tuple[int, int], str] = OrderedDict()

    def begin(self, chat_id: int, message_id: int) -> Exchange:
        """The exchange that a message begins."""
        exchange = self._asked.setdefault((chat_id, message_id), Exchange())
        _trim(self._asked)
        return exchange

    def find(self, chat_id: int, message_id: int) -> Exchange | None:
        return self._asked.get((chat_id, message_id))

    def settle(self, exchange: Exchange, question: str, chat_id: int, answer_id: int) -> None:
        """The exchange's question has been answered by this message."""
        exchange.question, exchange.answer_id = question, answer_id
        self._questions[chat_id, answer_id] = question
        _trim(self._questions)

    def question_behind(self, chat_id: int, answer_id: int) -> str | None:
        return self._questions.get((chat_id, answer_id))


def _trim(remembered: OrderedDict[tuple[int, int], Exchange] | OrderedDict[tuple[int, int], str]) -> None:
    while len(remembered) > _REMEMBERED:
        remembered.popitem(last=False)
