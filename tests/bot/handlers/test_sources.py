"""Articles: the list, one article's card, its passages."""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from index import Library
from playground.world import Chat, User
from tests.bot.helpers import (
    Served,
    answered,
    labels,
    turned,
)
from tests.bot.reading import parts


@pytest.mark.usefixtures("bot")
class TestArticles:
    async def test_from_the_list_to_a_card_to_a_passage_and_back(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        source = library.sources()[1]
        listed = await answered(standin, ada, chat, "/sources")
        card = await turned(standin, ada, chat, listed, "2")
        assert card["text"].startswith(source.title)
        passages = library.passages(source.source_id)
        assert f"Passages: {len(passages)}" in card["text"]
        assert len(parts(card, "blockquote")) == 1
        view = await turned(standin, ada, chat, card, f"Passages ({len(passages)})")
        opened = await turned(standin, ada, chat, view, "1")
        assert "Paragraphs" in opened["text"]
        back = await turned(standin, ada, chat, opened, "Back")
        assert back["text"] == card["text"]
        listed_again = await turned(standin, ada, chat, card, "Back") if "Back" in labels(back) else None
        assert listed_again is None or listed_again["text"] == listed["text"]

    async def test_the_list_can_be_narrowed(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        word = library.sources()[0].title.split()[-1]
        narrowed = await answered(standin, ada, chat, f"/sources {word}")
        assert library.sources()[0].title in narrowed["text"]
        assert (await answered(standin, ada, chat, "/sources nobody"))["text"] == ENGLISH.sources_no_match.format(
            words="nobody"
        )

    async def test_an_article_by_its_id(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        source = library.sources()[0]
        assert (await answered(standin, ada, chat, f"/source {source.source_id}"))["text"].startswith(source.title)
        assert (await answered(standin, ada, chat, "/source 000000000000"))["text"] == ENGLISH.article_gone
        assert (await answered(standin, ada, chat, "/source"))["text"] == ENGLISH.source_how
