"""The bot's table of contents: every handler, in the order in which they are tried."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Collection
from functools import cache
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram import LinkPreviewOptions, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.callback_data import ADMIN_PATTERN
from bot.context import Context, Services, provide, services_of
from bot.handlers import (
    alerts,
    buttons,
    clippings,
    conversation,
    groups,
    inline,
    menu,
    personal,
    questions,
    sources,
    start,
    timeline,
    verify,
    watches,
)
from bot.handlers.admin import add, confirm, operations, reindex, remove
from bot.handlers.failures import on_error
from bot.services.desk import Desk
from bot.services.journal import Unfinished
from bot.services.schedule import follow_schedule
from bot.settings import BotSettings
from bot.transport import lifecycle
from bot.transport.claims import Claims
from bot.transport.delivery import PatientRateLimiter
from bot.transport.ledger import UpdateLedger
from bot.transport.polling import Poller
from bot.transport.update_log import HandledUpdates

NEW = filters.UpdateType.MESSAGE & ~questions.SENT_THROUGH_BOT
# Inline results too, if they were sent elsewhere first.
FORWARDED = filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & verify.FORWARDED_QUOTATION
PRIVATE = NEW & filters.ChatType.PRIVATE
GROUPS = NEW & filters.ChatType.GROUPS

# A note on a clipping is a reply in words; it may be changed afterwards.
NOTES = (PRIVATE | (filters.UpdateType.EDITED_MESSAGE & filters.ChatType.PRIVATE)) & filters.TEXT & ~filters.COMMAND

GUESTS = filters.UpdateType.GUEST_MESSAGE
EDITED = filters.UpdateType.EDITED_MESSAGE & (filters.TEXT | filters.CAPTION)

UPDATE_TYPES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.GUEST_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.MY_CHAT_MEMBER,
]

# More people than type at the same moment; what is beyond waits for one of these to be done.
_AT_ONCE = 256
# Requests are small: a server that takes longer is in trouble, and the request is sent again.
_TIMEOUT_SECONDS = 10


def handlers(admin_ids: Collection[int]) -> list[BaseHandler[Any, Context, Any]]:
    """Of these the first that fits handles the update."""
    return [
        # commands
        CommandHandler("start", start.start, NEW),
        CommandHandler("help", questions.help_, NEW),
        CommandHandler("ask", questions.ask, NEW),
        CommandHandler("verify", verify.verify, NEW),
        CommandHandler("forget", conversation.forget, NEW),
        CommandHandler("sources", sources.sources, NEW),
        CommandHandler("source", sources.source, NEW),
        CommandHandler("clippings", clippings.clippings, NEW),
        CommandHandler("delete", clippings.delete, NEW),
        CommandHandler("watch", watches.watch, NEW),
        CommandHandler("watches", watches.watches, NEW),
        CommandHandler("unwatch", watches.unwatch, NEW),
        CommandHandler("digest", watches.digest, NEW),
        CommandHandler("mydata", personal.my_data, NEW),
        CommandHandler("deletemydata", personal.delete_my_data, NEW),
        CommandHandler("timeline", timeline.timeline, NEW),
        # commands of admins
        CommandHandler("reindex", reindex.reindex, NEW),
        CommandHandler("add", add.add, NEW),
        MessageHandler(NEW & add.UNDER_A_FILE, add.add),
        CommandHandler("remove", remove.remove, NEW),
        CommandHandler("rollback", reindex.rollback, NEW),
        CommandHandler("cancel", confirm.cancel, NEW),
        CommandHandler("status", operations.status, NEW),
        CommandHandler("doctor", operations.doctor, NEW),
        CommandHandler("gaps", operations.gaps, NEW),
        MessageHandler(PRIVATE & filters.Document.ALL & filters.User(admin_ids), add.add),
        MessageHandler(FORWARDED, verify.verify),
        # buttons, and look-ups in other chats
        CallbackQueryHandler(confirm.press, ADMIN_PATTERN),
        CallbackQueryHandler(buttons.press),
        InlineQueryHandler(inline.look_up),
        ChosenInlineResultHandler(inline.chosen),
        # everything else that is said to the bot
        MessageHandler(NOTES & clippings.ON_A_CLIPPING, clippings.note),
        MessageHandler(GUESTS, questions.ask),
        MessageHandler(EDITED, questions.ask_again),
        MessageHandler(PRIVATE & filters.COMMAND, questions.unknown_command),
        MessageHandler(PRIVATE & (filters.TEXT | filters.CAPTION), questions.hear),
        MessageHandler(PRIVATE & ~filters.StatusUpdate.ALL, questions.not_text),
        MessageHandler(GROUPS & ~filters.COMMAND & questions.SPOKEN_TO, questions.hear),
        # coming and going
        MessageHandler(NEW & filters.StatusUpdate.MIGRATE, groups.upgraded),
        ChatMemberHandler(groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def build_application(
    settings: BotSettings,
    desk: Desk,
    *,
    token: str | None = None,
    api_url: str | None = None,
    handled: HandledUpdates | None = None,
    unfinished: Unfinished | None = None,
) -> Application[Any, Context, Any, Any, Any, Any]:
    """The whole bot, ready to be initialized.

    It knows the updates `handled` before; `unfinished` has the re-indexes that its last stop cut off.
    """
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
        .concurrent_updates(UpdateLedger(_AT_ONCE, handled))
        .updater(None)
        .job_queue(None)
        .build()
    )
    provide(application, Services.of(settings, desk, unfinished, bot_id=int(token.partition(":")[0])))
    application.add_handlers(handlers(settings.admin_user_ids))
    application.add_handler(MessageHandler(NEW & filters.User(settings.admin_user_ids), menu.publish_admin_menu), -1)
    application.add_error_handler(on_error)
    return application


@contextlib.asynccontextmanager
async def running(
    application: lifecycle.AnyApplication,
    source: lifecycle.UpdateSource | None = None,
    claims: Claims | None = None,
) -> AsyncIterator[None]:
    """The bot answers for as long as the block runs; at its end what was taken is answered first, within bounds.

    Its updates come from `source`, or else by polling. With `claims` it is one of several replicas.

    Raises:
        StartError: Telegram can't be reached or does not know the token.
    """
    services = services_of(application)
    settings, desk = services.settings, services.desk

    def chores() -> list[asyncio.Task[None]]:
        """What is done once, however many replicas there are."""
        schedule = follow_schedule(settings, desk, services.rebuilder)
        return [services.start(alerts.follow(application)), services.start(schedule)]

    @contextlib.asynccontextmanager
    async def alongside() -> AsyncIterator[None]:
        services.start(desk.keep_fresh())
        services.start(menu.publish_menu(application.bot))
        services.start(menu.publish_description(application.bot))
        services.start(services.example_questions.follow())
        services.start(reindex.take_up(application))
        if claims:
            services.start(claims.lead(chores))
        else:
            chores()
        try:
            yield
        finally:
            await services.close()

    source = source or Poller(application, UPDATE_TYPES)
    async with lifecycle.running(application, source, warm_up=desk.warm_up, alongside=alongside):
        yield


def _request(api_url: str) -> HTTPXRequest:
    """A client for the API; a proxy of the environment is not for a server on this machine."""
    is_here = urlsplit(api_url).hostname in ("127.0.0.1", "localhost", "::1")
    return HTTPXRequest(
        connection_pool_size=_AT_ONCE,
        read_timeout=_TIMEOUT_SECONDS,
        pool_timeout=_TIMEOUT_SECONDS,
        httpx_kwargs={"trust_env": not is_here, "verify": _certificates()},
    )


@cache
def _certificates() -> SSLContext:
    """Read once: the clients for calls and for updates share them."""
    return httpx.create_ssl_context()
