"""The pages over HTTP: what they show of an archive, what they keep to themselves, and what they are cached by."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import lxml.html  # type: ignore[import-untyped]
import pytest

from bot.texts.english import ENGLISH
from bot.texts.pages.english import ENGLISH_PAGES
from bot.texts.pages.ukrainian import UKRAINIAN_PAGES
from bot.texts.ukrainian import UKRAINIAN
from bot.views.page_links import quote_path
from index import IndexSettings, Library
from index.ingest.build import build
from index.models import Quote
from tests.bot.helpers import QUESTION, UNANSWERABLE
from tests.bot.web.pages.conftest import PUBLIC_URL, TOKEN, PagesOf
from tests.bot.web.pages.test_launch import signed
from tests.conftest import SEEDS
from tests.index.stories import FERRY, MARKET

HOSTILE = '"><script>alert(1)</script>{{ 77 * 1001 }}'


@pytest.fixture(scope="session")
def quote(library: Library) -> Quote:
    """The quote that answers, as its page has it."""
    answering = library.ask(QUESTION).quotes[0]
    readings = library.readings(answering.passage_id)
    return next(one for one in readings if one.highlight == answering.highlight)


def page_of(response: httpx.Response) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(response.text)


def shown(page: lxml.html.HtmlElement, place: str) -> str:
    return " ".join(" ".join(one.text_content() for one in page.cssselect(place)).split())


def flat(text: str) -> str:
    return " ".join(text.split())


# A quote


async def test_without_leave_only_the_quote_and_the_sentences_beside_it_are_shown(
    pages: httpx.AsyncClient, library: Library, quote: Quote
) -> None:
    response = await pages.get(quote_path(quote))
    page = page_of(response)
    passages = library.passages(quote.source.source_id)
    number = [one.passage_id for one in passages].index(quote.passage_id)
    before = library.readings(passages[number - 1].passage_id)[-1].highlight.text
    after = passages[number + 1].highlight.text
    assert shown(page, ".stored") == flat(f"{before} {quote.text} {after}")
    assert shown(page, "#quote") == flat(quote.highlight.text)
    assert flat(passages[0].highlight.text) not in flat(page.text_content())
    assert ENGLISH_PAGES.excerpt_note in page.text_content()
    assert (await pages.get(f"s/{quote.source.source_id}")).status_code == 404


async def test_with_leave_the_whole_article_is_shown(pages_of: PagesOf, library: Library, quote: Quote) -> None:
    article = library.article(quote.source.source_id)
    kept = [flat(article.text[block.start : block.end]) for block in article.blocks]
    async with pages_of(publish_articles=True) as pages:
        page = page_of(await pages.get(quote_path(quote)))
        alone = page_of(await pages.get(f"s/{quote.source.source_id}"))
    for each in (page, alone):
        paragraphs = [flat(one.text_content()) for one in each.cssselect(".stored > :not(.gap)")]
        assert paragraphs == [text for text in kept if text != flat(quote.source.title)]
        assert shown(each, "h1") == flat(quote.source.title)
    assert shown(page, ".stored mark") == flat(quote.text)
    assert shown(page, "#quote") == flat(quote.highlight.text)
    assert not alone.cssselect("mark")
    for piece in article.furniture:
        assert flat(article.text[piece.start : piece.end]) not in kept


async def test_the_citation_has_what_the_article_states_and_no_more(
    pages: httpx.AsyncClient, library: Library, quote: Quote
) -> None:
    assert quote.source.publisher
    page = page_of(await pages.get(quote_path(quote)))
    assert shown(page, ".stated").startswith(quote.source.publisher)
    bare = next(source for source in library.sources() if not (source.publisher or source.authors or source.published))
    other = library.passages(bare.source_id)[0]
    assert not page_of(await pages.get(quote_path(other))).cssselect(".stated")


@pytest.mark.usefixtures("one_model")
async def test_the_commands_print_the_hashes(pages_of: PagesOf, seeds_index: Path) -> None:
    library = Library.open(seeds_index, IndexSettings(corpus_dir=SEEDS))
    async with pages_of(library=library) as pages:
        for source in library.sources():
            quote = library.passages(source.source_id)[-1]
            page = page_of(await pages.get(quote_path(quote)))
            hashes = [one.text_content() for one in page.cssselect("dd code")]
            file = (SEEDS / source.path).read_bytes()
            texts = (quote.text.encode(), quote.highlight.text.encode(), file)
            assert hashes == [sha256(text).hexdigest() for text in texts]
            fetch, of_file, in_file = [one.text_content() for one in page.cssselect("pre")]
            assert [await printed(command) for command in (of_file, in_file)] == [hashes[2], hashes[0]]
            address = shlex.split(fetch)[2]
            assert address.startswith(f"{PUBLIC_URL}/q/")
            text = await pages.get(urlsplit(address).path)
            assert sha256(text.content).hexdigest() == hashes[0]
            assert text.headers["content-type"].startswith("text/plain")
    library.close()


async def printed(command: str) -> str:
    """The first word that a shell in the folder of the articles prints."""
    shell = await asyncio.create_subprocess_exec("sh", "-c", command, cwd=SEEDS, stdout=asyncio.subprocess.PIPE)
    return (await shell.communicate())[0].decode().split()[0]


async def test_a_file_that_is_not_what_was_indexed_has_no_hash(
    pages_of: PagesOf, own_index: Path, tmp_path: Path, quote: Quote
) -> None:
    settings = IndexSettings(index_dir=own_index, corpus_dir=tmp_path)
    library = Library.open(own_index, settings)
    async with pages_of(library=library) as pages:
        page = page_of(await pages.get(quote_path(quote)))
    assert ENGLISH_PAGES.file_other.format(path=quote.source.path) in page.text_content()
    assert len(page.cssselect("pre")) == 1
    library.close()


async def test_the_page_speaks_the_language_asked_for(pages: httpx.AsyncClient, quote: Quote) -> None:
    spoken = await pages.get(quote_path(quote), headers={"Accept-Language": "uk-UA,uk;q=0.9,en;q=0.8"})
    chosen = await pages.get(f"{quote_path(quote)}?lang=uk")
    english = await pages.get(quote_path(quote))
    for response in (spoken, chosen):
        page = page_of(response)
        assert page.get("lang") == "uk"
        assert UKRAINIAN_PAGES.check_heading in page.text_content()
        assert page.cssselect(".stored")[0].get("lang") == "en"
    assert page_of(english).get("lang") == "en"
    assert len({one.headers["etag"] for one in (spoken, chosen, english)}) == 3
    links = [link.get("href") for link in page_of(chosen).cssselect("header a")]
    assert links == ["../search?lang=uk"]


# Caching


async def test_a_page_is_sent_again_only_when_it_may_have_changed(pages: httpx.AsyncClient, quote: Quote) -> None:
    path = quote_path(quote)
    first, head = await pages.get(path), await pages.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])
    assert head.headers["content-length"] == str(len(first.content))
    assert first.headers["cache-control"] == "no-cache"
    again = await pages.get(path, headers={"If-None-Match": f'W/"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    other = await pages.get(f"{path[:-4]}0000", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    for response in (first, head, again, other):
        assert "set-cookie" not in response.headers


async def test_static_files_are_kept_under_their_version(pages: httpx.AsyncClient) -> None:
    page = page_of(await pages.get("search"))
    style = page.cssselect("link[rel=stylesheet]")[0].get("href")
    named = await pages.get(style)
    assert named.headers["content-type"].startswith("text/css")
    assert "immutable" in named.headers["cache-control"]
    assert (await pages.get("static/page.css?v=older")).headers["cache-control"] == "no-cache"
    for path in ("static/none.css", "static/..%2frouting.py", "static/"):
        assert (await pages.get(path)).status_code == 404


# Safety


async def test_nothing_is_inline_or_from_elsewhere(pages_of: PagesOf, quote: Quote) -> None:
    async with pages_of(publish_articles=True) as pages:
        responses = [await pages.get(path) for path in (quote_path(quote), "search?q=troops", "nothing")]
    for response in responses:
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors https://*.telegram.org" in policy
        assert not re.search(r"unsafe|data:|\*(?!\.telegram\.org)", policy)
        page = page_of(response)
        assert not page.xpath("//*[@style] | //style | //@*[starts-with(name(), 'on')] | //script[not(@src)]")
        loaded = page.xpath("//script/@src | //link/@href | //img/@src | //form/@action")
        assert loaded
        assert not any(urlsplit(address).netloc for address in loaded)


@pytest.mark.usefixtures("one_model")
async def test_what_articles_and_people_write_is_text(pages_of: PagesOf, settings: IndexSettings, corpus: Path) -> None:
    stated = dict.fromkeys(("title", "publisher", "author"), HOSTILE)
    record = json.dumps(stated | {"id": "a", "url": "javascript:alert(1)", "text": f"{FERRY} {HOSTILE} he said."})
    (corpus / "hostile.jsonl").write_text(record + "\n", encoding="utf-8")
    build(settings)
    library = Library.open(settings.index_dir, settings)
    (quote,) = library.passages(library.sources()[0].source_id)
    async with pages_of(library=library, publish_articles=True) as pages:
        for path in (quote_path(quote), f"s/{quote.source.source_id}", "search"):
            page = page_of(await pages.get(path, params={"q": HOSTILE}))
            assert [script.get("src") is None for script in page.cssselect("script")] == [False]
            assert not page.xpath("//a[starts-with(@href, 'javascript')]")
            assert "77077" not in page.text_content()
    library.close()


@pytest.mark.parametrize(
    "path", ["nothing", "q/", "q/xyz", "q/0123456789abcdef", "q/0123456789abcdef0123", "q/../q/1", "s/0", "a/b/c"]
)
async def test_an_address_that_leads_nowhere_says_so(pages: httpx.AsyncClient, path: str) -> None:
    response = await pages.get(path)
    assert response.status_code == 404
    page = page_of(response)
    assert ENGLISH_PAGES.missing_text in page.text_content()
    style = page.cssselect("link[rel=stylesheet]")[0].get("href")
    assert (await pages.get(str(response.url.join(style)))).status_code == 200


# What has gone


@pytest.mark.usefixtures("one_model")
async def test_a_quote_that_has_gone_says_since_when_with_the_nearest_text(
    pages_of: PagesOf, settings: IndexSettings, corpus: Path, write_article: Callable[..., Path]
) -> None:
    write_article("ferry.txt", FERRY, title="Ferry cancelled")
    write_article("market.txt", MARKET, title="Market dear")
    build(settings)
    library = Library.open(settings.index_dir, settings)
    ferry, market = [library.passages(library.find(name)[0].source_id)[0] for name in ("ferry.txt", "market.txt")]
    async with pages_of(library=library) as pages:
        etag = (await pages.get(quote_path(ferry))).headers["etag"]
        stays = (await pages.get(quote_path(market))).headers["etag"]
        write_article("ferry.txt", FERRY.replace("six metres", "nine metres"), title="Ferry cancelled")
        build(settings)
        library.refresh()
        response = await pages.get(quote_path(ferry), headers={"If-None-Match": etag})
        page = page_of(response)
        assert response.status_code == 410
        assert re.search(r"since generation 2 of the index, built on \w+ \d+, \d{4}", page.text_content())
        assert [mark.text_content() for mark in page.cssselect("mark")] == ["nine"]
        nearest = page.cssselect("figcaption a")[-1].get("href")
        assert (await pages.get(str(response.url.join(nearest)))).status_code == 200
        # What the page says of other articles may have changed, though its quote has not.
        kept = await pages.get(quote_path(market), headers={"If-None-Match": stays})
        assert kept.status_code == 200
        (corpus / "ferry.txt").unlink()
        build(settings)
        library.refresh()
        gone = page_of(await pages.get(quote_path(ferry)))
        assert "since generation 2" in gone.text_content()
    library.close()


@pytest.mark.usefixtures("one_model")
async def test_company_is_shown_with_its_own_pages(
    pages_of: PagesOf, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    told = {
        "courier.txt": "The council of Marle banned kites in public parks on Friday.",
        "herald.txt": "Kites in public parks were banned by the council of Marle on Friday.",
        "mirror.txt": "The council of Marle allowed kites in public parks on Friday.",
    }
    for name, story in told.items():
        write_article(name, story, title=f"From the {name[:-4]}")
    build(settings)
    library = Library.open(settings.index_dir, settings)
    quote = library.passages(library.find("courier.txt")[0].source_id)[0]
    async with pages_of(library=library) as pages:
        response = await pages.get(quote_path(quote))
        page = page_of(response)
        assert [flat(one.text_content()) for one in page.cssselect("aside blockquote")] == [
            told["herald.txt"],
            told["mirror.txt"],
        ]
        headings = [one.text_content() for one in page.cssselect("aside h2")]
        assert headings[:2] == [ENGLISH_PAGES.agreeing, ENGLISH_PAGES.contradicting]
        for link in page.cssselect("figcaption a"):
            assert (await pages.get(str(response.url.join(link.get("href"))))).status_code == 200
    library.close()


# The question to the archive


async def test_a_question_gets_what_the_bot_says(pages: httpx.AsyncClient, library: Library) -> None:
    answer = library.ask(QUESTION)
    page = page_of(await pages.get("search", params={"q": QUESTION}))
    quoted = [flat(one.text_content()) for one in page.cssselect("blockquote")]
    assert quoted == [f"[{number}] {flat(quote.text)}" for number, quote in enumerate(answer.quotes, 1)]
    assert page.cssselect("figcaption a")[-1].get("href").startswith("q/")
    refused = page_of(await pages.get("search", params={"q": UNANSWERABLE}))
    assert [one.text_content() for one in refused.cssselect(".line")] == [ENGLISH.no_answer]
    assert not refused.cssselect(".reply > figure")
    thanks = page_of(await pages.get("search", params={"q": "thank you!", "lang": "uk"}))
    assert shown(thanks, ".line") == flat(UKRAINIAN.smalltalk)
    other = page_of(await pages.get("search", params={"q": "Хто це заперечив?"}))
    assert shown(other, ".line") == ENGLISH.reads_english


async def test_a_maybe_says_so_first(
    pages: httpx.AsyncClient, judging_by: Callable[..., None], library: Library
) -> None:
    judging_by(answer=1, maybe=0, near=0)
    leads = library.ask(QUESTION).leads
    page = page_of(await pages.get("search", params={"q": QUESTION}))
    assert shown(page, ".line") == ENGLISH.maybe
    assert [flat(lead.highlight.text) in shown(page, ".reply") for lead in leads] == [True] * len(leads)


async def test_the_leads_of_a_refusal_are_folded(
    pages: httpx.AsyncClient, judging_by: Callable[..., None], library: Library
) -> None:
    judging_by(answer=1, maybe=1, near=0)
    leads = library.ask(QUESTION).leads
    page = page_of(await pages.get("search", params={"q": QUESTION}))
    assert shown(page, ".line") == ENGLISH.no_answer
    assert shown(page, "summary") == ENGLISH.leads_heading
    assert len(page.cssselect("details:not([open]) blockquote")) == len(leads) > 0


async def test_more_quotes_follow_and_lists_are_lists(pages_of: PagesOf, library: Library) -> None:
    async with pages_of(max_quotes=1) as pages:
        first = page_of(await pages.get("search", params={"q": QUESTION}))
        more = first.xpath("//section//p/a/@href")[-1]
        second = page_of(await pages.get(more))
        listed = page_of(await pages.get("search", params={"q": "what is new?"}))
    quotes = library.ask(QUESTION).quotes
    assert shown(first, "blockquote") == flat(quotes[0].text)
    assert shown(second, "blockquote") == f"[2] {flat(quotes[1].text)}"
    assert len(listed.cssselect(".reply li")) == len(library.sources())


@pytest.mark.parametrize(("question", "words"), [("after:soon troops", "after:soon"), ("x" * 5000, "characters")])
async def test_a_question_that_can_not_be_used_is_said_in_words(
    pages: httpx.AsyncClient, question: str, words: str
) -> None:
    response = await pages.get("search", params={"q": question})
    assert response.status_code == 400
    assert words in shown(page_of(response), "main")


async def test_an_address_asks_so_often_a_minute(pages_of: PagesOf) -> None:
    def coming_from(address: str) -> dict[str, str]:
        return {"X-Forwarded-For": address}

    async with pages_of(bot_questions_per_minute=2, bot_presses_per_minute=4) as pages:

        async def status(address: str, path: str = "search?q=thanks") -> int:
            return (await pages.get(path, headers=coming_from(address))).status_code

        assert [await status("192.0.2.1") for _ in range(3)] == [200, 200, 429]
        assert await status("192.0.2.2") == 200
        # One customer's network counts as one.
        assert [await status(f"2001:db8::{number}") for number in (1, 2, 3)] == [200, 200, 429]
        assert await status("2001:db8:0:1::1") == 200
        assert [await status("192.0.2.3", "search") for _ in range(5)] == [200, 200, 200, 200, 429]
        refused = await pages.get("search", headers=coming_from("192.0.2.3"))
    assert 0 < int(refused.headers["retry-after"]) <= 61
    assert "in one minute" in shown(page_of(refused), "main")


# Telegram


async def test_who_opens_a_mini_app_is_spoken_to_in_their_language(pages: httpx.AsyncClient) -> None:
    now = str(int(time.time()))
    user = json.dumps({"id": 7, "language_code": "uk-UA"})
    believed = await pages.post("mini-app", content=signed(TOKEN, auth_date=now, user=user))
    assert (believed.status_code, believed.json()) == (200, {"language": "uk"})
    forged = await pages.post("mini-app", content=signed("1:other", auth_date=now, user=user))
    old = await pages.post("mini-app", content=signed(TOKEN, auth_date="1000", user=user))
    long = await pages.post("mini-app", content=b"x" * 20_000)
    assert [one.status_code for one in (forged, old, long)] == [403, 403, 413]
    assert (await pages.get("mini-app")).status_code == 404
