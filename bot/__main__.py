"""`python -m bot`: the bot in Telegram, or in the playground where there is no token; `doctor` checks both.

Builds an index that is missing, or that another version or model has written. What keeps the bot from starting is
said in one sentence on stderr, with exit status 2.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import io
import platform
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, NoReturn

from index.errors import IndexMismatchError, IndexMissingError, QuotedeskError
from index.version import VersionOption

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.services.desk import Desk
    from bot.settings import BotSettings
    from bot.transport.claims import Claims
    from bot.transport.lifecycle import AnyApplication
    from bot.transport.webhook import WebhookReceiver
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
        if options.what == "doctor":
            return _examine()
        _run(in_playground=options.what == "playground")
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
            "what",
            nargs="?",
            choices=["playground", "doctor"],
            help="playground: use it although there is a token; doctor: check bot and index, and say what to do",
        )
        self.add_argument("--version", action=VersionOption)

    def error(self, message: str) -> NoReturn:
        raise QuotedeskError(f"{message[:1].upper()}{message[1:]}: `{self.prog} --help` says what can be given.")


def _examine() -> int:
    """Print what the doctors of the bot and of the index find; 2 where something is not good."""
    from bot.services.doctor import examine_all
    from bot.transport.stores import reach_store
    from index import format_findings

    findings = examine_all(reach_store)
    print(format_findings(findings))
    return 0 if all(finding.good for finding in findings) else 2


def _run(*, in_playground: bool) -> None:
    from bot.settings import BotSettings
    from bot.transport.logs import keep_actions, set_up_logging

    settings = BotSettings.load()
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else None
    in_playground = in_playground or token is None
    if in_playground:
        _require_playground()
    set_up_logging(settings.log_format, *settings.secrets)
    library = open_library(settings)
    # Where the index is on a server, nothing has made the folder yet; the first that needs it says why it can't be had.
    with contextlib.suppress(OSError):
        settings.index_dir.mkdir(parents=True, exist_ok=True)
    keep_actions(settings.index_dir, *settings.secrets)
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
        print(f"There is no index in {_place(settings)} yet: building it from {settings.corpus_dir}.", flush=True)
    except IndexMismatchError:
        why = "was written by another version of Quotedesk or for another model"
        print(f"The index in {_place(settings)} {why}: building it anew from {settings.corpus_dir}.", flush=True)
    _build(settings)
    return Library.open(settings.index_dir, settings)


def _place(settings: BotSettings) -> str:
    """Where the index is, in words."""
    return str(settings.index_dir) if settings.index_engine == "local" else "Milvus"


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
    desk = Desk(library, workers=settings.bot_workers, queue=settings.bot_queue, slow_ms=settings.slow_question_ms)
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
    # Replicas know from their store what was handled, and each keeps the messages of its own re-indexes.
    replica = f"-{platform.node()}-{settings.port}" if settings.shared_store else ""
    handled = None if replica else HandledUpdates(settings.index_dir / f"handled-{bot_id}.log")
    unfinished = Unfinished(settings.index_dir / f"reindexing-{bot_id}{replica}.json")
    application = build_application(settings, desk, handled=handled, unfinished=unfinished)
    async with replica_of(application, settings) as claims:
        receiver = receiver_of(application, settings, claims)
        web = _web(application, settings, desk, token, receiver, claims)
        async with web as served, running(application, receiver, claims):
            yield f"The bot answers as @{application.bot.username} in Telegram.{served}"


@contextlib.asynccontextmanager
async def replica_of(application: AnyApplication, settings: BotSettings) -> AsyncIterator[Claims | None]:
    """What this bot has to do with others that share its work; None where there are none."""
    if settings.shared_store is None:
        yield None
        return
    from bot.errors import SharedStoreError, StartError
    from bot.transport.claims import Claims
    from bot.transport.ledger import ledger_of
    from bot.transport.stores import open_store

    try:
        store = await open_store(settings.shared_store.get_secret_value())
    except SharedStoreError as error:
        raise StartError(f"The shared store can't be reached ({error}): check SHARED_STORE.") from error
    try:
        yield Claims(store, ledger_of(application), application.bot.token.partition(":")[0])
    finally:
        await store.close()


def receiver_of(
    application: AnyApplication, settings: BotSettings, claims: Claims | None = None
) -> WebhookReceiver | None:
    """Where updates come from if not by polling."""
    from bot.application import UPDATE_TYPES
    from bot.transport.webhook import SECRET_FILE, WebhookReceiver, kept_secret

    if (url := settings.webhook_url) is None:
        return None
    given = settings.telegram_webhook_secret
    secret = given.get_secret_value() if given else kept_secret(settings.index_dir / SECRET_FILE)
    return WebhookReceiver(application, url, secret, UPDATE_TYPES, claims)


@contextlib.asynccontextmanager
async def _playground(settings: BotSettings, desk: Desk) -> AsyncIterator[str]:
    from bot.application import build_application, running
    from bot.errors import StartError
    from playground import PlaygroundError, serve_playground

    async with contextlib.AsyncExitStack() as stack:
        try:
            opened = serve_playground(settings.playground_port, sorted(settings.admin_user_ids))
            playground = await stack.enter_async_context(opened)
        except PlaygroundError as error:
            raise StartError(str(error)) from error
        settings = settings.model_copy(update={"admin_user_ids": frozenset(playground.admin_ids)})
        application = build_application(settings, desk, token=playground.token, api_url=playground.api_url)
        web = _web(application, settings, desk, playground.token)
        async with web as served, running(application):
            yield f"The bot answers in the playground: {playground.page_url}{served}"


@contextlib.asynccontextmanager
async def _web(
    application: AnyApplication,
    settings: BotSettings,
    desk: Desk,
    token: str,
    receiver: WebhookReceiver | None = None,
    claims: Claims | None = None,
) -> AsyncIterator[str]:
    """The web server, where a setting needs it; gives the sentence that says where it is."""
    if not settings.serves_web:
        yield ""
        return
    from bot.web.site import serving_web

    pages: Sequence[BaseRoute] = ()
    if settings.public_url:
        from bot.web.pages.routes import page_routes

        pages = page_routes(settings, desk, token)
    async with serving_web(application, settings, desk, receiver, claims, pages) as url:
        yield f" The web server listens at {url}."


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
