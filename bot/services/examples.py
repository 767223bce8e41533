"""What to try in inline mode: words that this archive answers, each with the quote that they find.

They come from the headlines of the newest articles and are looked up once for each generation, since everybody who
types `@bot ` in a chat sees them first.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.services.desk import Desk
from bot.views.composer import clip
from index.models import Quote

_EXAMPLES = 3
_WORDS = 3
# For headlines without long words, such as those of other scripts.
_WORDS_UNITS = 60
# Shorter ones are mostly those that every headline has.
_LONG_WORD = re.compile(r"\w{4,}")


class ExampleLookup(NamedTuple):
    """Words, and the quote that they find first."""

    words: str
    quote: Quote


class Examples:
    """The examples of the generation that is served."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._looking_up = asyncio.Lock()
        self._generation: int | None = None
        self._examples: Sequence[ExampleLookup] = ()

    async def current(self) -> Sequence[ExampleLookup]:
        """Up to three, of different articles."""
        async with self._looking_up:
            if self._generation != self._desk.generation:
                self._generation, self._examples = await self._look_up()
            return self._examples

    async def _look_up(self) -> tuple[int, Sequence[ExampleLookup]]:
        generation = self._desk.generation
        newest = await self._desk.sources()
        lookups = [telling_words(source.title) for source in newest[:_EXAMPLES]]
        if not lookups:
            return generation, ()
        found = await self._desk.search_each(lookups, 1)
        examples = [
            ExampleLookup(words, page.quotes[0]) for words, page in zip(lookups, found, strict=True) if page.quotes
        ]
        return found[0].generation, examples


def telling_words(title: str) -> str:
    """The longest few words of a headline, in its order."""
    words = _LONG_WORD.findall(title)
    longest = sorted(words, key=len, reverse=True)[:_WORDS]
    return " ".join(word for word in dict.fromkeys(words) if word in longest) or clip(title, _WORDS_UNITS)
