"""A re-index that a stop of the bot cut off is taken up at its next start."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.services.journal import ReindexRecord, Unfinished
from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from index import Library
from index.storage import Shelf
from playground.world import Chat, User
from tests.bot.helpers import BotOf, Served, last_edit

RECORD = ReindexRecord(4711, 7, "uk", "gulls.txt is in the archive's folder.", full=True)


@pytest.fixture
def chat(standin: Served, admin: User) -> Chat:
    """The admin's private chat with the bot."""
    return standin.private_chat(admin)


async def test_what_waited_when_the_bot_stopped_is_done_after_its_next_start(
    standin: Served, admin: User, chat: Chat, bot_of: BotOf, own_library: Library, own_corpus: Path, own_index: Path
) -> None:
    path = own_index / "reindexing.json"
    folders = {"index_dir": own_index, "corpus_dir": own_corpus}
    doomed = next(source for source in own_library.sources() if source.path.startswith("004"))
    with Shelf(own_index).building():
        async with bot_of(library=own_library, unfinished=Unfinished(path), **folders):
            await standin.send_text(admin, chat, f"/remove {doomed.source_id}")
            asked = await standin.next_reply(chat)
            await standin.press(admin, asked, ENGLISH.button_remove)
            heading = (await last_edit(standin, chat, ENGLISH.reindex_waits)).removesuffix(ENGLISH.reindex_waits)
        assert path.exists()
    async with bot_of(library=own_library, unfinished=Unfinished(path), **folders):
        assert await last_edit(standin, chat, "and begins it again") == heading + ENGLISH.reindex_taken_up
        report = await last_edit(standin, chat, "Done", "Nothing", "failed")
        assert report.startswith(heading)
        assert f"Removed: 1\n– {doomed.path}" in report
        assert chat.messages[asked["message_id"]]["text"] == report
        await standin.settle()
        assert own_library.generation == 2
    assert not path.exists()


@pytest.mark.parametrize("again", [True, False])
async def test_what_was_cut_off_twice_or_rolled_back_is_left_to_the_admin_in_their_language(
    standin: Served,
    admin: User,
    chat: Chat,
    bot_of: BotOf,
    own_library: Library,
    own_index: Path,
    tmp_path: Path,
    again: bool,
) -> None:
    async with bot_of(library=own_library):
        await standin.send_text(admin, chat, "thanks")
        shown = await standin.next_reply(chat)
    unfinished = Unfinished(tmp_path / "reindexing.json")
    unfinished.begin(ReindexRecord(chat.id, shown["message_id"], "uk", "", again=again))
    if not again:
        Shelf(own_index).point_to(1, rolled_back=2)
    async with bot_of(library=own_library, unfinished=Unfinished(tmp_path / "reindexing.json")):
        assert await last_edit(standin, chat, "/reindex") == UKRAINIAN.reindex_given_up
        await standin.settle()
    assert not (tmp_path / "reindexing.json").exists()
    assert own_library.generation == 1


def test_what_has_begun_is_kept_until_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "reindexing.json"
    unfinished = Unfinished(path)
    other = ReindexRecord(-100, 7, None, "")
    unfinished.begin(RECORD)
    unfinished.begin(other)
    assert Unfinished(path).all() == [RECORD, other]
    unfinished.end(other)
    unfinished.end(other)
    assert Unfinished(path).all() == [RECORD]
    unfinished.end(RECORD)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[[]]", '[{"chat_id": 1}]', "3"])
def test_a_garbled_file_is_told_of_and_replaced(tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "reindexing.json"
    path.write_text(content)
    with caplog.at_level(logging.WARNING):
        unfinished = Unfinished(path)
    assert unfinished.all() == []
    assert str(path) in caplog.text
    unfinished.begin(RECORD)
    assert Unfinished(path).all() == [RECORD]


def test_a_folder_that_can_not_be_written_is_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    unfinished = Unfinished(tmp_path / "missing" / "reindexing.json")
    unfinished.begin(RECORD)
    unfinished.end(RECORD)
    unfinished.begin(RECORD)
    assert unfinished.all() == [RECORD]
    assert caplog.text.count("can't be written") == 1
