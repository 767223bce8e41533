"""Files on their way into the corpus folder and out of it: safe names, one atomic step each, nothing overwritten.

What is taken out goes to a folder beside the corpus, which is not indexed, under the time at which it was moved.
"""

from __future__ import annotations

import contextlib
import re
import secrets
import shutil
import unicodedata
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from index.ingest.corpus import GOLDEN
from index.reading.document import FORMATS, SIDECAR
from index.storage.files import sync, write_flushed
from index.temporary import temporary_folder

# In bytes. Disks allow 255; what stands beside a file adds to its name (`.meta.toml`), and people read it in a list.
_LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r"[^\w .,()\[\]'+&=@-]+")
ARCHIVE_SUFFIXES = tuple(suffix for suffix, kind in FORMATS.items() if kind == "jsonl")


def safe_name(given: str) -> str | None:
    """A file name made of what somebody calls a file; None where it is of a type that is not read, or reserved.

    It names a file directly in the corpus folder that a build reads.
    """
    base = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    base = "".join(" " if unicodedata.category(character)[0] in "CZ" else character for character in base)
    base = " ".join(_NOT_IN_NAMES.sub("_", base).split())
    suffix = PurePosixPath(base).suffix.lower()
    stem = base[: len(base) - len(suffix)].strip(" .~$-") or "article"
    while len(f"{stem}{suffix}".encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    name = f"{stem.rstrip()}{suffix}"
    return name if suffix in FORMATS and name.lower() != GOLDEN else None


def trash_of(corpus: Path) -> Path:
    """The folder beside the corpus to which its files are moved."""
    corpus = corpus.resolve()
    return corpus.with_name(f"{corpus.name}.trash")


def place(corpus: Path, name: str, data: bytes, *, replace: bool) -> None:
    """Write a file into the corpus folder so that a build sees all of it or nothing.

    With `replace` a file of that name goes to the trash first.

    Raises:
        FileExistsError: there is a file of this name, and `replace` is False.
        OSError: the disk failed; the corpus is as it was.
    """
    target = corpus / name
    # Builders and watchers pass over names that begin with a dot.
    with temporary_folder(".adding-", corpus) as folder:
        temporary = folder / name
        write_flushed(temporary, data)
        if replace:
            if target.exists():
                _keep(target, _new_folder(corpus) / name)
            temporary.replace(target)
        else:
            _link(temporary, target)
    _sync(corpus)


def discard(corpus: Path, path: str) -> Path:
    """Move a file of the corpus, given relative to it, and its sidecar to the trash; returns where it is now.

    Raises:
        FileNotFoundError: the corpus folder has no such file.
        OSError: it could not be moved.
    """
    source = _within(corpus, path)
    if source is None:
        raise FileNotFoundError(path)
    target = _new_folder(corpus) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(source, target)
    for beside in (f"{source.name}{SIDECAR}", f"{source.stem}{SIDECAR}"):
        sidecar = source.with_name(beside)
        if sidecar.is_file():
            shutil.move(sidecar, target.with_name(beside))
    _sync(source.parent)
    return target


def has_file(corpus: Path, path: str) -> bool:
    """Whether the corpus folder has this file, which can be moved."""
    return _within(corpus, path) is not None


def archive_of(corpus: Path, path: str) -> str | None:
    """The archive that holds the record at this path; None for what is a file of its own."""
    archive, mark, _ = path.partition("#")
    if has_file(corpus, path) or not mark or not archive.lower().endswith(ARCHIVE_SUFFIXES):
        return None
    return archive


def _within(corpus: Path, path: str) -> Path | None:
    """The file, unless the path leads out of the corpus or to nothing."""
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not corpus.is_dir():
        return None
    file = corpus / parts
    # A link may be moved; what stands in a linked folder may be anybody's.
    within = file.parent.resolve().is_relative_to(corpus.resolve())
    return file if within and file.is_file() else None


def _new_folder(corpus: Path) -> Path:
    folder = trash_of(corpus) / f"{datetime.now(UTC):%Y-%m-%dT%H-%M-%S}-{secrets.token_hex(2)}"
    folder.mkdir(parents=True)
    return folder


def _keep(path: Path, kept: Path) -> None:
    """Keep a copy of what is about to be replaced; the file is never missing in between."""
    try:
        kept.hardlink_to(path)
    except OSError:
        shutil.copy2(path, kept)


def _link(temporary: Path, target: Path) -> None:
    """Give a written file its name, if no other file has it."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links.
        if target.exists():
            raise FileExistsError(str(target)) from None
        temporary.replace(target)


def _sync(folder: Path) -> None:
    """Some network disks can't flush a folder; the file itself is safe all the same."""
    with contextlib.suppress(OSError):
        sync(folder)
