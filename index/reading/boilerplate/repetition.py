"""Repetition across the corpus as evidence: what stands on many pages of a site word for word belongs to the site.

Comes in: for every article its site and the keys of its lines. Goes out: which lines of a site repeat, and an article
without them. All of it is a function of the set of articles alone, whatever their order, so that a build that keeps
each article's keys comes to the same result as one that reads everything.

True sentences repeat as well: agencies' stories, their rewrites, background that a paper tells again every week. So
articles that share most of their sentences count as one together; lines count within one site; and what looks like a
sentence of the article's has to stand at the edge of most of the site's articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.models import Article, Block, Furniture, Source
from index.reading.boilerplate.lines import ends_sentence

WHY = "repeated across the corpus"

Keys = NDArray[np.uint64]

# The two lowest bits of a key tell what kind of line it is; a key of 0 is that of a headline, which never counts.
_LABEL, _VOICE, _SENTENCE, _HEADING = range(4)
_KIND = np.uint64(3)
_LONGEST_LABEL = 12
# For scripts that write no spaces, and for addresses.
_LONGEST_LABEL_IN_CHARACTERS = 120
_IN_ARCHIVE = re.compile(r"(.+?\.(?:jsonl|ndjson))#", re.IGNORECASE)


class _Needed(NamedTuple):
    """How many articles of a site a line must stand in: at least so many, and this share of all."""

    articles: int
    share: float


_AT_EDGES = {_LABEL: _Needed(4, 0.02), _VOICE: _Needed(4, 0.1), _SENTENCE: _Needed(10, 0.6), _HEADING: _Needed(4, 0.02)}
_ANYWHERE = {_LABEL: _Needed(4, 0.3), _HEADING: _Needed(4, 0.3)}
_FEWEST = 4
_MOSTLY = 0.8
# The first lines hold the headline.
_FROM_TOP, _FROM_END = 2, 2
# What an article counts, divided by how many share its sentences; whole numbers add up alike in any order.
_WHOLE = 720_720


def site_of(source: Source) -> str:
    """The site that an article is from: its publisher, the host of its address, or its folder or archive."""
    if source.publisher:
        return source.publisher.casefold()
    host = urlsplit(source.url).hostname if source.url else None
    if host:
        return host.removeprefix("www.")
    archive = _IN_ARCHIVE.match(source.path)
    return archive[1] if archive else source.path.rpartition("/")[0]


def line_keys(article: Article) -> Keys:
    """A key of eight bytes for each block, in order; small enough to be stored with every article."""
    return np.array([_key(article.text, block) for block in article.blocks], dtype=np.uint64)


def keys_of(stored: bytes) -> Keys:
    """Keys from their bytes."""
    return np.frombuffer(stored, dtype=np.uint64)


def find_repeated(articles: Iterable[tuple[str, Keys]]) -> dict[str, frozenset[int]]:
    """For each site the keys of the lines that are its furniture.

    Takes the site and the keys of each article, each article once (copies of one are not to be counted).
    """
    listed = list(articles)
    names = sorted({site for site, _ in listed})
    numbers = {name: number for number, name in enumerate(names)}
    sites = np.array([numbers[site] for site, _ in listed], dtype=np.int64)
    keys = np.concatenate([np.zeros(0, np.uint64), *(keys for _, keys in listed)])
    lengths = np.array([len(keys) for _, keys in listed], dtype=np.int64)
    values, counts = np.unique(keys[keys != 0], return_counts=True)
    candidates = values[counts >= _FEWEST]
    if not len(candidates):
        return {}
    owners = np.repeat(np.arange(len(listed)), lengths)
    weights = _weights(keys, owners, values, counts, len(listed))
    is_candidate = np.isin(keys, candidates)
    at_edge = _at_edges(is_candidate | (keys == 0), lengths)

    # Each line of an article once, however often it stands there.
    found = np.searchsorted(candidates, keys[is_candidate])
    _, first = np.unique(owners[is_candidate] * len(candidates) + found, return_index=True)
    found, owner, edge = found[first], owners[is_candidate][first], at_edge[is_candidate][first]
    lines, inverse = np.unique(sites[owner] * len(candidates) + found, return_inverse=True)
    weight = np.bincount(inverse, weights[owner])
    edges = np.bincount(inverse, weights[owner] * edge)
    totals = np.bincount(sites, weights)
    repeated: dict[str, set[int]] = {}
    for line, total_weight, edge_weight in zip(lines.tolist(), weight.tolist(), edges.tolist(), strict=True):
        site, number = divmod(line, len(candidates))
        key = int(candidates[number])
        needed = [_ANYWHERE.get(key & 3), _AT_EDGES[key & 3] if edge_weight >= _MOSTLY * total_weight else None]
        if any(one and total_weight >= max(one.articles * _WHOLE, one.share * float(totals[site])) for one in needed):
            repeated.setdefault(names[site], set()).add(key)
    return {site: frozenset(found) for site, found in repeated.items()}


def repeated_blocks(keys: Keys, repeated: frozenset[int]) -> tuple[int, ...]:
    """Which blocks of an article, by number, are repeated lines; none where nothing else would be left of it."""
    listed = keys.tolist()
    gone = tuple(number for number, key in enumerate(listed) if key in repeated)
    remaining = (key for key in listed if key and key not in repeated)
    return gone if any(key & 3 != _HEADING for key in remaining) else ()


def without_blocks(article: Article, numbers: Sequence[int]) -> Article:
    """The article with these of its blocks called furniture for being repeated."""
    gone = [article.blocks[number] for number in numbers]
    furniture = [*article.furniture, *(Furniture(block.start, block.end, WHY) for block in gone)]
    kept = tuple(block for number, block in enumerate(article.blocks) if number not in set(numbers))
    return replace(article, blocks=kept, furniture=tuple(sorted(furniture, key=lambda part: part.start)))


def as_read(article: Article, keys: Keys) -> Article:
    """The article as it was before `without_blocks`; `keys` are those of its lines then."""
    gone = [part for part in article.furniture if part.why == WHY]
    starts = sorted([block.start for block in article.blocks] + [part.start for part in gone])
    kinds = dict(zip(starts, keys.tolist(), strict=True))
    back = [
        Block(part.start, part.end, "heading" if kinds[part.start] & 3 == _HEADING else "paragraph") for part in gone
    ]
    blocks = tuple(sorted((*article.blocks, *back), key=lambda block: block.start))
    return replace(article, blocks=blocks, furniture=tuple(part for part in article.furniture if part.why != WHY))


def _key(text: str, block: Block) -> int:
    # Its patterns take long to load, and a build in which nothing changed has no use for them.
    from index.reading.boilerplate.evidence import speaks_to_readers

    if block.kind == "title":
        return 0
    words = text[block.start : block.end].split()
    line = " ".join(words)
    digest = blake2b(line.casefold().encode("utf-8", "surrogatepass"), digest_size=8).digest()
    if block.kind == "heading":
        kind = _HEADING
    elif _is_label(line, len(words)):
        kind = _LABEL
    else:
        kind = _VOICE if speaks_to_readers(line) else _SENTENCE
    # Never 0, which is the headline's.
    return (int.from_bytes(digest) | 4) & ~3 | kind


def _is_label(line: str, words: int) -> bool:
    """Whether a line is short and no sentence, nor the beginning of one."""
    is_short = words <= _LONGEST_LABEL and len(line) <= _LONGEST_LABEL_IN_CHARACTERS
    return is_short and not line.endswith((":", ",")) and not ends_sentence(line)


def _weights(
    keys: Keys, owners: NDArray[np.int64], values: Keys, counts: NDArray[np.int64], articles: int
) -> NDArray[np.float64]:
    """What each article counts: a whole where its median sentence is its own, a part where so many share it.

    An article without a sentence counts nothing.
    """
    is_sentence = (keys & _KIND == _SENTENCE) & (keys != 0)
    owner = owners[is_sentence]
    shared_by = counts[np.searchsorted(values, keys[is_sentence])]
    shared_by = shared_by[np.lexsort((shared_by, owner))]
    sentences = np.bincount(owner, minlength=articles)
    begins = np.cumsum(sentences) - sentences
    has_some = sentences > 0
    weights = np.zeros(articles)
    weights[has_some] = _WHOLE // shared_by[(begins + (sentences - 1) // 2)[has_some]]
    return weights


def _at_edges(is_repeated: NDArray[np.bool_], lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines stand among the first or last of their article, other repeated lines not counted."""
    at_edge = np.zeros(len(is_repeated), dtype=np.bool_)
    for begin, end in _bounds(lengths):
        own = np.flatnonzero(~is_repeated[begin:end])
        first, last = (int(own[0]), int(own[-1])) if len(own) else (end - begin, -1)
        at_edge[begin : min(begin + max(first, _FROM_TOP), end)] = True
        at_edge[max(begin, min(begin + last + 1, end - _FROM_END)) : end] = True
    return at_edge


def _bounds(lengths: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    end = 0
    for length in lengths.tolist():
        begin, end = end, end + length
        if length:
            yield begin, end
