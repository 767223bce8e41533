"""/verify: is a quotation in the archive word for word?"""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from index import Library
from playground.world import Chat, Json, User
from tests.bot.helpers import (
    Served,
    answered,
    button,
    labels,
    sentence_of,
)
from tests.bot.reading import parts


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
