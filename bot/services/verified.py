"""What messages of the bot have verified, while it runs: turning the pages of one looks the same texts up again."""

from __future__ import annotations

from collections.abc import Sequence

from cachetools import LRUCache

# A busy day's; a quotation takes a kilobyte at most times.
_REMEMBERED = 1000


class Verified:
    """The texts by (chat id, id of the message that says whether the archive holds them)."""

    def __init__(self) -> None:
        self._texts: LRUCache[tuple[int, int], tuple[str, ...]] = LRUCache(_REMEMBERED)

    def keep(self, chat_id: int, message_id: int, texts: Sequence[str]) -> None:
        self._texts[chat_id, message_id] = tuple(texts)

    def of(self, chat_id: int, message_id: int) -> tuple[str, ...]:
        return self._texts.get((chat_id, message_id), ())
