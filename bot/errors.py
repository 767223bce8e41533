"""What goes wrong in the bot, and the one place where the failure of a handler becomes a sentence for the person.

QuotedeskError
├── StartError           the bot can't start; one sentence for who started it
├── BusyError            more questions wait than are taken on
└── BuildCancelledError  an admin has cancelled the build
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.views.composer import clip
from index.errors import (
    FilterError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    QueryError,
    QuotedeskError,
    SourceNotFoundError,
)

if TYPE_CHECKING:
    from bot.context import Context
    from bot.texts import Texts

_LOG = logging.getLogger(__name__)
_FILTER_UNITS = 60


class StartError(QuotedeskError):
    """The bot can't start: the token, the network, a port or the index stands in the way."""


class BusyError(QuotedeskError):
    """More questions wait for an answer than are taken on."""


class BuildCancelledError(QuotedeskError):
    """An admin has cancelled the build."""


async def on_error(update: object, context: Context) -> None:
    """Tell the person in one sentence what a handler's failure means for them, and log the rest."""
    error = context.error
    if error is None or not isinstance(update, Update):
        _LOG.error("Failed outside of any update.", exc_info=error)
        return
    if isinstance(error, TelegramError):
        _log_refusal(error, update)
        if not isinstance(error, BadRequest) or _is_too_late(error):
            return
    sentence = sentence_for(error, context.texts)
    if sentence == context.texts.failed:
        _LOG.error("Could not handle update %d.", update.update_id, exc_info=error)
    elif sentence == context.texts.index_unavailable:
        _LOG.error("%s", error)
    await context.tell(update, sentence)


def sentence_for(error: Exception, texts: Texts) -> str:
    """What a failure means for the person who met it."""
    if isinstance(error, BusyError):
        return texts.busy
    if isinstance(error, FilterError):
        return texts.filter_without_date.format(filter=clip(error.written, _FILTER_UNITS))
    if isinstance(error, QueryError):
        return texts.question_unusable.format(reason=error)
    if isinstance(error, SourceNotFoundError):
        return texts.article_gone
    if isinstance(error, IndexMissingError | IndexDamagedError | IndexMismatchError):
        return texts.index_unavailable
    return texts.failed


def _log_refusal(error: TelegramError, update: Update) -> None:
    """Being blocked, and queries that nobody waits for any more, are everyday things."""
    level = logging.INFO if isinstance(error, Forbidden) or _is_too_late(error) else logging.WARNING
    _LOG.log(level, "Telegram did not take the answer to update %d: %s", update.update_id, error)


def _is_too_late(error: TelegramError) -> bool:
    return "query is too old" in error.message.lower() or "query_id_invalid" in error.message.lower()
