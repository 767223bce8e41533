"""The pages of an archive, served over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.services.desk import Desk
from bot.settings import BotSettings
from bot.web.application import web_application
from bot.web.pages.routes import page_routes
from bot.web.server import web_server
from index import Library
from tests.conftest import SEEDS

TOKEN = "4242424242:AA-the-token-of-a-bot-that-has-pages"
PUBLIC_URL = "https://quotes.example.org"

PagesOf = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def pages_of(library: Library, seeds_index: Path) -> PagesOf:
    """`async with pages_of(**settings) as client`: the pages over the five articles are served within the block."""

    @asynccontextmanager
    async def pages(library: Library = library, **settings: Any) -> AsyncIterator[httpx.AsyncClient]:
        defaults: dict[str, Any] = {"index_dir": seeds_index, "corpus_dir": SEEDS, "public_url": PUBLIC_URL}
        loaded = BotSettings.load(**defaults | settings)
        with closing(Desk(library)) as desk:
            application = web_application(page_routes(loaded, desk, TOKEN))
            # Who asks is what a test says, as of a proxy.
            async with (
                web_server(application, "127.0.0.1", 0, "127.0.0.1") as url,
                httpx.AsyncClient(base_url=url, trust_env=False, timeout=300) as client,
            ):
                yield client

    return pages


@pytest.fixture
async def pages(pages_of: PagesOf) -> AsyncIterator[httpx.AsyncClient]:
    """The pages with their default settings."""
    async with pages_of() as client:
        yield client
