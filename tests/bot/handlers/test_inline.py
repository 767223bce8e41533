"""Inline mode: quotes and citations in any chat."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.handlers import inline
from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from bot.views.dates import shown_day
from index import IndexSettings, Library
from index.ingest.build import build
from playground.world import Json, User
from tests.bot.helpers import Served, StartBot, both_ways, until
from tests.bot.reading import parts, parts_of_result

FERRIES = 60
PATIENCE = 300


def ids(payload: Json) -> list[str]:
    return [result["id"] for result in payload["results"]]


@pytest.mark.usefixtures("bot")
class TestQuotes:
    async def test_each_result_is_a_quote_ready_to_send(self, standin: Served, ada: User, library: Library) -> None:
        payload = await standin.inline_query(ada, "peskov fak")
        first = payload["results"][0]
        quote = library.readings(first["id"])[0]
        assert "Peskov" in first["title"]
        assert first["title"] == parts_of_result(first, "bold")[0]
        source = quote.source
        published = source.published and shown_day(source.published, ENGLISH)
        stated = [part for part in (source.publisher, published, source.title) if part]
        assert first["description"] == " · ".join(stated)
        assert quote.source.title in first["input_message_content"]["message_text"]
        assert first["input_message_content"]["link_preview_options"] == {"is_disabled": True}
        assert payload["is_personal"] is True
        assert payload["cache_time"] > 0
        assert len(set(ids(payload))) == len(payload["results"]) <= 50

    async def test_a_result_that_was_sent_keeps_working_buttons(self, standin: Served, ada: User) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Elsewhere", members=[ada, bob], with_bot=False)
        payload = await standin.inline_query(ada, "mutual defense pact during putin's visit to pyongyang", chat=group)
        message = await standin.choose(ada, payload, ids(payload)[0])
        (sentence,) = parts_of_result(payload["results"][0], "bold")
        carriers = await standin.press(bob, message, "Sources")
        assert not carriers.get("text")
        listed = parts(group.messages[message["message_id"]], "blockquote")
        assert len(listed) >= 2
        assert sentence in listed
        await standin.press(bob, group.messages[message["message_id"]], "To the quote")
        assert f"Sources ({len(listed)})" in str(group.messages[message["message_id"]]["reply_markup"])
        message = await standin.choose(ada, payload, ids(payload)[0])
        more = await standin.press(bob, message, "More")
        assert more["switch_inline_query_current_chat"] == "mutual defense pact during putin's visit to pyongyang"
        await standin.press(bob, message, "In context")
        changed = group.messages[message["message_id"]]
        assert sentence in changed["text"]
        assert "Paragraphs" in changed["text"]
        await standin.press(bob, changed, "To the quote")
        assert sentence in group.messages[message["message_id"]]["text"]

    async def test_what_somebody_sends_through_the_bot_is_no_question_to_it(self, standin: Served, ada: User) -> None:
        chat = standin.private_chat(ada)
        group = standin.add_group("Desk", members=[ada])
        for place in (chat, group):
            for words, number in (("peskov fake", 0), ("", 0)):
                payload = await standin.inline_query(ada, words, chat=place)
                await standin.choose(ada, payload, ids(payload)[number], chat=place)
        await standin.settle()
        assert not standin.calls("sendMessage")

    async def test_the_list_ends_where_it_is_no_longer_about_the_words(
        self, standin: Served, ada: User, library: Library
    ) -> None:
        near = library.search_thresholds.near
        quotes = library.search("peskov fake", 50)
        about = [quote for quote in quotes if quote.confidence >= near]
        assert 0 < len(about) < len(quotes)
        payload = await standin.inline_query(ada, "peskov fake")
        assert ids(payload) == [quote.passage_id for quote in about]
        assert not payload.get("next_offset")

    async def test_what_is_sent_is_counted(self, standin: Served, bot: object, ada: User) -> None:
        from bot.context import services_of

        payload = await standin.inline_query(ada, "peskov fake")
        await standin.choose(ada, payload, ids(payload)[0])
        await until(lambda: services_of(bot).chosen_results == 1)  # type: ignore[arg-type]

    async def test_an_empty_query_shows_how_with_live_examples(self, standin: Served) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        payload = await standin.inline_query(olha, "  ")
        usage, *examples = payload["results"]
        assert usage["title"] == UKRAINIAN.inline_usage
        assert len(examples) == 3
        for example in examples:
            words = example["title"].partition(": ")[2]
            found = await standin.inline_query(olha, words)
            assert example["description"].rstrip("… ") in str(found["results"][0]["title"])

    async def test_nothing_found_leads_to_the_private_chat_with_the_question(self, standin: Served, ada: User) -> None:
        for words in ("pizza recipe cheese", "pizza recipe " + "mozzarella cheese and tomatoes " * 3):
            payload = await standin.inline_query(ada, words)
            assert payload["results"] == []
            parameter = payload["button"]["start_parameter"]
            assert payload["button"]["text"] == ENGLISH.inline_nothing
            chat = standin.private_chat(ada)
            await standin.send_text(ada, chat, f"/start {parameter}")
            reply = await standin.next_reply(chat)
            assert reply["text"].splitlines()[0] == ENGLISH.no_answer


@pytest.mark.usefixtures("bot")
class TestInsertions:
    async def test_one_s_own_sentence_gets_a_citation(self, standin: Served, ada: User) -> None:
        payload = await standin.inline_query(ada, "I agree: +peskov fake news+ of course")
        link, quote = payload["results"][:2]
        text = link["input_message_content"]["message_text"]
        assert text.startswith("I agree: ")
        assert text.endswith(" of course")
        (linked,) = parts_of_result(link, "text_link")
        assert text == f"I agree: {linked} of course"
        assert quote["input_message_content"]["message_text"].startswith("I agree: of course\n")
        assert "Peskov" in parts_of_result(quote, "bold")[0]
        assert "Peskov" in quote["description"]
        sent = await standin.choose(ada, payload, link["id"])
        assert [entity["type"] for entity in sent["entities"]] == ["text_link"]

    async def test_while_it_is_typed_and_with_several(self, standin: Served, ada: User) -> None:
        typed = await standin.inline_query(ada, "I agree: +peskov fak")
        assert typed["results"][0]["input_message_content"]["message_text"].startswith("I agree: ")
        two = await standin.inline_query(ada, "+peskov fake+ but +mutual defense pact+!")
        link, quotes = two["results"]
        assert len(parts_of_result(link, "text_link")) == 2
        assert len(parts_of_result(quotes, "blockquote")) == 2
        plain = await standin.inline_query(ada, "c++ and 1+1")
        assert all("-link" not in result_id for result_id in ids(plain))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of many short articles, enough for more than one page of results."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "corpus").mkdir()
    write_ferries(folder / "corpus", "Tuesday")
    build(IndexSettings(index_dir=folder / "index", corpus_dir=folder / "corpus"))
    return folder


def write_ferries(corpus: Path, day: str) -> None:
    for number in range(FERRIES):
        (corpus / f"{number:03}.txt").write_text(
            f"Ferry number {number} leaves the harbour\n\n"
            f"Ferry number {number} left the harbour of Port Elwood on {day} with {number + 200} passengers.\n"
        )


@pytest.fixture
def ferries(archive: Path, tmp_path: Path) -> Iterator[tuple[Library, IndexSettings]]:
    copied = Path(shutil.copytree(archive, tmp_path / "archive"))
    settings = IndexSettings(index_dir=copied / "index", corpus_dir=copied / "corpus")
    library = Library.open(settings.index_dir, settings)
    yield library, settings
    library.close()


def day_of(payload: Json) -> set[str]:
    """Which of the two days that tell the generations apart the results speak of."""
    texts = [result["input_message_content"]["message_text"] for result in payload["results"]]
    return {day for day in ("Tuesday", "Friday") for text in texts if day in text}


async def test_pages_follow_one_another_and_never_mix_generations(
    standin: Served, start_bot: StartBot, ferries: tuple[Library, IndexSettings], ada: User
) -> None:
    library, settings = ferries
    await start_bot(library=library)
    first = await standin.inline_query(ada, "ferry harbour")
    assert len(first["results"]) == 50
    second = await standin.inline_query(ada, "ferry harbour", offset=first["next_offset"])
    assert set(ids(first)) | set(ids(second)) == every_id(library)
    assert len(first["results"]) + len(second["results"]) == FERRIES
    assert not second.get("next_offset")
    write_ferries(settings.corpus_dir, "Friday")
    await asyncio.to_thread(build, settings)
    await until(lambda: library.generation == 2)
    stale = await standin.inline_query(ada, "ferry harbour", offset=first["next_offset"])
    assert stale["results"] == []
    assert not stale.get("next_offset")


def every_id(library: Library) -> set[str]:
    return {quote.passage_id for source in library.sources() for quote in library.passages(source.source_id)}


@both_ways
async def test_fifty_people_type_at_once_while_the_index_is_made_anew(
    standin: Served,
    start_bot: StartBot,
    ferries: tuple[Library, IndexSettings],
) -> None:
    """However slow the machine: nobody waits in vain, and no answer holds quotes of two generations."""
    standin.allowed = ("query is too old",)  # where the server took an answer so late that the bot sent it again
    standin.world.clock = lambda: 1_800_000_000  # so that no query is too old to be answered for the first time
    library, settings = ferries
    await start_bot(library=library)
    people = [standin.add_user(f"Person {number}") for number in range(50)]
    published = asyncio.Event()

    async def rebuild() -> None:
        write_ferries(settings.corpus_dir, "Friday")
        await asyncio.to_thread(build, settings)
        published.set()

    async def types(person: User, number: int) -> list[Json]:
        """Every letter is a query; the last one is waited for, and of every tenth person its second page too."""
        words = f"ferry number {number}"
        for typed in ("", "fer", "ferry num"):
            standin.ask_inline(person, typed)
            await asyncio.sleep(0)
        if number % 2:
            await published.wait()
        page = await standin.inline_query(person, words, timeout=PATIENCE)
        if number % 10 > 1:
            return [page]
        following = await standin.inline_query(person, words, offset=page["next_offset"], timeout=PATIENCE)
        return [page, following]

    rebuilding = asyncio.create_task(rebuild())
    given_out = await asyncio.gather(*(types(person, number) for number, person in enumerate(people)))
    await rebuilding
    for number, (page, *following) in enumerate(given_out):
        assert 0 < len(page["results"]) <= 50
        assert f"number {number} " in page["results"][0]["title"]
        assert len(day_of(page)) == 1
        for other in following:
            assert not set(ids(page)) & set(ids(other))
            assert day_of(other) <= day_of(page)
    await until(lambda: library.generation == 2)
    assert day_of(await standin.inline_query(people[0], "ferry", timeout=PATIENCE)) == {"Friday"}


async def test_of_what_somebody_types_the_last_is_answered(
    standin: Served, start_bot: StartBot, ferries: tuple[Library, IndexSettings], ada: User
) -> None:
    await start_bot(library=ferries[0])
    for typed in ("ferr", "ferry num", "ferry number"):
        standin.ask_inline(ada, typed)
    answer = await standin.inline_query(ada, "ferry number 7")
    assert "Ferry number 7 " in answer["results"][0]["input_message_content"]["message_text"]


def hold_searches(library: Library, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Searches wait until the event is set."""
    released = threading.Event()
    search = library.search

    def slowly(*args: Any, **named: Any) -> list[Any]:
        assert released.wait(PATIENCE)
        return search(*args, **named)

    monkeypatch.setattr(library, "search", slowly)
    return released


async def test_an_answer_that_would_be_late_does_not_leave(
    standin: Served, start_bot: StartBot, library: Library, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await start_bot()
    released = hold_searches(library, monkeypatch)
    monkeypatch.setattr(inline, "_SECONDS_TO_ANSWER", 0.1)
    standin.ask_inline(ada, "peskov fake")
    await standin.settle()
    released.set()
    await standin.settle()
    assert not standin.calls("answerInlineQuery")
    monkeypatch.setattr(inline, "_SECONDS_TO_ANSWER", PATIENCE)
    assert (await standin.inline_query(ada, "peskov fake"))["results"]


async def test_an_inline_query_is_confirmed_before_it_is_answered(
    standin: Served, start_bot: StartBot, library: Library, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the queries behind it are fetched at once; after a crash nobody waits for its answer any more."""
    await start_bot()
    released = hold_searches(library, monkeypatch)
    query = standin.ask_inline(ada, "peskov fake")
    await until(lambda: not standin.updates.pending)
    assert not standin.calls("answerInlineQuery")
    released.set()
    assert (await standin.answered(query))["results"]
