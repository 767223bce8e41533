"""Corpus folders and archives -> documents: the raw material of one article each, not parsed yet.

Comes in: folders (searched recursively) and single files. Goes out: a stream of documents and of what was skipped and
why, in an order that depends on names alone. One document is in memory at a time, however large the archive.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from index.errors import CorpusError
from index.reading.document import FORMATS, SIDECAR, Document, Skipped, source_id
from index.reading.formats.jsonl import count_lines, scan_archive
from index.storage import FileState

# Questions for checking a build, beside the articles: not an article.
GOLDEN = "golden.jsonl"
# What browsers save beside a page: not articles, and too many to report one by one.
_PAGE_ASSETS = frozenset(
    """
    .css .js .mjs .map .json .xml .svg .png .jpg .jpeg .gif .webp .avif .bmp .ico .tif .tiff .woff .woff2 .ttf
    .otf .eot .mp3 .mp4 .m4a .ogg .wav .webm .mov .avi .toml .yaml .yml .ini .cfg .lock .log .tsv
    """.split()
)
_EDITOR_BACKUPS = ("~", ".bak", ".swp", ".swo", ".tmp", ".orig", ".part", ".crdownload")


_LEADS_OUT = "is a link that leads out of the corpus: copy what it leads to, or name that with --corpus"
# What is stated of an article takes a few hundred bytes.
_LARGEST_SIDECAR = 100_000
# A file that changed this shortly before it was looked at may change again without another time of change. Disks that
# keep parts of a second have the time of the kernel's tick, 10 ms at most; others are exact to two seconds.
_FINE_NS, _COARSE_NS = 100_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was listed: `real` is its path without links, `stamp` how it looks with what stands beside it, or
    empty where that is in doubt."""

    name: str
    path: str
    real: str
    is_link: bool
    sidecar: Path | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that looks as it did when the generation before was built from it: nothing of it was read.

    `read` reads it all the same.
    """

    path: str
    state: FileState
    source_id: str
    is_archive: bool
    read: Callable[[], Iterator[Document | Skipped]]


@dataclass(frozen=True, slots=True)
class _Listed:
    """One corpus, listed."""

    files: list[_File]
    unlisted: list[Skipped]


class Corpora:
    """Corpora as they were found when this was made; nothing in them has been read.

    known: files by path, as the generation before knows them. read: the files that need not be read by the next build,
    if they look as they do now; filled by `scan`.

    Raises:
        CorpusError: a corpus does not exist or its folder can't be listed.
    """

    def __init__(
        self, corpora: Sequence[Path], *, max_file_mb: float, known: Mapping[str, FileState] | None = None
    ) -> None:
        for corpus in corpora:
            if not corpus.exists():
                raise CorpusError(f"The corpus {corpus} does not exist: create it or name another one.")
        self._max_file_mb = max_file_mb
        self._known = known or {}
        self._found = [_list(corpus, max_file_mb) for corpus in corpora]
        self.read: list[FileState] = []

    def count_unknown(self) -> int:
        """About how many documents of files that look otherwise than before `scan` finds, skipped ones counted: files,
        and lines of archives, none of them parsed."""
        count = 0
        for file in (file for found in self._found for file in found.files):
            if self._state_before(file):
                continue
            try:
                count += count_lines(Path(file.path)) if FORMATS.get(_suffix(file)) == "jsonl" else not _is_beside(file)
            except OSError:
                count += 1
        return count

    def scan(self) -> Iterator[Document | Skipped | Unread]:
        """The documents of all corpora in turn, each sorted by path; a file reached by two ways is read once."""
        seen_files: set[str] = set()
        seen_paths: set[str] = set()
        for ordinal, found in enumerate(self._found):
            # Of a file and links to it, the file itself is kept, whatever their names: its path is the real one.
            real: dict[str, str] = {}
            for file in sorted(found.files, key=lambda file: (file.is_link, file.name)):
                real.setdefault(file.real, file.name)
            wanted = {name: path for path, name in real.items() if path not in seen_files}
            seen_files.update(real)
            paths = [_printable(name) for name in wanted]
            entries: list[_File | Skipped] = [*found.unlisted, *(file for file in found.files if file.name in wanted)]
            for entry in sorted(entries, key=_name_of):
                if isinstance(entry, Skipped):
                    yield entry
                elif not _is_beside(entry):
                    salt = ordinal if _printable(entry.name) in seen_paths else 0
                    yield from self._documents(entry, salt)
            seen_paths.update(paths)

    def _state_before(self, file: _File) -> FileState | None:
        state = self._known.get(file.real)
        return state if state and state.stamp == file.stamp else None

    def _documents(self, file: _File, salt: int) -> Iterator[Document | Skipped | Unread]:
        path = _printable(file.name)
        if state := self._state_before(file):
            is_archive = FORMATS.get(_suffix(file)) == "jsonl"
            yield Unread(path, state, source_id(path, salt), is_archive, partial(self._read, file, salt))
        else:
            yield from self._read(file, salt)

    def _read(self, file: _File, salt: int) -> Iterator[Document | Skipped]:
        count, whole = 0, True
        for document in _documents(file, salt, self._max_file_mb):
            count += 1
            whole &= isinstance(document, Document)
            yield document
        if file.stamp and whole:
            self.read.append(FileState(file.real, file.stamp, count))


def scan(corpora: Sequence[Path], *, max_file_mb: float) -> Iterator[Document | Skipped]:
    """The documents of all corpora, as `Corpora.scan` finds them, all of them read.

    Raises:
        CorpusError: a corpus does not exist or its folder can't be listed.
    """
    for entry in Corpora(corpora, max_file_mb=max_file_mb).scan():
        if not isinstance(entry, Unread):
            yield entry


def document_at(corpus: Path, path: str, *, max_file_mb: float) -> Document | None:
    """The document of one file, by its path in the corpus, as `scan` gives it; None where there is none. A line of an
    archive is no file."""
    file = _alone(path, corpus / path if corpus.is_dir() else corpus.with_name(path), max_file_mb)
    if FORMATS.get(_suffix(file)) == "jsonl":
        return None
    found = next(_documents(file, 0, max_file_mb), None)
    return found if isinstance(found, Document) else None


def _suffix(file: _File) -> str:
    return os.path.splitext(file.name)[1].lower()  # noqa: PTH122 - for every file, and much quicker than pathlib


def _is_beside(file: _File) -> bool:
    """Whether a file only belongs to others: a picture or style of a saved page, a sidecar."""
    return _suffix(file) in _PAGE_ASSETS or file.name.lower().endswith(SIDECAR)


def _name_of(entry: _File | Skipped) -> str:
    return entry.name if isinstance(entry, _File) else entry.path


def _printable(name: str) -> str:
    """A file name as text that any store can hold: bytes that are no UTF-8 are shown as such."""
    return os.fsencode(name).decode("utf-8", "replace")


def _list(corpus: Path, max_file_mb: float) -> _Listed:
    if not corpus.is_dir():
        return _Listed([_alone(corpus.name, corpus, max_file_mb)], [])
    files: list[_File] = []
    unlisted: list[Skipped] = []
    real_corpus = os.path.realpath(corpus)
    visited = {real_corpus}
    try:
        pending = [("", real_corpus, list(os.scandir(corpus)))]
    except OSError as error:
        raise CorpusError(f"The corpus {corpus} can't be listed ({_reason(error)}): check its permissions.") from None
    while pending:
        prefix, folder, entries = pending.pop()
        beside = {
            entry.name: entry
            for entry in entries
            if entry.name.endswith(SIDECAR) and entry.is_file() and not _leads_out(entry, real_corpus)
        }
        for entry in sorted(entries, key=lambda entry: (entry.is_symlink(), entry.name)):
            name = prefix + entry.name
            if entry.name.startswith((".", "~$")) or entry.name.endswith(_EDITOR_BACKUPS):
                continue
            if name == GOLDEN:
                continue
            if _leads_out(entry, real_corpus):
                unlisted.append(Skipped(_printable(name), _LEADS_OUT))
                continue
            if not entry.is_dir():
                files.append(_listed(name, folder, entry, beside, max_file_mb))
                continue
            target = os.path.realpath(entry.path)
            if target in visited:
                continue
            visited.add(target)
            try:
                pending.append((name + "/", target, list(os.scandir(entry.path))))
            except OSError as error:
                unlisted.append(Skipped(_printable(name), f"is a folder that can't be listed: {_reason(error)}"))
    return _Listed(files, unlisted)


def _leads_out(entry: os.DirEntry[str], real_corpus: str) -> bool:
    return entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(real_corpus)


def _alone(name: str, path: Path, max_file_mb: float) -> _File:
    sidecar = next((beside for one in _sidecars(path.name) if (beside := path.parent / one).is_file()), None)
    stamp = _stamp([path, *([sidecar] if sidecar else [])], max_file_mb)
    return _File(name, str(path), os.path.realpath(path), path.is_symlink(), sidecar, stamp)


def _listed(
    name: str, folder: str, entry: os.DirEntry[str], beside: Mapping[str, os.DirEntry[str]], max_file_mb: float
) -> _File:
    is_link = entry.is_symlink()
    sidecar = next((beside[one] for one in _sidecars(entry.name) if one in beside), None) if beside else None
    stamp = _stamp([entry, *([sidecar] if sidecar else [])], max_file_mb)
    real = os.path.realpath(entry.path) if is_link else os.path.join(folder, entry.name)  # noqa: PTH118 - many files
    return _File(name, entry.path, real, is_link, Path(sidecar.path) if sidecar else None, stamp)


def _sidecars(name: str) -> tuple[str, str]:
    """The names that the sidecar of a file may have."""
    return name + SIDECAR, os.path.splitext(name)[0] + SIDECAR  # noqa: PTH122 - many files


def _stamp(files: Sequence[Path | os.DirEntry[str]], max_file_mb: float) -> str:
    """How files look; empty where it is in doubt that they would look otherwise after a change."""
    now, stamps = time.time_ns(), [f"{max_file_mb:g}"]
    for file in files:
        try:
            status = file.stat()
        except OSError:
            return ""
        # Programs that copy can keep the time of modification, but not that of change.
        is_coarse = status.st_ctime_ns % 1_000_000_000 == 0
        if status.st_ctime_ns > now - (_COARSE_NS if is_coarse else _FINE_NS):
            return ""
        stamps.append(f"{status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns}")
    return " ".join(stamps)


def _documents(file: _File, salt: int, max_file_mb: float) -> Iterator[Document | Skipped]:
    path = _printable(file.name)
    suffix = _suffix(file)
    kind = FORMATS.get(suffix)
    if kind is None:
        known = " ".join(sorted(FORMATS))
        yield Skipped(path, f"is of a type that is not read ({suffix or 'no suffix'}; known are {known})")
        return
    try:
        status = Path(file.path).stat()
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(path, "is not a regular file")
            return
        sidecar = _read_sidecar(file.sidecar) if file.sidecar else None
        limit = int(max_file_mb * 1_000_000)
        if kind == "jsonl":
            for record in scan_archive(Path(file.path), limit):
                if record.problem:
                    yield Skipped(f"{path}:{record.line}", record.problem)
                else:
                    full = f"{path}#{record.key}"
                    yield Document(full, source_id(full, salt), kind, record.data, sidecar)
            return
        if status.st_size > limit:
            yield Skipped(path, f"is larger than MAX_FILE_MB={max_file_mb:g}")
            return
        data = Path(file.path).read_bytes()
    except OSError as error:
        yield Skipped(path, f"can't be read: {_reason(error)}")
        return
    if not data.strip():
        yield Skipped(path, "is empty")
        return
    yield Document(path, source_id(path, salt), kind, data, sidecar)


def _read_sidecar(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_SIDECAR:
        raise OSError(errno.EFBIG, f"{path.name} is larger than {_LARGEST_SIDECAR:,} bytes")
    return path.read_bytes()


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
