"""Every error that `index` raises on purpose.

QuotedeskError
├── SettingsError        a setting or .env key is unknown or out of bounds
├── CorpusError          the corpus is missing or empty
│   └── UnreadableError  one document of it can't be read; a build goes on past it
├── IndexMissingError    there is no index to ask
├── IndexDamagedError    files of a generation are missing or altered
├── IndexMismatchError   the index was built by another schema or model
├── EngineError          the server that keeps the index can't be reached, or refuses
├── BuildInProgressError another process is building
├── DatasetError         a data set to measure with can't be used
├── CalibrationError     a calibration can't be used, or can't be fitted to what was given
├── GoldenError          golden.jsonl can't be used, or its questions fail in a strict build
├── SourceNotFoundError  no article has this id
├── KeptDataError        what is kept of people can't be read or written
├── QueryError           the question can't be used as it was given
│   └── FilterError      a filter in it has a value that can't be used
└── ModelError           the embedding model can't be loaded

Each message is one sentence or two for a person: what is wrong, where, and what to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self


class QuotedeskError(Exception):
    """Base of all errors meant for the user's eyes."""


class SettingsError(QuotedeskError):
    """A setting, environment variable or `.env` key is unknown or out of bounds."""


class CorpusError(QuotedeskError):
    """The corpus can't be used as a whole: it is missing or holds nothing to read."""


class UnreadableError(CorpusError):
    """One document can't be read (not text, empty, too large, denied)."""


class IndexMissingError(QuotedeskError):
    """No generation has been published in this index folder yet."""


class IndexDamagedError(QuotedeskError):
    """Files of a generation are missing, altered or cut short."""


class IndexMismatchError(QuotedeskError):
    """The generation was written by another schema or for another model than the one set."""


class EngineError(QuotedeskError):
    """The server that keeps the index can't be reached, or does not do what it is asked."""


class BuildInProgressError(QuotedeskError):
    """Another process holds the build lock of this index folder."""


class DatasetError(QuotedeskError):
    """A data set in BEIR layout is incomplete or does not fit together."""


class CalibrationError(QuotedeskError):
    """A file with a calibration can't be used, or there is too little to fit one to."""


class GoldenError(QuotedeskError):
    """A line of golden.jsonl can't be used, or a golden question fails and that stops the publication."""


class SourceNotFoundError(QuotedeskError):
    """No article of the served generation has this id."""


class KeptDataError(QuotedeskError):
    """What is kept of people can't be read or written: the disk is full or read-only, or the file is damaged."""

    @classmethod
    def of(cls, path: Path, error: Exception) -> Self:
        return cls(
            f"What is kept of people in {path} can't be used ({error}): look at the file, its folder and its disk."
        )


class QueryError(QuotedeskError):
    """The question, filter or number of results can't be used as it was given."""


class FilterError(QueryError):
    """A filter in the question has a value that can't be used; `written` is the filter as it stands there."""

    def __init__(self, message: str, written: str) -> None:
        super().__init__(message)
        self.written = written


class ModelError(QuotedeskError):
    """The embedding model is missing or can't be loaded."""
