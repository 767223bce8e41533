"""Telling what new articles have for watches: after each re-index, or once a day.

What is to be told is written down first (`bot.services.watches`), so that it outlives the process. A chat in which the
bot is blocked, or that has gone, is watched for no longer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.callback_data import QuoteReference
from bot.context import Services, services_of
from bot.errors import BusyError
from bot.records import Alert, Hit
from bot.services.watches import Delivery
from bot.texts import texts_for
from bot.transport.lifecycle import AnyApplication
from bot.views.alerts import QUOTES_A_PAGE, AlertedQuote, alert_view, digest_view, summary_view
from bot.views.keyboards import Buttons
from bot.views.view import View
from index.errors import QueryError, QuotedeskError

_LOG = logging.getLogger(__name__)
_SECONDS_BETWEEN_LOOKS = 1.0
# Questions that people wait for come first.
_SECONDS_WHILE_BUSY = 2.0
# Ten pages: whoever gets more has watched for too little.
_MOST_HITS = 50


async def follow(application: AnyApplication) -> None:
    """Until cancelled: look through every new generation, and send what is due."""
    services = services_of(application)
    considered, complaint = 0, ""
    while True:
        try:
            if await asyncio.to_thread(services.watches.any):
                generation = services.desk.generation
                if generation != considered:
                    await consider(services)
                    considered = generation
                await send_due(services, application.bot)
            complaint = ""
        except (QuotedeskError, OSError) as error:
            if str(error) != complaint:
                _LOG.warning("Watches can't be followed: %s", error)
            complaint = str(error)
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)


async def consider(services: Services) -> None:
    """Write down what the articles that have come since the last time have for every watch.

    Within a chat a passage is told of once, for the watch that was begun first.
    """
    source_ids = [source.source_id for source in await services.desk.sources()]
    new = await asyncio.to_thread(services.watches.new_among, source_ids)
    if not new:
        return
    told: set[tuple[int, int, str]] = set()
    found: dict[int, list[Hit]] = {}
    for place, watch in await asyncio.to_thread(services.watches.everywhere):
        for hit in await _hits(services, watch.words, new):
            key = (place.chat, place.topic, hit.reference.passage_id)
            if key not in told:
                told.add(key)
                found.setdefault(watch.watch_id, []).append(hit)
    await asyncio.to_thread(services.watches.record, new, found)
    _LOG.info("New articles: %d; quotes for watches: %d.", len(new), len(told))


async def _hits(services: Services, words: str, new: set[str]) -> list[Hit]:
    while True:
        try:
            hits = await services.desk.watch(words, new, _MOST_HITS)
            return [Hit(QuoteReference.to(hit.quote), hit.why) for hit in hits]
        except BusyError:
            await asyncio.sleep(_SECONDS_WHILE_BUSY)
        except QueryError:
            return []


async def send_due(services: Services, bot: Bot) -> None:
    """Send what waits, one message after the other."""
    for delivery in await asyncio.to_thread(services.watches.due, datetime.now(UTC)):
        view = await _view(delivery, services)
        if view is None:
            # Its articles have gone again.
            await asyncio.to_thread(services.watches.sent, delivery)
        elif not await _send(delivery, view, services, bot):
            return


async def _send(delivery: Delivery, view: View, services: Services, bot: Bot) -> bool:
    """Whether the next one may be tried."""
    watches, place = services.watches, delivery.place
    await asyncio.to_thread(watches.sending, delivery)
    try:
        sent = await bot.send_message(
            place.chat,
            view.composed.text,
            entities=view.composed.entities,
            reply_markup=view.keyboard,
            message_thread_id=place.topic or None,
        )
    except Forbidden:
        _LOG.info("The bot may not write to a chat any more: its watches are ended.")
        await asyncio.to_thread(watches.end_all, place.chat)
    except RetryAfter:
        await asyncio.to_thread(watches.not_sent, delivery)
        return False
    except BadRequest as error:
        _LOG.warning("An alert was not taken: %s", error)
        # "chat not found", or a topic that was deleted.
        if "not found" in error.message.lower():
            await asyncio.to_thread(watches.end_all, place.chat, place.topic or None)
        await asyncio.to_thread(watches.sent, delivery)
    except TelegramError as error:
        # It may have arrived: what is sent again says so.
        _LOG.warning("An alert may not have arrived: %s", error)
        return False
    else:
        # The request went where the group is now, if it has become a supergroup.
        if sent.chat.id != place.chat:
            await asyncio.to_thread(watches.move, place.chat, sent.chat.id)
        await asyncio.to_thread(watches.sent, delivery)
    return True


async def _view(delivery: Delivery, services: Services) -> View | None:
    """The message; None where nothing of it is in the archive any more."""
    public_url, is_private = services.settings.public_url or "", delivery.place.chat > 0
    buttons = Buttons(texts_for(delivery.place.language), public_url=public_url, mini_apps=is_private)
    if delivery.day:
        few = sum(len(alert.hits) for alert in delivery.alerts) <= QUOTES_A_PAGE
        shown = {alert.alert_id: await _quotes(alert.hits, services) for alert in delivery.alerts if few}
        return digest_view(delivery.alerts, shown, delivery.day, buttons)
    (alert,) = delivery.alerts
    if len(alert.hits) > QUOTES_A_PAGE:
        return summary_view(alert, buttons)
    return await page_view(alert, 0, services, buttons)


async def page_view(alert: Alert, offset: int, services: Services, buttons: Buttons) -> View | None:
    """A page of an alert's quotes; None where none of it is in the archive any more."""
    offset = offset if offset < len(alert.hits) else 0
    quotes = await _quotes(alert.hits[offset : offset + QUOTES_A_PAGE], services)
    return alert_view(alert, quotes, offset, buttons) if quotes else None


async def _quotes(hits: Sequence[Hit], services: Services) -> list[AlertedQuote]:
    readings = [(await services.desk.reading(hit.reference), hit.why) for hit in hits]
    return [AlertedQuote(quote, why) for quote, why in readings if quote]
