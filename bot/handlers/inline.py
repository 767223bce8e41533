"""Inline mode: `@bot words` in any chat offers quotes, ready to send.

A person's newer query abandons the older one, and an answer leaves within two seconds or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import InlineQueryLimit

from bot.callback_data import Pointer
from bot.context import Context
from bot.errors import sentence_for
from bot.services.examples import Example
from bot.views.answers import attribution, obstacle_sentence, quote_message
from bot.views.articles import insertion_as_links, insertion_as_quotes
from bot.views.citation import Insertion, insertion_in
from bot.views.composer import Composed, clip
from bot.views.deep_links import HELP, PASSAGE, passage_link
from bot.views.keyboards import Buttons
from index.errors import QueryError
from index.models import Quote
from index.query.filters import parse

_LOG = logging.getLogger(__name__)

_SECONDS_TO_ANSWER = 2.0
_CACHE_SECONDS = 30
_A_PAGE = int(InlineQueryLimit.RESULTS)
# Telegram's server takes requests of 1 MiB, as sent; some of that is for everything but the results.
_MOST_BYTES = 1_000_000
_SENT_AS_THEY_ARE = (string.ascii_letters + string.digits + "_.-~ ").encode()
# Words that the best quote does not even hold, with less than this share of the confidence of an answer: nothing found.
_WORTH_SHOWING = 1 / 4
_TITLE_UNITS = 200
_DESCRIPTION_UNITS = 200
_INSERTIONS = 10
_RESULTS_KEPT = 2048
# Stands in a result for the words that are looked up, until they are known.
_WORDS = "\ue000words\ue000"
_WORDS_WRITTEN = json.dumps(_WORDS)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_OFFSET = re.compile(r"(\d{1,9})\.(\d{1,6})")


async def look_up(update: Update, context: Context) -> None:
    """An inline query."""
    query = update.inline_query
    if query is None:
        return
    lookups = context.services.lookups
    work = asyncio.create_task(_answer(query, context))
    if older := lookups.get(query.from_user.id):
        older.cancel()
    lookups[query.from_user.id] = work
    try:
        await asyncio.wait({work}, timeout=_SECONDS_TO_ANSWER)
    finally:
        late = work.cancel()
        if lookups.get(query.from_user.id) is work:
            del lookups[query.from_user.id]
    with contextlib.suppress(asyncio.CancelledError):
        await work
    if late:
        _LOG.info("An inline query was not answered in time.")


async def chosen(_: Update, context: Context) -> None:
    """A result was sent somewhere: that is counted, nothing else."""
    context.services.chosen_results += 1


async def _answer(query: InlineQuery, context: Context) -> None:
    words = query.query.strip()
    if refusal := context.services.presses.take(query.from_user.id):
        text = context.texts.inline_slow_down.format(seconds=refusal.seconds)
        button = InlineQueryResultsButton(text, start_parameter=HELP)
        await query.answer([], cache_time=1, is_personal=True, button=button)
    elif not words:
        examples = tuple(await context.services.examples.current())
        await _offer(query, _usage(context.bot.username, examples, context.buttons))
    elif pointer := Pointer.parse(words.removeprefix(PASSAGE)) if words.startswith(PASSAGE) else None:
        quote = await context.desk.reading(pointer)
        found = [await context.desk.with_carriers(quote)] if quote else []
        await _offer(query, _all_written(result_of(one, context.buttons, counted=True) for one in found))
    else:
        try:
            if insertion := insertion_in(words):
                await _offer(query, _all_written(await _insertions(insertion, context)))
            else:
                await _quotes(query, words, context)
        except QueryError as error:
            # Half-typed filters are everyday things; what is missing stands where the quotes will.
            await _offer_nothing(query, words, sentence_for(error, context.texts), context)


async def _quotes(query: InlineQuery, words: str, context: Context) -> None:
    """A page of quotes; the next page's offset names the generation, and a page of another one is empty."""
    match = _OFFSET.fullmatch(query.offset or "")
    wanted, offset = (int(match[1]), int(match[2])) if match else (None, 0)
    found = await context.desk.search(words, _A_PAGE, offset)
    quotes = found.quotes if wanted in (None, found.generation) else []
    if not offset and not _is_worth_showing(quotes, words, context):
        obstacle = None if quotes else await context.desk.obstacle(words)
        sentence = obstacle_sentence(obstacle, context.texts) if obstacle else context.texts.inline_nothing
        await _offer_nothing(query, words, sentence, context)
        return
    results = [written(quote, context.buttons, words) for quote in quotes]
    count = fitting(results)
    is_last = count == len(results) < found.limit
    await _offer(query, results[:count], None if is_last else f"{found.generation}.{offset + count}")


def _is_worth_showing(quotes: Sequence[Quote], words: str, context: Context) -> bool:
    """Whether the best quote holds every word, the last perhaps half typed, or is at least a likely answer."""
    if not quotes:
        return False
    best = quotes[0]
    held = re.findall(r"\w+", f"{best.text} {best.source.title}".casefold())
    typed = re.findall(r"\w+", parse(words)[0].casefold())
    likely = max(quote.confidence for quote in quotes) >= _WORTH_SHOWING * context.settings.answer_threshold
    return likely or all(any(word.startswith(beginning) for word in held) for beginning in typed)


def written(quote: Quote, buttons: Buttons, words: str) -> str:
    """A quote ready to send, as JSON; `words` are those that found it."""
    return _written(replace(quote, confidence=0), buttons).replace(_WORDS_WRITTEN, json.dumps(words))


@lru_cache(maxsize=_RESULTS_KEPT)
def _written(quote: Quote, buttons: Buttons) -> str:
    return json.dumps(result_of(quote, buttons, _WORDS).to_dict())


def _all_written(results: Iterable[InlineQueryResultArticle]) -> list[str]:
    return [json.dumps(result.to_dict()) for result in results]


def fitting(results: Sequence[str]) -> int:
    """How many of the results, written as JSON, one request can carry, from the first on."""
    room = _MOST_BYTES
    for count, result in enumerate(results):
        sent = result.encode()
        # The body is URL-encoded: most of what is no letter takes three bytes.
        room -= len(sent) + 2 * len(sent.translate(None, _SENT_AS_THEY_ARE))
        if room < 0 and count:
            return count
    return len(results)


async def _offer_nothing(query: InlineQuery, words: str, sentence: str, context: Context) -> None:
    """A sentence in place of quotes; pressing it asks the words in private."""
    parameter = context.services.question_links.parameter(words)
    button = InlineQueryResultsButton(sentence, start_parameter=parameter)
    await query.answer([], cache_time=_CACHE_SECONDS, is_personal=True, button=button)


async def _offer(query: InlineQuery, results: Sequence[str], next_offset: str | None = None) -> None:
    await query.answer(
        [],
        cache_time=_CACHE_SECONDS,
        # The buttons speak the language of who asks.
        is_personal=True,
        next_offset=next_offset,
        # Most of them were written before; the library would take as long again to write each once more.
        api_kwargs={"results": f"[{','.join(results)}]"},
    )


def result_of(
    quote: Quote, buttons: Buttons, words: str | None = None, *, counted: bool = False
) -> InlineQueryResultArticle:
    """A quote ready to send, with its buttons; `words` are those that found it."""
    source, composed = quote.source, quote_message(quote, buttons.texts)
    return _article(
        quote.passage_id,
        quote.highlight.text,
        " · ".join(filter(None, (source.publisher, source.published, source.title))),
        composed,
        buttons.for_quote(quote, more_about=words, counted=counted),
    )


def _article(
    result_id: str, title: str, description: str, composed: Composed, keyboard: InlineKeyboardMarkup | None = None
) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        result_id,
        clip(title, _TITLE_UNITS),
        InputTextMessageContent(composed.text, entities=composed.entities, link_preview_options=_NO_PREVIEW),
        description=clip(description, _DESCRIPTION_UNITS),
        reply_markup=keyboard,
    )


@lru_cache(maxsize=8)
def _usage(bot_username: str, examples: Sequence[Example], buttons: Buttons) -> list[str]:
    """How to use inline mode, with examples that this archive answers, as JSON."""
    texts = buttons.texts
    usage = texts.inline_usage_text.format(bot=bot_username)
    results = [_article("usage", texts.inline_usage, usage, Composed(usage))]
    for number, example in enumerate(examples, start=1):
        quote = example.quote
        results.append(
            _article(
                f"example-{number}",
                texts.inline_example.format(words=example.words),
                quote.highlight.text,
                quote_message(quote, texts),
                buttons.for_quote(quote, more_about=example.words, counted=False),
            )
        )
    return _all_written(results)


async def _insertions(insertion: Insertion, context: Context) -> list[InlineQueryResultArticle]:
    """One's own sentence with a citation: for one look-up each of its best quotes, for several the best of each."""
    limit = _INSERTIONS if len(insertion.lookups) == 1 else 1
    found = [page.quotes for page in await context.desk.search_each(insertion.lookups, limit)]
    if not all(found):
        return []
    choices = [[quote] for quote in found[0]] if len(found) == 1 else [[quotes[0] for quotes in found]]
    results = []
    for quotes in choices:
        addresses = [passage_link(context.bot.username, quote) for quote in quotes]
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton(context.texts.button_open, url=addresses[0])]])
        source, sentence = attribution(quotes[0].source), quotes[0].highlight.text
        for kind, heading, composed in (
            ("link", context.texts.insert_link, insertion_as_links(insertion.texts, quotes, addresses)),
            ("quote", context.texts.insert_quote, insertion_as_quotes(insertion.texts, quotes, context.texts)),
        ):
            result_id = f"{quotes[0].passage_id}-{kind}"
            results.append(_article(result_id, heading.format(source=source), sentence, composed, keyboard))
    return results
