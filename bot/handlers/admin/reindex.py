"""Bringing the index up to date from a chat: /reindex, /rollback, and after every change of the corpus.

A build shows one message that is edited now and then and ends with the change report. One that a stop of the bot cut
off is begun again, once, at the bot's next start.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram import Chat, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application

from bot.context import Context, services_of
from bot.errors import BuildCancelledError
from bot.handlers.admin.gate import admins_only, note
from bot.handlers.replies import reply
from bot.services.journal import ReindexRecord
from bot.views.admin import progress_text, report_text
from index.errors import BuildInProgressError, QuotedeskError
from index.ingest import BuildReport

_LOG = logging.getLogger(__name__)
# Telegram takes about twenty messages a minute in a group, edits among them.
_SECONDS_BETWEEN_EDITS = 3.0
_SECONDS_BETWEEN_LOOKS = 1.0


@admins_only
async def reindex(update: Update, context: Context) -> None:
    """/reindex [full]: build a new generation while questions go on being answered."""
    message = update.effective_message
    if message is None:
        return
    if busy := await _who_builds(context):
        await reply(message, busy)
        return
    full = "full" in (context.args or [])
    # Before the update counts as handled: from here on the re-index is on record.
    progress = _begin(await reply(message, context.texts.reindex_started), context, full=full)
    context.services.start(_build(progress, message, context, full=full))


@admins_only
async def rollback(update: Update, context: Context) -> None:
    """/rollback: serve the generation before the present one, at once."""
    message = update.effective_message
    if message is None:
        return
    try:
        generation = await context.desk.roll_back()
    except (QuotedeskError, OSError) as error:
        await reply(message, context.texts.rollback_failed.format(reason=_why(error)))
        return
    note(context, f"rolled back to generation {generation}")
    status = await context.desk.status()
    await reply(message, context.texts.rollback_done.format(generation=generation, articles=status.articles))


def follow_up(shown: Message, context: Context, heading: str) -> None:
    """Build after the corpus was changed; `shown`, a message of the bot's, tells how that goes under a heading.

    What is under way is waited for; the next build is one for all changes that wait for it.
    """
    context.services.start(_wait_and_build(_begin(shown, context, heading), shown, context))


async def take_up(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Begin again what the bot's last stop cut off; after a second one, or a rollback, that is left to the admin."""
    services = services_of(application)
    unfinished = services.unfinished
    for record in unfinished.all():
        context = Context(application)
        context.language = record.language
        shown = Message(record.message_id, datetime.now(UTC), Chat(record.chat_id, Chat.PRIVATE))
        shown.set_bot(application.bot)
        progress = Progress(shown, record.heading, partial(unfinished.end, record))
        if record.again or (await services.desk.status()).rolled_back:
            await progress.end(context.texts.reindex_given_up, shown)
            continue
        unfinished.begin(replace(record, again=True))
        await progress.show(context.texts.reindex_taken_up)
        services.start(_wait_and_build(progress, shown, context, full=record.full))


def _begin(shown: Message | None, context: Context, heading: str = "", *, full: bool = False) -> Progress:
    """The progress of a re-index, which is on record until it has ended."""
    if shown is None:
        return Progress(None, heading)
    record = ReindexRecord(shown.chat.id, shown.message_id, context.language, heading, full)
    context.services.unfinished.begin(record)
    return Progress(shown, heading, partial(context.services.unfinished.end, record), time.monotonic())


async def _wait_and_build(progress: Progress, shown: Message, context: Context, *, full: bool = False) -> None:
    rebuilder = context.services.rebuilder
    if rebuilder.is_awaited:
        await progress.end(context.texts.reindex_waits, shown)
        return
    rebuilder.is_awaited = True
    try:
        if await _who_builds(context):
            await progress.show(context.texts.reindex_waits)
        while await _who_builds(context):  # noqa: ASYNC110 - it may be another program
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
    finally:
        rebuilder.is_awaited = False
    await _build(progress, shown, context, full=full)


async def _who_builds(context: Context) -> str | None:
    """Who is building now, as a sentence."""
    if since := context.services.rebuilder.since:
        return context.texts.reindex_running.format(since=f"{since:%H:%M}")
    if builder := (await context.desk.status()).builder:
        return context.texts.reindex_elsewhere.format(builder=builder)
    return None


async def _build(progress: Progress, asked: Message, context: Context, *, full: bool = False) -> None:
    """Build, tell how it goes, serve what came of it, and end with the report."""
    texts = context.texts
    try:
        async with contextlib.aclosing(context.services.rebuilder.build(full=full)) as events:
            async for event in events:
                if not isinstance(event, BuildReport):
                    await progress.show(progress_text(event, texts))
                    continue
                await context.desk.refresh()
                came_of_it = f"published generation {event.generation}" if event.published else "nothing changed"
                note(context, f"re-index done: {came_of_it}")
                await progress.end(report_text(event, texts), asked)
    except BuildCancelledError:
        note(context, "re-index cancelled")
        await progress.end(texts.reindex_cancelled, asked)
    except BuildInProgressError as error:
        await progress.end(await _who_builds(context) or str(error), asked)
    except (QuotedeskError, OSError) as error:
        note(context, f"re-index failed: {error}")
        await progress.end(texts.reindex_failed.format(reason=_why(error)), asked)


def _why(error: Exception) -> str:
    """What an admin is told of a failure: where the disk or the system failed, its own words and the file."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror} ({error.filename})" if error.filename else error.strerror
    return str(error)


class Progress:
    """One message that tells how far something is, below a heading. What keeps it from being shown stops nothing.

    `sent` is when the message was sent, if just now: what is over in three seconds shows nothing but its end. `ended`
    is called once the last word was said.
    """

    def __init__(
        self,
        message: Message | None,
        heading: str = "",
        ended: Callable[[], None] = lambda: None,
        sent: float = 0.0,
    ) -> None:
        self._message = message
        self._heading = heading
        self._ended = ended
        self._sent = sent
        self._edited = 0.0
        self._latest: str | None = None
        self._showing: asyncio.Task[None] | None = None
        self._over = asyncio.Event()

    async def show(self, sentence: str) -> None:
        """Edit the message once three seconds have passed since the last edit, with what was to be shown last."""
        self._latest = sentence
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(self._show_latest())

    async def _show_latest(self) -> None:
        while self._latest is not None:
            again_at = max(self._sent, self._edited) + _SECONDS_BETWEEN_EDITS
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), max(0.0, again_at - time.monotonic()))
                return
            sentence, self._latest = self._latest, None
            await self._edit(sentence)

    async def end(self, sentence: str, asked: Message) -> None:
        """Edit the message for the last time; where it has been deleted, answer `asked` anew."""
        self._over.set()
        if self._showing:
            await self._showing
        await asyncio.sleep(max(0.0, self._edited + _SECONDS_BETWEEN_EDITS - time.monotonic()))
        if not await self._edit(sentence):
            with contextlib.suppress(TelegramError):
                await reply(asked, self._with_heading(sentence))
        self._ended()

    async def _edit(self, sentence: str) -> bool:
        if self._message is None:
            return False
        self._edited = time.monotonic()
        try:
            await self._message.edit_text(self._with_heading(sentence))
        except BadRequest:
            return False
        except TelegramError as error:
            _LOG.warning("The progress of the re-index could not be shown: %s", error)
        return True

    def _with_heading(self, sentence: str) -> str:
        return f"{self._heading}\n\n{sentence}" if self._heading else sentence
