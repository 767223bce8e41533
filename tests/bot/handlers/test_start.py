"""First contact: /start with questions to try, or with the parameter of a deep link, and what the profile says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.callback_data import Press, Verb
from bot.context import services_of
from bot.texts import LANGUAGES
from bot.texts.english import ENGLISH
from bot.transport.lifecycle import AnyApplication
from index import IndexSettings, Library
from index.ingest.build import build
from playground.world import Chat, Json, User
from tests.bot.helpers import (
    QUESTION,
    UNANSWERABLE,
    BotOf,
    Served,
    answered,
    labels,
    turned,
    until,
)
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


@pytest.mark.with_example_questions
class TestQuestionsToTry:
    async def test_start_offers_three_questions_that_are_answered_when_tapped(
        self, standin: Served, bot: AnyApplication, ada: User, chat: Chat
    ) -> None:
        await until(lambda: services_of(bot).example_questions.current)
        welcome = await answered(standin, ada, chat, "/start")
        questions = labels(welcome)
        assert len(set(questions)) == 3
        for question in questions:
            answer = await answered_press(standin, ada, chat, welcome, question)
            assert parts(answer, "blockquote"), question
            assert (answer["quote"]["text"], answer["reply_to_message"]["message_id"]) == (
                question,
                welcome["message_id"],
            )
        assert len(standin.calls("sendMessage")) == 4

    async def test_what_a_tapped_question_got_is_known_after_a_restart_and_referred_to_before(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat
    ) -> None:
        async with bot_of() as application:
            await until(lambda: services_of(application).example_questions.current)
            welcome = await answered(standin, ada, chat, "/start")
            answer = await answered_press(standin, ada, chat, welcome, labels(welcome)[0])
            again = await answered(standin, ada, chat, "who else?")
            assert again["text"] != ENGLISH.no_answer
        async with bot_of():
            context = await turned(standin, ada, chat, answer, "In context")
            assert (await turned(standin, ada, chat, context, "Back"))["text"] == answer["text"]

    async def test_in_a_group_anybody_taps_them_and_turns_the_answers_pages(
        self, standin: Served, bot: AnyApplication, ada: User
    ) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        await until(lambda: services_of(bot).example_questions.current)
        welcome = await answered(standin, ada, group, "/start@quotedesk_bot")
        answer = await answered_press(standin, bob, group, welcome, labels(welcome)[1])
        assert parts(answer, "blockquote")
        context = await turned(standin, ada, group, answer, "In context")
        assert "To the quote" in labels(context)

    async def test_tapping_counts_as_asking_and_too_much_of_it_is_told_once(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat
    ) -> None:
        async with bot_of(bot_questions_per_minute=1) as application:
            await until(lambda: services_of(application).example_questions.current)
            welcome = await answered(standin, ada, chat, "/start")
            first, *others = labels(welcome)
            assert parts(await answered_press(standin, ada, chat, welcome, first), "blockquote")
            notice = await answered_press(standin, ada, chat, welcome, others[0])
            assert notice["text"].startswith("That is a lot in one minute")
            await standin.press(ada, welcome, others[1])
            await standin.settle()
            assert len(standin.calls("sendMessage")) == 3

    async def test_golden_questions_come_first_but_only_those_that_are_answered(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat, own_corpus: Path
    ) -> None:
        golden = (UNANSWERABLE, QUESTION, "Is this asked?")
        lines = [{"question": golden[0]}, {"question": golden[1]}, {"question": golden[2], "answered": False}]
        (own_corpus / "golden.jsonl").write_text("\n".join(map(json.dumps, lines)))
        async with bot_of(corpus_dir=own_corpus) as application:
            await until(lambda: services_of(application).example_questions.current)
            offered = labels(await answered(standin, ada, chat, "/start"))
            assert offered[0] == QUESTION
            assert len(offered) == 3
            assert not {golden[0], golden[2]} & set(offered)

    async def test_a_new_generation_gets_new_questions(
        self, standin: Served, admin_bot: AnyApplication, admin: User, own_corpus: Path, own_index: Path
    ) -> None:
        examples = services_of(admin_bot).example_questions
        await until(lambda: examples.current)
        before = examples.current
        for path in own_corpus.iterdir():
            path.unlink()
        (own_corpus / "harbour.txt").write_text(
            "A fence for the gulls\n\nMayor Greta Pohl approved the new gull fence on Tuesday, her office said."
        )
        build(IndexSettings(index_dir=own_index, corpus_dir=own_corpus))
        # The bot may be looking at the index just now by itself, and serve the new generation a moment later.
        await until(lambda: examples.current != before)
        await until(lambda: examples.current)
        chat = standin.private_chat(admin)
        assert all("gull" in question for question in labels(await answered(standin, admin, chat, "/start")))


async def answered_press(standin: Served, user: User, chat: Chat, message: Json, label: str) -> Json:
    """What the bot says when a button is pressed that it answers without a notice."""
    notice = await standin.press(user, message, label)
    assert not notice.get("text"), notice
    return await standin.next_reply(chat)


@pytest.mark.usefixtures("bot")
async def test_start_waits_for_no_questions_to_try(standin: Served, ada: User, chat: Chat) -> None:
    welcome = await answered(standin, ada, chat, "/start")
    assert welcome["text"].endswith(ENGLISH.just_ask)
    assert not labels(welcome)


@pytest.mark.usefixtures("bot")
async def test_a_button_whose_question_is_not_in_the_message_says_so(standin: Served, ada: User, chat: Chat) -> None:
    welcome = await answered(standin, ada, chat, "/start")
    forged = {"inline_keyboard": [[{"text": "Who?", "callback_data": Press(Verb.EXAMPLE, number=1).encode()}]]}
    chat.messages[welcome["message_id"]]["reply_markup"] = forged
    assert (await standin.press(ada, welcome, "Who?"))["text"] == ENGLISH.question_gone


class TestDescription:
    async def test_it_is_set_in_every_language_once(self, standin: Served, bot_of: BotOf) -> None:
        for _ in range(2):
            async with bot_of():
                await until(lambda: len(standin.calls("getMyShortDescription")) % 3 == 0 and _is_described(standin))
                await standin.settle()
        assert len(standin.calls("setMyDescription")) == len(standin.calls("setMyShortDescription")) == 3
        assert len(standin.calls("getMyDescription")) == 6

    async def test_that_it_can_not_be_set_keeps_nobody_from_an_answer(
        self, standin: Served, bot_of: BotOf, ada: User, chat: Chat
    ) -> None:
        for method in ("setMyDescription", "getMyShortDescription"):
            standin.fail_next(method, status=429, retry_after=80_000, times=9)
        async with bot_of():
            assert "Peskov" in (await answered(standin, ada, chat, QUESTION))["text"]
            await until(lambda: len(standin.calls("getMyShortDescription")) == 3)


def _is_described(standin: Served) -> bool:
    said = {(field, code): text for (field, code), text in standin.world.texts.items() if text}
    return all(
        said.get((field, "" if code == "en" else code)) == getattr(texts, field)
        for field in ("description", "short_description")
        for code, texts in LANGUAGES.items()
    )
