"""Start parameters that carry a question: written out where it is short, else remembered while the bot runs."""

from __future__ import annotations

from cachetools import LRUCache

from bot.callback_data import short_hash
from bot.views.deep_links import question_in, question_parameter

_REMEMBERED_PREFIX = "Q_"
# No two of a few thousand questions have the same 64 bits by chance.
_KEY_BYTES = 8
# An hour's questions of a busy bot, a few hundred bytes each; a link is pressed within seconds.
_REMEMBERED = 2000


class QuestionLinks:
    """Makes start parameters of questions, and reads them."""

    def __init__(self) -> None:
        self._remembered: LRUCache[str, str] = LRUCache(_REMEMBERED)

    def parameter(self, question: str) -> str:
        """The parameter that asks this question."""
        if written := question_parameter(question):
            return written
        key = short_hash(question, _KEY_BYTES)
        self._remembered[key] = question
        return _REMEMBERED_PREFIX + key

    def question(self, parameter: str) -> str | None:
        """What `parameter` asks; None when it asks nothing or has been forgotten."""
        if parameter.startswith(_REMEMBERED_PREFIX):
            return self._remembered.get(parameter.removeprefix(_REMEMBERED_PREFIX))
        return question_in(parameter)
