"""The bot's command lists by scope and language: kept as the bot sets them, found as an app does."""

from __future__ import annotations

import json
from collections.abc import Iterator

from telegram.constants import BotCommandScopeType as Scope

from playground.api.methods import Method, chat_for
from playground.world.state import PRIVILEGED, Chat, Json, User, World


def _key(scope: Json, language: str = "") -> tuple[str, str]:
    return json.dumps(scope, sort_keys=True), language


def _key_of(world: World, params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": Scope.DEFAULT}
    if "chat_id" in scope:
        chat_for(world, scope["chat_id"])
    return _key(scope, params.get("language_code", ""))


def _set_my_commands(world: World, params: Json) -> bool:
    world.commands[_key_of(world, params)] = params["commands"]
    world.journal.append("commands")
    return True


def _get_my_commands(world: World, params: Json) -> list[Json]:
    return world.commands.get(_key_of(world, params), [])


def _delete_my_commands(world: World, params: Json) -> bool:
    world.commands.pop(_key_of(world, params), None)
    world.journal.append("commands")
    return True


def commands_for(world: World, chat: Chat, user: User) -> list[Json]:
    """The commands that an app offers this person in this chat: those of the narrowest scope and language set."""
    for scope in _scopes(chat, user):
        for language in (user.language_code or "", ""):
            if commands := world.commands.get(_key(scope, language)):
                return commands
    return []


def _scopes(chat: Chat, user: User) -> Iterator[Json]:
    here = {"chat_id": chat.id}
    if chat.is_private:
        yield {"type": Scope.CHAT} | here
        yield {"type": Scope.ALL_PRIVATE_CHATS}
    else:
        leads = chat.members.get(user.id) in PRIVILEGED
        yield {"type": Scope.CHAT_MEMBER, "user_id": user.id} | here
        if leads:
            yield {"type": Scope.CHAT_ADMINISTRATORS} | here
        yield {"type": Scope.CHAT} | here
        if leads:
            yield {"type": Scope.ALL_CHAT_ADMINISTRATORS}
        yield {"type": Scope.ALL_GROUP_CHATS}
    yield {"type": Scope.DEFAULT}


METHODS: dict[str, Method] = {
    "setMyCommands": _set_my_commands,
    "getMyCommands": _get_my_commands,
    "deleteMyCommands": _delete_my_commands,
}
