"""The bot's doctor, asked over HTTP: each planted fault is found, with a remedy, and the token stands nowhere."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import fields
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.services.doctor import examine_telegram
from bot.settings import BotSettings
from bot.texts.checks import CHECK_LANGUAGES, INDEX_CHECKS, Check, CheckTexts
from index import Finding
from index.operations.doctor import CHECKS
from playground.api.serving import serving
from playground.standin import TOKEN, StandIn
from tests.conftest import SEEDS

ENGLISH = CHECK_LANGUAGES["en"]
ROOT = Path(__file__).parents[3]
ADMIN = "12345"
PUBLIC = "https://quotes.example.org"


async def examined(
    url: str, env_file: Path = Path("nowhere"), *, now: float | None = None, **settings: Any
) -> list[Finding]:
    given = {"telegram_bot_token": TOKEN, "telegram_api_url": url, "admin_user_ids": ADMIN} | settings
    found = await asyncio.to_thread(examine_telegram, BotSettings(**given), ENGLISH, env_file, now)
    for finding in found:
        assert finding.good or finding.remedy
        assert TOKEN.partition(":")[2] not in finding.state + finding.remedy
    return found


def assert_only(found: list[Finding], subject: str, check: Check) -> None:
    """Exactly one thing is wrong, or worth a warning."""
    (finding,) = [finding for finding in found if finding.remedy]
    assert finding.subject == subject
    parts = [text for text, *_ in Formatter().parse(check.state) if text]
    assert all(part in finding.state for part in parts)


@asynccontextmanager
async def changed(answers: Mapping[str, Any]) -> AsyncIterator[str]:
    """The stand-in, with some of its answers changed on their way."""
    standin = StandIn()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        sent: list[Any] = []

        async def keep(message: Any) -> None:
            sent.append(message)

        await standin.app(scope, receive, keep)
        answer = json.loads(sent[1]["body"])
        answer["result"] |= answers.get(request.url.path.rpartition("/")[2], {})
        await JSONResponse(answer)(scope, receive, send)

    async with serving(app, 0) as url:
        yield url


async def test_a_bot_in_order_has_nothing_to_do() -> None:
    standin = StandIn()
    async with standin.serve() as url:
        found = await examined(url)
    assert [finding for finding in found if finding.remedy] == []
    assert {finding.subject for finding in found} == {
        *(ENGLISH.token, ENGLISH.api, ENGLISH.clock, ENGLISH.updates, ENGLISH.inline, ENGLISH.groups, ENGLISH.admins)
    }
    standin.check()


@pytest.mark.parametrize(
    ("ids", "check"),
    [
        ("", ENGLISH.admins_none),
        ("1001234567890", ENGLISH.admins_group),
        (TOKEN.partition(":")[0], ENGLISH.admins_bot),
        ("0", ENGLISH.admins_odd),
        (f"{1 << 60}", ENGLISH.admins_odd),
    ],
)
async def test_admins_that_can_not_be(ids: str, check: Check) -> None:
    async with StandIn().serve() as url:
        assert_only(await examined(url, admin_user_ids=ids), ENGLISH.admins, check)


async def test_a_token_that_is_missing_refused_or_open_to_others(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("")
    env_file.chmod(0o644)
    async with StandIn().serve() as url:
        assert_only(await examined(url, telegram_bot_token=None), ENGLISH.token, ENGLISH.token_missing)
        assert_only(await examined(url, telegram_bot_token=f"{TOKEN}X"), ENGLISH.token, ENGLISH.token_refused)
        assert_only(await examined(url, env_file), ENGLISH.token, ENGLISH.token_readable)


async def test_an_api_that_does_not_answer_as_one() -> None:
    assert_only(await examined("http://127.0.0.1:9"), ENGLISH.api, ENGLISH.api_away)
    standin = StandIn()
    async with standin.serve() as url:
        standin.fail_next("getMe", status=502)
        assert_only(await examined(url), ENGLISH.api, ENGLISH.api_failing)
        standin.fail_next("getWebhookInfo", drop="before")
        assert_only(await examined(url), ENGLISH.api, ENGLISH.api_away)
    async with serving(Response("A page."), 0) as url:
        assert_only(await examined(url), ENGLISH.api, ENGLISH.api_other)
    away = await examined("http://telegram.invalid")
    assert [finding.state for finding in away if finding.remedy and finding.good] == [
        ENGLISH.api_plain.state.format(url="http://telegram.invalid")
    ]


async def test_a_clock_that_is_wrong() -> None:
    async with StandIn().serve() as url:
        assert_only(await examined(url, now=time.time() + 3600), ENGLISH.clock, ENGLISH.clock_wrong)


@pytest.mark.parametrize(
    ("webhook", "settings", "check"),
    [
        ({"url": "https://other.example.org/hook"}, {}, ENGLISH.webhook_foreign),
        ({"url": "https://other.example.org/hook"}, {"telegram_updates": "webhook"}, ENGLISH.webhook_other),
        ({"url": ""}, {"telegram_updates": "webhook"}, ENGLISH.webhook_none),
        (
            {"url": f"{PUBLIC}/telegram", "last_error_message": "SSL error"},
            {"telegram_updates": "webhook"},
            ENGLISH.webhook_failing,
        ),
        ({"pending_update_count": 5000}, {}, ENGLISH.updates_waiting),
    ],
)
async def test_updates_that_go_elsewhere(webhook: dict[str, Any], settings: dict[str, Any], check: Check) -> None:
    async with changed({"getWebhookInfo": webhook}) as url:
        assert_only(await examined(url, public_url=PUBLIC, **settings), ENGLISH.updates, check)


@pytest.mark.parametrize(
    ("me", "subject", "check"),
    [
        ({"supports_inline_queries": False}, ENGLISH.inline, ENGLISH.inline_off),
        ({"can_read_all_group_messages": True}, ENGLISH.groups, ENGLISH.groups_all),
    ],
)
async def test_modes_that_are_set_with_botfather(me: dict[str, Any], subject: str, check: Check) -> None:
    async with changed({"getMe": me}) as url:
        assert_only(await examined(url), subject, check)


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_language_fills_the_same_gaps(language: str) -> None:
    for field in fields(CheckTexts):
        there, here = getattr(ENGLISH, field.name), getattr(CHECK_LANGUAGES[language], field.name)
        assert gaps(there) == gaps(here), field.name


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_the_index_s_findings_are_said_in_every_language_with_all_that_they_say(language: str) -> None:
    said = INDEX_CHECKS[language]
    assert said.keys() == CHECKS.keys()
    for kind, check in CHECKS.items():
        there, here = ({gap for text in each for gap in gaps(text)[0]} for each in (check, said[kind]))
        assert there == here, kind
        assert bool(check.remedy) == bool(said[kind][2]), kind


def gaps(text: str | Check) -> list[set[str]]:
    texts = [text] if isinstance(text, str) else list(text)
    return [{name for _, name, _, _ in Formatter().parse(one) if name} for one in texts]


def doctor(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "ADMIN_"))}
    return subprocess.run(
        [sys.executable, "-m", "bot", "doctor"],
        env=inherited | {"PYTHONPATH": str(ROOT), "CORPUS_DIR": str(SEEDS), "LC_ALL": ""} | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_the_command_adds_the_findings_of_the_index_and_speaks_the_terminal_s_language(
    seeds_index: Path, tmp_path: Path
) -> None:
    async with StandIn().serve() as url:
        own = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "ADMIN_USER_IDS": ADMIN}
        good = await asyncio.to_thread(doctor, tmp_path, INDEX_DIR=str(seeds_index), LANG="uk_UA.UTF-8", **own)
    assert good.returncode == 0, good.stdout + good.stderr
    assert f"ok   {CHECK_LANGUAGES['uk'].token}: " in good.stdout
    assert "Покоління 1, чинне: статей: 5" in good.stdout
    assert "BAD" not in good.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [("TELEGRAM_BOT_TOKEN", "my token"), ("ADMIN_USER_IDS", "-1001234567890"), ("TELEGRAM_TOKEN", "1:a")],
)
def test_settings_that_can_not_be_used_are_a_finding(tmp_path: Path, name: str, value: str) -> None:
    # A terminal that has no letters for the language gets English.
    terminal = {"LANG": "uk_UA", "PYTHONIOENCODING": "ascii"}
    bad = doctor(tmp_path, INDEX_DIR=str(tmp_path), **terminal, **{name: value})
    assert bad.returncode == 2
    assert bad.stdout.startswith(f"BAD  {ENGLISH.settings}: ")
    assert name in bad.stdout
    assert "Traceback" not in bad.stderr
