"""Any clipping fits its message and its files."""

from __future__ import annotations

import csv
import io
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.records import Clipping
from bot.texts.english import ENGLISH
from bot.views.clipping_files import FILE_KINDS, sha256
from bot.views.clippings import clipping_message, clippings_text
from bot.views.composer import units
from bot.views.keyboards import Buttons
from index.models import Highlight, Quote, Source
from tests.bot.reading import assert_sendable
from tests.bot.strategies import quotes

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))
notes = st.sampled_from(["", "Ask her again.", "a note " * 140, '=1+1, "so"\nand & more_ {of} it'])
clippings = st.builds(
    Clipping, st.integers(1, 10**9), quotes(folding=False), st.just("2024-10-14T08:00:00+00:00"), notes
)


@patiently
@given(st.lists(clippings, min_size=1, max_size=5))
def test_a_list_and_each_of_it_is_a_screenful(kept: list[Clipping]) -> None:
    listed = clippings_text(kept, 0, len(kept), ENGLISH)
    assert_sendable(listed)
    assert units(listed.text) < 2500
    for clipping in kept:
        shown = clipping_message(clipping, ENGLISH)
        assert_sendable(shown)
        for row in Buttons(ENGLISH).for_clipping(clipping, offset=995).inline_keyboard:
            assert all(not one.callback_data or len(str(one.callback_data)) <= 64 for one in row)


@patiently
@given(st.lists(clippings, min_size=1, max_size=3))
def test_files_are_written_of_any_clippings_and_csv_gives_back_every_word(kept: list[Clipping]) -> None:
    files = {kind.suffix: kind.file_of(kept).decode() for kind in FILE_KINDS}
    rows = list(csv.DictReader(io.StringIO(files["csv"].removeprefix("\ufeff"), newline="")))
    assert len(rows) == len(kept)
    for row, clipping in zip(rows, kept, strict=True):
        said = clipping.quote.highlight
        assert row["quote"] == re.sub("[\ud800-\udfff]", "?", said.text)
        assert row["sha256"] == sha256(said.text)
        assert row["note"] == clipping.note
    assert files["ris"].count("TY  - NEWS\r\n") == files["ris"].count("ER  - \r\n") == len(kept)
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in files["ris"].split("\r\n"))
    assert files["bib"].count("@misc{") >= len(kept)


def test_signs_of_markdown_and_latex_are_shown_and_not_obeyed() -> None:
    text = "He said *so* of <it>."
    quote = Quote("0" * 16, text, 5, 26, Highlight(text, 5, 26), 0.5, Source("0" * 12, "a.txt", "A title"))
    clipping = Clipping(1, quote, "2024-10-14T08:00:00+00:00", "50% of R&D_")
    files = {kind.suffix: kind.file_of([clipping]).decode() for kind in FILE_KINDS}
    assert r"\*so\*" in files["md"]
    assert r"annote = {50\% of R\&D\_}" in files["bib"]
    assert files["bib"].count("{") == files["bib"].count("}")
