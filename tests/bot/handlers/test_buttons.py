"""A quote's buttons, wherever the quote stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.callback_data import Press, Verb
from bot.texts.english import ENGLISH
from index import Library
from playground.world import Chat, User
from tests.bot.helpers import (
    BROAD,
    QUESTION,
    BotOf,
    Served,
    answered,
    bare,
    button,
    labels,
    reference_of,
    sentence_of,
    turned,
    until,
)
from tests.bot.reading import assert_a_screenful, parts


@pytest.mark.usefixtures("bot")
class TestButtons:
    async def test_in_context_steps_through_the_article_and_back(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        answer = await answered(standin, ada, chat)
        (sentence, *_) = parts(answer, "bold")
        view = await turned(standin, ada, chat, answer, "In context")
        assert sentence in parts(view, "bold")
        assert_a_screenful(view["text"])
        assert sentence in " ".join(parts(view, "underline"))
        article = next(library.article(s.source_id) for s in library.sources() if s.title in view["text"])
        seen: set[str] = set()
        while "▲ Earlier" in labels(view):
            view = await turned(standin, ada, chat, view, "▲ Earlier")
        assert "Paragraphs 1–" in view["text"]
        while True:
            seen.update(parts(view, "blockquote"))
            if "▼ Later" not in labels(view):
                break
            view = await turned(standin, ada, chat, view, "▼ Later")
        assert seen == {" ".join(article.text[b.start : b.end].split()) for b in article.blocks}
        quote = await turned(standin, ada, chat, view, "To the quote")
        assert sentence in parts(quote, "bold")
        again = await turned(standin, ada, chat, quote, "Back")
        assert again["text"] == answer["text"]
        assert again["reply_markup"] == answer["reply_markup"]

    async def test_sources_list_every_article_with_its_own_wording(
        self, standin: Served, ada: User, chat: Chat
    ) -> None:
        answer = await answered(standin, ada, chat, "When did Putin and Kim sign the pact?")
        (label,) = [label for label in labels(answer) if bare(label).startswith("Sources")]
        count = int(re.sub(r"\D", "", bare(label)))
        view = await turned(standin, ada, chat, answer, label)
        assert_a_screenful(view["text"])
        assert len(parts(view, "blockquote")) == min(count, 3) >= 2
        assert parts(view, "blockquote") == parts(view, "bold")
        context = await turned(standin, ada, chat, view, "[2]")
        assert parts(view, "bold")[1] in parts(context, "bold")

    async def test_more_shows_the_next_quotes_and_back_the_first(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat, BROAD)
        shown, page = set(parts(answer, "blockquote")), answer
        assert "More" in labels(answer)
        while "More" in labels(page):
            page = await turned(standin, ada, chat, page, "More")
            assert not shown & set(parts(page, "blockquote"))
            shown.update(parts(page, "blockquote"))
        first = await turned(standin, ada, chat, page, "Back")
        assert first["text"] == answer["text"]

    async def test_other_quotes_open_by_number(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat, BROAD)
        # Which quote a button acts on is said where there are several.
        assert {"[1] In context", "[1] Copy citation", "[1] Share", "[2]", "[3]", "More"} <= {*labels(answer)}
        second = await turned(standin, ada, chat, answer, "[2]")
        sentence = parts(answer, "bold")[1]
        assert parts(second, "blockquote") == [sentence]
        (passage,) = parts(second, "expandable_blockquote")
        assert sentence in passage
        assert {"In context", "Copy citation", "Share", "Full citation", "Back"} <= {*labels(second)}
        cited = await turned(standin, ada, chat, second, "Full citation")
        assert parts(cited, "pre") == [cited["text"]]
        assert cited["text"].startswith(f"“{sentence}”")
        assert_a_screenful(cited["text"])
        assert (await turned(standin, ada, chat, cited, "To the quote"))["text"] == second["text"]

    async def test_the_leads_of_a_refusal_are_behind_a_button_and_marked_as_no_answer(
        self, standin: Served, ada: User, chat: Chat, judging_by: Callable[..., None]
    ) -> None:
        judging_by(answer=1, maybe=1, near=0)
        refusal = await answered(standin, ada, chat)
        assert refusal["text"] == ENGLISH.no_answer
        leads = await turned(standin, ada, chat, refusal, "Nearest passages")
        assert leads["text"].splitlines()[0] == ENGLISH.leads_heading
        assert len(parts(leads, "blockquote")) == 3
        lead = await turned(standin, ada, chat, leads, "[2]")
        assert lead["text"].startswith(ENGLISH.lead)
        assert parts(lead, "blockquote") == [parts(leads, "bold")[1]]
        assert (await turned(standin, ada, chat, lead, "Back"))["text"] == leads["text"]
        assert (await turned(standin, ada, chat, leads, "Back"))["text"] == refusal["text"]

    async def test_a_question_that_is_answered_by_now_is_answered_where_its_leads_were_wanted(
        self, standin: Served, ada: User, chat: Chat, judging_by: Callable[..., None]
    ) -> None:
        judging_by(answer=1, maybe=1, near=0)
        refusal = await answered(standin, ada, chat)
        judging_by(answer=0.4, maybe=0.25, near=0.1)
        answer = await turned(standin, ada, chat, refusal, "Nearest passages")
        assert "Peskov" in sentence_of(answer)
        assert "In context" in map(bare, labels(answer))

    async def test_a_maybe_has_the_buttons_of_an_answer_and_whole_passages(
        self, standin: Served, ada: User, chat: Chat, judging_by: Callable[..., None]
    ) -> None:
        judging_by(answer=1, maybe=0, near=0)
        maybe = await answered(standin, ada, chat)
        # Quotes have pages only where updates come by webhook.
        assert [label for label in labels(maybe) if label != f"[1] {ENGLISH.button_page}"] == [
            "[1] In context",
            "[1] Save",
            "[1] Who says otherwise?",
            "[1] Copy citation",
            "[1] Share",
            "[1]",
            "[2]",
        ]
        second = await turned(standin, ada, chat, maybe, "[2]")
        assert second["text"].startswith(ENGLISH.maybe)
        assert parts(second, "blockquote") == [parts(maybe, "bold")[1]]
        assert parts(second, "blockquote")[0] in parts(second, "expandable_blockquote")[0]
        assert (await turned(standin, ada, chat, second, "Back"))["text"] == maybe["text"]
        context = await turned(standin, ada, chat, maybe, "In context")
        assert sentence_of(maybe) in parts(context, "bold")
        assert (await turned(standin, ada, chat, context, "Back"))["reply_markup"] == maybe["reply_markup"]

    async def test_a_maybe_of_one_sentence_opens_its_passage(
        self, standin: Served, ada: User, chat: Chat, library: Library, judging_by: Callable[..., None]
    ) -> None:
        judging_by(answer=1, maybe=0, near=library.ask(QUESTION).confidence)
        maybe = await answered(standin, ada, chat)
        assert len(parts(maybe, "blockquote")) == 1
        whole = await turned(standin, ada, chat, maybe, "Whole passage")
        assert sentence_of(maybe) in parts(whole, "expandable_blockquote")[0] != sentence_of(maybe)

    async def test_copy_and_share_need_no_round_trip(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat)
        copied = button(answer, "Copy citation")["copy_text"]["text"]
        assert len(copied) <= 256
        assert copied.startswith("“")
        shared = button(answer, "Share")["switch_inline_query"]
        (result,) = (await standin.inline_query(ada, shared))["results"]
        assert result["id"] in shared
        assert sentence_of(answer).startswith(result["title"].rstrip("… "))

    async def test_a_stale_or_forged_button_says_so(self, standin: Served, ada: User, chat: Chat) -> None:
        answer = await answered(standin, ada, chat)
        stored = chat.messages[answer["message_id"]]
        for data, sentence in (
            (Press(Verb.CONTEXT, "0" * 20).encode(), ENGLISH.passage_gone),
            (Press(Verb.CARD, "0" * 12).encode(), ENGLISH.article_gone),
            ("9x", ENGLISH.button_unknown),
            ("1c", ENGLISH.passage_gone),
            ("1z.5", ENGLISH.button_unknown),
        ):
            stored["reply_markup"] = {"inline_keyboard": [[{"text": "forged", "callback_data": data}]]}
            assert (await standin.press(ada, stored, "forged"))["text"] == sentence
        await standin.delete(answer)
        query = standin.ask_callback  # a press on a message that has just been deleted
        standin.allowed = ("message to edit not found",)
        restored = chat.messages[answer["message_id"]] = answer
        waiting = query(ada, restored, Press(Verb.CONTEXT, str(reference_of(answer))).encode())
        del chat.messages[answer["message_id"]]
        assert (await standin.answered(waiting))["text"] == ENGLISH.message_gone


@pytest.mark.usefixtures("bot")
class TestInGroups:
    async def test_who_asked_turns_the_pages_and_others_read_in_private(self, standin: Served, ada: User) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        answer = await answered(standin, ada, group, f"/ask {QUESTION}")
        notice = await standin.press(bob, answer, "In context")
        reference = reference_of(answer)
        assert notice["url"] == f"https://t.me/quotedesk_bot?start=p_{reference.passage_id}_{reference.sentence}"
        await standin.send_text(bob, standin.private_chat(bob), f"/start {notice['url'].partition('=')[2]}")
        opened = await standin.next_reply(standin.private_chat(bob))
        assert sentence_of(answer) in parts(opened, "bold")
        context = await turned(standin, ada, group, answer, "In context")
        assert sentence_of(answer) in parts(context, "bold")
        back = await turned(standin, ada, group, context, "Back")
        assert back["text"] == answer["text"]

    async def test_in_a_group_only_who_asked_opens_the_leads(
        self, standin: Served, ada: User, judging_by: Callable[..., None]
    ) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        judging_by(answer=1, maybe=1, near=0)
        refusal = await answered(standin, ada, group, f"/ask {QUESTION}")
        notice = await standin.press(bob, refusal, "Nearest passages")
        assert notice["text"] == ENGLISH.not_your_answer.format(name="Ada")
        leads = await turned(standin, ada, group, refusal, "Nearest passages")
        assert len(parts(leads, "blockquote")) == 3

    async def test_others_can_not_turn_to_more(self, standin: Served, ada: User) -> None:
        bob = standin.add_user("Bob")
        group = standin.add_group("Desk", members=[ada, bob])
        answer = await answered(standin, ada, group, f"/ask {BROAD}")
        assert (await standin.press(bob, answer, "More"))["text"] == ENGLISH.not_your_answer.format(name="Ada")
        await turned(standin, ada, group, answer, "More")


async def test_a_button_outlives_a_restart(standin: Served, bot_of: BotOf, ada: User, chat: Chat) -> None:
    async with bot_of():
        answer = await answered(standin, ada, chat, BROAD)
    async with bot_of():
        context = await turned(standin, ada, chat, answer, "In context")
        assert sentence_of(answer) in parts(context, "bold")
        back = await turned(standin, ada, chat, context, "Back")
        assert back["text"] == answer["text"]
        await turned(standin, ada, chat, back, "More")


async def test_a_button_whose_question_can_not_be_seen_says_so(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat
) -> None:
    async with bot_of():
        answer = await answered(standin, ada, chat, BROAD)
    chat.messages[answer["message_id"]].pop("reply_to_message")
    async with bot_of():
        assert (await standin.press(ada, answer, "More"))["text"] == ENGLISH.question_gone


async def test_presses_have_a_quota(standin: Served, bot_of: BotOf, ada: User, chat: Chat) -> None:
    async with bot_of(bot_presses_per_minute=2):
        answer = await answered(standin, ada, chat, BROAD)
        notices: list[dict[str, Any]] = [
            await standin.press(ada, answer, answer_label) for answer_label in ("[2]", "Back")
        ]
        assert not any(notice.get("text") for notice in notices)
        await until(lambda: len(standin.calls("editMessageText")) == 2)
        assert (await standin.press(ada, answer, "[2]"))["text"].startswith("That is a lot")
