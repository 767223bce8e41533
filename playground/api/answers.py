"""Methods that answer queries (callback, inline, guest) and those that describe the bot; see `methods`."""

from __future__ import annotations

from playground.api.methods import Method
from playground.errors import ApiError
from playground.world.messages import post_inline_result
from playground.world.state import Json, OpenQuery, World

# How long the server waits for an answer to each kind of query, in seconds.
LIFETIMES = {"callback": 30, "inline": 10, "guest": 60}
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def _open_query(world: World, query_id: str, kind: str) -> OpenQuery:
    query = world.queries.get(query_id)
    fresh = query is not None and world.clock() - query.asked_at <= LIFETIMES[kind]
    if query is None or query.kind != kind or query.answer is not None or not fresh:
        raise ApiError("GUEST_QUERY_ID_INVALID" if kind == "guest" else _TOO_OLD)
    return query


def _answer_callback_query(world: World, params: Json) -> bool:
    query = _open_query(world, params["callback_query_id"], "callback")
    query.answer = params
    world.journal.append("callback_answer", query_id=query.id, user_id=query.user_id, answer=params)
    return True


def _answer_inline_query(world: World, params: Json) -> bool:
    query = _open_query(world, params["inline_query_id"], "inline")
    query.answer = params
    world.journal.append("inline_answer", query_id=query.id, user_id=query.user_id, answer=params)
    return True


def _answer_guest_query(world: World, params: Json) -> Json:
    query = _open_query(world, params["guest_query_id"], "guest")
    query.answer = params
    chat = world.chats[query.chat_id or 0]
    asked = chat.messages[query.message_id or 0]
    inline_id = post_inline_result(world, query, params["result"], {"guest_bot_caller_user": asked["from"]})
    return {"inline_message_id": inline_id}


# The bot itself


def _get_me(world: World, _: Json) -> Json:
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_guest_queries": True,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def described(world: World, field: str, language: str) -> str:
    """The bot's name, description or short description, as people see it whose app speaks this language."""
    default = world.texts.get((field, ""), "") or (world.bot.first_name if field == "name" else "")
    return world.texts.get((field, language), "") or default


def _setter(field: str) -> Method:
    def set_text(world: World, params: Json) -> bool:
        world.texts[field, params.get("language_code", "")] = params.get(field, "")
        world.journal.append("described")
        return True

    return set_text


def _getter(field: str) -> Method:
    return lambda world, params: {field: described(world, field, params.get("language_code", ""))}


METHODS: dict[str, Method] = {
    "answerCallbackQuery": _answer_callback_query,
    "answerInlineQuery": _answer_inline_query,
    "answerGuestQuery": _answer_guest_query,
    "getMe": _get_me,
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
}
