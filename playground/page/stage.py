"""Who and what the playground starts with: a reader, an admin, and chats of every kind that a bot can be used in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playground.api.answers import described
from playground.api.commands import commands_for
from playground.errors import PlaygroundError
from playground.world.people import People
from playground.world.state import ABSENT, Chat, Json, User

READER_ID = 1_000_000_001
ADMIN_ID = 1_000_000_002
_ABOUT = ("name", "description", "short_description")


class Stage:
    """The cast and the chats; gives the page its view of them."""

    def __init__(self, people: People, admin_ids: Sequence[int]) -> None:
        self.people = people
        self.world = people.world
        self.admin_ids = tuple(admin_ids) or (ADMIN_ID,)
        reader_id = READER_ID if READER_ID not in self.admin_ids else READER_ID + 2
        self.reader = people.add_user("Robin", user_id=reader_id, username="robin_reads", language_code="en")
        self.admin = people.add_user("Alex", user_id=self.admin_ids[0], username="alex_edits", language_code="en")
        group = people.add_group("Newsroom", [self.admin, self.reader])
        forum = people.add_group("Investigations", [self.admin, self.reader], forum=True)
        for topic in ("Politics", "Economy"):
            people.add_topic(forum, topic)
        elsewhere = people.add_group("Elsewhere", [self.reader, self.admin], with_bot=False)
        private = [people.private_chat(user) for user in (self.reader, self.admin)]
        self.chats = [*private, group, forum, elsewhere]

    def view(self) -> Json:
        """Everything that the page shows."""
        bot = self.world.bot
        return {
            "seq": len(self.world.journal.entries),
            "bot": bot.as_json(),
            "people": [
                user.as_json() | {"role": role} for user, role in ((self.reader, "reader"), (self.admin, "admin"))
            ],
            "chats": [self._chat_view(chat) for chat in self.chats],
            "about": self.about(),
        }

    def about(self) -> Json:
        """What the bot says of itself to each person, by user id: in words, and its command menu in each chat by id."""
        return {
            str(user.id): {
                **{field: described(self.world, field, user.language_code or "") for field in _ABOUT},
                "commands": {str(chat.id): commands_for(self.world, chat, user) for chat in self.chats},
            }
            for user in (self.reader, self.admin)
        }

    def _chat_view(self, chat: Chat) -> Json:
        return {
            "id": chat.id,
            "type": chat.type,
            "title": self.world.bot.first_name if chat.is_private else chat.title,
            "person": chat.id if chat.is_private else None,
            "is_forum": chat.is_forum,
            "has_bot": chat.bot_status not in ABSENT,
            "topics": [{"id": thread, "name": name} for thread, name in chat.topics.items()],
            "messages": list(chat.messages.values()),
        }

    # What the page names by id

    def person(self, body: Json) -> User:
        """The person in whose name the page acts."""
        for user in (self.reader, self.admin):
            if user.id == body.get("person"):
                return user
        raise PlaygroundError("There is no such person in the playground.")

    def chat(self, body: Json) -> Chat:
        """The chat that the page means, which must be open to the person."""
        chat = self.world.chats.get(body.get("chat") or 0)
        if chat is None or (chat.is_private and chat.id != body.get("person")):
            raise PlaygroundError("There is no such chat in the playground.")
        return chat

    def message(self, body: Json, key: str = "message") -> Json:
        """A message of that chat."""
        found: Json | None = self.chat(body).messages.get(body.get(key) or 0)
        if found is None:
            raise PlaygroundError("This message is no longer there.")
        return found

    def replied(self, body: Json) -> Json:
        """What a message replies to, and which part of it: as the acts of people take it."""
        if not body.get("reply_to"):
            return {}
        place = {"person": body.get("person"), "chat": body.get("reply_chat") or body.get("chat")}
        quote = body.get("quote") or {}
        selected = {"quote": str(quote.get("text", "")), "position": quote.get("position")} if quote else {}
        return {"reply_to": self.message(body | place, "reply_to"), **selected}

    async def send(self, body: Json) -> Any:
        """Posts the page's text; where the bot is not a member, a mention summons it as a guest."""
        user, chat, reply = self.person(body), self.chat(body), self.replied(body)
        text = str(body.get("text", ""))
        if chat.bot_status in ABSENT and f"@{self.world.bot.username}".lower() in text.lower():
            return await self.people.guest_text(user, chat, text, **reply)
        return await self.people.send_text(user, chat, text, thread=body.get("thread"), **reply)

    async def forward(self, body: Json) -> Any:
        """Forwards a message, or all of its album, to the chat `to`; gives the messages there."""
        user, message = self.person(body), self.message(body)
        target, thread = self.chat({"person": user.id, "chat": body.get("to")}), body.get("thread")
        album = message.get("media_group_id")
        if album is None:
            return [await self.people.forward(user, message, target, thread=thread)]
        messages = [one for one in self.chat(body).messages.values() if one.get("media_group_id") == album]
        return await self.people.forward_album(user, messages, target, thread=thread)
