"""Serves an application on this computer only, inside an event loop that others use too."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Generator

import uvicorn
from starlette.types import ASGIApp

from playground.errors import PlaygroundError

HOST = "127.0.0.1"
_QUIET = logging.CRITICAL  # what goes wrong inside is logged by the application itself


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    async def main_loop(self) -> None:
        """Starts and ends at once, where uvicorn looks ten times a second."""
        self.ready.set()
        await self.stopping.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leaves signals to whoever runs the event loop."""
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, port: int) -> AsyncIterator[str]:
    """Serves on the loopback interface while the context is open; gives the base URL.

    Requests that are still open at the end are broken off. Raises PlaygroundError when the port is taken.
    """
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        raise PlaygroundError(
            f"Port {port} can't be used for the playground ({error.strerror}): "
            "set PLAYGROUND_PORT to another one, or to 0 for any that is free."
        ) from error
    config = uvicorn.Config(
        app, interface="asgi3", lifespan="off", proxy_headers=False, log_config=None, log_level=_QUIET
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await server.ready.wait()
        yield f"http://{HOST}:{listener.getsockname()[1]}"
    finally:
        for request in list(server.server_state.tasks):
            request.cancel()
        server.force_exit = True
        server.stopping.set()
        await task
        listener.close()
