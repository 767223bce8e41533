"""What Telegram hands to a Mini App (initData) -> who has opened it, if Telegram did sign that, not long ago.

The check is the one of https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

# A page tells who has opened it at once; what is older was kept by somebody.
_MOST_SECONDS = 3600
# Clocks differ.
_SECONDS_AHEAD = 60
# The longest that a person, a chat and their pictures can make it is less than half of this.
MOST_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Opener:
    """Who has opened the Mini App; `language` is the code of the language of their Telegram app."""

    person_id: int
    language: str | None


def opener(init_data: str, token: str, now: float) -> Opener | None:
    """None for what this bot's Telegram has not signed, or not within the last hour before `now`, a Unix time."""
    if len(init_data) > MOST_BYTES:
        return None
    try:
        pairs = parse_qsl(init_data, keep_blank_values=True, strict_parsing=True)
    except ValueError:
        return None
    fields = dict(pairs)
    given = fields.pop("hash", "")
    if len(fields) + 1 != len(pairs) or not hmac.compare_digest(_signature(fields, token), given.encode()):
        return None
    if not _is_recent(fields.get("auth_date", ""), now):
        return None
    return _person(fields.get("user", ""))


def _signature(fields: dict[str, str], token: str) -> bytes:
    """The hash that these fields have, as it is written."""
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.digest(secret, checked.encode(), hashlib.sha256).hex().encode()


def _is_recent(auth_date: str, now: float) -> bool:
    is_time = re.fullmatch(r"[0-9]{1,12}", auth_date)
    return bool(is_time) and now - _MOST_SECONDS <= int(auth_date) <= now + _SECONDS_AHEAD


def _person(user: str) -> Opener | None:
    try:
        stated: Any = json.loads(user)
        language = stated.get("language_code")
        return Opener(int(stated["id"]), language if isinstance(language, str) else None)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
