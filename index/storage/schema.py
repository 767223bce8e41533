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
SCHEMA_VERSION = 7

MANIFEST = "manifest.json"
CATALOGUE = "catalogue.sqlite"
VECTORS = "passages.faiss"
TOKEN_VECTORS = "token_vectors.u4"
TOKEN_SENTENCES = "token_sentences.u16"
PASSAGE_TOKENS = "passage_tokens.i64"

# Files are hashed by the megabyte, at the speed of the disk.
_CHUNK = 1 << 20

# `number` counts passages from 0 in corpus order and is their row in every vector file; FTS5 wants rowids from 1.
# `line_keys` are those of an article's blocks as it was read, `repeated` the numbers of those among them that are now
# furniture because the corpus repeats them.
TABLES = """
CREATE TABLE sources (
    number INTEGER PRIMARY KEY, source_id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT NOT NULL,
    publisher TEXT, authors TEXT NOT NULL, published TEXT, url TEXT, fingerprint TEXT NOT NULL, text_hash BLOB NOT NULL,
    line_keys BLOB NOT NULL, repeated TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL, furniture TEXT NOT NULL
);
CREATE TABLE copies (
    source_id TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, text_hash BLOB NOT NULL,
    original INTEGER NOT NULL REFERENCES sources(number)
);
CREATE TABLE unreadable (
    source_id TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, source INTEGER NOT NULL REFERENCES sources(number),
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL, encoding_key BLOB NOT NULL
);
CREATE INDEX passages_by_source ON passages(source);
CREATE INDEX passages_by_encoding_key ON passages(encoding_key);
CREATE VIRTUAL TABLE passage_words USING fts5(body, content='', tokenize='porter unicode61 remove_diacritics 2');
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """Size in bytes and SHA-256 of one file of a generation."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The self-description of a generation, written last; its own checksum guards it."""

    generation: int
    built_at: str
    model: ModelIdentity
    dimension: int
    token_dimension: int
    recipe: str
    articles: int
    passages: int
    tokens: int
    files: Mapping[str, FileRecord]
    schema_version: int = SCHEMA_VERSION

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
            body = json.loads(path.read_text(encoding="utf-8"))
            checksum = body.pop("checksum")
            if checksum != _checksum(body):
                raise IndexDamagedError(f"{path} was altered after it was written: run `python -m index build --full`.")
            if body["schema_version"] != SCHEMA_VERSION:
                raise IndexMismatchError(
                    f"{path.parent} was written with schema {body['schema_version']}, this version reads "
                    f"{SCHEMA_VERSION}: run `python -m index build`."
                )
            return TypeAdapter(cls).validate_python(body)
        except FileNotFoundError:
            raise IndexDamagedError(f"{path} is missing: run `python -m index build --full`.") from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise IndexDamagedError(f"{path} is not a readable manifest: run `python -m index build --full`.") from None


def catalogue_uri(folder: Path) -> str:
    """The catalogue of a finished generation, for SQLite to open without locks or journals: it never changes."""
    return f"{(folder / CATALOGUE).absolute().as_uri()}?mode=ro&immutable=1"


def hash_file(path: Path) -> FileRecord:
    """Size and SHA-256 of a file, read in pieces."""
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return FileRecord(size, digest.hexdigest())


def _checksum(body: Mapping[str, Any]) -> str:
    return sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
