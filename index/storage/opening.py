"""The settings -> the engine that keeps the generations."""

from __future__ import annotations

from pathlib import Path

from index.errors import SettingsError
from index.settings import IndexSettings
from index.storage.engine import Engine
from index.storage.shelf import Shelf


def open_engine(settings: IndexSettings, index_dir: Path | None = None) -> Engine:
    """The engine that is set; `index_dir` is another folder than the one set.

    Raises:
        SettingsError: it is Milvus, and MILVUS_URI is not set.
        EngineError: it is Milvus, and pymilvus is not installed.
    """
    folder = index_dir or settings.index_dir
    if settings.index_engine == "local":
        return Shelf(folder)
    if not settings.milvus_uri:
        raise SettingsError("INDEX_ENGINE is milvus, but MILVUS_URI is not set: set it to the address of the server.")
    from index.storage.milvus.connection import Milvus, load_pymilvus
    from index.storage.milvus.shelf import MilvusShelf

    load_pymilvus()
    token = settings.milvus_token.get_secret_value() if settings.milvus_token else ""
    return MilvusShelf(folder, Milvus(settings.milvus_uri, token, settings.milvus_prefix))
