"""Whether quality and speed hold in a corpus of 100,000 passages, without encoding that many.

    python -m benchmarks.large DATASET --index-dir FOLDER [--more FOLDER ...] [--passages 100000] [--questions 300]

The questions of the data set's report half are asked of its index in FOLDER, and of a second one that holds the same
passages and so many made ones. A made passage is two to five sentences drawn from some passage and its fifteen nearest
neighbours, out of the indexes named by --more and of those articles of the data set that no question of the report half
is about: its text and token vectors are theirs, its passage vector is the mean of the token vectors. So every vector
and word is a real one, on a topic of its own, and nothing is encoded; a real archive holds nearer misses. Times leave
out the encoding of the question.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.ours import Remembering
from index import IndexSettings, Library, Source
from index.answering.calibration import load_calibration
from index.answering.compose import AnswerRules
from index.answering.pipeline import Pipeline
from index.evaluation.datasets import Dataset, document_of, holds_answer, load_dataset
from index.models import Article, Block, Passage, Span
from index.resources import QUESTION_THREADS
from index.retrieval.candidates import CANDIDATES
from index.retrieval.retriever import Retriever
from index.storage import Generation, GenerationWriter, LocalGeneration, Shelf
from index.storage.token_vectors import PassageTokens, unit
from index.text.passages import MAX_WORDS, MIN_WORDS, count_words, passage_id

_PASSAGES_AN_ARTICLE = 10
_NEIGHBOURS = 15
_MOST_SENTENCES = 5
_Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Sentence:
    """A real sentence with its stored token vectors."""

    text: str
    words: int
    packed: NDArray[np.uint8]


class Pool:
    """Real sentences by passage, to make others of."""

    def __init__(self) -> None:
        self._passages: list[list[Sentence]] = []
        self._vectors: list[_Vector] = []
        self._agreement: list[float] = []

    def add(self, generation: Generation, wanted: Callable[[str], bool]) -> None:
        """Take the passages of those documents."""
        documents = {source.source_id: document_of(source.path) for source in generation.sources()}
        for number in range(generation.manifest.passages):
            passage = generation.passage(number)
            if not wanted(documents[passage.source_id]):
                continue
            text, tokens = generation.passage_text(number), generation.tokens_of(number)
            sentences = []
            for place, span in enumerate(passage.sentences):
                said = " ".join(text[span.start - passage.start : span.end - passage.start].split())
                own = tokens.packed[tokens.sentences == place]
                if len(own):
                    sentences.append(Sentence(said, count_words(said), own))
            if sentences:
                self._passages.append(sentences)
                self._vectors.append(generation.vector(number))
                self._agreement.append(float(_vector(tokens) @ generation.vector(number)))

    @property
    def agreement(self) -> float:
        """How near, on average, the vector made for a passage comes to the one that it has (cosine)."""
        return fmean(self._agreement)

    def make(self, random_: random.Random) -> Iterator[list[Sentence]]:
        """Passages without end: sentences of one real passage and those about the same."""
        vectors = np.stack(self._vectors)
        while True:
            seed = random_.randrange(len(vectors))
            near = np.argsort(-(vectors @ vectors[seed]))[: _NEIGHBOURS + 1]
            around = [sentence for number in near for sentence in self._passages[int(number)]]
            for _ in range(_PASSAGES_AN_ARTICLE):
                chosen: list[Sentence] = []
                for sentence in random_.sample(around, min(_MOST_SENTENCES, len(around))):
                    words = sum(other.words for other in chosen)
                    if chosen and (words >= MIN_WORDS or words + sentence.words > MAX_WORDS):
                        break
                    chosen.append(sentence)
                yield chosen


def write_large(small: LocalGeneration, pool: Pool, count: int, shelf: Shelf) -> None:
    """Publish a generation that holds all that `small` does and made passages, `count` in all."""
    random_ = random.Random(1)  # noqa: S311
    made = pool.make(random_)
    with shelf.building():
        number = shelf.next_number()
        writer = GenerationWriter(shelf.staging_folder(number), number, small)
        for source in small.sources():
            writer.catalogue.copy_article(source.source_id)
        articles: list[list[list[Sentence]]] = []
        while writer.catalogue.passages < count:
            bodies = [next(made) for _ in range(min(_PASSAGES_AN_ARTICLE, count - writer.catalogue.passages))]
            article, passages = _article(len(articles), bodies)
            key = blake2b(article.text.encode(), digest_size=16).digest()
            writer.catalogue.add_article(article, passages, fingerprint=key.hex(), text_hash=key, line_keys=b"")
            articles.append(bodies)
        for row in small.order.rows.tolist():
            writer.copy_vectors(row, row + 1)
        for body in (body for bodies in articles for body in bodies):
            tokens = PassageTokens(
                np.concatenate([sentence.packed for sentence in body]),
                np.repeat(np.arange(len(body)), [len(sentence.packed) for sentence in body]).astype(np.uint16),
            )
            writer.add_vectors(_vector(tokens), tokens)
        writer.seal(model=small.manifest.model, recipe="benchmarks.large")
        writer.close()
        shelf.publish(number)


def _vector(tokens: PassageTokens) -> _Vector:
    mean: _Vector = unit(tokens.vectors().mean(axis=0))
    return mean


def _article(number: int, bodies: Sequence[Sequence[Sentence]]) -> tuple[Article, list[Passage]]:
    source = Source(f"{number:012x}", f"made.jsonl#{number}", f"Made article {number}")
    text = ""
    blocks: list[Block] = []
    passages: list[Passage] = []
    for body in bodies:
        text += "\n\n" if text else ""
        start = len(text)
        spans: list[Span] = []
        for sentence in body:
            text += " " if spans else ""
            spans.append(Span(len(text), len(text) + len(sentence.text)))
            text += sentence.text
        blocks.append(Block(start, len(text)))
        same = sum(text[passage.start : passage.end] == text[start:] for passage in passages)
        identity = passage_id(source.source_id, text[start:], same)
        passages.append(Passage(identity, source.source_id, start, len(text), tuple(spans)))
    return Article(source, text, tuple(blocks)), passages


def measure(index_dir: Path, dataset: Dataset, encoder: Remembering) -> dict[str, float]:
    """Ask a data set's questions, which the encoder knows already, of an index; figures by name."""
    figures: dict[str, float] = {}
    settings = IndexSettings(index_dir=index_dir)
    started = time.perf_counter()
    Library.open(index_dir, settings).close()
    figures["open s"] = time.perf_counter() - started
    before = _memory()
    generation = Shelf(index_dir).open(check="none")
    calibration = load_calibration(encoder.identity, index_dir)
    pipeline = Pipeline(Retriever(encoder), AnswerRules.of(settings, calibration))
    documents = {source.source_id: document_of(source.path) for source in generation.sources()}
    right, sentences, answered, refused = [], [], [], []
    milliseconds: dict[str, list[float]] = {"whole": [], "faiss": [], "find": [], "compose": []}
    for question in [*dataset.questions[:5], *dataset.questions]:
        clock = [time.perf_counter()]
        generation.nearest(encoder.encode_question(question.text).vector, CANDIDATES)
        clock.append(time.perf_counter())
        ranking = pipeline.retrieve(question.text, generation)
        clock.append(time.perf_counter())
        draft = pipeline.compose(ranking, generation, 3)
        clock.append(time.perf_counter())
        for name, seconds in zip(("faiss", "find", "compose"), np.diff(clock), strict=True):
            milliseconds[name].append(1000 * float(seconds))
        milliseconds["whole"].append(1000 * (clock[3] - clock[1]))
        best = generation.passage(ranking.candidates[0].passage)
        if question.answerable and question.gold:
            shown = (draft.quotes or pipeline.nearest(ranking, generation))[0]
            gold = documents[best.source_id] in question.gold
            right.append(gold)
            answered.append(draft.kind == "answer")
            highlighted = documents[shown.source.source_id] in question.gold
            sentences.append(highlighted and holds_answer(shown.highlight.text, question.answers))
        else:
            refused.append(draft.kind != "answer")
    figures |= {"passage@1": fmean(right), "sentence@1": fmean(sentences), "answered": fmean(answered)}
    figures["unanswerable not answered"] = fmean(refused or [0])
    for name, values in milliseconds.items():
        p50, p95 = np.percentile(values[5:], (50, 95))
        figures |= {f"{name} p50 ms": float(p50), f"{name} p95 ms": float(p95)}
    figures["memory MB"] = _memory() - before
    figures["passages"] = generation.manifest.passages
    figures["disk MB"] = sum(record.bytes for record in generation.manifest.files.values()) / 1e6
    return figures


def _memory() -> float:
    """Megabytes that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", type=Path)
    parser.add_argument("--index-dir", type=Path, required=True, help="the data set's index (python -m index eval)")
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="other indexes to take sentences from")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--large-dir", type=Path, help="keep the large index here, or use the one that is there")
    parser.add_argument("--json", type=Path, help="write the figures to a file as well")
    options = parser.parse_args()
    whole = load_dataset(options.dataset)
    dataset = whole.half("report").sample(options.questions)
    with tempfile.TemporaryDirectory() as name:
        large_dir = options.large_dir or Path(name)
        if not Shelf(large_dir).numbers():
            small = Shelf(options.index_dir).open()
            about = {article for question in whole.half("report").questions for article in question.about}
            pool = Pool()
            pool.add(small, lambda document: whole.articles[document] not in about)
            for folder in options.more:
                pool.add(Shelf(folder).open(), lambda _document: True)
            started = time.perf_counter()
            write_large(small, pool, options.passages, Shelf(large_dir))
            print(
                f"written in {time.perf_counter() - started:.1f} s; made vectors agree {pool.agreement:.3f} with real"
            )
        # As a library does, which limits FAISS and numpy as well: threads that wait for each other are slower than one.
        encoder = Remembering(QUESTION_THREADS)
        for question in dataset.questions:
            encoder.encode_question(question.text)
        results = [measure(folder, dataset, encoder) for folder in (options.index_dir, large_dir)]
    print(f"{whole.name}, report half, {len(dataset.questions)} questions; {os.cpu_count()} cores")
    for figure, value in results[0].items():
        print(f"{figure:24}{value:12.3f}{results[1][figure]:12.3f}")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
