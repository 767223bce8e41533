"""What a page's markup states: JSON-LD that is not quite JSON, microdata, tags, dates that are not the article's."""

from __future__ import annotations

import pytest

from index.models import Source
from index.reading import Document, read
from index.reading.metadata.linked_data import article_text, roots

BODY = (
    "<p>The ferry to the outer islands will sail in winter too, the county decided on Monday after a long debate.</p>"
    "<p>Until now the islanders had to charter fishing boats between November and March, at their own expense.</p>"
    "<p>The county expects about two hundred passengers a week, most of them pupils and patients of the hospital.</p>"
)


def source(head: str = "", below: str = "", end: str = "") -> Source:
    page = (
        f"<html lang='en-GB'><head><title>Ferry sails in winter</title>{head}</head><body><nav>Home</nav><main>"
        f"<article><h1>Ferry sails in winter</h1>{below}<div class='text'>{BODY}</div></article>{end}</main>"
        "</body></html>"
    )
    return read(Document("a.html", "0" * 12, "html", page.encode())).source


def linked(script: str) -> str:
    return f'<script type="application/ld+json">{script}</script>'


ARTICLE = '"@type": "NewsArticle", "headline": "Ferry sails in winter", "datePublished": "2024-03-05"'
PERSON = '"author": {"@type": "Person", "name": "Mira Holm"}'


@pytest.mark.parametrize(
    "script",
    [
        f"{{{ARTICLE}, {PERSON}}}",
        f"/*<![CDATA[*/{{{ARTICLE}, {PERSON}}}/*]]>*/",
        f"<!-- {{{ARTICLE}, {PERSON}}} -->",
        f"{{{ARTICLE}, {PERSON},}}",
        f'{{"description": "The "winter" ferry", {ARTICLE}, {PERSON}}}',
        f'{{"description": "A ferry\nin winter", {ARTICLE}, {PERSON}}}',
        f'{{"@type": "WebSite", "name": "Courier"}}{{{ARTICLE}, {PERSON}}}',
        f'{{"@graph": [{{"@type": "WebSite"}}, {{{ARTICLE}, {PERSON}}}]}}',
        f'{{{ARTICLE}, "author": {{"@type": "Person", "givenName": "Mira", "familyName": "Holm"}}}}',
        f'{{{ARTICLE}, "author": {{"name": ["Mira Holm"]}}}}',
        f'[{{{ARTICLE}, "author": {{"@id": "#m"}}}}, {{"@id": "#m", "name": "Mira Holm"}}]',
    ],
)
def test_linked_data_that_is_not_quite_json(script: str) -> None:
    found = source(linked(script))
    assert (found.authors, found.published) == (("Mira Holm",), "2024-03-05")


def test_what_cannot_be_mended_states_nothing() -> None:
    assert list(roots("{not json")) == []
    assert source(linked("{not json")).authors == ()


@pytest.mark.parametrize(
    ("below", "authors"),
    [
        (
            "<p><a rel='author' href='/m'>Mira Holm</a> <a rel='author' href='/t'>Tom Reed</a></p>",
            ("Mira Holm", "Tom Reed"),
        ),
        (
            "<div>Edited by <span itemprop='author'><span itemprop='name'>Mira Holm</span></span> with agencies</div>",
            ("Mira Holm",),
        ),
        ("<span>By <a>Mira Holm</a><a>@miraholm</a></span>", ("Mira Holm",)),
        ("<div><span>By</span> <a>READ MORE</a></div>", ()),
        ("<p class='byline'><b>Mira Holm</b><span>Published 5 March 2024</span></p>", ("Mira Holm",)),
        ("<div class='byline'>Mira Holm</div><p>5 March 2024</p>", ("Mira Holm",)),
        ("<div><a href='/authors/holm'>Mira Holm</a></div><p>5 March 2024</p>", ("Mira Holm",)),
        ("<div class='tag'>Harbour Towns</div><p>5 March 2024</p>", ()),
    ],
)
def test_authors_beside_the_headline(below: str, authors: tuple[str, ...]) -> None:
    assert source(below=below).authors == authors


@pytest.mark.parametrize(
    ("author", "authors"),
    [("Courier Online", ()), ("Courier", ()), ("Courier Newsroom", ("Courier Newsroom",)), ("Wire", ("Wire",))],
)
def test_a_house_is_no_author_but_its_desks_and_agencies_are(author: str, authors: tuple[str, ...]) -> None:
    house = f'"author": {{"@type": "Organization", "name": "{author}"}}, "publisher": {{"name": "Courier"}}'
    head = linked(f"{{{ARTICLE}, {house}}}")
    assert source(head, "<p>By Mira Holm</p>").authors == ("Mira Holm",)
    assert source(head, "<p>By Courier</p>").authors == authors


@pytest.mark.parametrize("maker", ["Webwork GmbH", "courier", "Courier Online", "Rivers Agency"])
def test_who_runs_or_made_the_site_wrote_nothing(maker: str) -> None:
    assert (
        source(f"<meta property='og:site_name' content='Courier'><meta name='author' content='{maker}'>").authors == ()
    )


def test_two_stories_of_the_author_leave_the_field_empty() -> None:
    article = linked(f"{{{ARTICLE}, {PERSON}}}")
    assert source(article, "<p>By Tom Reed</p>").authors == ()
    assert source(f"{article}<meta name='author' content='Tom Reed'>").authors == ()
    assert source(f"{article}<meta name='author' content='Tom Reed'>", "<p>By Mira Holm</p>").authors == ("Mira Holm",)


def test_the_object_of_another_story_is_not_the_articles() -> None:
    link = "<link rel='canonical' href='https://courier.example/ferry'>"
    other = f'{{"@type": "NewsArticle", "headline": "Bakery opens", "url": "https://courier.example/bakery", {PERSON}}}'
    assert source(link + linked(other)).authors == ()
    assert source(link + linked(other.replace("Bakery opens", "Winter ferry"))).authors == ("Mira Holm",)


@pytest.mark.parametrize(
    ("below", "end", "day"),
    [
        ("<p>Concert: 12 December 2025, Town Hall</p><p>Posted 5 March 2024</p>", "", "2024-03-05"),
        ("<p>Concert: 12 December 2025, Town Hall</p>", "", None),
        ("<p>1 March 2024</p><p>Published 5 March 2024</p>", "", "2024-03-05"),
        ("<time class='published' datetime='2024-03-05'>5 March</time>", "", "2024-03-05"),
        (
            "",
            "<section class='comments'><div>Jo <time datetime='2025-01-09'>9 January 2025</time></div></section>",
            None,
        ),
        ("", "<div class='related'><time class='published' datetime='2025-01-09'>9 Jan</time></div>", None),
    ],
)
def test_only_the_articles_own_date(below: str, end: str, day: str | None) -> None:
    assert source(below=below, end=end).published == day


@pytest.mark.parametrize(
    ("changed", "below", "day"),
    [
        ("", "", None),
        (', "dateModified": "2024-04-09"', "", "2024-03-05"),
        ("", "<p>Published 5 March 2024</p>", "2024-03-05"),
        ("", "<time class='published' datetime='2024-04-09'>9 April</time>", "2024-04-09"),
    ],
)
def test_days_that_differ_leave_the_field_empty_unless_something_decides(
    changed: str, below: str, day: str | None
) -> None:
    head = linked(f"{{{ARTICLE}{changed}}}") + "<meta property='article:published_time' content='2024-04-09T08:00:00Z'>"
    assert source(head, below).published == day


def test_the_day_in_the_articles_own_part_of_the_page() -> None:
    own = "<time itemprop='datePublished' datetime='2024-03-05'>5 March</time>"
    other = "<article><h2>Fares</h2><time itemprop='datePublished' datetime='2024-01-09'>9 January</time></article>"
    assert source(below=own, end=other).published == "2024-03-05"


def test_a_mark_between_the_parts_of_a_heading_stands_right_behind_the_word() -> None:
    page = (
        "<html><head><title>Islands: Ferry sails in winter</title></head><body><article>"
        f"<h1><span>Islands</span><span>: </span><span>Ferry sails in winter</span></h1>{BODY}</article></body></html>"
    )
    assert read(Document("a.html", "0" * 12, "html", page.encode())).source.title == "Islands: Ferry sails in winter"


@pytest.mark.parametrize(
    "value", ["20240305T0815Z", "20240305T081500Z", "Tue Mar 05 08:15:00 CET 2024", "1709626500000"]
)
def test_moments_as_programs_write_them(value: str) -> None:
    assert source(f"<meta property='article:published_time' content='{value}'>").published == "2024-03-05"


def test_a_tag_with_the_surname_first() -> None:
    assert source("<meta name='dc.creator' content='Holm, Mira'>").authors == ("Mira Holm",)


def test_the_text_of_linked_data_without_its_markup() -> None:
    assert article_text({"articleBody": "&lt;p&gt;One.&lt;/p&gt;<p>Two<br>lines.</p>"}) == "One.\nTwo\nlines."
    assert article_text(None) == ""
