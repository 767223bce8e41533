"""The one place where the failure of a handler becomes a sentence for the person."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.context import Context
from bot.handlers.replies import tell
from bot.views.failures import sentence_for

_LOG = logging.getLogger(__name__)


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
    elif sentence in (context.texts.index_unavailable, context.texts.not_kept):
        _LOG.error("%s", error)
    await tell(update, sentence)


def _log_refusal(error: TelegramError, update: Update) -> None:
    """Being blocked, and queries that nobody waits for any more, are everyday things."""
    level = logging.INFO if isinstance(error, Forbidden) or _is_too_late(error) else logging.WARNING
    _LOG.log(level, "Telegram did not take the answer to update %d: %s", update.update_id, error)


def _is_too_late(error: TelegramError) -> bool:
    return "query is too old" in error.message.lower() or "query_id_invalid" in error.message.lower()
