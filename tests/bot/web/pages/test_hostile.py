"""What visitors may send to do harm to others: it reaches no header, no link, no file, and nobody else's quota."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.services.desk import Desk
from bot.settings import BotSettings
from bot.web.application import web_application
from bot.web.pages.routes import page_routes
from bot.web.server import web_server
from index import Library
from tests.bot.web.pages.conftest import PUBLIC_URL, TOKEN
from tests.conftest import SEEDS

BREAK = "%0d%0aX-Planted:%20planted%0d%0aSet-Cookie:%20planted=1"
ELSEWHERE = "planted.example.net"


@pytest.mark.parametrize(
    "path",
    [
        f"search?q=thanks{BREAK}",
        f"search?q=thanks&lang=uk{BREAK}&after=1{BREAK}",
        f"q/p_{BREAK}",
        f"q/{BREAK}.txt",
        f"s/{BREAK}",
        f"static/{BREAK}?v={BREAK}",
        f"/{ELSEWHERE}/%2e%2e",
    ],
)
async def test_what_visitors_send_stands_in_no_header_and_in_no_link(pages: httpx.AsyncClient, path: str) -> None:
    sent = dict.fromkeys(("Host", "X-Forwarded-Host", "X-Request-Id", "Origin", "Referer"), ELSEWHERE)
    tongues = {"Accept-Language": "uk;q=planted", "If-None-Match": '"planted"'}
    response = await pages.get(f"{str(pages.base_url).rstrip('/')}/{path}", headers=sent | tongues)
    assert response.status_code < 500
    assert "planted" not in repr(response.headers).lower()
    assert not {"set-cookie", "location"} & response.headers.keys()
    assert f'"http://{ELSEWHERE}' not in response.text
    assert f'"//{ELSEWHERE}' not in response.text


@pytest.mark.parametrize("path", ["static/..%2f..%2frendering.py", "static/%2e%2e/rendering.py", "s/..%2f..%2f.env"])
async def test_no_path_leads_to_a_file(pages: httpx.AsyncClient, path: str) -> None:
    assert (await pages.get(f"{str(pages.base_url).rstrip('/')}/{path}")).status_code == 404


@pytest.mark.parametrize(("proxies", "statuses"), [("192.0.2.1", [200, 429]), ("127.0.0.1", [200, 200])])
async def test_only_a_proxy_is_believed_who_asks(
    library: Library, seeds_index: Path, proxies: str, statuses: list[int]
) -> None:
    settings = BotSettings.load(
        index_dir=seeds_index, corpus_dir=SEEDS, public_url=PUBLIC_URL, bot_questions_per_minute=1
    )
    with closing(Desk(library)) as desk:
        application = web_application(page_routes(settings, desk, TOKEN))
        async with (
            web_server(application, "127.0.0.1", 0, proxies) as url,
            httpx.AsyncClient(base_url=url, trust_env=False, timeout=60) as client,
        ):
            asked = [
                await client.get("search?q=thanks", headers={"X-Forwarded-For": f"198.51.100.{number}"})
                for number in range(2)
            ]
    assert [response.status_code for response in asked] == statuses
