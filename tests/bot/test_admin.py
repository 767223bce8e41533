"""What admins may do, and nobody else."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.world import Chat, User
from bot.running import AnyApplication
from bot.texts.english import ENGLISH
from index import Library
from tests.bot.conftest import ADMIN_ID, Served, StartBot
from tests.conftest import SEEDS

ARTICLE = """The harbour master counts his gulls

The harbour master of Port Elwood counted four hundred and twelve gulls on the breakwater on Tuesday morning.

He said the number had doubled since the fish market opened a second hall in the spring of last year.
"""


@pytest.fixture
def own_corpus(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEEDS, tmp_path / "articles"))


@pytest.fixture
def own_library(seeds_index: Path, tmp_path: Path) -> Iterator[Library]:
    """A library that a test may re-index."""
    library = Library.open(shutil.copytree(seeds_index, tmp_path / "own-index"))
    yield library
    library.close()


@pytest.fixture
def admin(standin: Served) -> User:
    return standin.add_user("Grace", user_id=ADMIN_ID)


@pytest.fixture
async def admin_bot(start_bot: StartBot, own_library: Library, own_corpus: Path, tmp_path: Path) -> AnyApplication:
    """The bot over an index and a corpus that it may change."""
    return await start_bot(library=own_library, index_dir=tmp_path / "own-index", corpus_dir=own_corpus)


async def last_edit(standin: Served, chat: Chat, *words: str) -> str:
    """What a message of the bot says in the end, once it holds one of these words."""
    while True:
        text = str((await standin.next_reply(chat, 60))["text"])
        if any(word in text for word in words):
            return text


@pytest.mark.usefixtures("admin_bot")
async def test_a_reindex_reports_and_its_generation_is_served_without_a_restart(
    standin: Served, admin: User, own_corpus: Path, own_library: Library
) -> None:
    chat, ada = standin.private_chat(admin), standin.add_user("Ada")
    (own_corpus / "gulls.txt").write_text(ARTICLE)
    (own_corpus / "broken.txt").write_bytes(b"\0\1\2" * 100)
    await standin.send_text(admin, chat, "/reindex")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.reindex_started
    await standin.send_text(admin, chat, "/reindex")
    await standin.send_text(ada, standin.private_chat(ada), "Who dismissed the reports as fake news?")
    assert "Peskov" in (await standin.next_reply(standin.private_chat(ada)))["text"]
    report = await last_edit(standin, chat, "Done in", "failed")
    assert "6 articles" in report
    assert "Added: 1\n– gulls.txt" in report
    assert "Not read: 1\n– broken.txt: " in report
    shown = [message["text"] for message in standin.messages(chat) if message["from"]["id"] == standin.bot.id]
    assert report in shown
    assert sum("already under way" in text for text in shown) == 1
    deadline = time.monotonic() + 5
    while own_library.generation == 1 and time.monotonic() < deadline:
        await standin.settle()
    await standin.send_text(ada, standin.private_chat(ada), "How many gulls did the harbour master count?")
    assert "four hundred and twelve" in (await standin.next_reply(standin.private_chat(ada)))["text"]


@pytest.mark.usefixtures("admin_bot")
async def test_a_reindex_that_changes_nothing_or_fails_says_so(standin: Served, admin: User, own_corpus: Path) -> None:
    chat = standin.private_chat(admin)
    await standin.send_text(admin, chat, "/reindex")
    assert "Nothing has changed: 5 articles" in await last_edit(standin, chat, "Nothing", "Done", "failed")
    shutil.rmtree(own_corpus)
    await standin.send_text(admin, chat, "/reindex full")
    report = await last_edit(standin, chat, "Nothing", "Done", "failed")
    assert str(own_corpus) in report
    edits = [request for request in standin.requests if request.method == "editMessageText"]
    assert 2 <= len(edits) <= 6


@pytest.mark.usefixtures("bot")
async def test_nobody_else_may(standin: Served) -> None:
    ada, admin = standin.add_user("Ada"), standin.add_user("Grace", user_id=ADMIN_ID)
    chat, group = standin.private_chat(ada), standin.add_group("Desk", members=[ada, admin])
    await standin.send_text(ada, chat, "/reindex")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.admins_only
    await standin.send_text(ada, group, "/reindex@quotedesk_bot")
    assert (await standin.next_reply(group))["text"] == ENGLISH.admins_only
    await standin.send_text(ada, chat, "/help")
    assert "/reindex" not in (await standin.next_reply(chat))["text"]


@pytest.mark.usefixtures("bot")
async def test_the_admin_menu_is_for_admins(standin: Served) -> None:
    ada, admin = standin.add_user("Ada"), standin.add_user("Grace", user_id=ADMIN_ID)
    for person in (ada, admin):
        await standin.send_text(person, standin.private_chat(person), "/help")
    assert "/reindex" in (await standin.next_reply(standin.private_chat(admin)))["text"]
    await standin.settle()
    menus = [(call.get("scope", {}).get("chat_id"), call["commands"]) for call in standin.calls("setMyCommands")]
    assert {chat_id for chat_id, commands in menus if any(c["command"] == "reindex" for c in commands)} == {ADMIN_ID}
    assert sum(chat_id is None for chat_id, _ in menus) == 3
