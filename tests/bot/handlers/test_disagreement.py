"""Accounts that differ: said in an answer's first line, and found for a quote by a button."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts import LANGUAGES
from bot.texts.english import ENGLISH
from index import IndexSettings, Library
from index.encoding.encoder import Encoder
from index.ingest.build import build
from playground.world import Chat, User
from tests.bot.helpers import BotOf, Served, answered, labels, sentence_of, turned
from tests.bot.reading import assert_a_screenful, parts

ASKED = "How many people were killed when the ferry sank off Port Elwood?"
TWELVE, FOURTEEN = (
    f"At least {count} people were killed when the ferry sank off Port Elwood." for count in ("12", "14")
)
QUIET = "The lighthouse of Port Elwood was painted white by a local artist."
ARTICLES = (
    ("The ferry", "Harbour Gazette", "2024-10-17", TWELVE),
    ("Off the coast", "Elwood Herald", "2024-10-20", FOURTEEN),
    ("White again", "Harbour Gazette", "2024-10-21", QUIET),
)


@pytest.fixture
def differing(settings: IndexSettings, corpus: Path, one_model: Encoder) -> Iterator[Library]:
    """An archive in which two papers give different figures of one event."""
    assert one_model
    rows = [
        {"id": str(number), "title": title, "publisher": by, "published": day, "text": text}
        for number, (title, by, day, text) in enumerate(ARTICLES)
    ]
    (corpus / "archive.jsonl").write_text("\n".join(map(json.dumps, rows)))
    build(settings)
    library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Harbour Gazette, 17 October 2024 [", "Elwood Herald, 20 October 2024 [")),
        ("uk", ("Harbour Gazette, 17 жовтня 2024 [", "Elwood Herald, 20 жовтня 2024 [")),
        ("ru", ("Harbour Gazette, 17 октября 2024 [", "Elwood Herald, 20 октября 2024 [")),
    ],
)
async def test_an_answer_says_first_who_gives_another_account_and_when(
    standin: Served, bot_of: BotOf, differing: Library, language: str, said: tuple[str, str]
) -> None:
    asker = standin.add_user("Olha", language_code=language)
    # Names alone are of no language, so the reply is in the person's.
    asked = ASKED if language == "en" else "ferry sank off Port Elwood"
    async with bot_of(library=differing):
        answer = await answered(standin, asker, standin.private_chat(asker), asked)
    first = answer["text"].splitlines()[0]
    assert first.startswith(LANGUAGES[language].accounts_differ.partition("{")[0])
    assert all(account in first for account in said)


async def test_who_says_otherwise_shows_the_other_account_beside_the_quote(
    standin: Served, bot_of: BotOf, differing: Library, ada: User, chat: Chat
) -> None:
    async with bot_of(library=differing):
        answer = await answered(standin, ada, chat, ASKED)
        own = sentence_of(answer)
        view = await turned(standin, ada, chat, answer, ENGLISH.button_otherwise)
        assert view["text"].startswith("Accounts differ: ")
        assert parts(view, "bold") == [own, ({TWELVE, FOURTEEN} - {own}).pop()]
        assert_a_screenful(view["text"])
        context = await turned(standin, ada, chat, view, "[2]")
        assert parts(view, "bold")[1] in parts(context, "bold")
        quote = await turned(standin, ada, chat, context, "To the quote")
        assert (await turned(standin, ada, chat, quote, "Back"))["text"] == answer["text"]


async def test_where_nobody_says_otherwise_one_line_says_so(
    standin: Served, bot_of: BotOf, differing: Library, ada: User, chat: Chat
) -> None:
    async with bot_of(library=differing):
        answer = await answered(standin, ada, chat, "Who painted the lighthouse of Port Elwood?")
        assert sentence_of(answer) == QUIET
        notice = await standin.press(ada, answer, ENGLISH.button_otherwise)
        assert (notice["text"], notice["show_alert"]) == (ENGLISH.otherwise_none, True)


async def test_in_a_group_who_asked_sees_who_says_otherwise(
    standin: Served, bot_of: BotOf, differing: Library, ada: User
) -> None:
    bob = standin.add_user("Bob")
    group = standin.add_group("Desk", members=[ada, bob])
    async with bot_of(library=differing):
        answer = await answered(standin, ada, group, f"/ask {ASKED}")
        assert answer["text"].startswith("Accounts differ: ")
        assert "url" in await standin.press(bob, answer, ENGLISH.button_otherwise)
        view = await turned(standin, ada, group, answer, ENGLISH.button_otherwise)
        assert {TWELVE, FOURTEEN} == set(parts(view, "bold"))
        assert "To the quote" in labels(view)
