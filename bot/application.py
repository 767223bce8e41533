"""The bot's table of contents: every handler, in the order in which they are tried."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot import admin, menu, questions, sources
from bot.context import Context, Services, provide
from bot.delivery import PatientRateLimiter
from bot.desk import Desk
from bot.errors import on_error
from bot.polling import UpdateLedger
from bot.settings import BotSettings

NEW = filters.UpdateType.MESSAGE
PRIVATE = NEW & filters.ChatType.PRIVATE
GROUPS = NEW & filters.ChatType.GROUPS

UPDATE_TYPES = [Update.MESSAGE]

_AT_ONCE = 256


def handlers() -> list[BaseHandler[Any, Context, Any]]:
    """Of these the first that fits handles the update."""
    return [
        # what the bot does
        CommandHandler("start", questions.start, NEW),
        CommandHandler("help", questions.help_, NEW),
        CommandHandler("ask", questions.ask, NEW),
        CommandHandler("sources", sources.sources, NEW),
        # admins
        CommandHandler("reindex", admin.reindex, NEW),
        # everything else that is said to the bot
        MessageHandler(PRIVATE & filters.COMMAND, questions.unknown_command),
        MessageHandler(PRIVATE & (filters.TEXT | filters.CAPTION), questions.ask),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, questions.not_text),
        MessageHandler(GROUPS & ~filters.COMMAND & questions.SPOKEN_TO, questions.ask),
    ]


def build_application(
    settings: BotSettings, desk: Desk, *, token: str | None = None, api_url: str | None = None
) -> Application[Any, Context, Any, Any, Any, Any]:
    """The whole bot, ready to be initialized; its updates come from a `Poller`."""
    # Without it, python-telegram-bot warns of its own coming change at every flood wait.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    token = token or (settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else "")
    api_url = api_url or settings.telegram_api_url
    application = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api_url}/bot")
        .base_file_url(f"{api_url}/file/bot")
        .request(_request(api_url))
        .get_updates_request(_request(api_url))
        .context_types(ContextTypes(context=Context))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True), allow_sending_without_reply=True))
        .rate_limiter(PatientRateLimiter())
        .concurrent_updates(UpdateLedger(_AT_ONCE))
        .updater(None)
        .job_queue(None)
        .build()
    )
    provide(application, Services.of(settings, desk))
    application.add_handlers(handlers())
    application.add_handler(
        MessageHandler(PRIVATE & filters.User(settings.admin_user_ids), menu.publish_admin_menu), -1
    )
    application.add_error_handler(on_error)
    return application


def _request(api_url: str) -> HTTPXRequest:
    """A client for the API; a proxy of the environment is not for a server on this machine."""
    is_here = urlsplit(api_url).hostname in ("127.0.0.1", "localhost", "::1")
    return HTTPXRequest(
        connection_pool_size=_AT_ONCE, read_timeout=10, pool_timeout=10, httpx_kwargs={"trust_env": not is_here}
    )
