"""What people do in the stand-in: write, edit, press, look up inline, add bots to groups, block them.

Each act changes the world as Telegram would and queues the update that the bot would get, if it would get any.
"""

from __future__ import annotations

import copy
import mimetypes
from collections.abc import Iterable, Sequence
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType, InlineQueryLimit, MediaGroupLimit, UpdateType

from playground.errors import PlaygroundError
from playground.world import entities
from playground.world.messages import (
    as_forwarded,
    as_quoted,
    caption_content,
    chat_member,
    document_content,
    external_reply,
    photo_content,
    post_inline_result,
    selected,
    text_content,
    words_of,
)
from playground.world.state import ABSENT, PRIVILEGED, Chat, Json, OpenQuery, StoredFile, User, World
from playground.world.updates import UpdateQueue

_SUPERGROUP_BASE = -1_000_000_000_000
# What apps send as a photo rather than as a file.
_PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})


class People:
    """The acts of people, over a world and the bot's update queue."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.updates = UpdateQueue(world.journal)

    # Who and where

    def add_user(self, first_name: str, *, user_id: int | None = None, **fields: Any) -> User:
        """A new person; further `fields` are last_name, username, language_code."""
        user = User(user_id or int(self.world.new_id()), first_name, **fields)
        self.world.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The person's chat with the bot."""
        if user.id not in self.world.chats:
            members = {user.id: ChatMemberStatus.MEMBER.value}
            self.world.chats[user.id] = Chat(user.id, ChatType.PRIVATE, person=user, members=members)
        return self.world.chats[user.id]

    def add_group(
        self,
        title: str,
        members: Iterable[User] = (),
        *,
        forum: bool = False,
        kind: str = ChatType.SUPERGROUP,
        with_bot: bool = True,
    ) -> Chat:
        """A group whose first member owns it; `with_bot` puts the bot in without telling it."""
        number = int(self.world.new_id())
        group = Chat(_SUPERGROUP_BASE - number if kind == ChatType.SUPERGROUP else -number, kind, title, is_forum=forum)
        for user in members:
            group.members[user.id] = ChatMemberStatus.MEMBER if group.members else ChatMemberStatus.OWNER
        group.bot_status = ChatMemberStatus.MEMBER if with_bot else ChatMemberStatus.LEFT
        group.members[self.world.bot.id] = group.bot_status
        if forum:
            group.last_message_id = 1  # so that no topic has the number of the general one
        self.world.chats[group.id] = group
        return group

    def add_topic(self, group: Chat, name: str) -> int:
        """A new topic of a forum; gives its message_thread_id."""
        owner = self.world.users[next(iter(group.members))]
        created = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}, "is_topic_message": True}
        thread = group.last_message_id + 1
        group.topics[thread] = name
        self.world.store_message(group, owner, created | {"message_thread_id": thread})
        return thread

    # Messages

    async def send_text(
        self,
        user: User,
        chat: Chat,
        text: str,
        *,
        reply_to: Json | None = None,
        quote: str = "",
        position: int | None = None,
        thread: int | None = None,
        given_entities: Sequence[Json] = (),
        times: int = 1,
    ) -> Json:
        """A person writes; with `times` the bot gets the same update more than once.

        A reply, also to a message of another chat, may select a part of the message, its `quote`, at a `position` if
        it stands there more than once.
        """
        content = text_content(text, given_entities)
        if not content["text"]:
            raise PlaygroundError("There is nothing to send: the message is empty.")
        if quote:
            if not reply_to or quote not in words_of(reply_to):
                raise PlaygroundError(f"The message replied to does not hold {quote!r}.")
            content["quote"] = selected(reply_to, quote, position)
        return self._post(user, chat, content, reply_to, thread, times)

    async def send_document(
        self, user: User, chat: Chat, name: str, data: bytes, *, caption: str = "", thread: int | None = None
    ) -> Json:
        """A person sends a file."""
        content: Json = {"document": document_content(self._keep_file("documents", name, data))}
        return self._post(user, chat, content | caption_content(caption), None, thread, 1)

    async def send_files(
        self,
        user: User,
        chat: Chat,
        files: Sequence[tuple[str, bytes]],
        *,
        caption: str = "",
        thread: int | None = None,
        reply_to: Json | None = None,
    ) -> list[Json]:
        """A person sends files by name, pictures as photos; several of a kind are an album. Gives their messages."""
        photos = [one for one in files if (mimetypes.guess_type(one[0])[0] or "") in _PHOTOS]
        contents: list[list[Json]] = [
            [{"photo": photo_content(self._keep_file("photos", *one).id)} for one in photos],
            [{"document": document_content(self._keep_file("documents", *one))} for one in files if one not in photos],
        ]
        sent: list[Json] = []
        for of_a_kind in contents:
            for start in range(0, len(of_a_kind), MediaGroupLimit.MAX_MEDIA_LENGTH):
                part = of_a_kind[start : start + MediaGroupLimit.MAX_MEDIA_LENGTH]
                album = {"media_group_id": self.world.new_id("album-")} if len(part) > 1 else {}
                for content in part:
                    words = {} if sent else caption_content(caption)
                    sent.append(self._post(user, chat, content | album | words, reply_to, thread))
        return sent

    def _keep_file(self, folder: str, name: str, data: bytes) -> StoredFile:
        file_id = self.world.new_id("file-")
        file = self.world.files[file_id] = StoredFile(file_id, f"{folder}/{file_id}", name, data)
        return file

    async def send_album(
        self,
        user: User,
        chat: Chat,
        captions: Sequence[str],
        *,
        reply_to: Json | None = None,
        thread: int | None = None,
    ) -> list[Json]:
        """A person sends photos as one album, each with a caption or an empty one; gives their messages."""
        album = self.world.new_id("album-")
        sent = []
        for caption in captions:
            content: Json = {"photo": photo_content(self.world.new_id("photo-")), "media_group_id": album}
            sent.append(self._post(user, chat, content | caption_content(caption), reply_to, thread))
        return sent

    async def edit_caption(self, user: User, message: Json, caption: str) -> Json:
        """A person edits the caption of a message of their own."""
        return self._edit(user, message, caption_content(caption), ("caption", "caption_entities"))

    async def forward(self, user: User, message: Json, chat: Chat, *, thread: int | None = None) -> Json:
        """A person forwards a message to another chat, or to the same."""
        return self._post(user, chat, as_forwarded(message), None, thread)

    async def forward_album(
        self, user: User, messages: Sequence[Json], chat: Chat, *, thread: int | None = None
    ) -> list[Json]:
        """A person forwards the messages of an album, which stay one."""
        album = {"media_group_id": self.world.new_id("album-")}
        return [self._post(user, chat, as_forwarded(message) | album, None, thread) for message in messages]

    async def edit_text(self, user: User, message: Json, text: str) -> Json:
        """A person edits a message of their own."""
        return self._edit(user, message, text_content(text), ("entities",))

    def _edit(self, user: User, message: Json, content: Json, replaced: Sequence[str]) -> Json:
        chat = self.world.chats[message["chat"]["id"]]
        stored = chat.messages[message["message_id"]]
        if stored["from"]["id"] != user.id:
            raise PlaygroundError("Only one's own messages can be edited.")
        for field in replaced:
            stored.pop(field, None)
        stored |= content | {"edit_date": self.world.now()}
        self.world.store_edit(chat, user, stored)
        if self._reaches_bot(chat, stored):
            self.updates.put(UpdateType.EDITED_MESSAGE, stored)
        return copy.deepcopy(stored)

    async def delete(self, message: Json) -> None:
        """A person deletes a message; the bot is not told."""
        self.world.remove_message(self.world.chats[message["chat"]["id"]], message["message_id"])

    def _post(
        self, user: User, chat: Chat, content: Json, reply_to: Json | None, thread: int | None, times: int = 1
    ) -> Json:
        if chat.upgraded_to is not None:
            chat = self.world.chats[chat.upgraded_to]
        if chat.is_private and chat.bot_status == ChatMemberStatus.BANNED:
            raise PlaygroundError("The bot is blocked in this chat: unblock it first.")
        fields = self._place(chat, reply_to, thread)
        message = self.world.store_message(chat, user, fields | content)
        if self._reaches_bot(chat, message):
            self.updates.put(UpdateType.MESSAGE, message, times=times)
        return copy.deepcopy(message)

    def _place(self, chat: Chat, reply_to: Json | None, thread: int | None) -> Json:
        """Reply and thread fields; in a topic, what is no reply counts as one to the message that opened it."""
        fields: Json = {}
        if reply_to is not None and reply_to["chat"]["id"] != chat.id:
            fields |= external_reply(reply_to)
        elif reply_to is not None:
            replied = chat.messages[reply_to["message_id"]]
            fields["reply_to_message"] = as_quoted(replied)
            thread = thread or (replied.get("message_thread_id") if chat.is_forum else None)
            if chat.type == ChatType.SUPERGROUP and not chat.is_forum:
                fields["message_thread_id"] = replied.get("message_thread_id", replied["message_id"])
        if thread is not None:
            if thread not in chat.topics:
                raise PlaygroundError(f"There is no topic {thread} in this chat.")
            fields |= {"message_thread_id": thread, "is_topic_message": True}
            fields.setdefault("reply_to_message", as_quoted(chat.messages[thread]))
        return fields

    def _reaches_bot(self, chat: Chat, message: Json) -> bool:
        bot = self.world.bot
        if chat.is_private or chat.bot_status in ABSENT:
            return chat.is_private
        if not self.world.privacy or chat.bot_status in PRIVILEGED or "text" not in message:
            return True
        replied = message.get("reply_to_message", {}).get("from", {})
        if replied.get("id") == bot.id or message.get("via_bot", {}).get("id") == bot.id:
            return True
        own = f"@{bot.username}".lower()
        for entity in message.get("entities", ()):
            covered = entities.slice_of(message["text"], entity).lower()
            if entity["type"] == "mention" and covered == own:
                return True
            if entity["type"] == "bot_command" and ("@" not in covered or covered.endswith(own)):
                return True
        return False

    # Queries

    def _ask(self, kind: str, user: User, text: str, chat: Chat | None, message: Json | None = None) -> OpenQuery:
        query = OpenQuery(self.world.new_id(), kind, user.id, self.world.clock(), text, chat.id if chat else None)
        query.message_id = message["message_id"] if message else None
        self.world.queries[query.id] = query
        return query

    def ask_callback(self, user: User, message: Json, data: str) -> OpenQuery:
        """A callback query from a button of the message as it is now."""
        chat = self.world.chats[message["chat"]["id"]]
        stored = chat.messages[message["message_id"]]
        query = self._ask("callback", user, data, chat, stored)
        place = (chat.id, stored["message_id"])
        inline_ids = [inline_id for inline_id, at in self.world.inline_messages.items() if at == place]
        origin: Json = {"inline_message_id": inline_ids[0]} if inline_ids else {"message": stored}
        head = {"id": query.id, "from": user.as_json(), "chat_instance": str(abs(chat.id) * 31)}
        self.updates.put(UpdateType.CALLBACK_QUERY, head | origin | {"data": data})
        return query

    def ask_inline(self, user: User, text: str, *, offset: str = "", chat: Chat | None = None) -> OpenQuery:
        """An inline query, typed in `chat` (the person's chat with the bot, when none is given)."""
        if len(text) > InlineQueryLimit.MAX_QUERY_LENGTH:
            text = text[: InlineQueryLimit.MAX_QUERY_LENGTH]
        chat = chat or self.private_chat(user)
        query = self._ask("inline", user, text, chat)
        chat_type = ChatType.SENDER if chat.is_private else chat.type
        head: Json = {"id": query.id, "from": user.as_json(), "chat_type": chat_type}
        self.updates.put(UpdateType.INLINE_QUERY, head | {"query": text, "offset": offset})
        return query

    async def choose(
        self, user: User, answer: Json, result_id: str, *, chat: Chat | None = None, thread: int | None = None
    ) -> Json:
        """A person picks a result of an answerInlineQuery payload; gives the message that it became."""
        query = self.world.queries[answer["inline_query_id"]]
        if chat is not None:
            query.chat_id = chat.id
        result = next((result for result in answer["results"] if result["id"] == result_id), None)
        if result is None:
            raise PlaygroundError(f"No inline result has the id {result_id!r}.")
        target = self.world.chats[query.chat_id or 0]
        origin = {"via_bot": self.world.bot.as_json()} | self._place(target, None, thread)
        inline_id = post_inline_result(self.world, query, result, origin)
        message = target.messages[self.world.inline_messages[inline_id][1]]
        if self._reaches_bot(target, message):
            self.updates.put(UpdateType.MESSAGE, message)
        chosen: Json = {"result_id": result_id, "from": user.as_json(), "query": query.text}
        if "reply_markup" in message:
            chosen["inline_message_id"] = inline_id
        self.updates.put(UpdateType.CHOSEN_INLINE_RESULT, chosen)
        return copy.deepcopy(message)

    async def guest_text(self, user: User, chat: Chat, text: str, **reply: Any) -> Json:
        """A person mentions the bot in a chat that it is not in; `reply` as of `send_text`."""
        if chat.bot_status not in ABSENT:
            raise PlaygroundError("The bot is a member of this chat: a message there is no guest message.")
        message = await self.send_text(user, chat, text, **reply)
        query = self._ask("guest", user, text, chat, message)
        self.updates.put(UpdateType.GUEST_MESSAGE, message | {"guest_query_id": query.id})
        return message

    # The bot's membership

    async def block(self, user: User) -> None:
        """The person blocks the bot."""
        self._change_bot_status(user, self.private_chat(user), ChatMemberStatus.BANNED)

    async def unblock(self, user: User) -> None:
        self._change_bot_status(user, self.private_chat(user), ChatMemberStatus.MEMBER)

    async def add_bot(self, user: User, group: Chat, *, admin: bool = False) -> None:
        """The bot is added to a group, or made its administrator."""
        was_absent = group.bot_status in ABSENT
        self._change_bot_status(user, group, ChatMemberStatus.ADMINISTRATOR if admin else ChatMemberStatus.MEMBER)
        if was_absent:
            self._post(user, group, {"new_chat_members": [self.world.bot.as_json()]}, None, None)

    async def remove_bot(self, user: User, group: Chat) -> None:
        self._change_bot_status(user, group, ChatMemberStatus.BANNED)

    def _change_bot_status(self, user: User, chat: Chat, status: str) -> None:
        bot = self.world.bot
        old = chat_member(chat, bot, chat.bot_status)
        chat.bot_status = chat.members[bot.id] = status
        change = {"chat": chat.as_json(), "from": user.as_json(), "date": self.world.now()}
        new = chat_member(chat, bot, status)
        self.updates.put(UpdateType.MY_CHAT_MEMBER, change | {"old_chat_member": old, "new_chat_member": new})

    async def upgrade(self, group: Chat) -> Chat:
        """A basic group becomes a supergroup; gives the new chat."""
        owner = self.world.users[next(iter(group.members))]
        upgraded = self.add_group(group.title or "", with_bot=False)
        upgraded.members, upgraded.bot_status = dict(group.members), group.bot_status
        self._post(owner, group, {"migrate_to_chat_id": upgraded.id}, None, None)
        self._post(owner, upgraded, {"migrate_from_chat_id": group.id}, None, None)
        group.upgraded_to = upgraded.id
        return upgraded
