"""Inline mode: `@bot words` in any chat offers quotes, ready to send.

A person's newer query abandons the older one, and an answer leaves within two seconds or not at all.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Sequence

from telegram import InlineQuery, InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram.constants import InlineQueryLimit

from bot.context import Context
from bot.views.answers import obstacle_sentence
from bot.views.citation import insertion_in
from bot.views.deep_links import HELP, passage_in
from bot.views.failures import sentence_for
from bot.views.inline_results import found_results, insertion_results, quote_result, usage_results
from index.errors import QueryError
from index.models import Quote

_LOG = logging.getLogger(__name__)

# Nobody who types waits longer; a later answer would only hold up what they have typed since.
_SECONDS_TO_ANSWER = 2.0
# How long Telegram may give the same answer again: short, so that a new generation is found soon.
_CACHE_SECONDS = 30
_SLOW_DOWN_CACHE_SECONDS = 1
_A_PAGE = int(InlineQueryLimit.RESULTS)
# A sentence of one's own has two results for each of these quotes.
_INSERTIONS = 10
# Generation and offset, within the 64 bytes that an offset may have.
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
        await query.answer([], cache_time=_SLOW_DOWN_CACHE_SECONDS, is_personal=True, button=button)
    elif not words:
        examples = await context.services.examples.current()
        await _offer(query, usage_results(context.bot.username, examples, context.buttons))
    elif reference := passage_in(words):
        quote = await context.desk.reading(reference)
        found = [await context.desk.with_carriers(quote)] if quote else []
        await _offer(query, [quote_result(one, context.buttons, counted=True) for one in found])
    else:
        try:
            await _find(query, words, context)
        except QueryError as error:
            # Half-typed filters are everyday things; what is missing stands where the quotes will.
            await _offer_nothing(query, words, sentence_for(error, context.texts), context)


async def _find(query: InlineQuery, words: str, context: Context) -> None:
    """Quotes for the words; for a sentence with look-ups between plus signs, citations in their place."""
    if insertion := insertion_in(words):
        limit = _INSERTIONS if len(insertion.lookups) == 1 else 1
        found = [page.quotes for page in await context.desk.search_each(insertion.lookups, limit)]
        await _offer(query, insertion_results(insertion.texts, found, context.bot.username, context.buttons))
    else:
        await _quotes(query, words, context)


async def _quotes(query: InlineQuery, words: str, context: Context) -> None:
    """A page of quotes; the next page's offset names the generation, and a page of another one is empty."""
    match = _OFFSET.fullmatch(query.offset or "")
    wanted, offset = (int(match[1]), int(match[2])) if match else (None, 0)
    found = await context.desk.search(words, _A_PAGE, offset)
    quotes = found.quotes if wanted in (None, found.generation) else []
    about = [quote for quote in quotes if _is_about(quote, words, context)]
    if not offset and not about:
        obstacle = None if quotes else await context.desk.obstacle(words)
        sentence = obstacle_sentence(obstacle, context.texts) if obstacle else context.texts.inline_nothing
        await _offer_nothing(query, words, sentence, context)
        return
    results = found_results(about, words, context.buttons)
    following = quotes.index(about[len(results)]) if len(results) < len(about) else len(quotes)
    # The list ends where what is found is no longer about the words.
    is_last = following == len(quotes) and (len(quotes) < found.limit or quotes[-1:] != about[-1:])
    await _offer(query, results, None if is_last else f"{found.generation}.{offset + following}")


def _is_about(quote: Quote, words: str, context: Context) -> bool:
    """Whether a quote comes near the words, or holds every one of them, the last perhaps half typed."""
    if quote.confidence >= context.desk.near:
        return True
    held = re.findall(r"\w+", f"{quote.text} {quote.source.title}".casefold())
    typed = re.findall(r"\w+", context.desk.words_of(words).casefold())
    return all(any(word.startswith(beginning) for word in held) for beginning in typed)


async def _offer_nothing(query: InlineQuery, words: str, sentence: str, context: Context) -> None:
    """A sentence in place of quotes; pressing it asks the words in private."""
    parameter = context.services.question_links.parameter(words)
    button = InlineQueryResultsButton(sentence, start_parameter=parameter)
    await query.answer([], cache_time=_CACHE_SECONDS, is_personal=True, button=button)


async def _offer(
    query: InlineQuery, results: Sequence[InlineQueryResultArticle], next_offset: str | None = None
) -> None:
    # Personal, since the buttons speak the language of who asks.
    await query.answer(results, cache_time=_CACHE_SECONDS, is_personal=True, next_offset=next_offset)
