"""Repetition across the corpus as evidence: what stands on many pages word for word belongs to their site.

Comes in: articles as they were read. Goes out: which of their lines repeat, and an article without them. All of it is a
function of the set of articles alone, whatever their order, so that an incremental build that keeps each article's
line keys comes to the same result as a full one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from hashlib import blake2b

from index.models import Article, Block, Furniture

WHY = "repeated across the corpus"
_SHORT = 12
_FEWEST_SHORT, _SHARE_SHORT = 4, 0.02
_FEWEST_LONG, _SHARE_LONG = 10, 0.2


def line_keys(article: Article) -> frozenset[int]:
    """A key of eight bytes for each kept block but the headline; small enough to be stored with every article.

    The lowest bit tells long lines from short ones, which need less evidence.
    """
    return frozenset(_key(article.text, block) for block in article.blocks if block.kind != "title")


def repeated_lines(keys_of_articles: Iterable[Collection[int]]) -> frozenset[int]:
    """The keys that so many articles share that the lines are their site's.

    Takes one collection of keys an article, each article once (copies of one article must not be counted). Short lines
    need four articles and a fiftieth of all; whole paragraphs, which an agency's background may be as well, ten and a
    fifth of all.
    """
    counts: Counter[int] = Counter()
    articles = 0
    for keys in keys_of_articles:
        counts.update(set(keys))
        articles += 1
    fewest_short = max(_FEWEST_SHORT, _SHARE_SHORT * articles)
    fewest_long = max(_FEWEST_LONG, _SHARE_LONG * articles)
    return frozenset(key for key, count in counts.items() if count >= (fewest_long if key & 1 else fewest_short))


def without_repeated(article: Article, repeated: Collection[int]) -> Article:
    """The article with its repeated lines called furniture; itself when it has none, or nothing else."""
    gone = {block for block in article.blocks if block.kind != "title" and _key(article.text, block) in repeated}
    kept = tuple(block for block in article.blocks if block not in gone)
    if not gone or not any(block.kind == "paragraph" for block in kept):
        return article
    furniture = [*article.furniture, *(Furniture(block.start, block.end, WHY) for block in gone)]
    return replace(article, blocks=kept, furniture=tuple(sorted(furniture, key=lambda part: part.start)))


def _key(text: str, block: Block) -> int:
    words = text[block.start : block.end].split()
    digest = blake2b(" ".join(words).casefold().encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) & ~1 | (len(words) > _SHORT)
