"""One document of the corpus: the raw material of one article, not parsed yet, and the formats that are read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import PurePath

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".pdf": "pdf",
    ".docx": "docx",
}
# A file NAME.meta.toml states the title, the publisher and so on of NAME beside it.
SIDECAR = ".meta.toml"


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one article: a file's, or one line of an archive.

    `path` is relative to the corpus, FILE#ID for a line of an archive; `sidecar` is what NAME.meta.toml beside the
    file holds.
    """

    path: str
    source_id: str
    format: str
    data: bytes
    sidecar: bytes | None = None

    @property
    def fingerprint(self) -> str:
        """Changes exactly when what is to be read changes."""
        digest = sha256(f"{self.format}\0{len(self.data)}\0".encode())
        digest.update(self.data)
        if self.sidecar is not None:
            digest.update(b"\0" + self.sidecar)
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or a line of an archive that holds no article that can be read, and why, in plain words.

    `path` is relative to the corpus, FILE:NUMBER for a line of an archive.
    """

    path: str
    reason: str

    @property
    def is_line(self) -> bool:
        file, _, number = self.path.rpartition(":")
        return number.isdigit() and FORMATS.get(PurePath(file).suffix.lower()) == "jsonl"


def source_id(path: str, salt: int = 0) -> str:
    """The id of an article: 12 hex characters of its path (and of its corpus where two hold the same path).

    Short enough to type; in an archive of 100,000 articles two share one with a chance of 1 in 50,000.
    """
    key = path if not salt else f"{path}\0{salt}"
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
