"""Quotedesk as a contestant: through its Library, as a reader asks it, on a build of the documents wanted."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from benchmarks.peers.contestants import Contestant, Found
from index import IndexSettings, Library
from index.answering.calibration import Thresholds
from index.encoding.encoder import Encoder, Encoding
from index.ingest.build import build
from index.storage import Shelf

RANKED = 20


def build_part(corpus: Path, index_dir: Path, documents: Collection[str], folder: Path) -> float:
    """Build an index of some documents of a corpus in `folder`, taking the vectors from an index of all of them.

    Returns the seconds that it took: reading, splitting, writing and verifying, all but the encoding.
    """
    shutil.copytree(index_dir, folder)
    part = folder / corpus.name
    with corpus.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as chosen:
        chosen.writelines(line for line in lines if json.loads(line)["_id"] in documents)
    report = build(IndexSettings(index_dir=folder), (part,))
    if report.encoded:
        raise SystemExit(f"{report.encoded} passages had no vectors: build {index_dir} anew first.")
    return report.seconds


def quotedesk(index_dir: Path, encoder: Encoder, *, ranked: bool = True, reader: bool = True) -> Contestant:
    """Where it is not answered, what came nearest counts as shown: peers never refuse.

    `ranked` asks for the ranking behind an answer too.
    """
    library = _opened(index_dir, encoder, reader=reader)
    least = library.thresholds.answer
    library.pipeline.rules = replace(library.pipeline.rules, thresholds=Thresholds(least, maybe=least, near=0))

    def ask(question: str) -> Found:
        answer = library.ask(question)
        asked = time.perf_counter()
        ranking = library.search(question, RANKED) if ranked else []
        shown = answer.quotes or answer.leads
        return Found(
            ids=tuple(quote.passage_id for quote in ranking),
            score=answer.confidence,
            shown=tuple((quote.passage_id, quote.text) for quote in shown),
            sentence=shown[0].highlight.text if shown else None,
            aside=time.perf_counter() - asked,
        )

    return ask


def searching(index_dir: Path, encoder: Encoder) -> Contestant:
    """What somebody gets who types an inline query."""
    library = _opened(index_dir, encoder, reader=False)

    def search(question: str) -> Found:
        found = library.search(question)
        return Found(tuple(quote.passage_id for quote in found), found[0].confidence if found else None)

    return search


def _opened(index_dir: Path, encoder: Encoder, *, reader: bool) -> Library:
    shelf = Shelf(index_dir)
    return Library(shelf, shelf.open(), encoder, IndexSettings(index_dir=index_dir, reader=reader))


class Remembering(Encoder):
    """Encodes a question once, however often it is asked."""

    def __init__(self, threads: int | None = None) -> None:
        super().__init__(threads=threads)
        self._learnt: dict[str, Encoding] = {}

    def encode_question(self, text: str) -> Encoding:
        if text not in self._learnt:
            self._learnt[text] = super().encode_question(text)
        return self._learnt[text]
