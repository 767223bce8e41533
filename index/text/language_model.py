"""py3langid's model of languages, mapped from a file: of its 70 MB in memory, a question touches a few.

The package has it compressed. Unpacked once, it lies in the user's cache beside exported embedding models.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.temporary import temporary_folder

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_PARTS = ("ptc", "pc", "classes", "nextmove", "row", "output")
# What its automaton is made of; as lists of numbers they would take 12 MB.
_OF_AUTOMATON = ("nextmove", "row", "output")
_MAPPED = ("ptc", *_OF_AUTOMATON)


@lru_cache(maxsize=1)
def language_model() -> LanguageIdentifier:
    """The model, loaded at the first call."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
    from py3langid.modelio import load_model

    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(cache) / "quotedesk" / f"languages-{version('py3langid')}"
    parts = _read(folder)
    if parts is None:
        parts = {name: np.asarray(part) for name, part in zip(_PARTS, load_model(MODEL_DIR / MODEL_FILE), strict=True)}
        # Where there is no room, the model stays in memory.
        with suppress(OSError):
            _write(parts, folder)
            parts = _read(folder) or parts
    buffers: list[Any] = [np.ascontiguousarray(parts[name]) for name in _OF_AUTOMATON]
    moves, rows, output = (memoryview(buffer) for buffer in buffers)
    model = LanguageIdentifier(parts["ptc"], parts["pc"], parts["classes"].tolist(), moves, output, tk_row=())
    bases: Any = np.asarray(rows, dtype=np.uint32) << 8
    # Made of `tk_row` it would be a list.
    model._rowbase = memoryview(bases)  # noqa: SLF001
    return model


def _read(folder: Path) -> dict[str, NDArray[Any]] | None:
    """The parts in a folder; None where it does not hold all of them whole."""
    try:
        return {name: np.load(folder / f"{name}.npy", mmap_mode="r" if name in _MAPPED else None) for name in _PARTS}
    except (OSError, ValueError):
        return None


def _write(parts: dict[str, NDArray[Any]], folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(".languages-", folder.parent) as staging:
        for name, part in parts.items():
            np.save(staging / f"{name}.npy", part)
        shutil.rmtree(folder, ignore_errors=True)
        staging.rename(folder)
