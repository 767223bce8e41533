"""The bot against the stand-in for Telegram, over HTTP: what `standin.send_text` says, the running bot answers."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, nullcontext
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import receiver_of, replica_of
from bot.application import build_application, running
from bot.handlers import alerts, inline
from bot.handlers.admin import reindex
from bot.services import desk
from bot.services.desk import Desk
from bot.services.example_questions import ExampleQuestions
from bot.services.journal import Unfinished
from bot.settings import BotSettings
from bot.transport import delivery
from bot.transport.lifecycle import AnyApplication
from bot.transport.update_log import HandledUpdates
from bot.web.site import serving_web
from index import Library
from index.encoding.encoder import Encoder
from playground.standin import StandIn
from playground.world import Chat, User
from tests.bot.helpers import ADMIN_ID, BotOf, Served, StartBot
from tests.conftest import SEEDS


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    """A stand-in that is being served at `standin.url`; afterwards it has refused nothing but what a test allows."""
    standin = Served()
    async with standin.serve() as url:
        standin.url = url
        yield standin
    standin.check(allowing=standin.allowed)


@pytest.fixture(autouse=True)
def _patient_look_ups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine fails no test: inline answers leave also after the two seconds that a person is given."""
    monkeypatch.setattr(inline, "_SECONDS_TO_ANSWER", 300)
    monkeypatch.setitem(delivery._PATIENCE, "answerInlineQuery", 300)


@pytest.fixture(autouse=True)
def _frequent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the bot looks at every second or two it looks at more often, so that no test waits for that."""
    for module, name in ((alerts, "_SECONDS_BETWEEN_LOOKS"), (reindex, "_SECONDS_BETWEEN_LOOKS")):
        monkeypatch.setattr(module, name, 0.1)
    monkeypatch.setattr(desk, "_REFRESH_SECONDS", 0.2)


@pytest.fixture(autouse=True)
def _no_example_questions(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tests marked so have the bot ask itself questions to offer, which takes some seconds a start."""

    async def nothing(_: ExampleQuestions) -> None:
        pass

    if not request.node.get_closest_marker("with_example_questions"):
        monkeypatch.setattr(ExampleQuestions, "follow", nothing)


@pytest.fixture
def transport() -> str:
    """How updates come to the bot; tests marked `both_ways` run with a webhook too."""
    return "polling"


@pytest.fixture
def bot_of(standin: Served, library: Library, seeds_index: Path, transport: str) -> BotOf:
    """`async with bot_of(**settings)`: the bot over the five articles runs within the block."""

    @asynccontextmanager
    async def bot(
        library: Library = library,
        handled: HandledUpdates | None = None,
        unfinished: Unfinished | None = None,
        **settings: Any,
    ) -> AsyncIterator[AnyApplication]:
        defaults: dict[str, Any] = {"index_dir": seeds_index, "admin_user_ids": str(ADMIN_ID)}
        loaded = BotSettings.load(**defaults | settings_of(transport, standin) | settings)
        bounds = {"workers": loaded.bot_workers, "queue": loaded.bot_queue, "slow_ms": loaded.slow_question_ms}
        with closing(Desk(library, **bounds)) as opened:
            kept: dict[str, Any] = {"handled": handled, "unfinished": unfinished}
            application = build_application(loaded, opened, token=standin.token, api_url=standin.url, **kept)
            async with replica_of(application, loaded) as claims:
                receiver = receiver_of(application, loaded, claims)
                web = serving_web(application, loaded, opened, receiver, claims) if loaded.serves_web else nullcontext()
                async with web, running(application, receiver, claims):
                    yield application

    return bot


def settings_of(transport: str, standin: Served) -> dict[str, Any]:
    """A webhook at a port that was free a moment ago."""
    if transport == "polling":
        return {}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    url = {"telegram_api_url": standin.url, "public_url": f"http://127.0.0.1:{port}"}
    return url | {"web_port": port, "telegram_updates": transport, "telegram_webhook_secret": "open-sesame-open-sesame"}


@pytest.fixture
async def start_bot(bot_of: BotOf) -> AsyncIterator[StartBot]:
    """Starts the bot with these settings; it stops at the end of the test."""
    async with AsyncExitStack() as stack:

        async def start(**settings: Any) -> AnyApplication:
            return await stack.enter_async_context(bot_of(**settings))

        yield start


@pytest.fixture
async def bot(start_bot: StartBot) -> AnyApplication:
    """The bot with its default settings, running."""
    return await start_bot()


@pytest.fixture
def own_corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "articles"))


@pytest.fixture
def own_library(own_index: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library that a test may re-index; the model is loaded once for all tests."""
    monkeypatch.setattr("index.library.Encoder", lambda *_, **__: encoder)
    library = Library.open(own_index)
    yield library
    library.close()


@pytest.fixture
def admin(standin: Served) -> User:
    return standin.add_user("Grace", user_id=ADMIN_ID)


@pytest.fixture
async def admin_bot(start_bot: StartBot, own_library: Library, own_index: Path, own_corpus: Path) -> AnyApplication:
    """The bot over an index and a corpus that it may change."""
    return await start_bot(library=own_library, index_dir=own_index, corpus_dir=own_corpus)


@pytest.fixture
def ada(standin: Served) -> User:
    return standin.add_user("Ada")


@pytest.fixture
def chat(standin: Served, ada: User) -> Chat:
    """Ada's private chat with the bot."""
    return standin.private_chat(ada)
