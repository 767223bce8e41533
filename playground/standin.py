"""A stand-in for Telegram in one process: tests and the chat page say what people do, the bot talks to it over HTTP.

standin = StandIn()
async with standin.serve() as url:     # what TELEGRAM_API_URL takes
    ada = standin.add_user("Ada")
    chat = standin.private_chat(ada)
    await standin.send_text(ada, chat, "/start")
    reply = await standin.next_reply(chat)
standin.check()                        # no request that the real server would refuse
"""

from __future__ import annotations

import asyncio
import contextlib
import copy
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from playground.api.faults import Drop, Fault
from playground.api.guard import guarded
from playground.api.server import ApiRequest, BotApi
from playground.api.serving import serving
from playground.errors import PlaygroundError
from playground.world.people import People
from playground.world.state import Chat, Json, OpenQuery, User, World

_log = logging.getLogger(__name__)

# How many seconds the bot may take: long, so that no test fails because the machine is busy.
PATIENCE = 60.0
TOKEN = "4242424242:AAplayground-stand-in-for-telegram00"  # noqa: S105 - opens nothing but the stand-in


class StandIn(People):
    """Telegram for one bot. `page` is the application that answers every path that is not the Bot API's."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        name: str = "Quotedesk",
        username: str = "quotedesk_bot",
        clock: Callable[[], float] = time.time,
    ) -> None:
        bot = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        super().__init__(World(bot, clock))
        self.bot = bot
        self.token = token
        self.api = BotApi(self.world, self.updates, token)
        self.page: ASGIApp = PlainTextResponse("There is nothing here but a Bot API.", 404)
        self._read_up_to: dict[int, int] = {}

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application: the Bot API, and the page beside it."""
        is_api = scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot"))
        try:
            await (self.api if is_api else self.page)(scope, receive, send)
        except Exception:
            _log.exception("The playground failed at %s", "a request of the bot" if is_api else scope["path"])
            raise

    @contextlib.asynccontextmanager
    async def serve(self, port: int = 0) -> AsyncIterator[str]:
        """Serves on 127.0.0.1; gives the base URL. Raises PlaygroundError when the port is taken."""
        async with serving(guarded(self.app), port) as url:
            sending = asyncio.create_task(self.api.webhook.run())
            try:
                yield url
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    # What the bot did

    @property
    def requests(self) -> list[ApiRequest]:
        """Every request of the bot, polls for updates included."""
        return self.api.requests

    @property
    def refused(self) -> list[ApiRequest]:
        """The requests that the real server would have refused too."""
        return self.api.refused

    def calls(self, method: str) -> list[Json]:
        """The parameters of every request of a method, refused ones included."""
        return [request.params for request in self.requests if request.method == method]

    def check(self, *, allowing: Iterable[str] = ()) -> None:
        """Raises AssertionError that lists the refused requests, but those with one of `allowing` in the refusal."""
        allowed = tuple(allowing)
        unexpected = [
            f"{request.method}: {request.error}\n    {request.params}"
            for request in self.refused
            if not any(part in (request.error or "") for part in allowed)
        ]
        if unexpected:
            raise AssertionError("Telegram would refuse:\n" + "\n".join(unexpected))

    def messages(self, chat: Chat) -> list[Json]:
        """The messages of the chat as they are now."""
        return copy.deepcopy(list(chat.messages.values()))

    def file_of(self, message: Json) -> bytes:
        """What stands in the file of a message."""
        return self.world.files[message["document"]["file_id"]].data

    async def next_reply(self, chat: Chat, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109
        """The bot's next message or edit in the chat, in the order in which it made them; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while True:
                for entry in self.world.journal.entries[self._read_up_to.get(chat.id, 0) :]:
                    self._read_up_to[chat.id] = entry["seq"]
                    from_bot = entry["kind"] in {"message", "edit"} and entry["by"] == self.bot.id
                    if from_bot and entry["chat_id"] == chat.id:
                        return copy.deepcopy(entry["message"])
                await self.world.journal.wait()

    async def no_reply(self, chat: Chat, within: float = 0.3) -> None:
        """Raises AssertionError when the bot says anything in the chat within so many seconds."""
        with contextlib.suppress(TimeoutError):
            reply = await self.next_reply(chat, within)
            raise AssertionError(f"The bot should have been silent, but said: {reply.get('text')!r}")

    async def settle(self, quiet: float = 0.2, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109
        """Waits until every update is confirmed and the bot has requested nothing but updates for `quiet` seconds."""
        async with asyncio.timeout(timeout):
            while True:
                before = self._activity()
                await asyncio.sleep(quiet)
                if not self.updates.pending and before == self._activity():
                    return

    def _activity(self) -> int:
        return sum(request.method != "getUpdates" for request in self.requests)

    # What people do and then wait for

    async def press(self, user: User, message: Json, button: str, *, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109
        """Presses the button with this text or callback data; gives the answerCallbackQuery parameters.

        For a button without callback data gives the button itself: its url, copy_text or switch_inline_query.
        """
        found = self._button(message, button)
        if "callback_data" not in found:
            return found
        return await self.answered(self.ask_callback(user, message, found["callback_data"]), timeout)

    def _button(self, message: Json, wanted: str) -> Json:
        stored = self.world.chats[message["chat"]["id"]].messages.get(message["message_id"], message)
        rows = stored.get("reply_markup", {}).get("inline_keyboard", [])
        buttons: list[Json] = [button for row in rows for button in row]
        for button in buttons:
            if wanted in {button["text"], button.get("callback_data")}:
                return button
        raise PlaygroundError(f"There is no button {wanted!r}, only {[button['text'] for button in buttons]}.")

    async def inline_query(
        self,
        user: User,
        text: str,
        *,
        offset: str = "",
        chat: Chat | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Json:
        """Types an inline query; gives the answerInlineQuery parameters."""
        return await self.answered(self.ask_inline(user, text, offset=offset, chat=chat), timeout)

    async def answered(self, query: OpenQuery, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109
        """The bot's answer to a query; raises TimeoutError."""
        async with asyncio.timeout(timeout):
            while query.answer is None:
                await self.world.journal.wait()
        return copy.deepcopy(query.answer)

    # Faults

    def fail_next(
        self,
        method: str = "*",
        *,
        status: int = 500,
        retry_after: int = 1,
        drop: Drop | None = None,
        times: int = 1,
    ) -> None:
        """Makes the next requests of a method ("*": of any but getUpdates) fail.

        With `status` (429 carries `retry_after`), or, with `drop`, by a connection that breaks before or after the
        request has taken effect.
        """
        self.api.faults.order(Fault(method, status, retry_after, drop, times))
