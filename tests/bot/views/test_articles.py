"""Whatever the archive holds: articles, contexts, verifications and citations are sendable and marked right."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import MessageEntityType

from bot.texts import LANGUAGES
from bot.views.articles import (
    CARRIERS_A_PAGE,
    card_view,
    carriers_view,
    context_view,
    insertion_as_links,
    insertion_as_quotes,
    passages_view,
    sources_view,
    verification_view,
)
from bot.views.composer import Composed, shown
from index import Verification
from index.answering.verification import Part, Remark, RemarkKind
from index.models import Article, Block, Highlight, Quote
from index.text.wording import FormDifference
from playground.checks.text import check_entities
from tests.bot.reading import CUT, assert_sendable, covered
from tests.bot.strategies import quotes, sentences, sources

languages = st.sampled_from(list(LANGUAGES))
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
BLOCKQUOTE, BOLD, UNDERLINE = MessageEntityType.BLOCKQUOTE, MessageEntityType.BOLD, MessageEntityType.UNDERLINE


def quoted(message: Composed) -> list[str]:
    """The texts of its blockquotes, folded or not, in order."""
    kinds: tuple[str, ...] = (BLOCKQUOTE, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    texts = {kind: iter(covered(message, kind)) for kind in kinds}
    return [next(texts[entity.type]) for entity in message.entities if entity.type in kinds]


class Place(NamedTuple):
    """An article, and a quote of it."""

    article: Article
    quote: Quote


@st.composite
def places(draw: st.DrawFn) -> Place:
    """An article of a few paragraphs of one to three sentences; the quote is a run of one paragraph's sentences."""
    source = draw(sources())
    text, blocks, runs = "", [], []
    for paragraph in draw(st.lists(st.lists(sentences(), min_size=1, max_size=3), min_size=1, max_size=4)):
        text += "\n\n" if text else ""
        spans: list[tuple[int, int]] = []
        for sentence in paragraph:
            text += " " if spans else ""
            spans.append((len(text), len(text) + len(sentence)))
            text += sentence
        blocks.append(Block(spans[0][0], spans[-1][1]))
        runs.append(spans)
    spans = draw(st.sampled_from(runs))
    first = draw(st.integers(0, len(spans) - 1))
    last = draw(st.integers(first, len(spans) - 1))
    begin, end = draw(st.sampled_from(spans[first : last + 1]))
    start, stop = spans[first][0], spans[last][1]
    highlight = Highlight(text[begin:end], begin, end)
    quote = Quote("0123456789abcdef", text[start:stop], start, stop, highlight, 0.5, source)
    return Place(Article(source, text, tuple(blocks)), quote)


def assert_accepted(message: Composed) -> None:
    """The server takes it: within limits, entities sound and well nested."""
    assert_sendable(message)
    check_entities(message.text, [entity.to_dict() for entity in message.entities])


def bare(text: str) -> str:
    """Without white space, of which a run may be shown as one character."""
    return re.sub(r"[\s\u2028\u2029]+", "", shown(text).text)


@thorough
@given(places(), languages)
def test_in_context_the_quote_is_underlined_and_its_sentence_bold_on_every_page(place: Place, language: str) -> None:
    article, quote = place
    texts = LANGUAGES[language]
    view = context_view(article, quote, None, texts)
    assert_accepted(view.message)
    underlined = bare("".join(covered(view.message, UNDERLINE)))
    assert underlined
    assert bare(quote.text).startswith(underlined)
    while view.earlier is not None:
        view = context_view(article, quote, view.earlier, texts)
    underlined, bold, pages = "", "", 1
    while True:
        assert_accepted(view.message)
        underlined += "".join(covered(view.message, UNDERLINE))
        bold += "".join(covered(view.message, BOLD))
        if view.later is None:
            break
        view = context_view(article, quote, view.later, texts)
        pages += 1
        assert pages < 200
    assert bare(underlined) == bare(quote.text)
    assert bare(bold) == bare(quote.highlight.text)


@thorough
@given(st.lists(quotes(folding=False), min_size=1, max_size=12), st.data(), languages)
def test_every_carrier_of_a_statement_is_quoted_with_its_sentence(
    carriers: list[Quote], data: st.DataObject, language: str
) -> None:
    offset = data.draw(st.integers(0, len(carriers) - 1))
    message = carriers_view(carriers, offset, LANGUAGES[language])
    assert_accepted(message)
    blocks = [entity for entity in message.entities if entity.type == BLOCKQUOTE]
    # A sentence that was cut stands once more below, folded.
    said = [
        entity
        for entity in message.entities
        if entity.type == BOLD and any(block.offset <= entity.offset < block.offset + block.length for block in blocks)
    ]
    bold = covered(replace(message, entities=tuple(said)), BOLD)
    quoted_here = carriers[offset : offset + CARRIERS_A_PAGE]
    for block, part, quote in zip(covered(message, BLOCKQUOTE), bold, quoted_here, strict=True):
        assert bare(quote.highlight.text).startswith(bare(part))
        assert block == part or block == f"{part} {CUT}"


@thorough
@given(st.lists(quotes(), min_size=1, max_size=8), st.integers(0, 99_999), languages)
def test_lists_and_cards_of_articles_are_sendable(some: list[Quote], offset: int, language: str) -> None:
    texts = LANGUAGES[language]
    source = some[0].source
    assert_accepted(sources_view([quote.source for quote in some], offset, "Articles", offset + 9, texts))
    assert_accepted(passages_view(source, some, offset, offset + 9, texts))
    assert_accepted(card_view(source, None, 0, texts))
    card = card_view(source, some[0], 9, texts)
    assert_accepted(card)
    assert len(quoted(card)) == 1


@thorough
@given(st.lists(quotes(folding=False), min_size=1, max_size=5), st.sampled_from(["exact", "differs"]), languages)
def test_a_verified_text_is_shown_where_it_stands(matches: list[Quote], verdict: str, language: str) -> None:
    found = Verification("given", "exact" if verdict == "exact" else "differs", tuple(matches))
    message = verification_view(found, 0, LANGUAGES[language])
    assert_accepted(message)
    assert len(covered(message, BLOCKQUOTE)) == min(3, len(matches))


@thorough
@given(quotes(folding=False), st.data(), languages)
def test_of_what_is_not_in_the_archive_only_differing_words_are_marked(
    nearest: Quote, data: st.DataObject, language: str
) -> None:
    words = nearest.text.split()
    other = data.draw(st.lists(st.sampled_from(["words", "👩🏽‍🚀", "عالم", *words[:20]]), max_size=20))
    kept = words[: data.draw(st.integers(0, 40))]
    given_text = " ".join([*kept, *other]) or "x"
    message = verification_view(Verification(given_text, "not_found", (), nearest), 0, LANGUAGES[language])
    assert_accepted(message)
    for part in covered(message, MessageEntityType.STRIKETHROUGH):
        assert part in shown(given_text).text
    for part in covered(message, UNDERLINE):
        assert part in shown(nearest.text).text
    assert len(quoted(message)) == 1


@thorough
@given(st.lists(quotes(), min_size=2, max_size=9), st.text(min_size=1, max_size=3000), languages)
def test_parts_and_remarks_fit_into_the_message(some: list[Quote], text: str, language: str) -> None:
    remarks = tuple(Remark(kind, text) for kind in ("negation", "brackets", "apart"))
    found_parts = tuple(Part(quote.text, "exact", (), (quote,)) for quote in some)
    whole = Verification(text, "differs", tuple(some), None, found_parts, remarks, ("case", "dashes"))
    assert_accepted(verification_view(whole, 0, LANGUAGES[language]))
    lacking = Part(text, "altered", nearest=some[0])
    failed = Verification(text, "not_found", (), some[0], (*found_parts, lacking), remarks)
    message = verification_view(failed, 0, LANGUAGES[language])
    assert_accepted(message)
    assert len(quoted(message)) == 1
    texts = LANGUAGES[language]
    assert texts.form_differences.keys() == set(get_args(FormDifference))
    assert texts.remarks.keys() == set(get_args(RemarkKind))


@thorough
@given(st.lists(quotes(folding=False), min_size=1, max_size=5), st.text(max_size=256), languages)
def test_an_insertion_keeps_one_s_own_words_around_the_links(some: list[Quote], own: str, language: str) -> None:
    words = [own, *(f" {number} " for number in range(len(some) - 1)), " end"]
    addresses = ["https://t.me/quotedesk_bot?start=p_0123456789abcdef_0123"] * len(some)
    linked = insertion_as_links(words, some, addresses, LANGUAGES[language])
    assert_accepted(linked)
    links = [entity for entity in linked.entities if entity.type == MessageEntityType.TEXT_LINK]
    assert len(links) == len(some)
    for before, after in pairwise(links):
        assert before.offset + before.length < after.offset
    quoted = insertion_as_quotes(words, some, LANGUAGES[language])
    assert_accepted(quoted)
    assert len(covered(quoted, BLOCKQUOTE)) == len(some)
