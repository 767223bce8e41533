"""The five articles of the seeds: no furniture in what is kept, no sentence missing, only stated metadata."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.ingest.corpus import scan
from index.models import Article
from index.reading import Document, read

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    documents = [document for document in scan([SEEDS], max_file_mb=10) if isinstance(document, Document)]
    return {document.path[:3]: read(document) for document in documents}


def kept(article: Article, kind: str = "paragraph") -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks if block.kind == kind]


def test_all_five_are_read(articles: dict[str, Article]) -> None:
    assert sorted(articles) == ["000", "001", "002", "003", "004"]
    for article in articles.values():
        assert article.text == (SEEDS / article.source.path).read_bytes().decode("utf-8-sig")


# First and last words of the article, the number of its paragraphs, its headings.
@pytest.mark.parametrize(
    ("name", "first", "last", "paragraphs", "headings"),
    [
        ("000", "Russia's deepening alliance", 'adapting to our capabilities."', 12, []),
        ("001", "Russia plans to involve North Korea directly", "for ratification on Oct. 14.", 10, []),
        ("002", "Ukraine’s president has urged", "Hwasong-11 ballistic missile.", 12, []),
        (
            "003",
            "Zelensky reiterated the necessity",
            "troops seized another village.",
            10,
            ["Zelensky’s Urgent Appeal", "South Korea Sounds the Alarm"],
        ),
        ("004", "North Korea is sending its own men", "agenda of the European Council summit.", 10, []),
    ],
)
def test_article_is_whole_and_nothing_else(
    articles: dict[str, Article], name: str, first: str, last: str, paragraphs: int, headings: list[str]
) -> None:
    article = articles[name]
    body = kept(article)
    assert (body[0][: len(first)], body[-1][-len(last) :]) == (first, last)
    assert (len(body), kept(article, "heading")) == (paragraphs, headings)
    assert kept(article, "title") == [article.source.title]


@pytest.mark.parametrize(
    ("name", "title", "publisher", "authors", "published"),
    [
        (
            "000",
            "Zelensky says North Korea sending personnel to Russia as part of 'increasing alliance'",
            "The Kyiv Independent",
            ("Abbey Fenbert", "The Kyiv Independent news desk"),
            "2024-10-13",
        ),
        ("001", "Russia plans to involve North Korea in war in Ukraine this fall, Zelensky says", None, (), None),
        (
            "002",
            "Zelenskyy Accuses North Korea of Sending Soldiers to Aid Russia in the Conflict",
            None,
            ("Department of Security and Military Strategic Research and Studies",),
            "2024-10-14",
        ),
        (
            "003",
            "Ukraine’s Zelensky Accuses North Korea of Backing Russia with Troops, Calls for Long-Range Aid",
            None,
            (),
            None,
        ),
        ("004", "Zelenskyy: North Koreans are fighting alongside Russians in Ukraine", None, (), None),
    ],
)
def test_metadata_is_what_the_page_states(
    articles: dict[str, Article],
    name: str,
    title: str,
    publisher: str | None,
    authors: tuple[str, ...],
    published: str | None,
) -> None:
    source = articles[name].source
    assert (source.title, source.publisher, source.authors, source.published, source.url) == (
        title,
        publisher,
        authors,
        published,
        None,
    )


@pytest.mark.parametrize(
    ("name", "words", "why"),
    [
        ("000", "become a member now", "membership appeal"),
        ("000", "Presidential Office", "photo caption"),
        ("000", "2 min read", "byline and date"),
        ("000", "AI assistance", "note on automated content"),
        ("000", "67th Arsenal", "teaser of another story"),
        ("000", "point of view of a property developer", "teaser of another story"),
        ("000", "Matthew Miller", "teaser of another story"),
        ("001", "Federal Security Service", "teaser of another story"),
        ("001", "Hlib Benia", "teaser of another story"),
        ("003", "THAAD", "link to another story"),
        ("003", "Recent News", "label of a part of the page"),
    ],
)
def test_furniture_says_why(articles: dict[str, Article], name: str, words: str, why: str) -> None:
    article = articles[name]
    reasons = {part.why for part in article.furniture if words in article.text[part.start : part.end]}
    assert reasons == {why}
