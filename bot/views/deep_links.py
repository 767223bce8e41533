"""Deep links: t.me addresses that open a private chat with the bot at a passage, an article or a question."""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict

from telegram.constants import MessageLimit

from bot.callback_data import Pointer, short_hash
from index.models import Quote

PASSAGE, SOURCE, QUESTION = "p_", "s_", "q_"
HELP = "help"
_KEPT = "Q_"
_KEY_BYTES = 8
_REMEMBERED = 2000


def passage_link(bot_username: str, quote: Quote) -> str:
    pointer = Pointer.to(quote)
    return f"https://t.me/{bot_username}?start={PASSAGE}{pointer.passage_id}_{pointer.sentence}"


class QuestionLinks:
    """Start parameters that carry a question: written out where it is short, else remembered while the bot runs."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, str] = OrderedDict()

    def parameter(self, question: str) -> str:
        written = QUESTION + base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")
        if len(written) <= MessageLimit.DEEP_LINK_LENGTH:
            return written
        key = short_hash(question, _KEY_BYTES)
        self._kept[key] = question
        if len(self._kept) > _REMEMBERED:
            self._kept.popitem(last=False)
        return _KEPT + key

    def question(self, parameter: str) -> str | None:
        """What `parameter` asks; None when it asks nothing or has been forgotten."""
        if parameter.startswith(_KEPT):
            return self._kept.get(parameter.removeprefix(_KEPT))
        if not parameter.startswith(QUESTION):
            return None
        written = parameter.removeprefix(QUESTION)
        try:
            return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode() or None
        except (binascii.Error, UnicodeDecodeError):
            return None
