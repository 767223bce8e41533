"""Encodings, HTML and Markdown: read rightly, or refused with a sentence that says why."""

from __future__ import annotations

import codecs

import pytest

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read

UKRAINIAN = (
    "У місті відкрили новий міст, який будували шість років.\r\n\r\n"
    "Мешканці кажуть, що чекали цього дня довше, ніж тривала будова, і їздитимуть на роботу вдвічі швидше.\r\n"
)


def reading(kind: str, data: bytes, sidecar: bytes | None = None) -> Article:
    return read(Document(f"story.{kind}", "0" * 12, kind, data, sidecar))


def kept(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251"])
def test_encodings_are_detected(encoding: str) -> None:
    assert reading("text", UKRAINIAN.encode(encoding)).text == UKRAINIAN


def test_western_letters_and_a_few_broken_bytes() -> None:
    french = "À Sète, les pêcheurs ont replanté l’herbier qu’ils avaient arraché il y a dix ans.\n" * 3
    assert reading("text", french.encode("cp1252")).text == french
    broken = french.encode()[:-2] + b"\xe2\x80\n"
    assert reading("text", broken).text.startswith(french[:200])


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4,
        b"PK\x03\x04\x14\0\x06\0" + bytes(range(255, -1, -1)) * 4,
        b"Text with one NUL \0 in it, and two at its end. \0\0",
        b"A long text. " * 20_000 + b"\0" * 4096,
        bytes(range(1, 32)) * 8,
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="is not text"):
        reading("text", data)


def test_a_stray_nul_is_one_unknown_character_and_offsets_hold() -> None:
    cut = UKRAINIAN.replace("будували", "буд\0вали") + UKRAINIAN * 5
    for encoding in ("utf-8", "utf-16"):
        assert reading("text", cut.encode(encoding)).text == cut.replace("\0", "\ufffd")
    page = f"<html><body><article><p>{cut}</p><p>{UKRAINIAN * 3}</p></article></body></html>"
    assert "буд\ufffdвали шість років" in reading("html", page.encode()).text


@pytest.mark.parametrize("data", [b" \n\n", codecs.BOM_UTF8, "\u00a0\u2003".encode()])
def test_blank_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="is empty"):
        reading("text", data)


def test_normalisation_never_changes_what_is_quoted() -> None:
    text = "Cafe\u0301 and café, ﬁnal and final,\u00a0½ and 1/2: the letters stay as they are in the file.\r\n"
    assert reading("text", text.encode()).text == text


PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Harbour wall to be rebuilt | Courier</title>
<link rel="canonical" href="https://courier.example/2024/harbour-wall">
<meta property="og:title" content="Harbour wall to be rebuilt"><meta property="og:site_name" content="Courier">
<script type="application/ld+json">{"@graph": [{"@type": "Organization", "@id": "#org", "name": "The Harbour Courier"},
 {"@type": "NewsArticle", "headline": "Harbour wall to be rebuilt", "datePublished": "2024-03-05T23:30:00-05:00",
  "dateModified": "2024-03-07",
  "author": [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Ray"}],
  "publisher": {"@id": "#org"}}]}</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<main><article><h1>Harbour wall to be rebuilt</h1>
<p>The har&shy;bour wall will be rebuilt next year, the council said on Tuesday after six hours of debate.</p>
<p>Members voted for the plan by a majority of two, and asked for a report on the cost every month until it is done.</p>
<h2>What it costs</h2>
<p>The work will cost four million, of which the state pays half. <b>Fishermen</b> may use the pier until autumn.</p>
<p>Sign up for our newsletter and get the news delivered to your inbox every morning.</p>
</article></main>
<aside><h3>Most read</h3><a href="/x">Ten beaches without wind</a></aside>
<footer>© 2024 The Harbour Courier. All rights reserved.</footer></body></html>"""


def test_a_page_is_extracted_with_the_metadata_of_its_markup() -> None:
    article = reading("html", PAGE.encode())
    assert [kind for kind, _ in kept(article)] == ["title", "paragraph", "paragraph", "heading", "paragraph"]
    assert kept(article)[1][1].startswith("The harbour wall will be rebuilt next year")
    assert [article.text[part.start : part.end][:11] for part in article.furniture] == ["Sign up for"]
    source = article.source
    assert (source.title, source.publisher) == ("Harbour wall to be rebuilt", "The Harbour Courier")
    assert (source.authors, source.published) == (("Ann Lee", "Bo Ray"), "2024-03-05")
    assert source.url == "https://courier.example/2024/harbour-wall"


def test_what_a_page_shows_fills_in_what_its_markup_leaves_open() -> None:
    body = PAGE[PAGE.index("<body>") :].replace("</h1>", "</h1><div>By Ann Lee</div><div>Published 5 March 2024</div>")
    source = reading("html", f"<html><head><title>Harbour wall</title></head>{body}".encode()).source
    assert (source.title, source.authors, source.published) == (
        "Harbour wall to be rebuilt",
        ("Ann Lee",),
        "2024-03-05",
    )
    assert source.url is None


def test_a_declared_encoding_and_a_page_without_an_article() -> None:
    page = f"<html><head><meta charset='windows-1251'></head><body><p>{UKRAINIAN}</p></body></html>"
    assert "Мешканці кажуть" in reading("html", page.encode("cp1251")).text
    assert reading("html", b"<html><body><p>Hello.</p></body></html>").text == "Hello."
    with pytest.raises(UnreadableError):
        reading("html", b"<html><body><script>x()</script></body></html>")


def test_markdown_keeps_its_own_text_and_believes_its_front_matter() -> None:
    markdown = (
        "---\ntitle: Wall\nauthor: [Ann Lee, Bo Ray]\ndate: 2024-03-05\nsource: Courier\nlayout: post\n---\n\n"
        "# The wall\n\nThe harbour wall will be rebuilt\nnext year, the council said.\n\n![A wall](wall.jpg)\n\n"
        "## Cost\n\n- four million\n- half of it from the state\n"
    )
    article = reading("markdown", markdown.encode())
    assert article.text == markdown
    assert kept(article) == [
        ("title", "The wall"),
        ("paragraph", "The harbour wall will be rebuilt\nnext year, the council said."),
        ("heading", "Cost"),
        ("paragraph", "- four million"),
        ("paragraph", "- half of it from the state"),
    ]
    source = article.source
    assert (source.title, source.authors, source.publisher) == ("Wall", ("Ann Lee", "Bo Ray"), "Courier")
    assert source.published == "2024-03-05"
    assert reading("markdown", markdown.encode(), b'title = "Sidecar"').source.title == "Sidecar"
    with pytest.raises(UnreadableError, match="front matter"):
        reading("markdown", b"---\ntitle: [\n---\nText.")


@pytest.mark.parametrize(
    ("sidecar", "message"),
    [
        (b"title = ", "not valid TOML"),
        (b'athor = "Ann Lee"', "unknown key 'athor'"),
        (b'published = "some day"', "YYYY-MM-DD"),
        (b"\xff", "not valid TOML"),
    ],
)
def test_a_wrong_sidecar_is_named(sidecar: bytes, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        reading("text", b"An article.", sidecar)


SHORT_PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>Dam repaired two weeks early - River Post</title>
<meta name="author" content="River Post"></head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Dam repaired two weeks early</h1><p>By Ann Lee</p><p>03/10/2024 at 09:15</p>
<p>The dam above the town was repaired two weeks early, the water board said on Friday.</p>
<p>Engineers had found a crack in June. &ldquo;It was as wide as a hand,&rdquo; one of them said.</p>
<p>The lake will be filled again from November.</p></article><footer>&copy; 2024 River Post</footer></body></html>"""


@pytest.mark.parametrize("kind", ["html", "text"])
def test_a_short_page_keeps_its_paragraphs_apart_also_in_a_file_named_txt(kind: str) -> None:
    article = reading(kind, SHORT_PAGE.encode())
    assert [part for part, _ in kept(article)] == ["title", "paragraph", "paragraph", "paragraph"]
    assert kept(article)[2][1].endswith("“It was as wide as a hand,” one of them said.")


def test_a_site_is_not_its_own_author_and_its_language_orders_figures() -> None:
    source = reading("html", SHORT_PAGE.encode()).source
    assert (source.title, source.authors, source.published) == (
        "Dam repaired two weeks early",
        ("Ann Lee",),
        "2024-10-03",
    )
    american = reading("html", SHORT_PAGE.replace("en-GB", "en-US").encode()).source
    assert american.published == "2024-03-10"
    unknown = reading("html", SHORT_PAGE.replace(' lang="en-GB"', "").encode()).source
    assert unknown.published is None


def test_text_that_only_speaks_of_markup_stays_text() -> None:
    text = "How to begin a page\n\nA page begins with <!DOCTYPE html><html> and ends with </html>, the teacher said.\n"
    assert reading("text", text.encode()).text == text


def test_the_title_of_an_old_page_is_the_line_that_it_shows() -> None:
    page = (
        "<html><head><title>News of the district :: School closed for a week</title></head><body><table><tr><td>"
        "<a href=/>Home</a> | <a href=/n>News</a> | <a href=/c>Contact</a></td></tr><tr><td><b>School closed for a week"
        "</b><br><i>12.11.2023</i><br><br>The school by the lake was closed until Monday, the district said on Friday."
        "<br><br>Of its 214 pupils, 63 were ill last week. Lessons are held at home.</td></tr></table></body></html>"
    )
    article = reading("html", page.encode())
    assert (article.source.title, article.source.published) == ("School closed for a week", "2023-11-12")
    assert [part for part, _ in kept(article)] == ["title", "paragraph", "paragraph"]
