"""The web server: it serves in the bot's event loop, and ends in order."""

from __future__ import annotations

import asyncio
import logging
import socket

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import StartError
from bot.transport.logs import RedactingFormatter
from bot.web.application import web_application
from bot.web.server import web_server

PROXIES = "127.0.0.1"


async def test_every_response_has_headers_that_bind_browsers() -> None:
    async def own(_: Request) -> Response:
        return PlainTextResponse("own", headers={"Content-Security-Policy": "default-src 'self'"})

    application = web_application([Route("/own", own)], [Route("/", lambda _: PlainTextResponse("plain"))])
    async with web_server(application, "127.0.0.1", 0, PROXIES) as url, httpx.AsyncClient(trust_env=False) as client:
        plain, missing, own_one = [await client.get(f"{url}{path}") for path in ("/", "/nothing", "/own")]
    assert plain.text == "plain"
    assert missing.status_code == 404
    for response in (plain, missing):
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "server" not in response.headers
    assert own_one.headers["content-security-policy"] == "default-src 'self'"


async def test_a_request_has_an_id_of_its_own_in_the_log_and_in_what_it_gets() -> None:
    """Also one that fails, and in what a thread logs for it."""
    written: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(RedactingFormatter().format(record))

    async def said(_: Request) -> Response:
        await asyncio.to_thread(logging.getLogger("bot.tested").warning, "said")
        return PlainTextResponse("")

    async def failing(_: Request) -> Response:
        raise ValueError("broken")

    log, handler = logging.getLogger("bot"), Kept()
    log.addHandler(handler)
    application = web_application([Route("/said", said), Route("/failing", failing)])
    try:
        async with (
            web_server(application, "127.0.0.1", 0, PROXIES) as url,
            httpx.AsyncClient(trust_env=False) as client,
        ):
            chosen = {"X-Request-Id": "forged"}
            got = [await client.get(f"{url}{path}", headers=chosen) for path in ("/said", "/said", "/failing")]
    finally:
        log.removeHandler(handler)
    assert [response.status_code for response in got] == [200, 200, 500]
    ids = [response.headers["x-request-id"] for response in got]
    assert len(set(ids)) == 3
    assert all(line.endswith(f"[request {name}]") for line, name in zip(written, ids, strict=True))
    assert "ValueError: broken" in written[2]
    assert "default-src 'none'" in got[2].headers["content-security-policy"]


async def test_what_was_begun_is_answered_before_it_ends() -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def slow(_: Request) -> Response:
        begun.set()
        await may_end.wait()
        return PlainTextResponse("at last")

    async with httpx.AsyncClient(trust_env=False) as client:
        async with web_server(web_application([Route("/", slow)]), "127.0.0.1", 0, PROXIES) as url:
            asked = asyncio.create_task(client.get(url))
            await begun.wait()
            asyncio.get_running_loop().call_later(0.2, may_end.set)
        assert (await asked).text == "at last"
        with pytest.raises(httpx.ConnectError):
            await client.get(url)


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.1"])
async def test_an_address_that_can_not_be_had_is_said_in_words(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(StartError, match="WEB_PORT"):
        async with web_server(web_application(), host, taken.getsockname()[1], PROXIES):
            pass
