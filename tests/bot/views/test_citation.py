"""Citations for the clipboard, and places for them in one's own sentences."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit, MessageEntityType

from bot.texts import LANGUAGES
from bot.views.citation import citation, full_citation, insertion_in
from bot.views.composer import one_line, units
from index.models import Highlight, Quote, Source
from tests.bot.reading import assert_sendable, covered
from tests.bot.strategies import quotes

LIMIT = int(InlineKeyboardButtonLimit.MAX_COPY_TEXT)
thorough = settings(deadline=None, suppress_health_check=list(HealthCheck))
SENTENCE = "The night ferry to the northern islands was cancelled on Monday after waves of six metres."


def cited(sentence: str = SENTENCE, page: str = "", **stated: object) -> str | None:
    fields: dict[str, object] = {"source_id": "0" * 12, "path": "a.txt", "title": "Ferry cancelled"} | stated
    quote = Quote("f" * 16, sentence, 0, len(sentence), Highlight(sentence, 0, len(sentence)), 1, Source(**fields))  # type: ignore[arg-type]
    return citation(quote, LIMIT, LANGUAGES["en"], page)


@thorough
@given(quotes(), st.sampled_from(list(LANGUAGES)))
def test_a_citation_holds_the_whole_sentence_and_fits_the_clipboard(quote: Quote, language: str) -> None:
    found = citation(quote, LIMIT, LANGUAGES[language])
    sentence = f"“{one_line(quote.highlight.text)}”"
    assert (found is None) == (units(sentence) > LIMIT)
    assert found is None or (found.startswith(sentence) and units(found) <= LIMIT)


def test_a_citation_leads_to_the_page_of_its_quote() -> None:
    page, url = "https://quotes.example.org/q/0123456789abcdef0123", "https://example.org/ferry"
    stated = {"publisher": "Harbour Gazette", "published": "2024-10-13"}
    assert cited(**stated, page=page, url=url) == f"“{SENTENCE}” — Harbour Gazette, Oct 13, 2024, {url}, {page}"
    assert cited(**stated, page=page) == f"“{SENTENCE}” — Ferry cancelled, Harbour Gazette, Oct 13, 2024, {page}"
    long = f"{url}/{'x' * 60}"
    assert cited(**stated, page=page, url=long) == f"“{SENTENCE}” — Harbour Gazette, Oct 13, 2024, {page}"
    far = f"https://example.org/{'x' * 130}"
    assert cited(**stated, page=far, url=long) == f"“{SENTENCE}” — Harbour Gazette, Oct 13, 2024, {long}"


def test_a_citation_names_publisher_date_and_address_or_else_a_title() -> None:
    url = "https://example.org/ferry"
    stated = {"publisher": "Harbour Gazette", "published": "2024-10-13"}
    assert cited(**stated, url=url) == f"“{SENTENCE}” — Harbour Gazette, Oct 13, 2024, {url}"
    assert cited(**stated) == f"“{SENTENCE}” — Ferry cancelled, Harbour Gazette, Oct 13, 2024"
    assert cited(**stated, url=url + "x" * 200) == f"“{SENTENCE}” — Ferry cancelled, Harbour Gazette, Oct 13, 2024"
    long = cited(**stated, url=url + "x" * 200, title="Ferry cancelled after a storm " * 9)
    assert long
    assert long.endswith("…, Oct 13, 2024")
    assert cited(url=url) == f"“{SENTENCE}” — Ferry cancelled, {url}"
    assert cited(sentence="w" * 250, **stated, url=url) == f"“{'w' * 250}”"
    assert cited(sentence="w" * 255, **stated, url=url) is None


@thorough
@given(quotes(), st.sampled_from(list(LANGUAGES)))
def test_a_full_citation_is_one_block_to_copy(quote: Quote, language: str) -> None:
    message = full_citation(quote, LANGUAGES[language])
    assert_sendable(message)
    assert covered(message, MessageEntityType.PRE) == [message.text]
    assert message.text.startswith("“")


def test_insertions_are_found_between_plus_signs() -> None:
    found = insertion_in("I agree: +peskov fake+ and +pact")
    assert found
    assert found.texts == ("I agree: ", " and ", "")
    assert found.lookups == ("peskov fake", "pact")
    for plain in ("c++ and 1+1", "peskov", "+", "a + b", "++"):
        assert insertion_in(plain) is None
