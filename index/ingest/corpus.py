"""Corpus folders and archives -> documents: the raw material of one article each, not parsed yet.

Comes in: folders (searched recursively) and single files. Goes out: a stream of documents and of what was skipped and
why, in an order that depends on names alone. One document is in memory at a time, however large the archive.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import CorpusError
from index.reading.document import FORMATS, SIDECAR, Document, Skipped, source_id
from index.reading.formats.jsonl import count_lines, scan_archive

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


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    path: Path
    is_link: bool


def scan(corpora: Sequence[Path], *, max_file_mb: float) -> Iterator[Document | Skipped]:
    """The documents of all corpora in turn, each sorted by path; a file reached by two ways is read once.

    Raises:
        CorpusError: a corpus does not exist or its folder can't be listed.
    """
    _check(corpora)
    seen_files: set[str] = set()
    seen_paths: set[str] = set()
    for ordinal, corpus in enumerate(corpora):
        found, unlisted = _list(corpus)
        # Of a file and links to it, the file itself is kept, whatever their names: its path is the real one.
        real: dict[str, str] = {}
        for file in sorted(found, key=lambda file: (file.is_link, file.name)):
            real.setdefault(os.path.realpath(file.path), file.name)
        wanted = {name: path for path, name in real.items() if path not in seen_files}
        seen_files.update(real)
        paths = [_printable(name) for name in wanted]
        entries: list[_File | Skipped] = [*unlisted, *(file for file in found if file.name in wanted)]
        for entry in sorted(entries, key=_name_of):
            if isinstance(entry, Skipped):
                yield entry
            else:
                salt = ordinal if _printable(entry.name) in seen_paths else 0
                yield from _documents(entry, salt, max_file_mb)
        seen_paths.update(paths)


def count_documents(corpora: Sequence[Path]) -> int:
    """About how many documents `scan` finds, skipped ones counted: files, and lines of archives, none of them parsed.

    Raises:
        CorpusError: a corpus does not exist or its folder can't be listed.
    """
    _check(corpora)
    count = 0
    for corpus in corpora:
        for file in _list(corpus)[0]:
            kind = FORMATS.get(_suffix(file))
            try:
                count += count_lines(file.path) if kind == "jsonl" else not _is_beside(file)
            except OSError:
                count += 1
    return count


def document_at(corpus: Path, path: str, *, max_file_mb: float) -> Document | None:
    """The document of one file, by its path in the corpus, as `scan` gives it; None where there is none. A line of an
    archive is no file."""
    file = corpus / path if corpus.is_dir() else corpus.with_name(path)
    if FORMATS.get(file.suffix.lower()) == "jsonl":
        return None
    found = next(_documents(_File(path, file, is_link=False), 0, max_file_mb), None)
    return found if isinstance(found, Document) else None


def _check(corpora: Sequence[Path]) -> None:
    for corpus in corpora:
        if not corpus.exists():
            raise CorpusError(f"The corpus {corpus} does not exist: create it or name another one.")


def _suffix(file: _File) -> str:
    return Path(file.name).suffix.lower()


def _is_beside(file: _File) -> bool:
    """Whether a file only belongs to others: a picture or style of a saved page, a sidecar."""
    return _suffix(file) in _PAGE_ASSETS or file.name.lower().endswith(SIDECAR)


def _name_of(entry: _File | Skipped) -> str:
    return entry.name if isinstance(entry, _File) else entry.path


def _printable(name: str) -> str:
    """A file name as text that any store can hold: bytes that are no UTF-8 are shown as such."""
    return os.fsencode(name).decode("utf-8", "replace")


def _list(corpus: Path) -> tuple[list[_File], list[Skipped]]:
    if not corpus.is_dir():
        return [_File(corpus.name, corpus, corpus.is_symlink())], []
    files: list[_File] = []
    unlisted: list[Skipped] = []
    root = os.path.realpath(corpus)
    visited = {root}
    try:
        pending = [("", list(os.scandir(corpus)))]
    except OSError as error:
        raise CorpusError(f"The corpus {corpus} can't be listed ({_reason(error)}): check its permissions.") from None
    while pending:
        prefix, entries = pending.pop()
        for entry in sorted(entries, key=lambda entry: (entry.is_symlink(), entry.name)):
            name = prefix + entry.name
            if entry.name.startswith((".", "~$")) or entry.name.endswith(_EDITOR_BACKUPS):
                continue
            if name == GOLDEN:
                continue
            if entry.is_symlink() and not Path(os.path.realpath(entry.path)).is_relative_to(root):
                unlisted.append(Skipped(_printable(name), _LEADS_OUT))
                continue
            if not entry.is_dir():
                files.append(_File(name, Path(entry.path), entry.is_symlink()))
                continue
            target = os.path.realpath(entry.path)
            if target in visited:
                continue
            visited.add(target)
            try:
                pending.append((name + "/", list(os.scandir(entry.path))))
            except OSError as error:
                unlisted.append(Skipped(_printable(name), f"is a folder that can't be listed: {_reason(error)}"))
    return files, unlisted


def _documents(file: _File, salt: int, max_file_mb: float) -> Iterator[Document | Skipped]:
    path = _printable(file.name)
    if _is_beside(file):
        return
    suffix = _suffix(file)
    kind = FORMATS.get(suffix)
    if kind is None:
        known = " ".join(sorted(FORMATS))
        yield Skipped(path, f"is of a type that is not read ({suffix or 'no suffix'}; known are {known})")
        return
    try:
        status = file.path.stat()
        if not stat.S_ISREG(status.st_mode):
            yield Skipped(path, "is not a regular file")
            return
        sidecar = _read_sidecar(file.path)
        limit = int(max_file_mb * 1_000_000)
        if kind == "jsonl":
            for record in scan_archive(file.path, limit):
                if record.problem:
                    yield Skipped(f"{path}:{record.line}", record.problem)
                else:
                    full = f"{path}#{record.key}"
                    yield Document(full, source_id(full, salt), kind, record.data, sidecar)
            return
        if status.st_size > limit:
            yield Skipped(path, f"is larger than MAX_FILE_MB={max_file_mb:g}")
            return
        data = file.path.read_bytes()
    except OSError as error:
        yield Skipped(path, f"can't be read: {_reason(error)}")
        return
    if not data.strip():
        yield Skipped(path, "is empty")
        return
    yield Document(path, source_id(path, salt), kind, data, sidecar)


def _read_sidecar(path: Path) -> bytes | None:
    for beside in (path.with_name(path.name + SIDECAR), path.with_name(path.stem + SIDECAR)):
        if beside.is_file():
            if beside.stat().st_size > _LARGEST_SIDECAR:
                raise OSError(errno.EFBIG, f"{beside.name} is larger than {_LARGEST_SIDECAR:,} bytes")
            return beside.read_bytes()
    return None


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
