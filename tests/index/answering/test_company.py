"""Which articles say what a quote says, and which say the opposite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from index import Company, IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from tests.index.stories import FERRY, MAYOR

BANNED = "The council of Marle banned kites in public parks on Friday."
TOLD = {
    "courier.txt": BANNED,
    "herald.txt": "Kites in public parks were banned by the council of Marle on Friday.",
    "mirror.txt": "The council of Marle allowed kites in public parks on Friday.",
    "ferry.txt": FERRY,
    "mayor.txt": MAYOR,
}


@pytest.fixture
def library(one_model: Encoder, settings: IndexSettings, write_article: Callable[..., Path]) -> Iterator[Library]:
    del one_model
    for name, story in TOLD.items():
        write_article(name, story, title=f"From the {name[:-4]}")
    build(settings)
    with closing(Library.open(settings.index_dir, settings)) as library:
        yield library


def test_agreeing_and_contradicting_articles_stand_apart(library: Library) -> None:
    quote = next(quote for quote in library.search(BANNED) if quote.source.path == "courier.txt")
    company = library.company(quote)
    assert [one.highlight.text for one in company.also_in] == [TOLD["herald.txt"]]
    assert [one.highlight.text for one in company.contradicting] == [TOLD["mirror.txt"]]
    assert company.also_in == library.also_in(quote)


def test_a_quote_that_is_not_served_has_no_company(library: Library) -> None:
    quote = replace(library.search(BANNED)[0], passage_id="0" * 16)
    assert library.company(quote) == Company()
