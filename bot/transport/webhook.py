"""Taking updates that Telegram sends to the bot's webhook, so that none is lost and none is handled twice.

Telegram sends an update again until it is told that it was taken, and the next one of that chat only then. Here it is
told so after the handler is done, as in polling: what a crash leaves unanswered comes again.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import logging
import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from telegram import Bot, Update
from telegram.constants import WebhookLimit
from telegram.error import BadRequest

from bot.errors import SharedStoreError, StartError
from bot.transport.claims import Claims
from bot.transport.ledger import ledger_of
from bot.transport.lifecycle import AnyApplication

_LOG = logging.getLogger(__name__)
# Telegram gives up a connection on which it hears nothing for fifty seconds.
_SECONDS_TO_HANDLE = 40
_SECRET_BYTES = 32
SECRET_FILE = "webhook.secret"  # noqa: S105 - the name of a file


class WebhookReceiver:
    """The webhook of one application whose update processor is a ledger, and which may be one of several replicas."""

    def __init__(
        self,
        application: AnyApplication,
        url: str,
        secret: str,
        allowed: Sequence[str],
        claims: Claims | None = None,
    ) -> None:
        self._application = application
        self._claims = claims
        self._keeping: asyncio.Task[None] | None = None
        self._ledger = ledger_of(application)
        self._url = url
        self._secret = secret
        self._allowed = allowed
        self._takes = False
        self._store_is_away = False

    @property
    def bot(self) -> Bot:
        bot: Bot = self._application.bot
        return bot

    def is_secret(self, given: str) -> bool:
        """Whether somebody is Telegram; how long that takes to say does not tell how much of it was right."""
        return hmac.compare_digest(given.encode(), self._secret.encode())

    async def begin(self) -> None:
        """Have Telegram send updates from now on.

        Raises:
            StartError: Telegram does not take the address.
        """
        if self._claims:
            self._keeping = asyncio.create_task(self._claims.keep())
        self._takes = True
        try:
            await self._application.bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=self._allowed,
                max_connections=WebhookLimit.MAX_CONNECTIONS_LIMIT,
            )
        except BadRequest as error:
            raise StartError(
                f"Telegram does not take the webhook at {self._url} ({error.message}): check PUBLIC_URL."
            ) from None

    async def receive(self, update: Update) -> bool:
        """Handle an update that Telegram has sent; False when it is to be sent again."""
        if not self._takes:
            return False
        if self._claims is None:
            return await self._handle(update)
        try:
            claim = await self._claims.claim(update.update_id, _SECONDS_TO_HANDLE)
        except SharedStoreError as error:
            # Once for all that comes meanwhile.
            if not self._store_is_away:
                _LOG.warning("The shared store can't be reached (%s): updates wait at Telegram meanwhile.", error)
            self._store_is_away = True
            return False
        if self._store_is_away:
            _LOG.info("The shared store can be reached again.")
            self._store_is_away = False
        # Meanwhile this replica may have been told to stop; then it leaves to others what it has claimed.
        handled = claim == "settled" or (claim == "ours" and self._takes and await self._handle(update))
        if handled and claim == "ours":
            await self._claims.settle(update.update_id)
        return handled

    async def _handle(self, update: Update) -> bool:
        if self._ledger.take(update):
            await self._application.update_queue.put(update)
        if _is_picture_of_an_album(update):
            return True
        return await self._ledger.handled(update.update_id, _SECONDS_TO_HANDLE)

    async def finish(self, within: float) -> bool:
        """Take nothing more, and wait for what was taken to be handled; False when something was left open."""
        self._takes = False
        done = await self._ledger.all_done(within)
        if not done:
            self._ledger.abandon()
        if self._claims and self._keeping:
            self._keeping.cancel()
            await self._claims.release()
        # Those who sent it hear so before the server ends.
        await asyncio.sleep(0)
        return done


def kept_secret(path: Path) -> str:
    """The secret in a file, which is made up and written down if there is none; several bots agree on the first.

    Raises:
        StartError: the file can't be written or read.
    """
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                aside.touch(0o600)
                aside.write_text(secrets.token_urlsafe(_SECRET_BYTES), encoding="ascii")
                with contextlib.suppress(FileExistsError):
                    path.hardlink_to(aside)
            finally:
                aside.unlink(missing_ok=True)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise StartError(
            f"The webhook's secret can't be kept in {path} ({error.strerror}): set TELEGRAM_WEBHOOK_SECRET."
        ) from error


def _is_picture_of_an_album(update: Update) -> bool:
    """One without words waits for what the others say, which Telegram sends only when this one was taken."""
    message = update.effective_message
    return bool(message and message.media_group_id and not message.caption)
