"""Citations for the clipboard, and places for them in one's own sentences."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from telegram.constants import InlineKeyboardButtonLimit

from bot.views.citation import citation, insertion_in
from bot.views.composer import units
from index.models import Quote
from tests.bot.strategies import quotes


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(quotes())
def test_a_citation_begins_with_the_sentence_and_fits_the_clipboard(quote: Quote) -> None:
    limit = int(InlineKeyboardButtonLimit.MAX_COPY_TEXT)
    cited = citation(quote, limit)
    assert cited.startswith("“")
    assert units(cited) <= limit


def test_insertions_are_found_between_plus_signs() -> None:
    found = insertion_in("I agree: +peskov fake+ and +pact")
    assert found
    assert found.texts == ("I agree: ", " and ", "")
    assert found.lookups == ("peskov fake", "pact")
    for plain in ("c++ and 1+1", "peskov", "+", "a + b", "++"):
        assert insertion_in(plain) is None
