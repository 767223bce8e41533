"""Quotes and citations -> what an inline query offers, and how much of it one request can carry. Pure.

Every few letters that somebody types are a query, and most of what it finds was found by the one before. So what does
not depend on the words typed is made once for each quote and remembered.
"""

from __future__ import annotations

import json
import string
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    TelegramObject,
)

from bot.views.answers import attribution, quote_message
from bot.views.articles import insertion_as_links, insertion_as_quotes
from bot.views.composer import Composed, clip
from bot.views.dates import shown_day
from bot.views.deep_links import passage_link
from bot.views.keyboards import Buttons
from index.models import Quote

# Telegram's server takes requests of 1 MiB, as sent; some of that is for everything but the results.
_MOST_BYTES = 1_000_000
_SENT_AS_THEY_ARE = (string.ascii_letters + string.digits + "_.-~ ").encode()
# A list shows two or three lines of each.
_TITLE_UNITS = 200
_DESCRIPTION_UNITS = 200
# Forty full pages of different quotes, of some kilobytes each.
_RESULTS_REMEMBERED = 2048
# One for each language, and those of the generation before.
_USAGES_REMEMBERED = 8


def quote_result(quote: Quote, buttons: Buttons, *, counted: bool = False) -> InlineQueryResultArticle:
    """A quote ready to send, with its buttons; `counted` where it is known which other articles say the same."""
    source = quote.source
    published = shown_day(source.published, buttons.texts) if source.published else None
    return _article(
        quote.passage_id,
        quote.highlight.text,
        " · ".join(filter(None, (source.publisher, published, source.title))),
        quote_message(quote, buttons.texts),
        buttons.for_quote(quote, counted=counted),
    )


def found_results(quotes: Sequence[Quote], words: str, buttons: Buttons) -> list[InlineQueryResultArticle]:
    """The quotes that `words` have found, each with a button for more: as many as one request can carry."""
    # Other words give the same quote another confidence, which the result does not show.
    prepared = [_prepared(replace(quote, confidence=0), buttons) for quote in quotes]
    more = buttons.more(words)
    added = _sent_bytes([more]) if more else 0
    count = fitting([size + added for _, size in prepared])
    return [_with_row(result, [more]) if more else result for result, _ in prepared[:count]]


def usage_results(
    bot_username: str, examples: Sequence[tuple[str, Quote]], buttons: Buttons
) -> Sequence[InlineQueryResultArticle]:
    """How to use inline mode, with examples that this archive answers: words, and the quote that they find."""
    return _usage_results(bot_username, tuple(examples), buttons)


def insertion_results(
    words: Sequence[str], found: Sequence[Sequence[Quote]], bot_username: str, buttons: Buttons
) -> list[InlineQueryResultArticle]:
    """One's own words with a citation in place of each look-up, as a link and as a quote.

    `found` are the quotes of each look-up: of one, each quote makes two results; of several, the best of each do.
    """
    if not all(found):
        return []
    choices = [[quote] for quote in found[0]] if len(found) == 1 else [[quotes[0] for quotes in found]]
    results, texts = [], buttons.texts
    for quotes in choices:
        addresses = [buttons.page_of(quote) or passage_link(bot_username, quote) for quote in quotes]
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(texts.button_open, url=addresses[0])]])
        source, sentence = attribution(quotes[0].source, _TITLE_UNITS, texts), quotes[0].highlight.text
        for kind, heading, composed in (
            ("link", texts.insert_link, insertion_as_links(words, quotes, addresses, texts)),
            ("quote", texts.insert_quote, insertion_as_quotes(words, quotes, texts)),
        ):
            result_id = f"{quotes[0].passage_id}-{kind}"
            results.append(_article(result_id, heading.format(source=source), sentence, composed, keyboard))
    return results


def fitting(sizes: Sequence[int]) -> int:
    """How many of the results of these sizes, in bytes as sent, one request can carry, from the first on; at least one
    where there is any."""
    room = _MOST_BYTES
    for count, size in enumerate(sizes):
        room -= size
        if room < 0 and count:
            return count
    return len(sizes)


def sent_bytes(result: TelegramObject) -> int:
    """The size of a result as sent, in bytes: its JSON, URL-encoded, where most of what is no letter takes three."""
    return _sent_bytes(result.to_dict())


def _sent_bytes(value: object) -> int:
    written = json.dumps(value, default=TelegramObject.to_dict).encode()
    return len(written) + 2 * len(written.translate(None, _SENT_AS_THEY_ARE))


@lru_cache(maxsize=_RESULTS_REMEMBERED)
def _prepared(quote: Quote, buttons: Buttons) -> tuple[InlineQueryResultArticle, int]:
    """The result without the words that found the quote, and its size in bytes as sent."""
    result = quote_result(quote, buttons)
    return result, sent_bytes(result)


def _with_row(result: InlineQueryResultArticle, row: Sequence[InlineKeyboardButton]) -> InlineQueryResultArticle:
    """The result with one more row of buttons."""
    rows = result.reply_markup.inline_keyboard if result.reply_markup else ()
    return InlineQueryResultArticle(
        result.id,
        result.title,
        result.input_message_content,
        description=result.description,
        reply_markup=InlineKeyboardMarkup([*rows, row]),
    )


@lru_cache(maxsize=_USAGES_REMEMBERED)
def _usage_results(
    bot_username: str, examples: Sequence[tuple[str, Quote]], buttons: Buttons
) -> Sequence[InlineQueryResultArticle]:
    texts = buttons.texts
    usage = texts.inline_usage_text.format(bot=bot_username)
    results = [_article("usage", texts.inline_usage, usage, Composed(usage))]
    for number, (words, quote) in enumerate(examples, start=1):
        results.append(
            _article(
                f"example-{number}",
                texts.inline_example.format(words=words),
                quote.highlight.text,
                quote_message(quote, texts),
                buttons.for_quote(quote, more_about=words, counted=False),
            )
        )
    return results


def _article(
    result_id: str, title: str, description: str, composed: Composed, keyboard: InlineKeyboardMarkup | None = None
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        result_id,
        clip(title, _TITLE_UNITS),
        InputTextMessageContent(
            composed.text, entities=composed.entities, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        description=clip(description, _DESCRIPTION_UNITS),
        reply_markup=keyboard,
    )
