"""Serves the web application inside the event loop in which the bot runs; at the end, what was begun is answered first,
within bounds."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Generator

import uvicorn
from starlette.types import ASGIApp

from bot.errors import StartError

# A process manager kills what has not ended some thirty seconds after it was told to, and the bot takes its share.
_SECONDS_TO_FINISH = 5


class EmbeddedServer(uvicorn.Server):
    """A server in somebody else's event loop: it says when it is ready, and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


@contextlib.asynccontextmanager
async def web_server(application: ASGIApp, host: str, port: int, proxies: str) -> AsyncIterator[str]:
    """Serves for as long as the block runs; gives the address on this machine. Port 0 is any free one.

    `proxies`: the addresses and networks, with commas between them, whose word on who asks is taken.

    Raises:
        StartError: the host is none of this machine's, or the port is taken.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        application,
        interface="asgi3",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    server = EmbeddedServer(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise StartError(
            f"The web server can't listen on {host}, port {port} ({error.strerror}): "
            "set WEB_HOST and WEB_PORT to what is free on this machine."
        ) from error
