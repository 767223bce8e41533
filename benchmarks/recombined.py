"""Large indexes without encoding: made passages, whose sentences and vectors are those of real ones put together anew.

A made passage is two to five sentences drawn from some passage and its nearest neighbours. Its text and its token
vectors are theirs, as they are stored; its passage vector is the mean of those token vectors. So every word and vector
is a real one, but none was encoded in the passage that it stands in, and a real archive holds nearer misses. All else
is what a build does: the same writer writes the files, and `Library` opens them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from index import Source
from index.evaluation.datasets import document_of
from index.models import Article, Block, Passage, Span
from index.storage import GenerationWriter, LocalGeneration, Shelf
from index.storage.integrity import verify_generation
from index.storage.token_vectors import PassageTokens, unit
from index.text.passages import MAX_WORDS, MIN_WORDS, count_words, passage_id

_PASSAGES_AN_ARTICLE = 10
_MOST_SENTENCES = 5
# How many neighbours a made article draws from: of a story, of a subject, of a field.
_NEIGHBOURS = (15, 60, 240)
_Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A real sentence with its stored token vectors, and their sum."""

    text: str
    words: int
    packed: NDArray[np.uint8]
    sum: _Vector


class Pool:
    """Real sentences by passage, to make others of."""

    def __init__(self, neighbours: Sequence[int] = _NEIGHBOURS) -> None:
        self._neighbours = neighbours
        self._passages: list[list[Sentence]] = []
        self._vectors: list[_Vector] = []
        self._agreement: list[float] = []
        self._near: dict[int, list[int]] = {}

    def add(self, generation: LocalGeneration, wanted: Callable[[str], bool] = lambda _document: True) -> None:
        """Take the passages of those documents."""
        documents = {source.source_id: document_of(source.path) for source in generation.sources()}
        for number in range(generation.manifest.passages):
            passage = generation.passage(number)
            if not wanted(documents[passage.source_id]):
                continue
            text, tokens = generation.passage_text(number), generation.tokens_of(number)
            vectors = tokens.vectors()
            sentences = []
            for place, span in enumerate(passage.sentences):
                said = " ".join(text[span.start - passage.start : span.end - passage.start].split())
                own = tokens.sentences == place
                if own.any():
                    sentences.append(Sentence(said, count_words(said), tokens.packed[own], vectors[own].sum(axis=0)))
            if sentences:
                self._passages.append(sentences)
                self._vectors.append(generation.vector(number))
                self._agreement.append(float(_vector(sentences) @ generation.vector(number)))

    def __len__(self) -> int:
        return len(self._passages)

    @property
    def agreement(self) -> float:
        """How near, on average, the vector made for a passage comes to the one that it has (cosine)."""
        return fmean(self._agreement)

    def articles(self, seed: int) -> Iterator[list[list[Sentence]]]:
        """The passages of made articles, without end; the same for the same seed."""
        random_ = random.Random(seed)  # noqa: S311
        vectors = np.stack(self._vectors)
        while True:
            middle, count = random_.randrange(len(vectors)), random_.choice(self._neighbours)
            near = self._nearest(vectors, middle)[: count + 1]
            around = [sentence for number in near for sentence in self._passages[number]]
            yield [_made(around, random_) for _ in range(_PASSAGES_AN_ARTICLE)]

    def _nearest(self, vectors: _Vector, middle: int) -> list[int]:
        if middle not in self._near:
            most = max(self._neighbours) + 1
            self._near[middle] = np.argsort(-(vectors @ vectors[middle]))[:most].tolist()
        return self._near[middle]


def write_large(small: LocalGeneration, pool: Pool, count: int, shelf: Shelf) -> None:
    """Publish a generation that holds all that `small` does and made passages, `count` in all."""
    with shelf.building():
        number = shelf.next_number()
        writer = GenerationWriter(shelf.staging_folder(number), number, small)
        for source in small.sources():
            writer.catalogue.copy_article(source.source_id)
        copied = writer.catalogue.passages
        for place, bodies in enumerate(_bodies(pool, count - copied)):
            _store(writer, place, bodies)
        for row in small.order.rows.tolist():
            writer.copy_vectors(row, row + 1)
        for bodies in _bodies(pool, count - copied):
            _store_vectors(writer, bodies)
        writer.seal(model=small.manifest.model, recipe="benchmarks.recombined")
        writer.close()
        shelf.publish(number)


def add_one(large: LocalGeneration, pool: Pool, shelf: Shelf) -> float:
    """Publish one article more, in a segment of its own; returns the seconds from the first look to the last check."""
    started = time.perf_counter()
    with shelf.building():
        number = shelf.next_number()
        folder = shelf.staging_folder(number)
        with closing(GenerationWriter(folder, number, large, len(large.segments))) as writer:
            for document in large.documents():
                writer.catalogue.copy_article(document.source_id)
            bodies = next(pool.articles(seed=2))
            _store(writer, large.manifest.articles, bodies)
            _store_vectors(writer, bodies)
            written = writer.seal(model=large.manifest.model, recipe="benchmarks.recombined")
        with closing(LocalGeneration(folder, check="none", before=large)) as new:
            verify_generation(new, written)
        shelf.publish(number)
    return time.perf_counter() - started


def _store(writer: GenerationWriter, number: int, bodies: Sequence[Sequence[Sentence]]) -> None:
    article, passages = _article(number, bodies)
    key = blake2b(article.text.encode(), digest_size=16).digest()
    writer.catalogue.add_article(article, passages, fingerprint=key.hex(), text_hash=key, line_keys=b"")


def _store_vectors(writer: GenerationWriter, bodies: Sequence[Sequence[Sentence]]) -> None:
    for body in bodies:
        tokens = PassageTokens(
            np.concatenate([sentence.packed for sentence in body]),
            np.repeat(np.arange(len(body)), [len(sentence.packed) for sentence in body]).astype(np.uint16),
        )
        writer.add_vectors(_vector(body), tokens)


def _bodies(pool: Pool, passages: int) -> Iterator[list[list[Sentence]]]:
    """The passages of made articles, so many in all; the same ones every time."""
    left = passages
    for bodies in islice(pool.articles(seed=1), -(-passages // _PASSAGES_AN_ARTICLE)):
        yield bodies[:left]
        left -= len(bodies)


def _made(around: Sequence[Sentence], random_: random.Random) -> list[Sentence]:
    chosen: list[Sentence] = []
    for sentence in random_.sample(around, min(_MOST_SENTENCES, len(around))):
        words = sum(other.words for other in chosen)
        if chosen and (words >= MIN_WORDS or words + sentence.words > MAX_WORDS):
            break
        chosen.append(sentence)
    return chosen


def _vector(sentences: Sequence[Sentence]) -> _Vector:
    mean: _Vector = unit(np.sum([sentence.sum for sentence in sentences], axis=0))
    return mean


def _article(number: int, bodies: Sequence[Sequence[Sentence]]) -> tuple[Article, list[Passage]]:
    # Of a hundred houses, over ten years, as filters choose them.
    day = f"{2016 + number % 10}-{1 + number // 10 % 12:02}-{1 + number // 120 % 28:02}"
    source = Source(
        f"{number:012x}", f"made.jsonl#{number}", f"Made article {number}", f"House {number % 100}", published=day
    )
    text = ""
    blocks: list[Block] = []
    passages: list[Passage] = []
    seen: dict[str, int] = {}
    for body in bodies:
        text += "\n\n" if text else ""
        start = len(text)
        spans: list[Span] = []
        for sentence in body:
            text += " " if spans else ""
            spans.append(Span(len(text), len(text) + len(sentence.text)))
            text += sentence.text
        blocks.append(Block(start, len(text)))
        same = seen.get(text[start:], 0)
        seen[text[start:]] = same + 1
        identity = passage_id(source.source_id, text[start:], same)
        passages.append(Passage(identity, source.source_id, start, len(text), tuple(spans)))
    return Article(source, text, tuple(blocks)), passages
