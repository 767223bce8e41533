"""Generations on disk: one immutable index each, and the library that publishes, opens and prunes them."""

from index.storage.catalogue import ArticleFilter, IndexedDocument, Selection
from index.storage.generation import Generation
from index.storage.schema import Manifest
from index.storage.shelf import Shelf
from index.storage.writer import GenerationWriter

__all__ = [
    "ArticleFilter",
    "Generation",
    "GenerationWriter",
    "IndexedDocument",
    "Manifest",
    "Selection",
    "Shelf",
]
