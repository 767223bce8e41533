"""Half-typed words -> whole ones, for searches that run while somebody is typing."""

from __future__ import annotations

import re
from collections import Counter

from index.storage.searchable import Searchable

_PASSAGES_LOOKED_AT = 40


def complete_last_word(words: str, corpus: Searchable) -> str:
    """`words` with the last one completed to the word of the corpus that it most often begins.

    It stays as it is when the corpus holds it as a whole word, when nothing begins like it, or after a space.
    """
    typed = re.search(r"\w+$", words)
    if typed is None or corpus.matching([typed[0]], 1):
        return words
    begun = re.compile(rf"\b{re.escape(typed[0])}\w+", re.IGNORECASE)
    found: Counter[str] = Counter()
    for number, _ in corpus.matching([typed[0]], _PASSAGES_LOOKED_AT, prefix=True):
        found.update(begun.findall(corpus.passage_text(number)))
    if not found:
        return words
    whole = min(found, key=lambda word: (-found[word], word))
    return words[: typed.start()] + whole
