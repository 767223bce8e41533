"""Generations on disk: one immutable index each, and the library that publishes, opens and prunes them."""

from index.storage.catalogue import ArticleFilter, IndexedDocument
from index.storage.generation import Generation
from index.storage.schema import Manifest
from index.storage.searchable import Searchable, Selection
from index.storage.shelf import Shelf
from index.storage.writer import GenerationWriter

__all__ = [
    "ArticleFilter",
    "Generation",
    "GenerationWriter",
    "IndexedDocument",
    "Manifest",
    "Searchable",
    "Selection",
    "Shelf",
]
