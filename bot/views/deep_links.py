"""Deep links: t.me addresses that open a private chat with the bot at a passage, an article or a question.

What follows `?start=` in such an address is its parameter.
"""

from __future__ import annotations

import base64
import binascii

from telegram.constants import MessageLimit
from telegram.helpers import create_deep_linked_url

from bot.callback_data import QuoteReference
from index.models import Quote

PASSAGE, SOURCE, QUESTION = "p_", "s_", "q_"
HELP = "help"


def passage_link(bot_username: str, quote: Quote) -> str:
    """The address that opens a quote in its article."""
    reference = QuoteReference.to(quote)
    return create_deep_linked_url(bot_username, f"{PASSAGE}{reference.passage_id}_{reference.sentence}")


def passage_in(parameter: str) -> QuoteReference | None:
    """The quote that a parameter, or an inline query of the same shape, names."""
    return QuoteReference.parse(parameter.removeprefix(PASSAGE)) if parameter.startswith(PASSAGE) else None


def question_parameter(question: str) -> str | None:
    """A parameter that holds a question; None for a question that is too long for that."""
    parameter = QUESTION + base64.urlsafe_b64encode(question.encode()).decode().rstrip("=")
    return parameter if len(parameter) <= MessageLimit.DEEP_LINK_LENGTH else None


def question_in(parameter: str) -> str | None:
    """The question that a parameter holds; None where it holds none."""
    if not parameter.startswith(QUESTION):
        return None
    written = parameter.removeprefix(QUESTION)
    try:
        # What was left out as padding fills the last group of four.
        return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode() or None
    except (binascii.Error, UnicodeDecodeError):
        return None
