"""Real stores for replicas, each on a port and in a folder of its own; what is not installed is skipped."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.errors import SharedStoreError
from bot.transport.shared_store import SharedStore
from bot.transport.stores import open_store


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def program(name: str) -> str:
    found = shutil.which(name) or next(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")), None)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@asynccontextmanager
async def served(kind: str) -> AsyncIterator[str]:
    """A server of this kind; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        Path(folder).chmod(0o777)
        if kind == "redis":
            command = [program("redis-server"), *f"--port {port} --bind 127.0.0.1 --dir {folder}".split(), "--save", ""]
            url = f"redis://127.0.0.1:{port}"
        else:
            command = await _postgres(Path(folder), port)
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        process = await _started(command)
        try:
            await _reached(url)
            yield url
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _reached(url: str) -> None:
    store: SharedStore | None = None
    async with asyncio.timeout(60):
        while store is None:
            try:
                store = await open_store(url)
            except SharedStoreError:
                await asyncio.sleep(0.1)
    await store.close()


async def _postgres(folder: Path, port: int) -> list[str]:
    made = [program("initdb"), *f"-D {folder}/data -U postgres -A trust --no-sync".split()]
    assert await (await _started(made)).wait() == 0
    return [program("postgres"), *f"-D {folder}/data -h 127.0.0.1 -p {port} -k {folder} -F".split()]


async def _started(command: list[str]) -> asyncio.subprocess.Process:
    # PostgreSQL does not run as root.
    person = {"user": "nobody"} if os.getuid() == 0 else {}
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet, cwd="/", **person)  # type: ignore[arg-type]
