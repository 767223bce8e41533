"""What has gone from the archive: since when, and what comes closest to it now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from index.models import Quote
from tests.index.stories import FERRY, MARKET, MAYOR

WriteArticle = Callable[..., Path]


@pytest.fixture
def library(one_model: Encoder, settings: IndexSettings, write_article: WriteArticle) -> Iterator[Library]:
    """Three articles; what a test changes of them, it builds."""
    del one_model
    for name, story in (("ferry.txt", FERRY), ("mayor.txt", MAYOR), ("market.txt", MARKET)):
        write_article(name, story, title=f"A day of the {name[:-4]}")
    build(settings)
    with closing(Library.open(settings.index_dir, settings)) as library:
        yield library


def passage_of(library: Library, name: str) -> Quote:
    (source,) = library.find(name)
    return library.passages(source.source_id)[0]


def rebuild(library: Library, settings: IndexSettings) -> None:
    build(settings)
    assert library.refresh()


def test_a_served_passage_is_not_lost_and_an_unknown_one_never_was_there(library: Library) -> None:
    assert library.lost(passage_of(library, "ferry.txt").passage_id) is None
    assert library.lost("0123456789abcdef") is None


def test_a_changed_passage_is_lost_since_the_generation_that_changed_it(
    library: Library, settings: IndexSettings, write_article: WriteArticle
) -> None:
    was = passage_of(library, "ferry.txt")
    write_article("ferry.txt", FERRY.replace("six metres", "nine metres"), title="A day of the ferry")
    rebuild(library, settings)
    built_at = library.status().built_at
    write_article("mayor.txt", MAYOR.replace("June", "July"), title="A day of the mayor")
    rebuild(library, settings)
    lost = library.lost(was.passage_id)
    assert lost
    assert (lost.readings, lost.since, lost.since_built_at) == ((was,), 2, built_at)
    nearest = library.nearest(was)
    assert nearest
    assert nearest.source == was.source
    assert nearest.highlight.text == FERRY.replace("six metres", "nine metres")


def test_of_a_removed_article_the_nearest_text_stands_in_another(
    library: Library, settings: IndexSettings, corpus: Path, write_article: WriteArticle
) -> None:
    was = passage_of(library, "ferry.txt")
    (corpus / "ferry.txt").unlink()
    write_article("agency.txt", f"A gale hit the coast. {FERRY.replace('Monday', 'Sunday')}", title="Gale hits coast")
    rebuild(library, settings)
    nearest = library.nearest(was)
    assert nearest
    assert nearest.source.path == "agency.txt"
    assert nearest.highlight.text == FERRY.replace("Monday", "Sunday")


def test_a_passage_is_back_after_a_rollback(library: Library, settings: IndexSettings, corpus: Path) -> None:
    was = passage_of(library, "ferry.txt")
    (corpus / "ferry.txt").unlink()
    rebuild(library, settings)
    assert library.lost(was.passage_id)
    library.roll_back()
    assert library.lost(was.passage_id) is None
    assert library.quote(was.passage_id) == was
