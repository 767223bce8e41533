"""What is logged: as text or JSON, with the request that it belongs to, and without secrets, texts and people."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from io import StringIO
from pathlib import Path

import pytest
from starlette.responses import JSONResponse, Response
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.settings import ACTIONS_LOGGER, PEOPLE_LOGGER
from bot.texts.english import ENGLISH
from bot.transport import delivery
from bot.transport.delivery import PatientRateLimiter
from bot.transport.logs import ACTIONS_FILE, JsonFormatter, RedactingFormatter, keep_actions, request, set_up_logging
from playground.api.serving import serving
from playground.world import Chat, User
from tests.bot.helpers import QUESTION, UNANSWERABLE, BotOf, Served, answered, both_ways, turned

TOKEN = "123456:AAsecret-secret_secret"


def record(message: str = "said", **more: object) -> logging.LogRecord:
    made = logging.LogRecord("x", logging.INFO, "", 1, message, (), None)
    made.__dict__.update(more)
    return made


@pytest.mark.parametrize("kind", [RedactingFormatter, JsonFormatter])
def test_secrets_are_kept_out(kind: type[RedactingFormatter]) -> None:
    formatter = kind(TOKEN, "open-sesame")
    forms = (f"https://api/bot{TOKEN}/getMe", "bot123456%3AAAsecret-secret_secret/x", "AAsecret-secret_secret")
    for message in (*forms, "open-sesame"):
        assert not {"secret_secret", "sesame"} & set(formatter.format(record(message)).replace("-", " ").split())
        assert "secret-secret" not in formatter.format(record(message))
    try:
        raise RuntimeError(f"no {TOKEN}")
    except RuntimeError as error:
        failed = record(exc_info=(RuntimeError, error, error.__traceback__))
    assert "secret-secret" not in formatter.format(failed)
    assert "Traceback" in formatter.format(failed)


async def test_a_line_says_to_which_request_it_belongs_also_in_what_that_starts() -> None:
    async def elsewhere() -> str:
        return await asyncio.to_thread(RedactingFormatter().format, record())

    with request(42):
        started = asyncio.create_task(elsewhere())
    assert (await started).endswith("said [request 42]")
    assert (await elsewhere()).endswith("x: said")


def test_json_has_one_object_a_line() -> None:
    with request(42):
        line = JsonFormatter().format(record("two\nlines", fields={"stages_ms": {"wait": 1}}))
    body = json.loads(line)
    assert "\n" not in line
    assert body.pop("time").endswith("+00:00")
    assert body == {
        "level": "INFO",
        "logger": "x",
        "message": "two\nlines",
        "request": "42",
        "stages_ms": {"wait": 1},
    }


@contextmanager
def logging_to_stderr() -> Iterator[StringIO]:
    """Logging as the bot sets it up; gives what is written."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    quieted = ("httpx", "httpcore", "telegram", "telegram.request", "telegram.ext.AIORateLimiter", "uvicorn")
    levels = {name: logging.getLogger(name).level for name in quieted}
    root.handlers.clear()
    with redirect_stderr(StringIO()) as written:
        set_up_logging("json", TOKEN)
        yield written
    root.handlers[:] = before
    root.setLevel(level)
    for name, kept in levels.items():
        logging.getLogger(name).setLevel(kept)


def test_who_did_what_is_not_for_the_common_log() -> None:
    with logging_to_stderr() as written:
        logging.getLogger(PEOPLE_LOGGER).info("4711 (Grace) in chat 4711: /status")
        logging.getLogger("bot").info("something else")
    assert [json.loads(line)["message"] for line in written.getvalue().splitlines()] == ["something else"]


def test_what_admins_do_on_a_full_disk_is_missed_in_one_line_until_there_is_room(tmp_path: Path) -> None:
    (tmp_path / ACTIONS_FILE).symlink_to("/dev/full")
    actions = logging.getLogger(ACTIONS_LOGGER)
    before = list(actions.handlers)
    try:
        with logging_to_stderr() as written:
            keep_actions(tmp_path)
            for _ in range(3):
                actions.warning("Scheduled re-index failed.")
        said = [json.loads(line) for line in written.getvalue().splitlines()]
        missed = [line["message"] for line in said if line["logger"] != ACTIONS_LOGGER]
        assert missed == [f"What admins do can't be kept in {tmp_path / ACTIONS_FILE} (No space left on device)."]
    finally:
        for handler in set(actions.handlers) - set(before):
            actions.removeHandler(handler)
            with suppress(OSError):
                handler.close()


TOO_OFTEN = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 9000}}


@pytest.mark.parametrize(
    ("answer", "error"),
    [(Response("<h1>Bad Gateway</h1>", 502), NetworkError), (JSONResponse(TOO_OFTEN, 429), RetryAfter)],
)
async def test_what_no_patience_helps_brings_no_traceback(
    answer: Response, error: type[TelegramError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "_PATIENCE_OF_OTHERS", 0)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with logging_to_stderr() as written:
        async with serving(answer, 0) as url, HTTPXRequest() as requests:
            bot = ExtBot(TOKEN, base_url=f"{url}/bot", request=requests, rate_limiter=PatientRateLimiter())
            with pytest.raises(error):
                await bot.get_me()
    assert written.getvalue() == ""


@both_ways
async def test_neither_questions_nor_people_are_logged_and_slow_questions_are_with_their_stages(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat
) -> None:
    standin.allowed = ("blocked by the user",)
    with logging_to_stderr() as written:
        async with bot_of(slow_question_ms=1):
            answer = await answered(standin, ada, chat, QUESTION)
            await turned(standin, ada, chat, answer, "In context")
            await answered(standin, ada, chat, UNANSWERABLE)
            await standin.inline_query(ada, "peskov fake")
            standin.fail_next("sendMessage", status=500)
            await standin.send_text(ada, chat, "thanks")
            assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
            await standin.block(ada)
            await standin.settle()
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    slow = [line for line in lines if "stages_ms" in line]
    assert list(slow[0]["stages_ms"]) == ["wait", "retrieve", "assess", "compose", "whole"]
    assert len({line["request"] for line in slow}) == len(slow) >= 2
    for private in (str(ada.id), "Ada", "fake news", "capital of France", "peskov", standin.token.partition(":")[2]):
        assert private not in json.dumps(lines)
