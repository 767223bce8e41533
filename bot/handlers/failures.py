"""The one place where the failure of a handler becomes a sentence for the person."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context
from bot.errors import BusyError
from bot.handlers.replies import tell
from bot.texts import Texts
from bot.views.composer import clip
from index.errors import (
    FilterError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    QueryError,
    SourceNotFoundError,
)

_LOG = logging.getLogger(__name__)
# A filter is a word; what is longer was pasted, and its beginning is enough to recognise it.
_FILTER_UNITS = 60


async def on_error(update: object, context: Context) -> None:
    """Tell the person in one sentence what a handler's failure means for them, and log the rest."""
    error = context.error
    if error is None or not isinstance(update, Update):
        _LOG.error("Failed outside of any update.", exc_info=error)
        return
    context.desk.metrics.errors.labels(type(error).__name__).inc()
    if isinstance(error, TelegramError):
        _log_refusal(error, update)
        if not isinstance(error, BadRequest) or _is_too_late(error):
            return
    sentence = sentence_for(error, context.texts)
    if sentence == context.texts.failed:
        _LOG.error("Could not handle update %d.", update.update_id, exc_info=error)
    elif sentence == context.texts.index_unavailable:
        _LOG.error("%s", error)
    await tell(update, sentence)


def sentence_for(error: Exception, texts: Texts) -> str:
    """What a failure means for the person who met it."""
    match error:
        case BusyError():
            return texts.busy
        case FilterError():
            return texts.filter_without_date.format(filter=clip(error.written, _FILTER_UNITS))
        case QueryError():
            return texts.question_unusable.format(reason=error)
        case SourceNotFoundError():
            return texts.article_gone
        case IndexMissingError() | IndexDamagedError() | IndexMismatchError():
            return texts.index_unavailable
    return texts.failed


def _log_refusal(error: TelegramError, update: Update) -> None:
    """Being blocked, and queries that nobody waits for any more, are everyday things."""
    level = logging.INFO if isinstance(error, Forbidden) or _is_too_late(error) else logging.WARNING
    _LOG.log(level, "Telegram did not take the answer to update %d: %s", update.update_id, error)


def _is_too_late(error: TelegramError) -> bool:
    return "query is too old" in error.message.lower() or "query_id_invalid" in error.message.lower()
