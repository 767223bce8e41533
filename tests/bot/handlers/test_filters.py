"""Filters in questions, in /sources and in inline queries, and questions that can have no answer."""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from playground.world import Chat, User
from tests.bot.helpers import (
    QUESTION,
    Served,
    answered,
    turned,
)


@pytest.mark.usefixtures("bot")
class TestFilters:
    async def test_only_the_articles_that_fit_are_asked(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat, f"{QUESTION} from:independent")
        assert "The Kyiv Independent" in answer["text"]
        assert answer["text"].endswith("\n\nArticles left out that may fit: 4 without a publisher.")
        listed = await answered(standin, ada, chat, "/sources from:INDEPENDENT after:2024")
        assert listed["text"].startswith(ENGLISH.sources_fitting.format(words="from:INDEPENDENT after:2024", count=1))

    async def test_a_filter_that_nothing_fits_is_named_and_is_no_gap(self, standin: Served) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        question = "Хто спростував ці повідомлення? from:nobody"
        refusal = await answered(standin, olha, standin.private_chat(olha), question)
        named = UKRAINIAN.sources_no_match.format(words="from:nobody")
        assert refusal["text"] == f"{named}\nПропущено статей, що можуть підходити: без видавця – 4."
        payload = await standin.inline_query(olha, "peskov fake from:nobody")
        assert payload["results"] == []
        assert payload["button"]["text"] == named

    async def test_a_filter_without_a_date_is_explained_everywhere(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        sentence = ENGLISH.filter_without_date.format(filter="after:yesterday")
        for text in (f"{QUESTION} after:yesterday", "/sources after:yesterday"):
            assert (await answered(standin, ada, chat, text))["text"] == sentence
        for words in ("peskov after:yesterday", "I agree: +peskov after:yesterday+"):
            assert (await standin.inline_query(ada, words))["button"]["text"] == sentence

    async def test_a_question_in_another_script_is_told_what_the_model_reads(self, standin: Served) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        chat = standin.private_chat(olha)
        refusal = await answered(standin, olha, chat, "Хто спростував ці повідомлення?")
        assert refusal["text"].splitlines()[0] == UKRAINIAN.reads_english
        payload = await standin.inline_query(olha, "спростував повідомлення")
        assert payload["button"]["text"] == UKRAINIAN.reads_english

    async def test_filters_alone_list_the_newest_articles(self, standin: Served, ada: User, chat: Chat) -> None:
        refusal = await answered(standin, ada, chat, "after:2024")
        undated = "Articles left out that may fit: 3 without a date."
        assert refusal["text"] == f"{ENGLISH.only_filters.format(filters='after:2024')}\n{undated}"
        view = await turned(standin, ada, chat, refusal, ENGLISH.button_newest)
        assert view["text"].splitlines()[0] == ENGLISH.newest_fitting
        assert view["text"].splitlines()[-1] == undated
        assert view["text"].index("Oct 14, 2024") < view["text"].index("Oct 13, 2024")
        payload = await standin.inline_query(ada, "after:2024")
        assert len(payload["results"]) == 2
