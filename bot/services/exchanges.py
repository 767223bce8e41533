"""What the bot remembers of its recent answers while it runs: which message answers which, and what question.

Only convenience depends on it: an edited question updates its answer while the answer is remembered.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from cachetools import LRUCache

# A busy day's questions; an exchange takes less than a kilobyte.
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
        self._asked: LRUCache[tuple[int, int], Exchange] = LRUCache(_REMEMBERED)
        self._questions: LRUCache[tuple[int, int], str] = LRUCache(_REMEMBERED)

    def begin(self, chat_id: int, message_id: int) -> Exchange:
        """The exchange that a message begins."""
        return self._asked.setdefault((chat_id, message_id), Exchange())

    def find(self, chat_id: int, message_id: int) -> Exchange | None:
        return self._asked.get((chat_id, message_id))

    def settle(self, exchange: Exchange, question: str, chat_id: int, answer_id: int) -> None:
        """The exchange's question has been answered by this message."""
        exchange.question, exchange.answer_id = question, answer_id
        self._questions[chat_id, answer_id] = question

    def question_behind(self, chat_id: int, answer_id: int) -> str | None:
        return self._questions.get((chat_id, answer_id))
