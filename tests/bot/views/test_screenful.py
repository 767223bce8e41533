"""Every message is at most about one screenful of a phone, also with the longest sentences of an archive."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.callback_data import QuoteReference
from bot.records import Alert, Clipping, Digest, Hit, Watch
from bot.texts import LANGUAGES, Texts
from bot.views.alerts import AlertedQuote, alert_view, digest_view, watches_view
from bot.views.answers import (
    answer_message,
    help_message,
    leads_message,
    passage_message,
    quote_message,
    welcome_message,
)
from bot.views.articles import (
    card_view,
    carriers_view,
    context_view,
    otherwise_view,
    passages_view,
    sources_view,
    verification_view,
)
from bot.views.clippings import clipping_message, clippings_text
from bot.views.composer import Composed
from bot.views.keyboards import Buttons
from index import Answer, Library, Quote, Verification
from tests.bot.reading import assert_a_screenful, assert_sendable, assert_shows

languages = pytest.mark.parametrize("texts", LANGUAGES.values(), ids=list(LANGUAGES))


@pytest.fixture(scope="module")
def longest(library: Library) -> list[Quote]:
    """The whole passages of the longest sentences, each said to be in other articles too."""
    readings = [
        reading
        for source in library.sources()
        for passage in library.passages(source.source_id)
        for reading in library.readings(passage.passage_id)
    ]
    readings.sort(key=lambda reading: -len(reading.highlight.text))
    return [replace(reading, also_in=tuple(readings[5:9])) for reading in readings[:5]]


@pytest.fixture(scope="module")
def endless(longest: list[Quote]) -> list[Quote]:
    """The same with sentences that fill more than a screen by themselves."""
    return [_repeated(quote) for quote in longest]


def _repeated(quote: Quote) -> Quote:
    said = " ".join([quote.highlight.text] * 8)
    highlight = replace(quote.highlight, text=said, start=0, end=len(said))
    return replace(quote, text=said, start=0, end=len(said), highlight=highlight)


@languages
@pytest.mark.parametrize("kind", ["longest", "endless"])
def test_quotes(texts: Texts, kind: str, request: pytest.FixtureRequest) -> None:
    quotes: list[Quote] = request.getfixturevalue(kind)
    three = quotes[:3]
    differing = tuple(str(number) for number in range(3))
    named = [replace(quote, passage_id=number) for quote, number in zip(three, differing, strict=True)]
    answer = Answer("who?", "answer", 0.9, 1, 1.0, quotes=named, differs=(differing,), read_as="Who said it?")
    message = answer_message(answer, named, texts)
    assert_shows(message, named)
    alone = [quote.sentence_alone for quote in three]
    messages = [
        message,
        leads_message(three, texts.maybe, texts),
        carriers_view(three, 0, texts),
        otherwise_view(three, 0, texts),
        *(quote_message(quote, texts) for quote in quotes),
        *(passage_message(quote, texts, heading=texts.lead) for quote in quotes),
        verification_view(Verification("given", "exact", tuple(alone)), 0, texts),
        verification_view(Verification(quotes[0].text, "not_found", (), quotes[1]), 0, texts),
    ]
    for one in messages:
        assert_sendable(one)
        assert_a_screenful(one)


@languages
def test_what_is_watched_for_and_kept(texts: Texts, longest: list[Quote]) -> None:
    buttons = Buttons(texts)
    words = "What did the president of Ukraine say about the alliance of Russia and North Korea?"
    watches = [Watch(number, words, "2024-10-13T10:00:00") for number in range(20)]
    hits = tuple(Hit(QuoteReference.to(quote), "answers") for quote in longest)
    alert = Alert(1, watches[0], hits)
    alerted = [AlertedQuote(quote, "answers") for quote in longest]
    alerts = [Alert(number, watches[number], hits[:1]) for number in range(3)]
    shown = {number: alerted[number : number + 1] for number in range(3)}
    clippings = [
        Clipping(number, quote, "2024-10-13T10:00:00", "A note. " * 20) for number, quote in enumerate(longest)
    ]
    for one in (
        alert_view(alert, alerted, 0, buttons).composed,
        alert_view(replace(alert, hits=hits[:1]), alerted[:1], 0, buttons).composed,
        digest_view(alerts, shown, "2024-10-13", buttons).composed,
        watches_view(watches, Digest(480, "Europe/Kyiv", ""), 20, buttons).composed,
        clippings_text(clippings, 0, 5, texts),
        clipping_message(clippings[0], texts),
    ):
        assert_sendable(one)
        assert_a_screenful(one)


@languages
def test_articles_and_what_the_bot_says_of_itself(texts: Texts, library: Library, longest: list[Quote]) -> None:
    long = replace(longest[0].source, title="A very long headline of a newspaper " * 8, authors=("Ada Ek",) * 9)
    passages = library.passages(longest[0].source.source_id)
    article = library.article(longest[0].source.source_id)
    for one in (
        sources_view([long] * 8, 0, texts.sources_heading.format(count=8), 8, texts),
        card_view(long, longest[0], 8, texts),
        passages_view(long, (passages * 8)[:8], 0, 8, texts),
        context_view(article, longest[0], None, texts).message,
        welcome_message(5, ["What did Zelensky say about the alliance of Russia and North Korea in March?"] * 3, texts),
        help_message(texts, is_admin=True),
        Composed(texts.description),
    ):
        assert_sendable(one)
        assert_a_screenful(one)
