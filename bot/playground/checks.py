"""Limits and meanings of the Bot API: decoded parameters go in, and ApiError comes
out for what the server would refuse."""

from __future__ import annotations

from typing import Any


def check(method: str, params: dict[str, Any]) -> None:
    """Raises ApiError for what can be judged from the parameters alone."""
    del method, params
