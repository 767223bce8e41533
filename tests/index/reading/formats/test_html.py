"""Saved pages: all containers of an article, its standfirst, its text where only a script has it, pages without one."""

from __future__ import annotations

import json

import pytest

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read

SENTENCES = (
    "The ferry to the outer islands will sail in winter too, the county decided on Monday after a long debate.",
    "Until now the islanders had to charter fishing boats between November and March, at their own expense.",
    "The county expects about two hundred passengers a week, most of them pupils and patients of the hospital.",
    "A new pier is to be built by autumn, and the old one will be kept for the boats of the coast guard.",
)


def article(body: str, head: str = "") -> Article:
    page = f"<html lang='en'><head><title>Ferry sails in winter</title>{head}</head><body>{body}</body></html>"
    return read(Document("a.html", "0" * 12, "html", page.encode()))


def paragraphs(found: Article) -> list[str]:
    return [found.text[block.start : block.end] for block in found.blocks if block.kind == "paragraph"]


def marked(sentences: tuple[str, ...] = SENTENCES) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def test_all_containers_of_an_article_are_kept() -> None:
    parts = "".join(
        f"<div class='grid'><div class='body'>{marked(SENTENCES[at : at + 2])}</div></div><div class='ad'></div>"
        for at in (0, 2)
    )
    found = article(f"<main><article><h1>Ferry sails in winter</h1>{parts}</article></main>")
    assert paragraphs(found) == list(SENTENCES)


def test_the_standfirst_that_the_page_describes_itself_by_is_kept() -> None:
    lead = "Islanders no longer depend on fishing boats from November on."
    found = article(
        f"<main><h1>Ferry sails in winter</h1><p class='lead'>{lead}</p><div>{marked()}</div></main>",
        f"<meta name='description' content='{lead}'>",
    )
    assert paragraphs(found) == [lead, *SENTENCES]


def test_parts_of_a_headline_keep_a_space_between() -> None:
    found = article(f"<main><h1><span>Islands</span><span>Ferry sails in winter</span></h1>{marked()}</main>")
    assert found.source.title == "Islands Ferry sails in winter"
    assert found.text.startswith(found.source.title + "\n\n" + SENTENCES[0])


def test_the_text_of_linked_data_is_read_where_the_page_shows_a_teaser() -> None:
    data = {"@type": "NewsArticle", "headline": "Ferry sails in winter", "articleBody": "\n".join(SENTENCES)}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    found = article("<main><h1>Ferry sails in winter</h1><p>Subscribe to read on.</p></main>", head)
    assert paragraphs(found) == list(SENTENCES)


def test_comments_and_other_stories_are_not_the_article() -> None:
    found = article(
        f"<main><article><h1>Ferry sails in winter</h1>{marked()}</article><section class='comments'><h3>Comments</h3>"
        "<div>Jo<p>I took that ferry as a child and was sick every time.</p></div></section>"
        "<aside class='related'><ul><li><a href='/1'>Bridge closed until May</a></li></ul></aside></main>"
    )
    assert paragraphs(found) == list(SENTENCES)


def test_rows_of_figures_and_line_breaks() -> None:
    table = "<table><tr><th>Month</th><th>Trips</th></tr><tr><td>January</td><td>40</td></tr></table>"
    found = article(
        f"<main><h1>Ferry sails in winter</h1>{marked()}<p>One line<br>and another of it, it says.</p>{table}</main>"
    )
    assert "One line\nand another of it, it says." in found.text


@pytest.mark.parametrize(
    ("body", "reason"),
    [("<div id='root'></div><script>start()</script>", "shows no text"), ("", "shows no text")],
)
def test_a_page_without_text_says_why(body: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        article(body)


@pytest.mark.parametrize(
    "notice",
    [
        ("We show you a film from another site here", "Press play and we send your address to the makers of the film."),
        (
            "Wir zeigen hier einen Film von einer anderen Seite",
            "Unser Film startet, sobald Daten an den Anbieter gehen.",
        ),
    ],
)
def test_a_box_that_speaks_to_readers_is_not_the_article(notice: tuple[str, ...]) -> None:
    box = "<div class='x7'>" + "".join(f"<p>{line}</p>" for line in notice) + "</div>"
    found = article(f"<main><article><h1>Ferry sails in winter</h1>{marked(SENTENCES[:2])}{box}{marked(SENTENCES[2:])}")
    assert paragraphs(found) == list(SENTENCES)


def test_questions_and_letters_in_boxes_of_their_own_are_kept() -> None:
    question = "And what will you do when the harbour freezes?"
    letter = (
        "We have asked you for a pier for eleven years now.",
        "We ask you again, and we ask you for the last time.",
    )
    boxes = f"<div><p>{question}</p></div><blockquote>{''.join(f'<p>{line}</p>' for line in letter)}</blockquote>"
    found = article(
        f"<main><article><h1>Ferry sails in winter</h1>{marked(SENTENCES[:2])}{boxes}{marked(SENTENCES[2:])}"
    )
    assert paragraphs(found) == [*SENTENCES[:2], question, *letter, *SENTENCES[2:]]
