"""What a generation is made of: its file names, its tables and its manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError, IndexMismatchError

# Goes up with every change to the files or tables: an index of another schema is built again in full.
SCHEMA_VERSION = 9

# A generation's own files: which articles of its segments it serves, and the documents that it was built from.
MANIFEST = "manifest.json"
ORDER = "articles.i64"
DOCUMENTS = "documents.sqlite"
# The files of each of its segments, in a folder of the segment's name.
CATALOGUE = "catalogue.sqlite"
PASSAGE_WORDS = "passage_words.u32"
VECTORS = "passages.f2"
APPROXIMATE = "passages.ivf"
TOKEN_VECTORS = "token_vectors.u4"
TOKEN_SENTENCES = "token_sentences.u16"
PASSAGE_TOKENS = "passage_tokens.i64"
PASSAGE_SUMS = "passage_sums.u32"
# What is compared with its checksum passage by passage, whenever it is read.
CHECKED_WHEN_READ = (VECTORS, TOKEN_VECTORS, TOKEN_SENTENCES)

# Comes after every word that begins like the one that it is put behind.
BEHIND_ALL_LETTERS = "\U0010ffff"
# How vectors are searched where all are compared.
EXACT = "exact"

# Files are hashed by the megabyte, at the speed of the disk.
_CHUNK = 1 << 20

# Both numbers count from 0 within the segment: that of a passage is its row in every vector file; FTS5 wants rowids
# from 1. `line_keys` are those of an article's blocks as it was read, `repeated` the numbers of those among them that
# are now furniture because the corpus repeats them.
#
# `removed` names articles of earlier segments that are no longer served. `removed_words` holds their passages, and
# `vocabulary` has their words as negative counts, so that words are counted right by adding up segments.
#
# `postings` says of the terms that many passages hold which do, uint32, and how often, uint8: the keyword index would
# have to look at each of them.
TOKENIZER = "tokenize='porter unicode61 remove_diacritics 2'"
SEGMENT_TABLES = f"""
CREATE TABLE sources (
    number INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT, authors TEXT NOT NULL, published TEXT, url TEXT, fingerprint TEXT NOT NULL, text_hash BLOB NOT NULL,
    line_keys BLOB NOT NULL, repeated TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL, furniture TEXT NOT NULL
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, source INTEGER NOT NULL REFERENCES sources(number),
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, encoding_key BLOB NOT NULL
);
CREATE INDEX sources_by_statement ON sources(published, publisher, title);
CREATE INDEX passages_by_source ON passages(source);
CREATE INDEX passages_by_encoding_key ON passages(encoding_key);
CREATE VIRTUAL TABLE passage_words USING fts5(body, content='', {TOKENIZER});
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE removed (segment TEXT NOT NULL, number INTEGER NOT NULL);
CREATE VIRTUAL TABLE removed_words USING fts5(body, content='', {TOKENIZER});
CREATE TABLE postings (
    term TEXT PRIMARY KEY, passages INTEGER NOT NULL, numbers BLOB NOT NULL, times BLOB NOT NULL
);
"""
# `stamp` is how a file looked when it was read, and `documents` how many were found in it.
DOCUMENT_TABLES = """
CREATE TABLE copies (
    source_id TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, text_hash BLOB NOT NULL,
    original TEXT NOT NULL
);
CREATE TABLE unreadable (
    source_id TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, documents INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and SHA-256 of one file of a generation."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """A part of a generation that was written at once: its folder, and how many articles and passages it holds.

    nearest: how its vectors are searched, in words: all of them, or else the index that it has.
    """

    name: str
    articles: int
    passages: int
    nearest: str = EXACT


@dataclass(frozen=True, slots=True)
class Manifest:
    """The self-description of a generation, written last; its own checksum guards it.

    articles, passages, tokens: those that are served; segments may hold others, which were removed or replaced.
    stamps: of each file the inode and the time of modification in nanoseconds, which tell that it was not touched
    since its checksum was taken.
    """

    generation: int
    built_at: str
    model: ModelIdentity
    dimension: int
    token_dimension: int
    recipe: str
    articles: int
    passages: int
    tokens: int
    segments: tuple[SegmentRecord, ...]
    files: Mapping[str, FileRecord]
    stamps: Mapping[str, tuple[int, int]]
    schema_version: int = SCHEMA_VERSION

    def check_model(self, wanted: ModelIdentity) -> None:
        """Raises IndexMismatchError where another model made the vectors."""
        built = self.model
        if built != wanted:
            what = (
                f"the model {built.name}" if built.name != wanted.name else f"another version of the model {built.name}"
            )
            raise IndexMismatchError(
                f"Generation {self.generation} was built with {what}, but EMBEDDING_MODEL is {wanted.name}: "
                "run `python -m index build`."
            )

    def dump(self) -> str:
        """The manifest as JSON text, with its checksum."""
        body = asdict(self)
        # Written by json, which can sort keys as pydantic can't: the checksum needs an order that never changes.
        return json.dumps(body | {"checksum": _checksum(body)}, indent=1, sort_keys=True) + "\n"

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read and check a manifest file.

        Raises:
            IndexDamagedError: it is missing, is not a manifest, or was altered.
            IndexMismatchError: it describes a generation of another schema.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise IndexDamagedError(f"{path} is missing: run `python -m index build --full`.") from None
        except (OSError, ValueError):
            raise IndexDamagedError(f"{path} is not a readable manifest: run `python -m index build --full`.") from None
        return cls.parse(text, str(path), str(path.parent))

    @classmethod
    def parse(cls, text: str, name: str, generation: str) -> Self:
        """Check the text of a manifest, which messages call `name`, and what it describes `generation`; raises as
        `load`."""
        try:
            body = json.loads(text)
            checksum = body.pop("checksum")
            if checksum != _checksum(body):
                raise IndexDamagedError(f"{name} was altered after it was written: run `python -m index build --full`.")
            if body["schema_version"] != SCHEMA_VERSION:
                raise IndexMismatchError(
                    f"{generation} was written with schema {body['schema_version']}, this version reads "
                    f"{SCHEMA_VERSION}: run `python -m index build`."
                )
            return TypeAdapter(cls).validate_python(body)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise IndexDamagedError(f"{name} is not a readable manifest: run `python -m index build --full`.") from None


def immutable_uri(path: Path) -> str:
    """A finished SQLite file, to open without locks or journals: it never changes."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def hash_file(path: Path) -> FileRecord:
    """Size and SHA-256 of a file, read in pieces."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileRecord(size, digest.hexdigest())


def stamp_of(path: Path) -> tuple[int, int]:
    """What `Manifest.stamps` keeps of a file."""
    status = path.stat()
    return status.st_ino, status.st_mtime_ns


def _checksum(body: Mapping[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
