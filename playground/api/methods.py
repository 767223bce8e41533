"""What each method of the Bot API does to the world: decoded and checked parameters in, the result's JSON out.

`METHODS` maps a method's name to its function. A refusal that depends on the state of the world (no such message, chat
or query) is raised here as ApiError. What is wrong with the parameters themselves was found before, by `checks`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram.constants import ChatMemberStatus, FileSizeLimit

from playground.errors import FORBIDDEN, TOO_LARGE, UNSUPPORTED, ApiError
from playground.world import entities
from playground.world.messages import as_quoted, chat_member, document_content, selected, text_content, words_of
from playground.world.state import ABSENT, PRIVILEGED, Chat, Json, World

Method = Callable[[World, Json], Any]

# Chats and messages


def chat_for(world: World, chat_id: int | str, *, writing: bool = False) -> Chat:
    """The chat, when the bot may see it (and, with `writing`, write to it)."""
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None or (chat.is_private and not _has_met(world, chat)):
        raise ApiError("chat not found")
    if chat.upgraded_to is not None:
        raise ApiError("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.upgraded_to)
    if chat.is_private:
        if not chat.messages:
            raise ApiError("bot can't initiate conversation with a user", FORBIDDEN)
        if writing and chat.bot_status == ChatMemberStatus.BANNED:
            raise ApiError("bot was blocked by the user", FORBIDDEN)
    elif chat.bot_status == ChatMemberStatus.BANNED:
        raise ApiError(f"bot was kicked from the {chat.type} chat", FORBIDDEN)
    elif chat.bot_status == ChatMemberStatus.LEFT:
        raise ApiError(f"bot is not a member of the {chat.type} chat", FORBIDDEN)
    return chat


def _has_met(world: World, chat: Chat) -> bool:
    """True when the person ever wrote to the bot or used it inline."""
    return bool(chat.messages) or any(query.user_id == chat.id for query in world.queries.values())


def _thread_fields(chat: Chat, thread_id: int | None, replied: Json | None) -> Json:
    if thread_id is not None:
        if thread_id not in chat.topics:
            raise ApiError("message thread not found")
        return {"message_thread_id": thread_id, "is_topic_message": True}
    if replied and replied.get("is_topic_message"):
        return {"message_thread_id": replied["message_thread_id"], "is_topic_message": True}
    return {}


def _replied_message(chat: Chat, parameters: Json | None) -> Json | None:
    if parameters is None:
        return None
    if parameters.get("chat_id", chat.id) != chat.id:
        raise ApiError("replies to other chats", UNSUPPORTED)
    message = chat.messages.get(parameters["message_id"])
    if message is None and not parameters.get("allow_sending_without_reply"):
        raise ApiError("message to be replied not found")
    if message and (parameters.get("quote") or "") not in words_of(message):
        raise ApiError("QUOTE_TEXT_INVALID")
    return message


def _send(world: World, params: Json, content: Json) -> Json:
    chat = chat_for(world, params["chat_id"], writing=True)
    replied = _replied_message(chat, params.get("reply_parameters"))
    fields = _thread_fields(chat, params.get("message_thread_id"), replied)
    if replied:
        fields["reply_to_message"] = as_quoted(replied)
        if quote := params["reply_parameters"].get("quote"):
            fields["quote"] = selected(replied, quote, params["reply_parameters"].get("quote_position"))
    if params.get("protect_content"):
        fields["has_protected_content"] = True
    if "inline_keyboard" in params.get("reply_markup", {}):
        fields["reply_markup"] = params["reply_markup"]
    return world.store_message(chat, world.bot, fields | content)


def _send_message(world: World, params: Json) -> Json:
    return _send(
        world, params, text_content(params["text"], params.get("entities"), params.get("link_preview_options"))
    )


def _send_document(world: World, params: Json) -> Json:
    file = world.files.get(params["document"])
    if file is None:
        raise ApiError("wrong file identifier/HTTP URL specified")
    if not file.data:
        raise ApiError("file must be non-empty")
    if len(file.data) > FileSizeLimit.FILESIZE_UPLOAD:
        raise ApiError("Request Entity Too Large", TOO_LARGE)
    content: Json = {"document": document_content(file)}
    if caption := params.get("caption"):
        clean, kept = entities.stored(caption, params.get("caption_entities", ()))
        content |= {"caption": clean, "caption_entities": entities.recognise(clean, kept)}
    return _send(world, params, content)


def _message_to_edit(world: World, params: Json) -> tuple[Chat, Json]:
    if inline_id := params.get("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise ApiError("MESSAGE_ID_INVALID")
        chat_id, message_id = world.inline_messages[inline_id]
        chat = world.chats[chat_id]
    else:
        chat, message_id = chat_for(world, params["chat_id"], writing=True), params["message_id"]
    message = chat.messages.get(message_id)
    if message is None:
        raise ApiError("message to edit not found")
    if not inline_id and message["from"]["id"] != world.bot.id:
        raise ApiError("message can't be edited")
    return chat, message


def _edit(world: World, params: Json, content: Json) -> Json | bool:
    chat, message = _message_to_edit(world, params)
    if "text" in content and "text" not in message:
        raise ApiError("there is no text in the message to edit")
    replaced = {"reply_markup", *(("text", "entities", "link_preview_options") if "text" in content else ())}
    if (markup := params.get("reply_markup")) and markup["inline_keyboard"]:
        content["reply_markup"] = markup
    if {name: message.get(name) for name in replaced} == {name: content.get(name) for name in replaced}:
        raise ApiError(
            "message is not modified: specified new message content and reply markup are exactly the same as "
            "a current content and reply markup of the message"
        )
    for name in replaced:
        message.pop(name, None)
    message |= content | {"edit_date": world.now()}
    world.store_edit(chat, world.bot, message)
    return True if params.get("inline_message_id") else message


def _edit_message_text(world: World, params: Json) -> Json | bool:
    content = text_content(params["text"], params.get("entities"), params.get("link_preview_options"))
    return _edit(world, params, content)


def _edit_message_reply_markup(world: World, params: Json) -> Json | bool:
    return _edit(world, params, {})


def _delete_message(world: World, params: Json) -> bool:
    chat = chat_for(world, params["chat_id"])
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise ApiError("message to delete not found")
    allowed = chat.is_private or chat.bot_status in PRIVILEGED or message["from"]["id"] == world.bot.id
    if not allowed:
        raise ApiError("message can't be deleted for everyone")
    world.remove_message(chat, params["message_id"])
    return True


def _send_chat_action(world: World, params: Json) -> bool:
    chat = chat_for(world, params["chat_id"], writing=True)
    fields = _thread_fields(chat, params.get("message_thread_id"), None)
    world.journal.append("action", chat_id=chat.id, action=params["action"], thread=fields.get("message_thread_id"))
    return True


def _leave_chat(world: World, params: Json) -> bool:
    chat = chat_for(world, params["chat_id"])
    if chat.is_private:
        raise ApiError("chat member status can't be changed in private chats")
    chat.bot_status = chat.members[world.bot.id] = ChatMemberStatus.LEFT
    return True


# Asking about chats


def _get_chat(world: World, params: Json) -> Json:
    chat = chat_for(world, params["chat_id"])
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return chat.as_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def _get_chat_member(world: World, params: Json) -> Json:
    chat = chat_for(world, params["chat_id"])
    user = world.users.get(params["user_id"])
    if user is None:
        raise ApiError("PARTICIPANT_ID_INVALID")
    return chat_member(chat, user)


def _get_chat_administrators(world: World, params: Json) -> list[Json]:
    chat = chat_for(world, params["chat_id"])
    if chat.is_private:
        raise ApiError("there are no administrators in the private chat")
    return [
        chat_member(chat, world.users[user_id])
        for user_id, status in chat.members.items()
        if status in PRIVILEGED and (not world.users[user_id].is_bot or user_id == world.bot.id)
    ]


def _get_chat_member_count(world: World, params: Json) -> int:
    chat = chat_for(world, params["chat_id"])
    return 2 if chat.is_private else sum(status not in ABSENT for status in chat.members.values())


def _get_file(world: World, params: Json) -> Json:
    file = world.files.get(params["file_id"])
    if file is None:
        raise ApiError("invalid file_id")
    if len(file.data) > FileSizeLimit.FILESIZE_DOWNLOAD:
        raise ApiError("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": f"u{file.id}",
        "file_size": len(file.data),
        "file_path": file.path,
    }


METHODS: dict[str, Method] = {
    "sendMessage": _send_message,
    "sendDocument": _send_document,
    "editMessageText": _edit_message_text,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "deleteMessage": _delete_message,
    "sendChatAction": _send_chat_action,
    "leaveChat": _leave_chat,
    "getChat": _get_chat,
    "getChatMember": _get_chat_member,
    "getChatAdministrators": _get_chat_administrators,
    "getChatMemberCount": _get_chat_member_count,
    "getFile": _get_file,
}
