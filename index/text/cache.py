"""The values that were used last, kept in memory up to a total size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class SharedCache(Generic[Key, Value]):
    """Least recently used values go first; safe to share between threads.

    `size_of` gives the size of a value, 1 without it; together they never exceed `maxsize`. What is larger alone is not
    kept. A question looks up hundreds of values, which takes cachetools three times as long.
    """

    def __init__(self, maxsize: int, size_of: Callable[[Value], int] | None = None) -> None:
        self._maxsize = maxsize
        self._size_of = size_of or _one
        self._size = 0
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; returns it."""
        size = self._size_of(value)
        with self._lock:
            if key in self._values:
                self._size -= self._size_of(self._values.pop(key))
            if size <= self._maxsize:
                self._values[key] = value
                self._size += size
            while self._size > self._maxsize:
                self._size -= self._size_of(self._values.popitem(last=False)[1])
        return value


def _one(_value: object) -> int:
    return 1
