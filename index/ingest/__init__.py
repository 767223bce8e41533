"""A corpus becomes a new generation: what a build tells of itself, and what may be done to the corpus's files."""

from index.ingest.corpus_files import ARCHIVE_SUFFIXES, archive_of, discard, has_file, place, safe_name, trash_of
from index.ingest.golden import read_golden
from index.ingest.preview import Preview, preview_file
from index.ingest.report import BuildEvent, BuildProgress, BuildReport, read_event
from index.reading.document import FORMATS

__all__ = [
    "ARCHIVE_SUFFIXES",
    "FORMATS",
    "BuildEvent",
    "BuildProgress",
    "BuildReport",
    "Preview",
    "archive_of",
    "discard",
    "has_file",
    "place",
    "preview_file",
    "read_event",
    "read_golden",
    "safe_name",
    "trash_of",
]
