"""The command menu beside the input field, in every language; admins find theirs in it too."""

from __future__ import annotations

import contextlib

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, Update
from telegram.error import TelegramError

from bot.context import Context
from bot.texts import LANGUAGES, Texts

_EVERYBODY = ("ask", "verify", "sources", "source", "help")
_ADMINS = ("reindex", "gaps")


async def publish_menu(bot: Bot) -> None:
    """Fill everybody's menu."""
    await _publish(bot, _EVERYBODY)


async def publish_admin_menu(update: Update, context: Context) -> None:
    """Fill an admin's menu when they first write: before that Telegram knows no chat to fill it for."""
    chat = update.effective_chat
    if chat and chat.id not in context.services.menus:
        context.services.menus.add(chat.id)
        context.services.start(_publish(context.bot, _EVERYBODY + _ADMINS, BotCommandScopeChat(chat.id)))


async def _publish(bot: Bot, names: tuple[str, ...], scope: BotCommandScope | None = None) -> None:
    # A menu is not worth a failure.
    with contextlib.suppress(TelegramError):
        for code, texts in LANGUAGES.items():
            await bot.set_my_commands(_commands(names, texts), scope, None if code == "en" else code)


def _commands(names: tuple[str, ...], texts: Texts) -> list[BotCommand]:
    return [BotCommand(name, getattr(texts, f"command_{name}")) for name in names]
