"""Writes a new generation into a folder of its own: articles first, then vectors, then the manifest that seals it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoder import ModelIdentity
from index.models import Article, Passage, Span
from index.storage import schema
from index.storage.files import sync
from index.storage.tokens import PassageTokens, TokenWriter

_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class PassageInput:
    """What the encoder gets for one passage, and the key under which its vectors are known again."""

    passage: Passage
    title: str
    text: str
    encoding_key: bytes


def encoding_key(title: str, text: str) -> bytes:
    """Equal for two passages exactly when the encoder would be given the same for both."""
    return blake2b(f"{title}\0{text}".encode("utf-8", "surrogatepass"), digest_size=16).digest()


class GenerationWriter:
    """Fills an empty folder; `add_article` for each, then `add_vectors` for each passage in order, then `seal`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._catalogue = sqlite3.connect(folder / schema.CATALOGUE)
        self._catalogue.execute("PRAGMA journal_mode = OFF")
        self._catalogue.execute("PRAGMA synchronous = OFF")
        self._catalogue.executescript(schema.TABLES)
        self._tokens = TokenWriter(folder)
        self._vectors: list[NDArray[np.float32]] = []
        self.articles = 0
        self.passages = 0

    def add_article(self, article: Article, passages: tuple[Passage, ...], fingerprint: str) -> None:
        """Store an article under its source and its passages under the next numbers."""
        source = article.source
        number = self.articles
        self._catalogue.execute(
            "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                source.source_id,
                source.path,
                source.title,
                source.publisher,
                json.dumps(source.authors, ensure_ascii=False),
                source.published,
                source.url,
                fingerprint,
                article.text,
                json.dumps([[block.start, block.end, block.kind] for block in article.blocks]),
                json.dumps([[piece.start, piece.end, piece.why] for piece in article.furniture], ensure_ascii=False),
            ),
        )
        self.articles += 1
        for passage in passages:
            text = article.text[passage.start : passage.end]
            self._catalogue.execute(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    self.passages,
                    passage.passage_id,
                    number,
                    passage.start,
                    passage.end,
                    json.dumps([[sentence.start, sentence.end] for sentence in passage.sentences]),
                    encoding_key(source.title, text),
                ),
            )
            self._catalogue.execute("INSERT INTO passage_words (rowid, body) VALUES (?, ?)", (self.passages + 1, text))
            self.passages += 1

    def add_copy(self, source_id: str, path: str, fingerprint: str, original_id: str) -> None:
        """Note another document with the same text as an article that is stored already."""
        self._catalogue.execute(
            "INSERT INTO copies SELECT ?, ?, ?, number FROM sources WHERE source_id = ?",
            (source_id, path, fingerprint, original_id),
        )

    def add_unreadable(self, source_id: str, path: str, fingerprint: str, reason: str) -> None:
        """Note a document that held no article, so that it is not read again until it changes."""
        self._catalogue.execute("INSERT INTO unreadable VALUES (?, ?, ?, ?)", (source_id, path, fingerprint, reason))

    def inputs(self) -> Iterator[PassageInput]:
        """What is to be encoded, in passage order."""
        rows = self._catalogue.execute(
            "SELECT passage_id, source_id, start, end, sentences, encoding_key, title,"
            " substr(text, start + 1, end - start) FROM passages JOIN sources ON passages.source = sources.number"
            " ORDER BY passages.number"
        )
        for passage_id, source_id, start, end, sentences, key, title, text in rows:
            yield PassageInput(make_passage(passage_id, source_id, start, end, sentences), title, text, key)

    def add_vectors(self, vector: NDArray[np.float32], tokens: PassageTokens) -> None:
        """Store the vector [d] and the tokens of the next passage."""
        self._vectors.append(vector)
        self._tokens.add(tokens)

    def seal(self, *, generation: int, model: ModelIdentity, dimension: int, recipe: str) -> schema.Manifest:
        """Finish all files, flush them to disk and write the manifest; nothing can be added afterwards."""
        import faiss

        tokens = self._tokens.finish()
        self._catalogue.execute("INSERT INTO passage_words (passage_words) VALUES ('optimize')")
        self._catalogue.commit()
        self._catalogue.execute("ANALYZE")
        self._catalogue.close()
        index = faiss.IndexFlatIP(dimension)
        if self._vectors:
            index.add(np.stack(self._vectors))
        faiss.write_index(index, str(self.folder / schema.VECTORS))
        self._write_statistics(dimension, tokens)
        names = sorted(path.name for path in self.folder.iterdir())
        for name in names:
            sync(self.folder / name)
        manifest = schema.Manifest(
            generation=generation,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            model=model,
            dimension=dimension,
            recipe=recipe,
            articles=self.articles,
            passages=self.passages,
            tokens=tokens,
            files={name: schema.hash_file(self.folder / name) for name in names},
        )
        path = self.folder / schema.MANIFEST
        path.write_text(manifest.dump(), encoding="utf-8")
        sync(path)
        sync(self.folder)
        return manifest

    def close(self) -> None:
        """Let go of the files; what was written stays where it is."""
        self._catalogue.close()
        self._tokens.close()

    def _write_statistics(self, dimension: int, tokens: int) -> None:
        """The mean token vector [d] and, for every word piece, the number of passages that hold it."""
        total = np.zeros(dimension)
        if tokens:
            vectors = np.memmap(self.folder / schema.TOKEN_VECTORS, dtype=np.int8, mode="r").reshape(tokens, dimension)
            scales = np.fromfile(self.folder / schema.TOKEN_SCALES, dtype=np.float32)
            for first in range(0, tokens, _CHUNK):
                rows = slice(first, first + _CHUNK)
                total += scales[rows].astype(np.float64) @ vectors[rows].astype(np.float64)
        pieces = np.fromfile(self.folder / schema.TOKEN_PIECES, dtype=np.int32)
        bounds = np.fromfile(self.folder / schema.PASSAGE_TOKENS, dtype=np.int64)
        counts = np.zeros(int(pieces.max(initial=-1)) + 1, dtype=np.int64)
        for first, last in pairwise(bounds):
            counts[np.unique(pieces[first:last])] += 1
        np.savez(
            self.folder / schema.STATISTICS,
            token_mean=(total / max(tokens, 1)).astype(np.float32),
            passages_with_piece=counts,
        )


def make_passage(passage_id: str, source_id: str, start: int, end: int, sentences: str) -> Passage:
    """A passage from its stored columns."""
    return Passage(passage_id, source_id, start, end, tuple(Span(*sentence) for sentence in json.loads(sentences)))
