"""What Telegram shows of the bot in every language: the command menu, in which admins find theirs too, and only they;
and what it says of the bot before anybody has written to it."""

from __future__ import annotations

import contextlib

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    Chat,
    Update,
    User,
)
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.context import Context
from bot.texts import LANGUAGES, Texts

_WATCHING = ("watch", "watches", "unwatch", "digest")
_EVERYBODY = (
    "ask",
    "verify",
    "timeline",
    "sources",
    "source",
    "clippings",
    "delete",
    *_WATCHING,
    "mydata",
    "deletemydata",
    "forget",
    "help",
)
_ADMINS = ("reindex", "add", "remove", "status", "rollback", "cancel", "doctor", "gaps")


async def publish_menu(bot: Bot) -> None:
    """Fill everybody's menu."""
    await _publish(bot, _EVERYBODY)


async def publish_description(bot: Bot) -> None:
    """Say what the bot is on its profile and in its empty chat, unless that is said there already."""
    for code, texts in LANGUAGES.items():
        language = None if code == "en" else code
        # Telegram lets a bot change these a few times a day, and it can work without them.
        with contextlib.suppress(TelegramError):
            if (await bot.get_my_description(language)).description != texts.description:
                await bot.set_my_description(texts.description, language)
        with contextlib.suppress(TelegramError):
            if (await bot.get_my_short_description(language)).short_description != texts.short_description:
                await bot.set_my_short_description(texts.short_description, language)


async def publish_admin_menu(update: Update, context: Context) -> None:
    """Fill an admin's menu where they first write: before that Telegram knows no chat to fill it for."""
    chat, user = update.effective_chat, update.effective_user
    if chat and user and context.is_admin and (chat.id, user.id) not in context.services.menus:
        context.services.menus.add((chat.id, user.id))
        context.services.start(_publish(context.bot, _EVERYBODY + _ADMINS, _scope(chat, user)))


async def withdraw_admin_menu(update: Update, context: Context) -> None:
    """Somebody who is no admin tried an admin's command: perhaps their menu has it from when they were one."""
    chat, user = update.effective_chat, update.effective_user
    if chat and user and context.person_id and (chat.id, user.id) not in context.services.menus:
        context.services.menus.add((chat.id, user.id))
        context.services.start(_withdraw(context.bot, _scope(chat, user)))


def _scope(chat: Chat, user: User) -> BotCommandScope:
    """The menu of one person in one chat."""
    if chat.type == ChatType.PRIVATE:
        return BotCommandScopeChat(chat.id)
    return BotCommandScopeChatMember(chat.id, user.id)


async def _publish(bot: Bot, names: tuple[str, ...], scope: BotCommandScope | None = None) -> None:
    # A menu is not worth a failure.
    with contextlib.suppress(TelegramError):
        for code, texts in LANGUAGES.items():
            await bot.set_my_commands(_commands(names, texts), scope, None if code == "en" else code)


async def _withdraw(bot: Bot, scope: BotCommandScope) -> None:
    with contextlib.suppress(TelegramError):
        for code in LANGUAGES:
            await bot.delete_my_commands(scope, None if code == "en" else code)


def _commands(names: tuple[str, ...], texts: Texts) -> list[BotCommand]:
    return [BotCommand(name, getattr(texts, f"command_{name}")) for name in names]
