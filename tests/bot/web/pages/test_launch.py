"""What Telegram hands to a Mini App is believed only while it is signed for this bot, and new."""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.pages.launch import Opener, opener

TOKEN = "42:TEST"
# Signed by another program, for the token above.
SIGNED = (
    "auth_date=1650385342&user=%7B%22id%22%3A42%2C%22first_name%22%3A%22Test%22%7D&query_id=test"
    "&hash=46d2ea5e32911ec8d30999b56247654460c0d20949b6277af519e76271182803"
)
THEN = 1650385342


def signed(token: str = TOKEN, **fields: str) -> str:
    checked = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return urlencode(fields | {"hash": hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest()})


def test_what_telegram_signs_is_believed() -> None:
    assert opener(SIGNED, TOKEN, THEN) == Opener(42, None)
    user = json.dumps({"id": 7, "first_name": "Ада & Bob = 🇺🇦", "language_code": "uk"}, ensure_ascii=False)
    written = signed(user=user, auth_date="1000000", signature="Ed25519-of-no-matter", chat_type="private")
    assert opener(written, TOKEN, 1000001) == Opener(7, "uk")


@pytest.mark.parametrize(
    ("late", "is_believed"), [(0, True), (3599, True), (3601, False), (-30, True), (-90, False), (10**9, False)]
)
def test_it_is_believed_for_an_hour(late: int, is_believed: bool) -> None:
    assert (opener(SIGNED, TOKEN, THEN + late) is not None) == is_believed


@given(st.integers(0, len(SIGNED) - 1), st.characters(codec="utf-8"))
def test_a_changed_character_is_not_believed(position: int, character: str) -> None:
    changed = SIGNED[:position] + character + SIGNED[position + 1 :]
    same = dict(parse_qsl(changed)) == dict(parse_qsl(SIGNED))
    assert same or opener(changed, TOKEN, THEN) is None


@pytest.mark.parametrize(
    "init_data",
    [
        "",
        "hash=",
        "&&&",
        SIGNED.replace("&hash=", "&hash=0&hash="),
        SIGNED + "&user=%7B%22id%22%3A1%7D",
        SIGNED.upper(),
        signed(token="43:TEST", auth_date=str(THEN), user='{"id": 42}'),
        signed(auth_date=str(THEN)),
        signed(auth_date=str(THEN), user="[42]"),
        signed(auth_date=str(THEN), user='{"id": "Ada"}'),
        signed(auth_date="9" * 5000, user='{"id": 42}'),
        signed(auth_date="-1", user='{"id": 42}'),
        signed(auth_date=str(THEN), user='{"id": 42}', more="x" * 9000),
    ],
)
def test_nothing_else_is(init_data: str) -> None:
    assert opener(init_data, TOKEN, THEN) is None
