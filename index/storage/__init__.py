"""Generations on disk: one immutable index each, and the library that publishes, opens and prunes them."""

from index.storage.catalogue import ArticleFilter, FileState, IndexedDocument
from index.storage.generation import Generation
from index.storage.schema import Manifest
from index.storage.searchable import Searchable, Selection
from index.storage.shelf import Shelf
from index.storage.writer import GenerationWriter, segments_to_keep

__all__ = [
    "ArticleFilter",
    "FileState",
    "Generation",
    "GenerationWriter",
    "IndexedDocument",
    "Manifest",
    "Searchable",
    "Selection",
    "Shelf",
    "segments_to_keep",
]
