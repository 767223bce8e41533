"""Articles that admins add and remove from a chat, by upload, preview and confirmation."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from index import IndexSettings, Library
from index.ingest.build import build
from playground.world import Chat, User
from tests.bot.helpers import ARTICLE, Served, StartBot, last_edit, pressed, until
from tests.bot.reading import parts

QUESTION = "How many gulls did the harbour master count?"


@pytest.mark.usefixtures("admin_bot")
async def test_an_article_is_added_after_a_preview_and_removed_into_the_trash(
    standin: Served, admin: User, chat: Chat, own_corpus: Path, tmp_path: Path
) -> None:
    await standin.send_document(admin, chat, "../gulls  of the/harbour?.txt", ARTICLE.encode())
    preview = await standin.next_reply(chat)
    assert preview["text"].startswith("harbour_.txt, as I read it:")
    (passage,) = parts(preview, "blockquote")
    assert passage.startswith("The harbour master of Port Elwood counted")
    assert "The harbour master counts his gulls" in preview["text"].replace(passage, "")
    assert not (own_corpus / "harbour_.txt").exists()
    await standin.press(admin, preview, ENGLISH.button_add)
    report = await last_edit(standin, chat, "Done", "failed", "Nothing")
    assert report.startswith("harbour_.txt is in the archive's folder.")
    assert "Added: 1\n– harbour_.txt" in report
    assert (own_corpus / "harbour_.txt").read_text() == ARTICLE
    assert len(list(own_corpus.iterdir())) == 6
    await standin.send_text(admin, chat, QUESTION)
    assert "four hundred and twelve" in (await standin.next_reply(chat))["text"]

    await standin.send_text(admin, chat, "/remove")
    listed = await standin.next_reply(chat)
    number = next(line.split(".")[0] for line in listed["text"].splitlines() if "counts his gulls" in line)
    confirming = await pressed(standin, admin, listed, number)
    assert "articles.trash" in confirming["text"]
    await standin.press(admin, confirming, ENGLISH.button_remove)
    report = await last_edit(standin, chat, "Done", "failed", "Nothing")
    assert "Removed: 1\n– harbour_.txt" in report
    assert not (own_corpus / "harbour_.txt").exists()
    (trashed,) = (tmp_path / "articles.trash").rglob("*.txt")
    assert trashed.read_text() == ARTICLE
    assert str(trashed.relative_to(tmp_path)) in report
    await standin.send_text(admin, chat, QUESTION)
    assert "four hundred and twelve" not in (await standin.next_reply(chat))["text"]


@pytest.mark.usefixtures("admin_bot")
async def test_in_a_group_one_replies_to_a_file(standin: Served, admin: User, own_corpus: Path) -> None:
    ada = standin.add_user("Ada")
    group = standin.add_group("Desk", members=[ada, admin])
    sent = await standin.send_document(ada, group, "gulls.md", ARTICLE.encode())
    await standin.no_reply(group)
    await standin.send_text(admin, group, "/add@quotedesk_bot", reply_to=sent)
    preview = await standin.next_reply(group)
    assert preview["text"].startswith("gulls.md, as I read it:")
    answer = await standin.press(ada, preview, ENGLISH.button_add)
    assert answer.keys() == {"callback_query_id"}
    await standin.send_text(admin, group, "/cancel@quotedesk_bot")
    assert (await standin.next_reply(group))["text"] == ENGLISH.cancelled_orders.format(count=1)
    assert (await standin.press(admin, preview, ENGLISH.button_add))["text"] == ENGLISH.order_stale
    assert not (own_corpus / "gulls.md").exists()
    await standin.send_document(admin, group, "gulls.md", ARTICLE.encode(), caption="/add@another_bot")
    await standin.no_reply(group)


@pytest.mark.usefixtures("admin_bot")
async def test_nothing_is_overwritten_by_accident(
    standin: Served, admin: User, chat: Chat, own_corpus: Path, tmp_path: Path
) -> None:
    name, other = sorted(path.name for path in own_corpus.iterdir())[-2:]
    before = (own_corpus / name).read_bytes()
    # The text of another article, so that nothing has to be encoded.
    await standin.send_document(admin, chat, name, (own_corpus / other).read_bytes())
    preview = await standin.next_reply(chat)
    assert "There is a file with this name" in preview["text"]
    assert ENGLISH.add_same.format(path=other) in preview["text"]
    # What is there already when the button is pressed is another file than the preview spoke of.
    await standin.send_document(admin, chat, "gulls.txt", ARTICLE.encode())
    new = await standin.next_reply(chat)
    (own_corpus / "gulls.txt").write_text("Another article.")
    taken = await pressed(standin, admin, new, ENGLISH.button_add)
    await until(lambda: ENGLISH.add_taken.format(name="gulls.txt") in _texts(standin, chat))
    assert taken["message_id"] == new["message_id"]
    assert (own_corpus / "gulls.txt").read_text() == "Another article."
    (own_corpus / "gulls.txt").unlink()
    await standin.press(admin, preview, ENGLISH.button_replace)
    report = await last_edit(standin, chat, "Done", "failed", "Nothing")
    assert "Done" in report
    assert (own_corpus / name).read_bytes() == (own_corpus / other).read_bytes()
    (kept,) = (tmp_path / "articles.trash").rglob("*.txt")
    assert (kept.name, kept.read_bytes()) == (name, before)


@pytest.mark.usefixtures("admin_bot")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("gulls.exe", b"MZ", "the name must end in one of"),
        ("golden.jsonl", b"{}", "the name must end in one of"),
        ("gulls.txt", b"\0\1\2" * 100, "gulls.txt can't be added: is not text"),
        ("gulls.txt", b"   ", "is empty"),
        ("gulls.jsonl", b"{}\n", 'has no "text"'),
        ("gulls.txt", b"a" * 10_000_001, "larger than 10 MB"),
    ],
)
async def test_what_can_not_be_an_article_is_refused_with_its_reason(
    standin: Served, admin: User, chat: Chat, own_corpus: Path, name: str, data: bytes, words: str
) -> None:
    await standin.send_document(admin, chat, name, data)
    refusal = await standin.next_reply(chat)
    assert words in refusal["text"]
    assert "reply_markup" not in refusal
    assert len(list(own_corpus.iterdir())) == 5


@pytest.mark.usefixtures("admin_bot")
async def test_add_and_remove_alone_say_how(standin: Served, admin: User, chat: Chat) -> None:
    await standin.send_text(admin, chat, "/add")
    assert ".docx" in (await standin.next_reply(chat))["text"]
    await standin.send_text(admin, chat, "/remove 0123456789ab")
    assert (await standin.next_reply(chat))["text"] == ENGLISH.sources_no_match.format(words="0123456789ab")


@pytest.mark.usefixtures("admin_bot")
async def test_an_article_is_taken_out_by_its_number_file_or_headline(
    standin: Served, admin: User, chat: Chat, own_library: Library
) -> None:
    source = own_library.sources()[1]
    for name in ("2", source.path, source.title):
        await standin.send_text(admin, chat, f"/remove {name}")
        asked = await standin.next_reply(chat)
        assert asked["text"].startswith(ENGLISH.remove_ask), name
        assert source.path in asked["text"]
    common = next(
        word for word in source.title.split() if sum(word in one.title.split() for one in own_library.sources()) > 1
    )
    await standin.send_text(admin, chat, f"/remove {common}")
    several = await standin.next_reply(chat)
    assert several["text"].startswith(ENGLISH.remove_which.partition("{")[0])
    picked = await pressed(standin, admin, several, "2")
    await standin.send_text(admin, chat, "/remove 2")
    # The number is now that of the shorter list.
    assert (await standin.next_reply(chat))["text"] == picked["text"]


async def test_a_line_of_an_archive_can_not_be_moved_and_that_is_said(
    standin: Served, admin: User, chat: Chat, start_bot: StartBot, tmp_path: Path
) -> None:
    settings = IndexSettings(index_dir=tmp_path / "index", corpus_dir=tmp_path / "archives")
    settings.corpus_dir.mkdir()
    title, _, text = ARTICLE.partition("\n\n")
    record = {"id": "g1", "title": title, "text": text}
    (settings.corpus_dir / "gulls.jsonl").write_text(json.dumps(record) + "\n")
    for number in range(9):
        (settings.corpus_dir / f"{number}.txt").write_text(
            f"Gull {number}\n\nGull number {number} was seen on a mast.\n"
        )
    library = await asyncio.to_thread(_built, settings)
    await start_bot(library=library, index_dir=settings.index_dir, corpus_dir=settings.corpus_dir)
    archived = next(source for source in library.sources() if "#" in source.path)
    await standin.send_text(admin, chat, f"/remove {archived.source_id}")
    said = (await standin.next_reply(chat))["text"]
    assert "one line of the archive gulls.jsonl (gulls.jsonl#g1)" in said
    # Ten articles are two pages.
    await standin.send_text(admin, chat, "/remove")
    first = await standin.next_reply(chat)
    second = await pressed(standin, admin, first, "▶")
    assert "9. " in second["text"]
    assert "8. " not in second["text"]
    assert (await pressed(standin, admin, second, "◀"))["text"] == first["text"]
    library.close()


def _built(settings: IndexSettings) -> Library:
    build(settings)
    return Library.open(settings.index_dir, settings)


def _texts(standin: Served, chat: Chat) -> list[str]:
    return [message.get("text", "") for message in standin.messages(chat)]
