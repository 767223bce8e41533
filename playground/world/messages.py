"""Parts of messages as the Bot API shows them: content, replies, documents, members of a chat.

What people do and what the bot does both use these, so both leave the same messages behind.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence

from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

from playground.errors import ApiError, PlaygroundError
from playground.world import entities
from playground.world.state import Chat, Json, OpenQuery, StoredFile, User, World

# The kinds of entities that a quote of a message keeps, and the most characters of one.
KEPT_IN_QUOTES = entities.STYLES | {MessageEntityType.CUSTOM_EMOJI.value, MessageEntityType.DATE_TIME.value}
LONGEST_QUOTE = 1024


def text_content(text: str, given: Sequence[Json] | None = None, preview: Json | None = None) -> Json:
    """The fields of a text message."""
    clean, kept = entities.stored(text, given or ())
    content: Json = {"text": clean}
    if found := entities.recognise(clean, kept):
        content["entities"] = found
    if preview:
        content["link_preview_options"] = preview
    return content


def document_content(file: StoredFile) -> Json:
    """A Document."""
    kind = mimetypes.guess_type(file.name)[0]
    return _file_fields(file.id) | {
        "file_name": file.name,
        "file_size": len(file.data),
        **({"mime_type": kind} if kind else {}),
    }


def photo_content(file_id: str) -> list[Json]:
    """The sizes of a photo: one."""
    return [_file_fields(file_id) | {"width": 640, "height": 480}]


def _file_fields(file_id: str) -> Json:
    return {"file_id": file_id, "file_unique_id": f"u{file_id}"}


def caption_content(caption: str) -> Json:
    """The fields of a caption; none where it is empty."""
    return {"caption": caption, "caption_entities": entities.recognise(caption)} if caption else {}


def as_quoted(message: Json) -> Json:
    """A message as a reply to it shows it."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def words_of(message: Json) -> str:
    """The text of a message, or its caption."""
    return str(message.get("text", message.get("caption", "")))


def selected(message: Json, quote: str, position: int | None = None) -> Json:
    """The part of a message that a reply to it quotes, as a TextQuote; `position` says which, where it stands twice."""
    words = words_of(message)
    if position is None:
        position = entities.utf16_length(words.partition(quote)[0])
    return _text_quote(message, quote, position) | {"is_manual": True}


def _text_quote(message: Json, quote: str, position: int) -> Json:
    end = position + entities.utf16_length(quote)
    given: Sequence[Json] = message.get("entities") or message.get("caption_entities") or ()
    kept = [
        entity | {"offset": start - position, "length": stop - start}
        for entity in given
        if entity["type"] in KEPT_IN_QUOTES
        and (start := max(entity["offset"], position)) < (stop := min(entity["offset"] + entity["length"], end))
    ]
    return {"text": quote, "position": position} | ({"entities": kept} if kept else {})


def external_reply(message: Json) -> Json:
    """The fields of a reply to a message of another chat; the server quotes its beginning by itself."""
    about: Json = {"origin": origin_of(message)}
    if message["chat"]["type"] == ChatType.SUPERGROUP:
        about |= {"chat": message["chat"], "message_id": message["message_id"]}
    about |= {name: message[name] for name in ("document", "photo", "link_preview_options") if name in message}
    fields: Json = {"external_reply": about}
    if words := words_of(message):
        fields["quote"] = _text_quote(message, words[:LONGEST_QUOTE].rstrip(), 0)
    return fields


def origin_of(message: Json) -> Json:
    """Where a message that is forwarded, or replied to elsewhere, comes from: a MessageOriginUser."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    return {"type": "user", "date": message["date"], "sender_user": message["from"]}


def as_forwarded(message: Json) -> Json:
    """What a forwarded message holds of the original: its content, and through which bot it was sent.

    Raises PlaygroundError for what can't be forwarded.
    """
    kept = ("text", "entities", "caption", "caption_entities", "document", "photo", "link_preview_options", "via_bot")
    content = {name: message[name] for name in kept if name in message}
    if message.get("has_protected_content") or not content.keys() & {"text", "document", "photo"}:
        raise PlaygroundError("This message can't be forwarded.")
    return content | {"forward_origin": origin_of(message)}


def chat_member(chat: Chat, user: User, status: str | None = None) -> Json:
    """A ChatMember."""
    status = status or chat.members.get(user.id, ChatMemberStatus.LEFT)
    result: Json = {"user": user.as_json(), "status": status}
    if status == ChatMemberStatus.OWNER:
        result["is_anonymous"] = False
    elif status == ChatMemberStatus.BANNED:
        result["until_date"] = 0
    elif status == ChatMemberStatus.ADMINISTRATOR:
        granted = ("can_manage_chat", "can_delete_messages", "can_invite_users", "can_pin_messages")
        withheld = (
            *("can_be_edited", "is_anonymous", "can_manage_video_chats", "can_restrict_members", "can_change_info"),
            *("can_promote_members", "can_post_stories", "can_edit_stories", "can_delete_stories"),
        )
        result |= dict.fromkeys(granted, True) | dict.fromkeys(withheld, False)
    return result


def post_inline_result(world: World, query: OpenQuery, result: Json, origin: Json) -> str:
    """Posts an inline result to the query's chat as a message; gives its inline_message_id.

    `origin` says whose message it is: {"via_bot": ...} or {"guest_bot_caller_user": ...}.
    """
    content = result.get("input_message_content", {})
    if "message_text" not in content:
        raise ApiError("the playground shows inline results with text only")
    preview = content.get("link_preview_options")
    fields = origin | text_content(content["message_text"], content.get("entities"), preview)
    if result.get("reply_markup"):
        fields["reply_markup"] = result["reply_markup"]
    chat = world.chats[query.chat_id or 0]
    sender = world.users[query.user_id] if "via_bot" in origin else world.bot
    message = world.store_message(chat, sender, fields)
    inline_id = world.new_id("inline-")
    world.inline_messages[inline_id] = (chat.id, message["message_id"])
    return inline_id
