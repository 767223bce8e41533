"""The values that were used last, kept in memory up to a total size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Generic, TypeVar

from cachetools import LRUCache

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SharedCache(Generic[Key, Value]):
    """cachetools' LRU cache, safe to share between threads.

    `size_of` gives the size of a value; together they never exceed `maxsize`. What is larger alone is not kept.
    """

    def __init__(self, maxsize: int, size_of: Callable[[Value], int] | None = None) -> None:
        self._values: LRUCache[Key, Value] = LRUCache(maxsize, size_of)
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; returns it."""
        with self._lock, suppress(ValueError):
            self._values[key] = value
        return value
