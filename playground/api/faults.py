"""Faults on order: the next requests of a method fail as they might on a bad day.

A fault answers with an error, or breaks the connection before or after the request has taken effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.errors import FLOOD, ApiError

Drop = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` requests of `method` ("*" for any but getUpdates)."""

    method: str
    status: int
    retry_after: int
    drop: Drop | None
    times: int

    def error(self) -> ApiError:
        """The answer of a fault that does not break the connection."""
        if self.status == FLOOD:
            return ApiError(f"retry after {self.retry_after}", FLOOD, retry_after=self.retry_after)
        return ApiError("Internal Server Error" if self.status == 500 else "Bad Gateway", self.status)


class Faults:
    """Faults that wait for their requests."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, fault: Fault) -> None:
        self._ordered.append(fault)

    def clear(self) -> None:
        self._ordered.clear()

    @property
    def outstanding(self) -> int:
        """How many requests are still to fail."""
        return sum(fault.times for fault in self._ordered)

    def take(self, method: str) -> Fault | None:
        """The fault that this request of `method` meets, if any."""
        for fault in self._ordered:
            if fault.method == method or (fault.method == "*" and method != "getUpdates"):
                fault.times -= 1
                if fault.times <= 0:
                    self._ordered.remove(fault)
                return fault
        return None
