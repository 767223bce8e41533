"""The doctor of an installation in order finds nothing, and of each fault that is planted in it that one alone."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.services.doctor import examine_all
from bot.texts.checks import CHECK_LANGUAGES
from bot.transport.stores import reach_store
from index import Finding
from playground.standin import TOKEN, StandIn
from tests.bot.transport.stores import served
from tests.conftest import SEEDS

TEXTS = CHECK_LANGUAGES["en"]
SECRET = TOKEN.partition(":")[2]
NOBODY = "http://127.0.0.1:9"
HOURS = 7200


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with a `.env`, articles and an index, and the Telegram that its bot talks to."""

    folder: Path
    telegram: StandIn

    @property
    def env_file(self) -> Path:
        return self.folder / ".env"

    @property
    def corpus(self) -> Path:
        return self.folder / "seeds"

    @property
    def index(self) -> Path:
        return self.folder / "var" / "index"

    def set(self, name: str, value: str) -> None:
        kept = [line for line in self.env_file.read_text().splitlines() if not line.startswith(f"{name}=")]
        self.env_file.write_text("\n".join([*kept, f"{name}={value}", ""]))

    def hook(self, url: str) -> None:
        self.telegram.api.webhook.perform("setWebhook", {"url": url})


def late(installation: Installation) -> None:
    installation.telegram.world.clock = lambda: time.time() - HOURS


def unveiled(installation: Installation) -> None:
    installation.telegram.world.privacy = False


def share(installation: Installation, store: str) -> None:
    """Make it one of several replicas."""
    settings = {"SHARED_STORE": store, "TELEGRAM_UPDATES": "webhook", "PUBLIC_URL": "https://quotes.example.org"}
    for name, value in settings.items():
        installation.set(name, value)
    installation.hook("https://quotes.example.org/telegram")


# What is planted, which subject it belongs to, and a word of what is said of it or of its remedy.
FAULTS: dict[str, tuple[Callable[[Installation], object], str, str]] = {
    "an unknown key": (lambda it: it.set("TELEGRAM_TOKEN", "1:a"), TEXTS.settings, "TELEGRAM_TOKEN"),
    "no token": (lambda it: it.set("TELEGRAM_BOT_TOKEN", ""), TEXTS.token, "BotFather"),
    "a token of before": (lambda it: it.set("TELEGRAM_BOT_TOKEN", f"{TOKEN}X"), TEXTS.token, "not accepted"),
    "a token for all to read": (lambda it: it.env_file.chmod(0o644), TEXTS.token, "chmod 600"),
    "no admin": (lambda it: it.set("ADMIN_USER_IDS", ""), TEXTS.admins, "ADMIN_USER_IDS"),
    "a group for an admin": (lambda it: it.set("ADMIN_USER_IDS", "1001234567890"), TEXTS.admins, "group"),
    "no Telegram": (lambda it: it.set("TELEGRAM_API_URL", NOBODY), TEXTS.api, "firewall"),
    "a Telegram that fails": (lambda it: it.telegram.fail_next("getMe", status=502), TEXTS.api, "502"),
    "a slow clock": (late, TEXTS.clock, "differs"),
    "another bot with this token": (lambda it: it.hook("https://other.example.org/x"), TEXTS.updates, "other.example"),
    "every message of groups": (unveiled, TEXTS.groups, "/setprivacy"),
    "a corpus that is not there": (lambda it: it.set("CORPUS_DIR", "articles"), "Corpus articles", "does not exist"),
    "an empty file": (lambda it: (it.corpus / "new.txt").touch(), "Corpus seeds", "new.txt is empty"),
    "a torn line": (lambda it: (it.corpus / "wire.jsonl").write_text("{"), "Corpus seeds", "wire.jsonl:1"),
    "no index": (lambda it: shutil.rmtree(it.index), "Index", "index build"),
    "an index folder that is a file": (lambda it: it.set("INDEX_DIR", ".env"), "Index folder .env", "write access"),
    "a damaged pointer": (lambda it: (it.index / "current").write_text("?"), "Pointer", "index build"),
    "a damaged file of the index": (
        lambda it: next(it.index.rglob("passages.f2")).write_bytes(b"junk"),
        "Generation 1, served",
        "passages.f2",
    ),
    "a model that is not there": (lambda it: it.set("EMBEDDING_MODEL", "./none"), "Embedding model", "EMBEDDING_MODEL"),
    "a torn calibration": (lambda it: (it.index / "calibration.json").write_text("{"), "Calibration", "calibration"),
    "no reranker": (lambda it: it.set("RERANKER_MODEL", "./none"), "Reranker", "RERANKER_MODEL"),
    "no shared store": (lambda it: share(it, "redis://127.0.0.1:9"), TEXTS.store, "SHARED_STORE"),
}
# There is none in it then.
CONSEQUENCES = {"an index folder that is a file": ["Index"]}


@pytest.fixture
def installation(seeds_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    shutil.copytree(SEEDS, tmp_path / "seeds")
    shutil.copytree(seeds_index, tmp_path / "var" / "index")
    monkeypatch.chdir(tmp_path)
    installation = Installation(tmp_path, StandIn())
    installation.env_file.touch(0o600)
    installation.set("TELEGRAM_BOT_TOKEN", TOKEN)
    installation.set("ADMIN_USER_IDS", "12345")
    return installation


async def looked_at() -> list[Finding]:
    """What there is to do."""
    found = await asyncio.to_thread(examine_all, reach_store)
    assert SECRET not in repr(found)
    return [finding for finding in found if finding.remedy or not finding.good]


async def test_in_an_installation_in_order_there_is_nothing_to_do(installation: Installation) -> None:
    async with installation.telegram.serve() as url, served("redis") as store:
        installation.set("TELEGRAM_API_URL", url)
        share(installation, store)
        assert await looked_at() == []


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_is_found_with_its_remedy(installation: Installation, fault: str) -> None:
    plant, subject, words = FAULTS[fault]
    async with installation.telegram.serve() as url:
        installation.set("TELEGRAM_API_URL", url)
        plant(installation)
        (finding, *others) = await looked_at()
    assert finding.subject == subject
    assert words in f"{finding.state} {finding.remedy}"
    assert finding.remedy
    assert [other.subject for other in others] == CONSEQUENCES.get(fault, [])


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 15
