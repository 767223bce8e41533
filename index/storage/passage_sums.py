"""Checksums of what is read of large files passage by passage: compared at every reading, so that opening need not.

They are CRC-32, which finds what disks do to files; the file that holds them has a SHA-256 in the manifest.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from index.errors import IndexDamagedError
from index.storage import schema
from index.storage.files import damage

Sums = NDArray[np.uint32]
# The columns of the file.
Column = Literal[0, 1]
TOKENS: Column = 0
VECTOR: Column = 1


def sum_of(*pieces: bytes | memoryview) -> int:
    """The checksum of some pieces, one after the other."""
    total = 0
    for piece in pieces:
        total = crc32(piece, total)
    return total


def load_sums(folder: Path) -> Sums:
    """uint32 [passages, 2] of a segment. Raises IndexDamagedError."""
    path = folder / schema.PASSAGE_SUMS
    with damage(path):
        return np.fromfile(path, dtype=np.uint32).reshape(-1, 2)


def check_sums(path: Path, found: Iterable[int], wanted: Iterable[int]) -> None:
    """Make sure that what was read of a file is what was written. Raises IndexDamagedError."""
    if list(found) != list(wanted):
        raise IndexDamagedError(f"{path} was altered or is damaged: run `python -m index build --full`.")
