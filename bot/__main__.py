"""`python -m bot`: the bot in Telegram, or in the playground where there is no token.

Builds an index that is missing, or that another version or model has written. What keeps the bot from starting is
said in one sentence on stderr, with exit status 2.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, NoReturn

from index.errors import IndexMismatchError, IndexMissingError, QuotedeskError
from index.version import VersionOption

if TYPE_CHECKING:
    from bot.services.desk import Desk
    from bot.settings import BotSettings
    from index import Library


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until interrupted; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Not every terminal is UTF-8: what it can't show is escaped rather than ends the bot.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _CommandLine().parse_args(arguments)
        signal.signal(signal.SIGTERM, _stop)
        _run(in_playground=options.where == "playground")
    except QuotedeskError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        pass
    return 0


class _CommandLine(argparse.ArgumentParser):
    def __init__(self) -> None:
        super().__init__(
            prog="python -m bot",
            description="Answer questions from the archive in Telegram, or, without a token, in the playground.",
        )
        self.add_argument(
            "where", nargs="?", choices=["playground"], help="use the playground although there is a token"
        )
        self.add_argument("--version", action=VersionOption)

    def error(self, message: str) -> NoReturn:
        raise QuotedeskError(f"{message[:1].upper()}{message[1:]}: `{self.prog} --help` says what can be given.")


def _run(*, in_playground: bool) -> None:
    from bot.settings import BotSettings
    from bot.transport.logs import keep_actions, set_up_logging

    settings = BotSettings.load()
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else None
    in_playground = in_playground or token is None
    if in_playground:
        _require_playground()
    set_up_logging(token)
    library = open_library(settings)
    keep_actions(settings.index_dir, token)
    try:
        asyncio.run(_serve(settings, library, in_playground=in_playground))
    finally:
        library.close()


def _require_playground() -> None:
    """Raise StartError at once, not after the index is built, where the extra is not installed."""
    try:
        import playground  # noqa: F401
    except ModuleNotFoundError as error:
        from bot.errors import StartError

        raise StartError(
            "The playground is not installed: in the folder of Quotedesk, pip install -e '.[playground]', "
            "or set TELEGRAM_BOT_TOKEN to start the bot in Telegram."
        ) from error


def open_library(settings: BotSettings) -> Library:
    """The index, built first where there is none that this version and model can serve."""
    from index import Library

    try:
        return Library.open(settings.index_dir, settings)
    except IndexMissingError:
        print(f"There is no index in {settings.index_dir} yet: building it from {settings.corpus_dir}.", flush=True)
    except IndexMismatchError:
        why = "was written by another version of Quotedesk or for another model"
        print(f"The index in {settings.index_dir} {why}: building it anew from {settings.corpus_dir}.", flush=True)
    _build(settings)
    return Library.open(settings.index_dir, settings)


def _build(settings: BotSettings) -> None:
    """Build in a process of its own, which shows its progress and, if it fails, says why."""
    from bot.services.rebuilder import build_command, build_environment

    builder = subprocess.Popen(build_command(), env=build_environment(settings))  # noqa: S603 - our own command
    try:
        status = builder.wait()
    except KeyboardInterrupt:
        builder.terminate()
        builder.wait()
        raise
    if status:
        raise SystemExit(2)


async def _serve(settings: BotSettings, library: Library, *, in_playground: bool) -> None:
    from bot.services.desk import Desk

    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    desk = Desk(library, workers=settings.bot_workers, queue=settings.bot_queue)
    try:
        async with _playground(settings, desk) if in_playground else _telegram(settings, desk) as ready:
            print(f"{ready} Ctrl-C stops it.", flush=True)
            await stopped.wait()
            print("Stopping…", flush=True)
    finally:
        desk.close()


@contextlib.asynccontextmanager
async def _telegram(settings: BotSettings, desk: Desk) -> AsyncIterator[str]:
    from bot.application import build_application, running
    from bot.services.journal import Unfinished
    from bot.transport.update_log import HandledUpdates

    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    bot_id = token.partition(":")[0]
    handled = HandledUpdates(settings.index_dir / f"handled-{bot_id}.log")
    unfinished = Unfinished(settings.index_dir / f"reindexing-{bot_id}.json")
    application = build_application(settings, desk, handled=handled, unfinished=unfinished)
    async with running(application):
        yield f"The bot answers as @{application.bot.username} in Telegram."


@contextlib.asynccontextmanager
async def _playground(settings: BotSettings, desk: Desk) -> AsyncIterator[str]:
    from bot.application import build_application, running
    from bot.errors import StartError
    from playground import PlaygroundError, serve_playground

    async with contextlib.AsyncExitStack() as stack:
        try:
            served = serve_playground(settings.playground_port, sorted(settings.admin_user_ids))
            playground = await stack.enter_async_context(served)
        except PlaygroundError as error:
            raise StartError(str(error)) from error
        settings = settings.model_copy(update={"admin_user_ids": frozenset(playground.admin_ids)})
        application = build_application(settings, desk, token=playground.token, api_url=playground.api_url)
        async with running(application):
            yield f"The bot answers in the playground: {playground.page_url}"


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
