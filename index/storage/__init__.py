"""Generations: one immutable index each, and the engines that publish, open and prune them: local files, Milvus."""

from index.storage.catalogue import ArticleFilter, FileState, IndexedDocument
from index.storage.engine import Check, Engine, Generation, NewCatalogue, NewGeneration
from index.storage.generation import LocalGeneration
from index.storage.opening import open_engine
from index.storage.schema import Manifest
from index.storage.searchable import Searchable, Selection
from index.storage.shelf import Shelf
from index.storage.writer import GenerationWriter, segments_to_keep

__all__ = [
    "ArticleFilter",
    "Check",
    "Engine",
    "FileState",
    "Generation",
    "GenerationWriter",
    "IndexedDocument",
    "LocalGeneration",
    "Manifest",
    "NewCatalogue",
    "NewGeneration",
    "Searchable",
    "Selection",
    "Shelf",
    "open_engine",
    "segments_to_keep",
]
