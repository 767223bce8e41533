"""What exists in the stand-in: people, chats, messages, files, and the journal of what happened to them.

Objects that the Bot API shows are kept as its own JSON (dicts), so that what a bot or the page reads is what is stored.
Nothing is checked here.
"""

from __future__ import annotations

import asyncio
import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType

Json = dict[str, Any]

PRIVILEGED = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


@dataclass(slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def as_json(self) -> Json:
        fields = ("id", "is_bot", "first_name", "last_name", "username", "language_code")
        return {name: getattr(self, name) for name in fields if getattr(self, name) is not None}


@dataclass(slots=True)
class Chat:
    """A chat, its members' statuses by user id, its topics' names by thread id and its messages by message id.

    In a private chat `bot_status` is "kicked" when the person has blocked the bot.
    """

    id: int
    type: str
    title: str | None = None
    person: User | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    bot_status: str = ChatMemberStatus.MEMBER
    upgraded_to: int | None = None
    last_message_id: int = 0

    @property
    def is_private(self) -> bool:
        return self.type == ChatType.PRIVATE

    def as_json(self) -> Json:
        if self.person:
            names = {key: self.person.as_json().get(key) for key in ("first_name", "last_name", "username")}
            return {"id": self.id, "type": self.type} | {key: name for key, name in names.items() if name}
        return {"id": self.id, "type": self.type, "title": self.title} | ({"is_forum": True} if self.is_forum else {})


@dataclass(slots=True)
class OpenQuery:
    """A callback, inline or guest query that waits for the bot's answer."""

    id: str
    kind: str
    user_id: int
    asked_at: float
    text: str
    chat_id: int | None = None
    message_id: int | None = None
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was sent, under the path from which it can be fetched."""

    id: str
    path: str
    name: str
    data: bytes


class Journal:
    """Everything that happened, in order; readers wait for what comes after the last entry they have seen."""

    def __init__(self) -> None:
        self.entries: list[Json] = []
        self._pulse = asyncio.Event()

    def append(self, kind: str, **what: Any) -> None:
        """Stores a copy, so that an entry keeps what was true at the time."""
        self.entries.append({"seq": len(self.entries) + 1, "kind": kind} | copy.deepcopy(what))
        self.wake()

    def wake(self) -> None:
        """Lets every waiting reader look again."""
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def wait(self) -> None:
        """Returns when something has happened."""
        await self._pulse.wait()


class World:
    """The state of the stand-in; one bot, any number of people and chats."""

    def __init__(self, bot: User, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.privacy = True
        self.bot = bot
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, OpenQuery] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.journal = Journal()
        self._ids = itertools.count(1)

    def now(self) -> int:
        return int(self.clock())

    def new_id(self, prefix: str = "") -> str:
        """An identifier that no other thing of this world has."""
        return f"{prefix}{7_000_000_000 + next(self._ids)}"

    def store_message(self, chat: Chat, sender: User, content: Json) -> Json:
        """Adds a message to the chat and to the journal; gives the stored dict itself."""
        chat.last_message_id += 1
        author = sender.as_json()
        if sender.is_bot:
            author.pop("language_code", None)
        head = {"message_id": chat.last_message_id, "from": author, "chat": chat.as_json(), "date": self.now()}
        message = head | content
        chat.messages[chat.last_message_id] = message
        self.journal.append("message", chat_id=chat.id, by=sender.id, message=message)
        return message

    def store_edit(self, chat: Chat, editor: User, message: Json) -> None:
        """Records in the journal that a stored message has changed."""
        self.journal.append("edit", chat_id=chat.id, by=editor.id, message=message)

    def remove_message(self, chat: Chat, message_id: int) -> None:
        del chat.messages[message_id]
        self.journal.append("delete", chat_id=chat.id, message_id=message_id)
