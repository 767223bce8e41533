"""What inline queries offer: results that Telegram takes, as many as one request can carry."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.texts import LANGUAGES
from bot.texts.english import ENGLISH
from bot.views.inline_results import fitting, found_results, sent_bytes
from bot.views.keyboards import Buttons
from index.models import Highlight, Quote
from playground.api.server import MOST_BYTES
from playground.checks.markup import check_inline_answer
from tests.bot.strategies import quotes

thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def sent(some: Sequence[InlineQueryResultArticle]) -> int:
    """The bytes of a request with these results."""
    return len(urlencode({"results": json.dumps([result.to_dict() for result in some])}))


@thorough
@given(st.lists(quotes(), min_size=1, max_size=5), st.text(min_size=1, max_size=256), st.sampled_from(list(LANGUAGES)))
def test_results_are_taken_and_look_up_more_of_the_words_that_found_them(
    some: Sequence[Quote], words: str, language: str
) -> None:
    results = found_results(some, words, Buttons(LANGUAGES[language]))
    assert len(results) == len(some)
    numbered = [result.to_dict() | {"id": str(number)} for number, result in enumerate(results) if _is_visible(result)]
    check_inline_answer({"results": numbered})
    for result in results:
        assert result.reply_markup
        assert result.reply_markup.inline_keyboard[-1][-1].switch_inline_query_current_chat == words


def _is_visible(result: InlineQueryResultArticle) -> bool:
    """Made-up sentences may hold nothing that shows; those of articles do."""
    return any(character.isalnum() for character in result.title)


texts = st.tuples(st.sampled_from(["ї", "👩🏽‍🚀 ", "word ", '\n"', "[…] 1"]), st.integers(1, 4000)).map(
    lambda drawn: (drawn[0] * drawn[1])[:4000]
)


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)
@given(st.lists(texts, max_size=8).map(lambda some: list(itertools.islice(itertools.cycle(some), 50)) if some else []))
def test_a_page_is_no_larger_than_a_request_may_be(given_texts: Sequence[str]) -> None:
    results = [
        InlineQueryResultArticle(f"{number:016x}", "T" * 200, InputTextMessageContent(text), description="ї" * 200)
        for number, text in enumerate(given_texts)
    ]
    count = fitting([sent_bytes(result) for result in results])
    assert bool(count) == bool(results)
    assert sent(results[:count]) <= MOST_BYTES - 10_000
    assert count == len(results) or sent(results[: count + 1]) > 0.9 * MOST_BYTES


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=10)
@given(quotes(), texts, st.text(min_size=1, max_size=256))
def test_a_page_of_found_quotes_is_as_large_as_a_request_may_be(quote: Quote, text: str, words: str) -> None:
    long = replace(quote, text=text, start=0, end=len(text), highlight=Highlight(text[:50], 0, len(text[:50])))
    results = found_results([long] * 50, words, Buttons(ENGLISH))
    assert sent(results) <= MOST_BYTES - 10_000
    assert len(results) == 50 or sent([*results, results[0]]) > 0.9 * MOST_BYTES
