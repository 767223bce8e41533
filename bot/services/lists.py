"""The list of articles that a chat was shown last, so that a number stands for the article that it stood beside.

It is kept while the bot runs; without it a number counts all articles, newest first.
"""

from __future__ import annotations

from collections.abc import Sequence

from cachetools import LRUCache

from index.models import Source

# A busy day's chats, and more of a list than anybody counts: some ten megabytes at most.
_CHATS = 1000
_LONGEST = 200


class LastLists:
    """The ids of each chat's last list, in its order; empty for the list of all articles."""

    def __init__(self) -> None:
        self._ids: LRUCache[int, tuple[str, ...]] = LRUCache(_CHATS)

    def keep(self, chat_id: int, sources: Sequence[Source]) -> None:
        """The chat was shown this list, or, where it is empty, that of all articles."""
        self._ids[chat_id] = tuple(source.source_id for source in sources[:_LONGEST])

    def of(self, chat_id: int) -> tuple[str, ...]:
        return self._ids.get(chat_id, ())
