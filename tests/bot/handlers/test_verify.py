"""/verify: is a quotation in the archive word for word?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from playground.world import Chat, Json, User
from tests.bot.helpers import (
    BotOf,
    Served,
    answered,
    button,
    labels,
    sentence_of,
    turned,
)
from tests.bot.reading import assert_a_screenful, parts

CARRIED = "The ferry to Port Elwood will not sail before Monday, the harbour master said."


def assert_exact(view: Json, quoted: str = "") -> None:
    assert view["text"].startswith(ENGLISH.verified_exact.partition("{")[0]), view["text"]
    assert quoted in parts(view, "blockquote")[0]


@pytest.mark.usefixtures("bot")
class TestVerification:
    async def test_word_for_word_and_but_for_quotation_marks(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        quote = library.search("fake news", 1)[0]
        found = await answered(standin, ada, chat, f"/verify {quote.highlight.text}")
        assert found["text"].startswith(ENGLISH.verified_exact.partition("{")[0])
        assert "In context" in labels(found)
        alike = await answered(standin, ada, chat, f"/verify {quote.highlight.text.upper()}")
        assert alike["text"].startswith(ENGLISH.verified_alike.partition("{")[0])
        assert quote.highlight.text in parts(alike, "blockquote")[0]

    async def test_what_differs_is_marked_in_both(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        sentence = library.search("fake news", 1)[0].highlight.text
        given = sentence.replace("Peskov", "Ivanov")
        said = await standin.send_text(ada, chat, "/help")
        await standin.next_reply(chat)
        other = await standin.send_text(ada, chat, given)
        await standin.next_reply(chat)
        await standin.send_text(ada, chat, "/verify", reply_to=other)
        view = await standin.next_reply(chat)
        assert view["text"].startswith(ENGLISH.verified_not_found)
        assert parts(view, "strikethrough") == ["Ivanov"]
        assert parts(view, "underline") == ["Peskov"]
        assert said

    async def test_the_selected_part_of_a_reply_is_what_is_verified(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        answer = await answered(standin, ada, chat)
        part = " ".join(sentence_of(answer).split()[2:8])
        await standin.send_text(ada, chat, "/verify", reply_to=answer, quote=part)
        assert_exact(await standin.next_reply(chat), part)

    async def test_of_a_message_with_blockquotes_only_they_are_verified(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        answer = await answered(standin, ada, chat)
        await standin.send_text(ada, chat, "/verify", reply_to=answer)
        assert_exact(await standin.next_reply(chat), sentence_of(answer))

    async def test_an_inline_result_is_word_for_word_in_any_chat(self, standin: Served, ada: User, chat: Chat) -> None:
        grace = standin.add_user("Grace")
        group = standin.add_group("Newsroom", [ada, grace])
        offered = await standin.inline_query(ada, "fake news", chat=group)
        for result in offered["results"][:2]:
            sent = await standin.choose(ada, offered, result["id"], chat=group)
            await standin.send_text(grace, group, "/verify", reply_to=sent)
            assert_exact(await standin.next_reply(group))
            forwarded = await standin.forward(ada, sent, chat)
            assert forwarded["via_bot"]["id"] == standin.bot.id
            assert_exact(await standin.next_reply(chat))
            await standin.send_text(ada, chat, "/verify", reply_to=sent, quote=parts(sent, "bold")[0])
            assert_exact(await standin.next_reply(chat))
            copied = await answered(standin, ada, chat, f"/verify {sent['text']}")
            assert_exact(copied)

    async def test_a_citation_from_the_clipboard_is_word_for_word(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat)
        copied = button(answer, ENGLISH.button_copy)["copy_text"]["text"]
        assert_exact(await answered(standin, ada, chat, f"/verify {copied}"))

    async def test_a_forwarded_quotation_is_no_question(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat)
        await standin.forward(ada, answer, chat)
        assert_exact(await standin.next_reply(chat))

    async def test_parts_are_marked_and_what_an_ellipsis_hides_is_said(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        sentence = sentence_of(await answered(standin, ada, chat))
        words = sentence.split()
        text = f"“{' '.join(words[:6])}” and “{' '.join([*words[6:11], 'pineapples', *words[12:]])}”"
        view = await answered(standin, ada, chat, f"/verify {text}")
        assert view["text"].startswith(ENGLISH.verified_not_found)
        lines = view["text"].splitlines()
        assert [line[0] for line in lines[1:3]] == ["✓", "✗"]
        assert parts(view, "strikethrough") == ["pineapples"]

    async def test_without_words_it_says_how(self, standin: Served, ada: User, chat: Chat) -> None:
        assert (await answered(standin, ada, chat, "/verify"))["text"] == ENGLISH.verify_how


@pytest.fixture
def copied(settings: IndexSettings, corpus: Path, one_model: Encoder) -> Iterator[Library]:
    """An archive in which five papers have the same sentence."""
    assert one_model
    rows = [
        {"id": str(number), "title": f"Paper {number}", "text": f"It is day {number} of the storm. {CARRIED}"}
        for number in range(5)
    ]
    (corpus / "archive.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


class TestSeveralMatches:
    async def test_each_is_opened_by_its_number_and_leads_back(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat, copied: Library
    ) -> None:
        async with bot_of(library=copied):
            found = await answered(standin, ada, chat, f"/verify {CARRIED}")
            assert found["text"].startswith(ENGLISH.verified_exact.format(count=5))
            assert labels(found) == ["[1]", "[2]", "[3]", "▶"]
            assert_a_screenful(found["text"])
            opened = await turned(standin, ada, chat, found, "[2]")
            assert sentence_of(opened) == CARRIED
            assert "In context" in labels(opened)
            back = await turned(standin, ada, chat, opened, "Back")
            assert back["text"] == found["text"]
            page = await turned(standin, ada, chat, back, "▶")
            assert labels(page) == ["[4]", "[5]", "◀"]
            articles = [line for view in (found, page) for line in view["text"].splitlines() if line.startswith("[")]
            assert len(set(articles)) == 5
            last = await turned(standin, ada, chat, page, "[5]")
            assert (await turned(standin, ada, chat, last, "Back"))["text"] == page["text"]

    async def test_the_way_back_outlives_a_restart_where_the_quotation_is_in_the_command(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat, copied: Library
    ) -> None:
        said = await standin.send_text(ada, chat, CARRIED)
        async with bot_of(library=copied):
            await standin.next_reply(chat)
            typed = await answered(standin, ada, chat, f"/verify {CARRIED}")
            await standin.send_text(ada, chat, "/verify", reply_to=said)
            replied = await standin.next_reply(chat)
            assert labels(replied) == labels(typed)
            opened = await turned(standin, ada, chat, replied, "[3]")
            replied = await turned(standin, ada, chat, opened, "Back")
        async with bot_of(library=copied):
            opened = await turned(standin, ada, chat, typed, "[3]")
            assert (await turned(standin, ada, chat, opened, "Back"))["text"] == typed["text"]
            assert (await standin.press(ada, replied, "▶"))["text"] == ENGLISH.question_gone

    async def test_in_a_group_only_who_verified_turns_the_pages(
        self, standin: Served, bot_of: BotOf, ada: User, copied: Library
    ) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        async with bot_of(library=copied):
            found = await answered(standin, ada, group, f"/verify {CARRIED}")
            assert (await standin.press(bob, found, "▶"))["text"] == ENGLISH.not_your_answer.format(name="Ada")
            assert "url" in await standin.press(bob, found, "[1]")
            assert labels(await turned(standin, ada, group, found, "▶")) == ["[4]", "[5]", "◀"]
