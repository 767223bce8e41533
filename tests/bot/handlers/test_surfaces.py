"""Articles, verification, groups, guests, edits and feedback, as people meet them."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from index import Library
from index.evaluation.feedback import FeedbackStore
from playground.world import Chat, User
from tests.bot.conftest import ADMIN_ID, BotOf, Served
from tests.bot.handlers.test_quotes import answered, labels, pressed, sentence_of
from tests.bot.reading import parts

BROAD = "What did Zelensky say about North Korea?"
QUESTION = "Who dismissed the reports as fake news?"


@pytest.fixture
def ada(standin: Served) -> User:
    return standin.add_user("Ada")


@pytest.fixture
def chat(standin: Served, ada: User) -> Chat:
    return standin.private_chat(ada)


@pytest.mark.usefixtures("bot")
class TestArticles:
    async def test_from_the_list_to_a_card_to_a_passage_and_back(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        source = library.sources()[1]
        listed = await answered(standin, ada, chat, "/sources")
        card = await pressed(standin, ada, chat, listed, "2")
        assert card["text"].startswith(source.title)
        passages = library.passages(source.source_id)
        assert f"Passages: {len(passages)}" in card["text"]
        assert len(parts(card, "blockquote")) == 1
        view = await pressed(standin, ada, chat, card, f"Passages ({len(passages)})")
        opened = await pressed(standin, ada, chat, view, "1")
        assert "Paragraphs" in opened["text"]
        back = await pressed(standin, ada, chat, opened, "Back")
        assert back["text"] == card["text"]
        listed_again = await pressed(standin, ada, chat, card, "Back") if "Back" in labels(back) else None
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


@pytest.mark.usefixtures("bot")
class TestFilters:
    async def test_only_the_articles_that_fit_are_asked(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat, f"{QUESTION} from:independent")
        assert "The Kyiv Independent" in answer["text"]
        listed = await answered(standin, ada, chat, "/sources from:INDEPENDENT after:2024")
        assert listed["text"].startswith(ENGLISH.sources_heading.format(count=1))

    async def test_a_filter_that_nothing_fits_is_named_and_is_no_gap(self, standin: Served) -> None:
        olha = standin.add_user("Olha", language_code="uk")
        refusal = await answered(standin, olha, standin.private_chat(olha), f"{QUESTION} from:nobody")
        assert refusal["text"] == UKRAINIAN.sources_no_match.format(words="from:nobody")
        payload = await standin.inline_query(olha, "peskov fake from:nobody")
        assert payload["results"] == []
        assert payload["button"]["text"] == refusal["text"]

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
        view = await answered(standin, ada, chat, "after:2024")
        assert view["text"].splitlines()[0] == ENGLISH.only_filters.format(filters="after:2024")
        assert ENGLISH.newest_fitting in view["text"]
        assert view["text"].index("2024-10-14") < view["text"].index("2024-10-13")
        payload = await standin.inline_query(ada, "after:2024")
        assert len(payload["results"]) == 2


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


@pytest.mark.usefixtures("bot")
class TestGroupsAndGuests:
    async def test_being_added_gets_one_introduction(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Desk", members=[standin.add_user("Olha", language_code="uk")], with_bot=False)
        olha = standin.world.users[next(iter(group.members))]
        await standin.add_bot(olha, group)
        assert (await standin.next_reply(group))["text"] == UKRAINIAN.introduction.format(bot="quotedesk_bot")
        await standin.add_bot(olha, group, admin=True)
        await standin.remove_bot(olha, group)
        await standin.block(ada)
        await standin.settle()
        assert len(standin.calls("sendMessage")) == 1

    async def test_a_guest_answers_where_it_is_mentioned(self, standin: Served, ada: User) -> None:
        group = standin.add_group("Elsewhere", members=[ada], with_bot=False)
        await standin.guest_text(ada, group, f"@quotedesk_bot {QUESTION}")
        reply = await standin.next_reply(group)
        assert "Peskov" in sentence_of(reply)
        await standin.press(ada, reply, "In context")
        assert "Paragraphs" in group.messages[reply["message_id"]]["text"]


@pytest.mark.usefixtures("bot")
class TestEdits:
    async def test_an_edited_question_changes_its_answer_in_place(self, standin: Served, ada: User, chat: Chat) -> None:
        asked = await standin.send_text(ada, chat, "What is the capital of France?")
        refusal = await standin.next_reply(chat)
        await standin.edit_text(ada, asked, BROAD)
        changed = await standin.next_reply(chat)
        assert changed["message_id"] == refusal["message_id"]
        assert sentence_of(changed)
        again = await pressed(standin, ada, chat, await pressed(standin, ada, chat, changed, "[2]"), "Back")
        assert again["text"] == changed["text"]

    async def test_what_was_never_answered_stays_so_and_a_deleted_answer_is_no_failure(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        standin.allowed = ("message to edit not found",)
        group = standin.add_group("Desk", members=[ada])
        standin.world.privacy = False
        chatter = await standin.send_text(ada, group, "hello all")
        await standin.edit_text(ada, chatter, f"{QUESTION} indeed")
        asked = await standin.send_text(ada, chat, "thanks")
        await standin.delete(await standin.next_reply(chat))
        await standin.edit_text(ada, asked, QUESTION)
        await standin.settle()
        assert len(standin.calls("sendMessage")) == 1
        assert (await answered(standin, ada, chat, "thanks"))["text"] == ENGLISH.smalltalk


async def test_feedback_is_kept_without_who_gave_it_when_the_admin_wants_it(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat, tmp_path: Path, own_index: Path
) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    async with bot_of(index_dir=own_index, bot_keep_feedback=True):
        answer = await answered(standin, ada, chat)
        assert (await standin.press(ada, answer, "👍"))["text"] == ENGLISH.thanks_for_verdict
        judged = await standin.next_reply(chat)
        assert "👍" not in labels(judged)
        assert "In context" in labels(judged)
        for _ in range(2):
            await answered(standin, ada, chat, "What is the capital of France?")
        gaps = await answered(standin, admin, standin.private_chat(admin), "/gaps")
        assert "– What is the capital of France? (2)" in gaps["text"]
    library = Library.open(own_index)
    try:
        folder = tmp_path / "exported"
        store = FeedbackStore(own_index / "feedback.sqlite")
        assert await asyncio.to_thread(store.export, folder, library) == 2
    finally:
        library.close()
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text().splitlines()]
    assert [(query["text"], query["metadata"]["answerable"]) for query in queries] == [
        (QUESTION, True),
        ("What is the capital of France?", False),
    ]
    corpus = {json.loads(line)["_id"] for line in (folder / "corpus.jsonl").read_text().splitlines()}
    rows = [line.split("\t") for line in (folder / "qrels" / "test.tsv").read_text().splitlines()[1:]]
    assert rows
    assert all(query == "q1" and passage in corpus and score == "1" for query, passage, score in rows)
    assert str(ada.id) not in (own_index / "feedback.sqlite").read_bytes().decode("latin-1")


@pytest.mark.usefixtures("bot")
async def test_feedback_is_off_unless_the_admin_wants_it(standin: Served, ada: User, chat: Chat) -> None:
    admin = standin.add_user("Grace", user_id=ADMIN_ID)
    assert "👍" not in labels(await answered(standin, ada, chat, QUESTION))
    assert (await answered(standin, admin, standin.private_chat(admin), "/gaps"))["text"] == ENGLISH.gaps_off
