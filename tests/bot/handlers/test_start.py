"""/start with the parameter of a deep link."""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from index import Library
from playground.world import Chat, User
from tests.bot.helpers import Served, answered, labels
from tests.bot.reading import parts


@pytest.mark.usefixtures("bot")
class TestDeepLinks:
    async def test_a_passage_opens_in_context(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        quote = library.search("fake news", 1)[0]
        view = await answered(standin, ada, chat, f"/start p_{quote.passage_id}")
        reading = library.readings(quote.passage_id)[0]
        assert " ".join(reading.highlight.text.split()) in [" ".join(part.split()) for part in parts(view, "bold")]
        assert "To the quote" in labels(view)

    async def test_an_article_opens_as_its_card(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        source = library.sources()[0]
        card = await answered(standin, ada, chat, f"/start s_{source.source_id}")
        assert card["text"].startswith(source.title)

    @pytest.mark.parametrize(
        ("parameter", "sentence"),
        [
            ("p_0000000000000000", ENGLISH.passage_gone),
            ("p_nonsense", ENGLISH.passage_gone),
            ("s_000000000000", ENGLISH.article_gone),
            ("Q_0000", ENGLISH.link_unusable),
            ("q_____", ENGLISH.link_unusable),
            ("elsewhere", ENGLISH.link_unusable),
        ],
    )
    async def test_a_link_that_leads_nowhere_says_so(
        self, standin: Served, ada: User, chat: Chat, parameter: str, sentence: str
    ) -> None:
        assert (await answered(standin, ada, chat, f"/start {parameter}"))["text"] == sentence
