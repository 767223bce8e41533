"""Timelines on a page and in a file: sendable, and in the file word for word."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.texts import LANGUAGES
from bot.views.timeline import QUOTES_A_PAGE, timeline_csv, timeline_markdown, timeline_view
from index import DatedQuote, Timeline
from index.models import Quote
from playground.checks.text import check_entities
from tests.bot.reading import assert_a_screenful, assert_sendable
from tests.bot.strategies import quotes

thorough = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    days = st.sampled_from([("2024-10-13",) * 2, ("2024-10-01", "2024-10-31"), ("2024-01-01", "2024-12-31")])
    dated = [
        DatedQuote(quote, *draw(days), told=draw(st.booleans()))
        for quote in draw(st.lists(quotes(folding=False), max_size=9))
    ]
    undated = draw(st.lists(quotes(folding=False), min_size=0 if dated else 1, max_size=9))
    return Timeline(draw(st.sampled_from(["north korea", "w" * 4000])), dated, undated)


@thorough
@given(timelines(), st.sampled_from(list(LANGUAGES)))
def test_every_page_is_a_screenful(timeline: Timeline, language: str) -> None:
    for offset in range(0, len(timeline), QUOTES_A_PAGE):
        page = timeline_view(timeline, offset, LANGUAGES[language])
        assert_sendable(page)
        check_entities(page.text, [entity.to_dict() for entity in page.entities])
        if page.text.isascii():
            assert_a_screenful(page.text)


@thorough
@given(timelines(), st.sampled_from(list(LANGUAGES)))
def test_a_file_holds_every_sentence(timeline: Timeline, language: str) -> None:
    every: list[Quote] = [*(dated.quote for dated in timeline.dated), *timeline.undated]
    rows = list(csv.DictReader(io.StringIO(timeline_csv(timeline), newline="")))
    assert [row["sentence"] for row in rows] == [quote.highlight.text for quote in every]
    lines = [line for line in timeline_markdown(timeline, LANGUAGES[language]).split("\n") if line.startswith("- ")]
    assert len(lines) == len(every)
    for line, quote in zip(lines, every, strict=True):
        said = "".join(re.sub(r"[\ud800-\udfff]", "\ufffd", quote.highlight.text).split())
        assert said in "".join(re.sub(r"\\(.)", r"\1", line).split())
