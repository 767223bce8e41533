"""Which articles were perhaps read wrongly: little was kept of a page that holds much running text besides."""

from __future__ import annotations

from dataclasses import dataclass

from index.models import Article
from index.text.passages import count_words

# Menus, labels and captions are shorter; what is as long as this is usually running text.
_RUNNING_TEXT = 20
# An article of so many words was surely found, however much else the page holds.
_ENOUGH = 400


@dataclass(frozen=True, slots=True)
class Suspicion:
    """An article of which fewer words were kept than running text was left out."""

    path: str
    kept: int
    left_out: int


def suspect(article: Article) -> Suspicion | None:
    """Something for a person to look at (`show ARTICLE --furniture`); None for most articles."""
    if not article.furniture:
        return None
    kept = sum(count_words(article.text[block.start : block.end]) for block in article.blocks)
    if kept >= _ENOUGH:
        return None
    lengths = (count_words(article.text[piece.start : piece.end]) for piece in article.furniture)
    left_out = sum(words for words in lengths if words >= _RUNNING_TEXT)
    return Suspicion(article.source.path, kept, left_out) if left_out > kept else None
