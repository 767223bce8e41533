"""/verify: is a quotation in the archive word for word?"""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from index import Library
from playground.world import Chat, User
from tests.bot.helpers import (
    Served,
    answered,
    labels,
)
from tests.bot.reading import parts


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

    async def test_without_words_it_says_how(self, standin: Served, ada: User, chat: Chat) -> None:
        assert (await answered(standin, ada, chat, "/verify"))["text"] == ENGLISH.verify_how
