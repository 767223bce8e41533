"""What the bot remembers of its recent answers while it runs: which message answers which, and what question.

Only convenience depends on it: an edited question updates its answer while the answer is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from cachetools import LRUCache

from bot.services.conversations import AnsweredTurn

# A busy day's questions; an exchange takes less than a kilobyte.
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked. typed: what was read so; empty where that is the question itself."""

    question: str
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """What a message may refer to: the answered turn before it, and whether it replies to that."""

    answered: AnsweredTurn
    replies: bool


@dataclass(slots=True)
class Exchange:
    """A question as it was last typed, what stood before it, and the message that answers it; whoever changes it holds
    the lock."""

    typed: str = ""
    before: Before | None = None
    answer_id: int | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Exchanges:
    """The latest exchanges by (chat id, id of the message that asked); the questions by (chat id, id of the answer)."""

    def __init__(self) -> None:
        self._asked: LRUCache[tuple[int, int], Exchange] = LRUCache(_REMEMBERED)
        self._questions: LRUCache[tuple[int, int], Asked] = LRUCache(_REMEMBERED)

    def begin(self, chat_id: int, message_id: int) -> Exchange:
        """The exchange that a message begins."""
        return self._asked.setdefault((chat_id, message_id), Exchange())

    def find(self, chat_id: int, message_id: int) -> Exchange | None:
        return self._asked.get((chat_id, message_id))

    def settle(self, exchange: Exchange, typed: str, asked: Asked, chat_id: int, answer_id: int) -> None:
        """The exchange's question has been answered by this message."""
        exchange.typed, exchange.answer_id = typed, answer_id
        self.ask_instead(asked, chat_id, answer_id)

    def ask_instead(self, asked: Asked, chat_id: int, answer_id: int) -> None:
        """From now on this message answers this."""
        self._questions[chat_id, answer_id] = asked

    def question_behind(self, chat_id: int, answer_id: int) -> Asked | None:
        return self._questions.get((chat_id, answer_id))

    def forget(self, chat_id: int, answer_ids: Iterable[int]) -> None:
        """Forget what these messages answer."""
        for answer_id in answer_ids:
            self._questions.pop((chat_id, answer_id), None)
