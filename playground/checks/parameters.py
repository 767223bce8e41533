"""Limits and meanings of the Bot API: decoded parameters go in, and ApiError comes out for what the server refuses.

What depends on chats and messages is decided in `api.methods`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from telegram.constants import (
    BotCommandLimit,
    BotDescriptionLimit,
    BotNameLimit,
    CallbackQueryLimit,
    ChatAction,
    PollingLimit,
    UpdateType,
    WebhookLimit,
)

from playground.checks.links import is_link
from playground.checks.markup import check_inline_answer, check_keyboard, check_results
from playground.checks.text import check_caption, check_text
from playground.errors import UNSUPPORTED, ApiError
from playground.world.state import Json

_COMMAND = re.compile(rf"[a-z0-9_]{{{BotCommandLimit.MIN_COMMAND},{BotCommandLimit.MAX_COMMAND}}}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_SECRET = re.compile(
    rf"[A-Za-z0-9_-]{{{WebhookLimit.MIN_SECRET_TOKEN_LENGTH},{WebhookLimit.MAX_SECRET_TOKEN_LENGTH}}}|"
)
_ACTIONS = frozenset(action.value for action in ChatAction)
_UPDATES = frozenset(kind.value for kind in UpdateType)
_UNSUPPORTED = frozenset(
    {"business_connection_id", "direct_messages_topic_id", "suggested_post_parameters", "rich_message"}
)
_LENGTHS = {
    "description": BotDescriptionLimit.MAX_DESCRIPTION_LENGTH,
    "short_description": BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH,
    "name": BotNameLimit.MAX_NAME_LENGTH,
}


def check(method: str, params: Json) -> None:
    """Raises ApiError for what can be judged from the parameters alone."""
    for name in sorted(_UNSUPPORTED & params.keys()):
        raise ApiError(f"parameter {name}", UNSUPPORTED)
    check_keyboard(params.get("reply_markup"))
    _check_preview(params.get("link_preview_options"))
    _check_reply(params.get("reply_parameters"))
    if not _LANGUAGE.fullmatch(params.get("language_code", "")):
        raise ApiError("invalid language code specified")
    if method in _CHECKS:
        _CHECKS[method](params)


def _check_preview(options: Json | None) -> None:
    if options and options.get("url") and not is_link(options["url"], frozenset({"http", "https"})):
        raise ApiError("WEBPAGE_URL_INVALID")


def _check_reply(parameters: Json | None) -> None:
    quote = (parameters or {}).get("quote", "")
    check_caption(quote, (parameters or {}).get("quote_entities", ()), (parameters or {}).get("quote_parse_mode"))


def _check_text(params: Json) -> None:
    check_text(params.get("text", ""), params.get("entities", ()), params.get("parse_mode"))


def _check_caption(params: Json) -> None:
    check_caption(params.get("caption", ""), params.get("caption_entities", ()), params.get("parse_mode"))


def _check_edited_text(params: Json) -> None:
    _check_target(params)
    _check_text(params)


def _check_target(params: Json) -> None:
    in_chat = {"chat_id", "message_id"} & params.keys()
    if ("inline_message_id" in params) == bool(in_chat) or len(in_chat) == 1:
        raise ApiError("message identifier is not specified")


def _check_action(params: Json) -> None:
    if params["action"] not in _ACTIONS:
        raise ApiError("wrong parameter action in request")


def _check_callback_answer(params: Json) -> None:
    if len(params.get("text", "")) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise ApiError("MESSAGE_TOO_LONG")
    if params.get("url") and not re.match(r"(?:https?://)?t\.me/\w+\?start=", params["url"]):
        raise ApiError("URL_INVALID")


def _check_guest_answer(params: Json) -> None:
    check_results([params["result"]])


def _check_commands(params: Json) -> None:
    commands = params["commands"]
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise ApiError("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"]):
            raise ApiError(f"BOT_COMMAND_INVALID ({command['command']!r})")
        length = len(command["description"])
        if not BotCommandLimit.MIN_DESCRIPTION <= length <= BotCommandLimit.MAX_DESCRIPTION:
            raise ApiError(f"BOT_COMMAND_DESCRIPTION_INVALID ({length} characters)")
    names = [command["command"] for command in commands]
    if len(set(names)) < len(names):
        raise ApiError("BOT_COMMAND_DUPLICATE")


def _check_description(params: Json) -> None:
    for name, longest in _LENGTHS.items():
        if len(params.get(name, "")) > longest:
            raise ApiError(f"{name} is too long")


def _check_poll(params: Json) -> None:
    if not PollingLimit.MIN_LIMIT <= params.get("limit", PollingLimit.MAX_LIMIT) <= PollingLimit.MAX_LIMIT:
        raise ApiError("limit of getUpdates is out of range")
    if params.get("timeout", 0) < 0:
        raise ApiError("timeout of getUpdates can't be negative")
    _check_kinds(params)


def _check_webhook(params: Json) -> None:
    # As a Bot API server of one's own has it; Telegram's takes https alone.
    if params["url"] and not params["url"].startswith(("https://", "http://")):
        raise ApiError("bad webhook: An HTTPS URL must be provided for webhook")
    if not _SECRET.fullmatch(params.get("secret_token", "")):
        raise ApiError("secret token contains unallowed characters")
    _check_kinds(params)


def _check_kinds(params: Json) -> None:
    unknown = [kind for kind in params.get("allowed_updates", ()) if kind not in _UPDATES]
    if unknown:
        raise ApiError(f"there are no updates of kind {unknown}")


_CHECKS: dict[str, Callable[[Json], None]] = {
    "sendMessage": _check_text,
    "sendDocument": _check_caption,
    "editMessageText": _check_edited_text,
    "editMessageReplyMarkup": _check_target,
    "sendChatAction": _check_action,
    "answerCallbackQuery": _check_callback_answer,
    "answerInlineQuery": check_inline_answer,
    "answerGuestQuery": _check_guest_answer,
    "setMyCommands": _check_commands,
    "setMyDescription": _check_description,
    "setMyShortDescription": _check_description,
    "setMyName": _check_description,
    "getUpdates": _check_poll,
    "setWebhook": _check_webhook,
}
