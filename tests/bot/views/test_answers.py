"""Whatever the index answers, the message is sendable and quotes it word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import MessageEntityType

from bot.texts import LANGUAGES
from bot.views.answers import (
    answer_message,
    leads_message,
    passage_message,
    quote_message,
    refusal_message,
    source_link,
)
from index.models import Answer, Highlight, LeftOut, Obstacle, Quote, Source
from tests.bot.reading import CUT, assert_a_screenful, assert_sendable, assert_shows, assert_verbatim, covered
from tests.bot.strategies import answers, quotes

languages = st.sampled_from(list(LANGUAGES))
thorough = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

ENGLISH = LANGUAGES["en"]
PESKOV = "Kremlin spokesperson Dmitry Peskov on Oct. 10 dismissed these reports as “fake news.”"


def quote_of(text: str, sentence: str, **source: object) -> Quote:
    start = text.index(sentence)
    fields: dict[str, object] = {"source_id": "0" * 12, "path": "a.txt", "title": "A headline"} | source
    highlight = Highlight(sentence, 100 + start, 100 + start + len(sentence))
    return Quote("f" * 16, text, 100, 100 + len(text), highlight, 0.9, Source(**fields))  # type: ignore[arg-type]


def answer_of(*quoted: Quote) -> Answer:
    return Answer("who?", "answer", 0.9, 1, 1.0, quotes=quoted)


@thorough
@given(answers(), languages, st.sampled_from([1, 1, 4]))
def test_an_answer_is_sendable_and_quotes_word_for_word(answer: Answer, language: str, first: int) -> None:
    message = answer_message(answer, answer.quotes, LANGUAGES[language], first=first)
    assert_sendable(message)
    assert_shows(message, answer.quotes)
    if len(answer.quotes) <= 3:
        assert_a_screenful(message)


@thorough
@given(quotes(), languages)
def test_one_quote_is_sendable_and_word_for_word(quote: Quote, language: str) -> None:
    message = quote_message(quote, LANGUAGES[language])
    assert_sendable(message)
    assert_shows(message, [quote])
    assert_a_screenful(message)


@thorough
@given(quotes(), languages)
def test_a_passage_folds_out_below_its_sentence(passage: Quote, language: str) -> None:
    message = passage_message(passage, LANGUAGES[language], heading=LANGUAGES[language].lead)
    assert_sendable(message)
    (said,) = covered(message, MessageEntityType.BLOCKQUOTE)
    first, *second = covered(message, MessageEntityType.BOLD)
    assert_verbatim(said, first, passage.sentence_alone)
    assert_a_screenful(message)
    folded = covered(message, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    assert len(folded) == len(second) == (passage.text != passage.highlight.text or said.endswith(CUT))
    for block, bold in zip(folded, second, strict=True):
        assert_verbatim(block, bold, passage)


@thorough
@given(st.lists(quotes(), min_size=1, max_size=3), languages)
def test_leads_stand_under_their_heading_by_their_sentences_alone(leads: list[Quote], language: str) -> None:
    texts = LANGUAGES[language]
    message = leads_message(leads, texts.maybe, texts)
    assert_sendable(message)
    assert message.text.splitlines()[0] == texts.maybe
    assert_shows(message, [lead.sentence_alone for lead in leads])
    assert_a_screenful(message)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Articles left out that may fit: 1 without a date, 22 without a publisher."),
        ("uk", "Пропущено статей, що можуть підходити: без дати – 1, без видавця – 22."),
        ("ru", "Пропущено статей, которые могут подходить: без даты – 1, без издателя – 22."),
    ],
)
def test_what_filters_left_out_is_the_last_line_of_every_reply(language: str, line: str) -> None:
    texts, left_out, quote = LANGUAGES[language], LeftOut(undated=1, without_publisher=22), quote_of(PESKOV, PESKOV)
    answer = replace(answer_of(quote), left_out=left_out)
    assert answer_message(answer, [quote], texts).text == f"{PESKOV}\nA headline\n\n{line}"
    assert leads_message([quote], texts.maybe, texts, left_out).text.endswith(f"\nA headline\n\n{line}")
    assert refusal_message(texts, None, left_out).text == f"{texts.no_answer}\n{line}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_is_one_line(language: str) -> None:
    texts = LANGUAGES[language]
    for obstacle in (None, Obstacle("only_filters", "from:bbc"), Obstacle("other_writing", "")):
        message = refusal_message(texts, obstacle)
        assert_sendable(message)
        assert len(message.text.splitlines()) == 1
        assert not message.entities


def test_a_maybe_shows_sentences_with_their_sources_and_nothing_around_them() -> None:
    first = quote_of(f"A pact was signed. {PESKOV} It is not new.", PESKOV, publisher="The Kyiv Independent")
    second = quote_of("It was dismissed. Nobody wondered.", "It was dismissed.", title="Another")
    message = leads_message([first, second], ENGLISH.maybe, ENGLISH)
    assert message.text == (
        "Not sure that this answers it:\n"
        f"{PESKOV}\n[1] A headline · The Kyiv Independent\n\nIt was dismissed.\n[2] Another"
    )
    assert covered(message, MessageEntityType.BLOCKQUOTE) == [PESKOV, "It was dismissed."]


def test_a_quote_is_a_blockquote_with_its_sentence_bold_and_its_source_below() -> None:
    quote = quote_of(
        f"A pact was signed.\n\n{PESKOV} It is not new.",
        PESKOV,
        publisher="The Kyiv Independent",
        authors=("Abbey Fenbert", "The news desk"),
        published="2024-10-13",
    )
    message = answer_message(answer_of(quote), [quote], ENGLISH)
    assert message.text == (
        f"A pact was signed.\n{PESKOV} It is not new.\n"
        "A headline · The Kyiv Independent · by Abbey Fenbert, The news desk · Oct 13, 2024"
    )
    assert covered(message, MessageEntityType.BLOCKQUOTE) == [f"A pact was signed.\n{PESKOV} It is not new."]
    assert covered(message, MessageEntityType.BOLD) == [PESKOV]
    assert not covered(message, MessageEntityType.TEXT_LINK)


def test_what_a_source_does_not_state_is_not_shown() -> None:
    quote = quote_of(PESKOV, PESKOV)
    assert answer_message(answer_of(quote), [quote], ENGLISH).text == f"{PESKOV}\nA headline"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_read_otherwise_than_typed_is_shown_first(language: str) -> None:
    quote = quote_of(PESKOV, PESKOV)
    answer = replace(answer_of(quote), read_as="Who spoke last week (2024-10-07 – 2024-10-13)?")
    message = answer_message(answer, [quote], LANGUAGES[language])
    first, *rest = message.text.split("\n")
    assert first == LANGUAGES[language].read_as.format(question=answer.read_as)
    assert rest == [PESKOV, "A headline"]
    assert covered(message, MessageEntityType.BLOCKQUOTE) == [PESKOV]


def test_several_quotes_are_numbered_and_other_articles_are_named() -> None:
    other = quote_of("Russia dismissed these claims.", "Russia dismissed these claims.", title="Another", publisher="P")
    first = quote_of(PESKOV, PESKOV)
    folded = replace(first, also_in=(other, other))
    message = answer_message(answer_of(folded, other), [folded, other], ENGLISH)
    assert message.text == (
        f"{PESKOV}\n[1] A headline\nAlso in: Another · P; Another · P\n\n"
        "Russia dismissed these claims.\n[2] Another · P"
    )


def test_a_long_quote_is_shortened_to_its_sentence_and_folded_below() -> None:
    filler = "Nothing of note happened on that day. " * 200
    quote = quote_of(f"{filler}{PESKOV} {filler}".strip(), PESKOV)
    message = answer_message(answer_of(quote), [quote], ENGLISH)
    assert_sendable(message)
    assert covered(message, MessageEntityType.BLOCKQUOTE) == [PESKOV]
    (folded,) = covered(message, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    assert folded.startswith("[…] ")
    assert folded.endswith("day. […]")
    assert covered(message, MessageEntityType.BOLD) == [PESKOV, PESKOV]
    assert_a_screenful(message)


def test_of_three_quotes_only_the_longest_is_shortened() -> None:
    long = " ".join(["The harbour master counted gulls on the breakwater again,"] * 20) + " he said."
    quotes = [quote_of(PESKOV, PESKOV), quote_of(f"It was so. {long}", long), quote_of("It is.", "It is.")]
    message = answer_message(answer_of(*quotes), quotes, ENGLISH)
    assert_shows(message, quotes)
    assert_a_screenful(message)
    first, second, third = covered(message, MessageEntityType.BLOCKQUOTE)
    assert (first, third) == (PESKOV, "It is.")
    assert second.endswith(" […]")
    assert covered(message, MessageEntityType.EXPANDABLE_BLOCKQUOTE) == [f"It was so. {long}"]


def test_the_title_links_to_the_sentence_in_the_article() -> None:
    quote = quote_of(PESKOV, PESKOV, url="https://example.org/a")
    message = answer_message(answer_of(quote), [quote], ENGLISH)
    assert covered(message, MessageEntityType.TEXT_LINK) == ["A headline"]
    assert source_link(quote) == (
        "https://example.org/a#:~:text=Kremlin%20spokesperson%20Dmitry%20Peskov%20on,"
        "these%20reports%20as%20%E2%80%9Cfake%20news.%E2%80%9D"
    )
    assert source_link(quote_of("A well-known fact.", "A well-known fact.", url="http://e.org/#part")) == (
        "http://e.org/#part:~:text=A%20well%2Dknown%20fact."
    )


def test_what_is_no_web_address_is_not_linked() -> None:
    for url in (None, "", "javascript:alert(1)", "ftp://e.org/a", "https://", "http://[", "words", "https://e.org/a b"):
        assert source_link(quote_of(PESKOV, PESKOV, url=url)) is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Accounts differ: The Gazette, 3 May 2024 [1]; Herald [2], and “A town”, 5 May 2024 [3]."),
        ("uk", "Повідомлення розходяться: The Gazette, 3 травня 2024 [1]; Herald [2], і “A town”, 5 травня 2024 [3]."),
        ("ru", "Сообщения расходятся: The Gazette, 3 мая 2024 [1]; Herald [2], и “A town”, 5 мая 2024 [3]."),
    ],
)
def test_whose_accounts_differ_is_the_first_line_and_only_what_is_stated(language: str, line: str) -> None:
    sources: list[dict[str, object]] = [
        {"publisher": "The Gazette", "published": "2024-05-03"},
        {"publisher": "Herald"},
        {"published": "2024-05-05", "title": "A town"},
    ]
    told = [
        replace(quote_of("Prices rose.", "Prices rose.", **source), passage_id=str(number))
        for number, source in enumerate(sources)
    ]
    answer = replace(answer_of(*told), differs=(("0", "1", "2"),), read_as="Did prices rise?")
    message = answer_message(answer, answer.quotes, LANGUAGES[language])
    assert message.text.splitlines()[0] == line
    assert_sendable(message)


def test_where_many_accounts_differ_some_are_named() -> None:
    told = [replace(quote_of("It rained.", "It rained.", publisher="P" * 80), passage_id=str(n)) for n in range(7)]
    answer = replace(answer_of(*told), differs=(tuple(map(str, range(7))),))
    line = answer_message(answer, told[:3], ENGLISH).text.splitlines()[0]
    assert line.endswith("[4] (+3).")
    assert len(line) < 250
