"""What builds that were cut off had encoded, which they note as they go, so that the next build need not do it again.

    INDEX_DIR/staging-000042/000042/   a build under way: its vectors and tokens, and in `encoded.log` whose they are
    INDEX_DIR/cut-off-000042-1/        the same of one that was killed, until a build succeeds

A record of the log has the key of a passage's encoding, how many tokens it has and the checksums of its vector and
tokens, which stand in the same order in the other files. A record whose data did not reach the disk does not match it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.errors import IndexDamagedError
from index.storage import schema
from index.storage.files import disk_errors
from index.storage.token_vectors import PassageTokens, TokenStore
from index.storage.vector_file import VectorFile

_LOG = "encoded.log"
_HEADER = "encoded.json"
_RECORD = np.dtype([("key", ">u8", 2), ("tokens", "<u4"), ("sums", "<u4", 2)])
# The key of a passage whose vectors were copied from a generation, which has them still.
_COPIED = bytes(16)
_FILES = (_LOG, _HEADER, schema.VECTORS, schema.TOKEN_VECTORS, schema.TOKEN_SENTENCES)


class EncodedLog:
    """Notes in a segment's folder whose vectors were written so far.

    `full` says that the build copies nothing from a generation before.

    Raises:
        OSError: the disk failed; so does every method.
    """

    def __init__(self, folder: Path, model: ModelIdentity, dimensions: tuple[int, int], *, full: bool) -> None:
        header = _header(model) | {"dimensions": dimensions, "full": full}
        self._header, self._path = folder / _HEADER, folder / _LOG
        with disk_errors(self._path):
            self._header.write_text(json.dumps(header), encoding="utf-8")
            self._file: BinaryIO = self._path.open("wb")

    def add(self, keys: Sequence[bytes | None], lengths: Sequence[int], sums: Iterable[tuple[int, int]]) -> None:
        """Note the next passages: the key of each, None where it was copied, its number of tokens and its checksums."""
        records = np.zeros(len(keys), dtype=_RECORD)
        records["key"] = np.frombuffer(b"".join(key or _COPIED for key in keys), dtype=">u8").reshape(-1, 2)
        records["tokens"] = lengths
        records["sums"] = list(sums)
        with disk_errors(self._path):
            self._file.write(records.tobytes())

    def flush(self) -> None:
        """Hand what was added to the system, which keeps it if this process is killed."""
        with disk_errors(self._path):
            self._file.flush()

    def remove(self) -> None:
        """The build is complete: nothing of it has to be found again."""
        self.close()
        self._path.unlink()
        self._header.unlink()

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()


class CutOff:
    """The vectors and tokens that builds which were cut off made with a model, by the key of their encoding.

    With `full_only`, of builds alone that copied nothing from a generation before.
    """

    def __init__(self, folders: Iterable[Path], model: ModelIdentity, *, full_only: bool = False) -> None:
        parts = (_EncodedPart.read(folder, model, full_only=full_only) for folder in folders)
        self._parts = [part for part in parts if part]

    def __bool__(self) -> bool:
        return bool(self._parts)

    def find(self, key: bytes) -> tuple[NDArray[np.float32], PassageTokens] | None:
        """The vector [d] and the tokens with this key, if they were written whole."""
        return next((found for part in self._parts if (found := part.find(key))), None)


class _EncodedPart:
    """What one build had encoded."""

    def __init__(self, folder: Path, records: NDArray[np.void], dimensions: Sequence[int]) -> None:
        keys = records["key"]
        self._order = np.argsort(keys[:, 0], kind="stable")
        self._firsts, self._keys = keys[self._order, 0], keys
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(records["tokens"], dtype=np.int64)])
        sums = np.ascontiguousarray(records["sums"])
        self._tokens = TokenStore(folder, dimensions[1], sums, bounds)
        self._vectors = VectorFile(folder / schema.VECTORS, dimensions[0], sums, complete=False)

    @classmethod
    def read(cls, folder: Path, model: ModelIdentity, *, full_only: bool) -> _EncodedPart | None:
        """What a folder holds; None where it is of another model, or nothing that could be used."""
        try:
            header = json.loads((folder / _HEADER).read_text(encoding="utf-8"))
            if (full_only and not header["full"]) or any(header[name] != is_ for name, is_ in _header(model).items()):
                return None
            data = (folder / _LOG).read_bytes()
            whole = len(data) - len(data) % _RECORD.itemsize
            records = np.frombuffer(data[:whole], dtype=_RECORD)
            return cls(folder, records, header["dimensions"]) if len(records) else None
        except (OSError, ValueError, KeyError, TypeError, IndexDamagedError):
            return None

    def find(self, key: bytes) -> tuple[NDArray[np.float32], PassageTokens] | None:
        wanted = np.frombuffer(key, dtype=">u8")
        place = int(np.searchsorted(self._firsts, wanted[0]))
        while place < len(self._order) and self._firsts[place] == wanted[0]:
            row = int(self._order[place])
            if self._keys[row, 1] == wanted[1]:
                with suppress(IndexDamagedError):
                    vector = self._vectors.run(row, row + 1).reshape(-1).astype(np.float32)
                    return vector, self._tokens.of(row)
            place += 1
        return None


def _header(model: ModelIdentity) -> dict[str, Any]:
    return {"schema": schema.SCHEMA_VERSION, "model": asdict(model)}


def folders_of(index_dir: Path) -> list[Path]:
    """Where the encodings of builds that were cut off are kept."""
    return sorted(index_dir.glob("cut-off-*"))


def keep_encoded(staging: Path, index_dir: Path) -> None:
    """Keep what a build that was cut off had encoded, and remove all else that it left in its folder."""
    for log in staging.glob(f"*/{_LOG}"):
        if log.stat().st_size >= _RECORD.itemsize:
            kept = _free_name(index_dir, staging.name.rpartition("-")[2])
            for path in log.parent.iterdir():
                if path.name not in _FILES:
                    path.unlink()
            log.parent.rename(kept)
    shutil.rmtree(staging, ignore_errors=True)


def forget(index_dir: Path) -> None:
    """Remove what builds that were cut off had encoded: a build has succeeded since."""
    for folder in folders_of(index_dir):
        shutil.rmtree(folder, ignore_errors=True)


def _free_name(index_dir: Path, number: str) -> Path:
    count = 1
    while (path := index_dir / f"cut-off-{number}-{count}").exists():
        count += 1
    return path
