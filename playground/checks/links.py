"""Addresses as the server takes them, and the payloads of deep links; ApiError for what would not work."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from telegram.constants import InlineQueryResultsButtonLimit

from playground.errors import ApiError

_START_PARAMETER = re.compile(
    rf"[A-Za-z0-9_-]{{{InlineQueryResultsButtonLimit.MIN_START_PARAMETER_LENGTH},"
    rf"{InlineQueryResultsButtonLimit.MAX_START_PARAMETER_LENGTH}}}"
)


def is_link(url: str, schemes: frozenset[str] = frozenset({"http", "https", "tg", "ton", "tonsite"})) -> bool:
    """True for what the server takes as a link: a known scheme, and a host with a dot where there is a host."""
    if any(character.isspace() for character in url):
        return False
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in schemes and (parts.scheme == "tg" or "." in host.strip(".") or ":" in host)


def check_start_parameter(value: str) -> None:
    """A deep link's payload: 1 to 64 of A-Z, a-z, 0-9, _ and -."""
    if not _START_PARAMETER.fullmatch(value):
        raise ApiError(f"START_PARAM_INVALID ({value!r})")


def check_deep_link(url: str) -> None:
    """A link that starts a bot, whose payload an app would ignore when it is malformed."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.hostname == "t.me":
        for payload in parse_qs(parts.query).get("start", []):
            check_start_parameter(payload)
