"""Building the index in a process of its own, which leaves the processor to questions that are asked meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import AsyncGenerator
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.errors import BuildCancelledError
from bot.services.metrics import Metrics
from bot.settings import BotSettings
from index.errors import BuildInProgressError, QuotedeskError
from index.ingest import BuildEvent, BuildReport, read_event
from index.settings import IndexSettings

# A builder that is told to stop takes away what it has written, which is done in far less.
_SECONDS_TO_STOP = 10
# The report names every article that was added: room for a million of long names.
_LONGEST_EVENT_BYTES = 1 << 28


class Rebuilder:
    """Runs one build at a time."""

    def __init__(self, settings: BotSettings, metrics: Metrics | None = None) -> None:
        self._settings = settings
        self._metrics = metrics or Metrics()
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False
        self.since: datetime | None = None
        # Whether somebody waits to build as soon as nobody else does.
        self.is_awaited = False

    async def build(self, *, full: bool = False) -> AsyncGenerator[BuildEvent, None]:
        """Build a new generation; yields the builder's events, and its report once it has ended.

        Closing the iterator early stops the build, which leaves the served generation as it was.

        Raises:
            BuildInProgressError: this bot is building already.
            BuildCancelledError: `cancel` was called.
            QuotedeskError: the build failed, with its own words.
        """
        if self.since:
            raise BuildInProgressError(f"A build has been under way since {self.since:%H:%M} UTC.")
        self.since = began = datetime.now(UTC)
        self._cancelled = False
        result = "failed"
        report: BuildReport | None = None
        try:
            async for event in self._run([*_gently(), *build_command(), "--json", *(["--full"] if full else [])]):
                if isinstance(event, BuildReport):
                    # The builder has let go of the index: another build may begin.
                    report, self.since = event, None
                    result = "published" if event.published else "unchanged"
                else:
                    yield event
        finally:
            if self.since is began:
                self.since = None
            self._metrics.builds.labels("cancelled" if self._cancelled else result).inc()
        if report:
            yield report

    def cancel(self) -> bool:
        """Stop the build that is under way, if there is one."""
        if self.since is None:
            return False
        self._cancelled = True
        if self._process:
            _interrupt(self._process)
        return True

    async def _run(self, command: list[str]) -> AsyncGenerator[BuildEvent, None]:
        process = await asyncio.create_subprocess_exec(
            *command,
            env=_few_threads() | build_environment(self._settings),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=_LONGEST_EVENT_BYTES,
        )
        if not process.stdout or not process.stderr:
            raise QuotedeskError("The build could not be started: restart the bot.")
        complaints = asyncio.create_task(process.stderr.read())
        self._process = process
        if self._cancelled:
            _interrupt(process)
        try:
            async for line in process.stdout:
                yield read_event(line)
            if await process.wait():
                if self._cancelled:
                    raise BuildCancelledError("The build was cancelled.")
                raise QuotedeskError(_last_line(await complaints) or "The build ended without a word.")
        finally:
            if self._process is process:
                self._process = None
            complaints.cancel()
            await _end(process)


def build_command() -> list[str]:
    return [sys.executable, "-m", "index", "build"]


def build_environment(settings: BotSettings) -> dict[str, str]:
    """The environment of a builder: the bot's own index settings, an empty one where it leaves the default, and not
    its token."""
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("TELEGRAM_")}
    own = {name.upper(): getattr(settings, name) for name in IndexSettings.model_fields}
    # A builder has to prove itself to a server as the bot does.
    values = {name: value.get_secret_value() if isinstance(value, SecretStr) else value for name, value in own.items()}
    return inherited | {name: "" if value is None else str(value) for name, value in values.items()}


def _few_threads() -> dict[str, str]:
    """Half of the processor's cores for encoding: threads of a low priority would still take a core's caches."""
    return {"OMP_NUM_THREADS": str(max(1, (os.cpu_count() or 1) // 2))}


def _gently() -> list[str]:
    """Questions come first; a low priority still gets a tenth of a core that is never idle."""
    nice = shutil.which("nice")
    return [nice, "-n", "10"] if nice else []


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _interrupt(process: asyncio.subprocess.Process) -> None:
    """The builder takes away what it has written so far, and ends."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()


async def _end(process: asyncio.subprocess.Process) -> None:
    _interrupt(process)
    try:
        async with asyncio.timeout(_SECONDS_TO_STOP):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
