"""`python -m bot` as a process: how it starts, says what is wrong, and stops."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.__main__ import open_library
from bot.settings import BotSettings
from index import IndexSettings
from index.ingest.build import build
from index.storage import schema
from playground.standin import TOKEN, StandIn
from tests.bot.helpers import ARTICLE
from tests.conftest import SEEDS

ROOT = Path(__file__).parents[2]


def environment(index_dir: Path, **settings: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TELEGRAM_", "ADMIN_"))}
    return inherited | {"PYTHONPATH": str(ROOT), "INDEX_DIR": str(index_dir), "CORPUS_DIR": str(SEEDS)} | settings


def start(index_dir: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """What becomes of a bot that can't start."""
    return subprocess.run(
        [sys.executable, "-m", "bot"],
        env=environment(index_dir, **settings),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@asynccontextmanager
async def started(index_dir: Path, **settings: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot that is ready."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        env=environment(index_dir, **settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def said(process: asyncio.subprocess.Process, words: str) -> str:
    """The lines of stdout up to the one with these words."""
    assert process.stdout
    lines = ""
    async with asyncio.timeout(300):
        while words not in lines:
            line = await process.stdout.readline()
            assert line, f"It ended after saying: {lines}"
            lines += line.decode()
    return lines


def assert_one_sentence(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 2
    (line,) = result.stderr.strip().splitlines()
    for word in words:
        assert word in line
    assert TOKEN.partition(":")[2] not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"TELEGRAM_BOT_TOKEN": "not a token"}, ("TELEGRAM_BOT_TOKEN", "BotFather")),
        ({"TELEGRAM_TOKEN": "1:a"}, ("TELEGRAM_TOKEN", "unknown")),
        ({"ADMIN_USER_IDS": "ada"}, ("ADMIN_USER_IDS", "numeric")),
        ({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:9"}, ("can't be reached", "127.0.0.1:9")),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(
    own_index: Path, settings: dict[str, str], words: tuple[str, ...]
) -> None:
    assert_one_sentence(start(own_index, **settings), *words)


def test_an_unknown_key_in_the_env_file_is_refused(own_index: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_QUESTION_PER_MINUTE=3\n")
    assert_one_sentence(start(own_index), "BOT_QUESTION_PER_MINUTE", ".env")


def test_a_damaged_index_is_said_in_one_sentence(own_index: Path) -> None:
    for manifest in own_index.rglob("manifest.json"):
        manifest.write_text("{")
    result = start(own_index, TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert_one_sentence(result, str(own_index), "python -m index build")


async def test_a_token_that_telegram_does_not_know(own_index: Path) -> None:
    async with StandIn().serve() as url:
        wrong = TOKEN[:-1] + "X"
        result = await asyncio.to_thread(start, own_index, TELEGRAM_BOT_TOKEN=wrong, TELEGRAM_API_URL=url)
    assert_one_sentence(result, "token", "BotFather")
    assert wrong not in result.stderr


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "gulls.txt").write_text(ARTICLE)
    return folder


@pytest.mark.slow
def test_an_index_of_another_schema_is_built_anew_and_that_is_said(
    small_corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    index_dir = tmp_path / "index"
    build(IndexSettings(index_dir=index_dir, corpus_dir=small_corpus))
    path = index_dir / "generations" / "000001" / "manifest.json"
    path.write_text(replace(schema.Manifest.load(path), schema_version=1).dump())
    open_library(BotSettings.load(index_dir=index_dir, corpus_dir=small_corpus)).close()
    (line,) = capsys.readouterr().out.splitlines()
    assert "another version" in line
    assert "building it anew" in line
    assert schema.Manifest.load(index_dir / "generations" / "000002" / "manifest.json").articles == 1


@pytest.mark.slow
async def test_a_missing_index_is_built_first_and_a_signal_ends_it_cleanly(small_corpus: Path, tmp_path: Path) -> None:
    standin = StandIn()
    async with standin.serve() as url:
        settings = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url, "CORPUS_DIR": str(small_corpus)}
        async with started(tmp_path / "new", **settings) as process:
            assert "building it from" in await said(process, "building")
            assert f"@{standin.bot.username}" in await said(process, "@")
            ada = standin.add_user("Ada")
            chat = standin.private_chat(ada)
            await standin.send_text(ada, chat, "How many gulls did the harbour master count?")
            assert "four hundred and twelve" in (await standin.next_reply(chat))["text"]
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()
            assert process.returncode == 0
            assert TOKEN.partition(":")[2] not in errors.decode()
            assert "Traceback" not in errors.decode()
        assert standin.updates.pending == 0
    standin.check()
