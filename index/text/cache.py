"""What was looked up last, kept at hand up to a total size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The values looked up last, of which `size_of` tells the size, until they fill the `room`; safe to share between
    threads. A value that would fill it alone is not kept."""

    def __init__(self, room: int, size_of: Callable[[Value], int] = lambda _: 1) -> None:
        self._room = room
        self._size_of = size_of
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Keep a value; gives it back."""
        size = self._size_of(value)
        with self._lock:
            if key not in self._values and size <= self._room:
                self._values[key] = value
                self._size += size
                while self._size > self._room:
                    self._size -= self._size_of(self._values.popitem(last=False)[1])
        return value
