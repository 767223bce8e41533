"""What only admins may do. An admin is one of ADMIN_USER_IDS, writing as themselves."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from telegram import Message, Update
from telegram.error import BadRequest, TelegramError

from bot.context import Context
from bot.markup import clip
from bot.replies import reply
from bot.texts import Texts
from index.errors import QuotedeskError

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_EDITS = 3.0
_PATHS_SHOWN = 10
_GAPS_SHOWN = 20
_PATH_UNITS = 100
Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def admins_only(handler: Handler) -> Handler:
    """The handler for admins; others get one plain refusal."""

    @functools.wraps(handler)
    async def guarded(update: Update, context: Context) -> None:
        if context.is_admin:
            _LOG.info("Admin %s: %s", context.person_id, _what(update))
            await handler(update, context)
        else:
            await context.tell(update, context.texts.admins_only)

    return guarded


def _what(update: Update) -> str:
    if update.callback_query:
        return f"button {update.callback_query.data}"
    return clip((update.effective_message and update.effective_message.text) or "", 200)


@admins_only
async def reindex(update: Update, context: Context) -> None:
    """/reindex [full]: build a new generation while questions go on being answered."""
    message = update.effective_message
    if message is None:
        return
    if since := context.services.rebuilder.since:
        await reply(message, context.texts.reindex_running.format(since=f"{since:%H:%M}"))
        return
    full = "full" in (context.args or [])
    context.services.start(rebuild(message, context, full=full))


@admins_only
async def gaps(update: Update, context: Context) -> None:
    """/gaps: what people asked that the archive could not answer."""
    message = update.effective_message
    if message is None:
        return
    texts = context.texts
    if not (store := context.services.feedback):
        await reply(message, texts.gaps_off)
        return
    found = await asyncio.to_thread(store.gaps, _GAPS_SHOWN)
    lines = [f"– {clip(question, _PATH_UNITS)} ({count})" for question, count in found]
    await reply(message, "\n".join([texts.gaps_heading, *lines]) if lines else texts.gaps_none)


async def rebuild(message: Message, context: Context, *, full: bool = False) -> None:
    """Build, tell how it goes in one message that is edited now and then, and end it with the report."""
    texts = context.texts
    progress = _Progress(await reply(message, texts.reindex_started))
    try:
        async with contextlib.aclosing(context.services.rebuilder.build(full=full)) as events:
            async for event in events:
                if event["event"] == "report":
                    _LOG.info("Re-index done: %s", event)
                    await progress.end(report(event, texts), message)
                else:
                    await progress.show(_stage(event, texts))
    except QuotedeskError as error:
        _LOG.warning("Re-index failed: %s", error)
        await progress.end(texts.reindex_failed.format(reason=error), message)
    except TelegramError as error:
        _LOG.warning("The progress of the re-index could not be shown: %s", error)


def report(event: dict[str, Any], texts: Texts) -> str:
    """A build's report in words."""
    if not event["published"]:
        parts = [texts.reindex_nothing.format(**event)]
    else:
        parts = [texts.reindex_done.format(**event | {"seconds": round(event["seconds"], 1)})]
        parts += [
            _listed(f"{heading}: {len(event[kind])}", event[kind], texts)
            for kind, heading in texts.changed.items()
            if event[kind]
        ]
    if event["skipped"]:
        unread = [f"{skipped['path']}: {skipped['reason']}" for skipped in event["skipped"]]
        parts.append(_listed(f"{texts.not_read}: {event['skipped_count']}", unread, texts))
    return "\n\n".join(parts)


def _listed(heading: str, items: Sequence[str], texts: Texts) -> str:
    lines = [heading, *(f"– {clip(item, _PATH_UNITS)}" for item in items[:_PATHS_SHOWN])]
    if len(items) > _PATHS_SHOWN:
        lines.append(texts.and_more.format(count=len(items) - _PATHS_SHOWN))
    return "\n".join(lines)


def _stage(event: dict[str, Any], texts: Texts) -> str:
    sentence = texts.reindex_progress if event.get("total") else texts.reindex_progress_open
    return sentence.format(
        stage=texts.stages.get(event["stage"], event["stage"]), done=event["done"], total=event.get("total")
    )


class _Progress:
    """One message that tells how far something is."""

    def __init__(self, message: Message | None) -> None:
        self._message = message
        self._edited = 0.0

    async def show(self, sentence: str) -> None:
        """Edit the message, unless that was done less than three seconds ago."""
        if time.monotonic() - self._edited >= _SECONDS_BETWEEN_EDITS:
            await self._edit(sentence)

    async def end(self, sentence: str, asked: Message) -> None:
        """Edit the message for the last time; where it has been deleted, answer `asked` anew."""
        await asyncio.sleep(max(0.0, self._edited + _SECONDS_BETWEEN_EDITS - time.monotonic()))
        if not await self._edit(sentence):
            await reply(asked, sentence)

    async def _edit(self, sentence: str) -> bool:
        if self._message is None:
            return False
        self._edited = time.monotonic()
        try:
            await self._message.edit_text(sentence)
        except BadRequest:
            return False
        return True
