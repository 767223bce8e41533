"""Timelines in the chat: in order, by pages, each quote with its button, and as a file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from bot.views.dates import shown_day
from index import IndexSettings, Library
from index.ingest.build import build
from playground.world import Chat, User
from tests.bot.helpers import Served, StartBot, answered, labels, turned
from tests.bot.reading import assert_a_screenful, parts

EVENTS = (
    ("2024-03-02", "The council voted for the new bridge over the Isar on 28 February."),
    ("2024-05-11", "Work on the new bridge began with a ceremony for six hundred guests."),
    ("2024-08-20", "The new bridge will be closed for repairs until 2 September, the council said."),
    ("2024-06-15", "A crane fell onto the new bridge and nobody was hurt."),
    ("2024-07-01", "The cost of the new bridge rose to nine million crowns."),
    ("2024-07-02", "The opposition called the new bridge a monument to vanity."),
    ("2024-07-09", "Divers looked at the piers of the new bridge after the flood."),
    ("2024-09-30", "The first cars crossed the new bridge before dawn."),
    ("2024-10-04", "A marathon led over the new bridge for the first time."),
    (None, "Lamps were stolen from the new bridge at night."),
)
OTHER = "Traders at the fish market said that prices had doubled because of the cost of diesel."


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """An index of ten articles about a bridge and one about something else, all but one with a date."""
    folder: Path = tmp_path_factory.mktemp("bridges")
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=folder / "articles")
    settings.corpus_dir.mkdir()
    for number, (published, text) in enumerate([*EVENTS, ("2024-06-01", OTHER)]):
        date = f"published: {published}\n" if published else ""
        head = f"---\ntitle: Report {number}\npublisher: Isle Post\n{date}---\n\n"
        (settings.corpus_dir / f"{number:02}.md").write_text(f"{head}{text}\n")
    build(settings)
    return settings


async def test_a_timeline_by_pages_with_a_button_for_each_quote(
    standin: Served, chat: Chat, start_bot: StartBot, bridges: IndexSettings
) -> None:
    olha = standin.add_user("Olha", language_code="uk")
    chat = standin.private_chat(olha)
    library = Library.open(bridges.index_dir, bridges)
    await start_bot(library=library, index_dir=bridges.index_dir, corpus_dir=bridges.corpus_dir)
    first = await answered(standin, olha, chat, "/timeline new bridge")
    assert first["text"].startswith(UKRAINIAN.timeline_heading.format(words="new bridge", dated=9, undated=1))
    assert_a_screenful(first["text"])
    assert parts(first, "bold")[0] == shown_day("2024-02-28", UKRAINIAN)  # named in the sentence
    assert parts(first, "bold")[1] == UKRAINIAN.timeline_published.format(date=shown_day("2024-05-11", UKRAINIAN))
    assert parts(first, "bold")[6] == shown_day("2024-09-02", UKRAINIAN)
    assert "diesel" not in first["text"]
    assert labels(first) == [*"12345678", "▶", UKRAINIAN.button_markdown, UKRAINIAN.button_csv]
    quote = await turned(standin, olha, chat, first, "2")
    assert EVENTS[1][1] in quote["text"]
    assert (await turned(standin, olha, chat, quote, UKRAINIAN.button_back))["text"] == first["text"]
    second = await turned(standin, olha, chat, first, "▶")
    assert UKRAINIAN.timeline_undated in second["text"]
    assert "10. Lamps were stolen" in second["text"]
    await standin.press(olha, second, UKRAINIAN.button_csv)
    sent = await standin.next_reply(chat)
    assert sent["document"]["file_name"] == "new-bridge.csv"
    table = standin.world.files[sent["document"]["file_id"]].data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["dated_by"] for row in rows].count("sentence") == 2
    assert {row["sentence"] for row in rows} == {text for _, text in EVENTS}
    await standin.press(olha, second, UKRAINIAN.button_markdown)
    sent = await standin.next_reply(chat)
    assert sent["document"]["file_name"] == "new-bridge.md"
    written = standin.world.files[sent["document"]["file_id"]].data.decode()
    assert f"**{shown_day('2024-02-28', UKRAINIAN)}** – The council voted" in written
    assert f"## {UKRAINIAN.timeline_undated}" in written
    library.close()


@pytest.mark.usefixtures("bot")
async def test_a_timeline_of_nothing_says_so(standin: Served, ada: User, chat: Chat) -> None:
    assert (await answered(standin, ada, chat, "/timeline"))["text"].startswith(ENGLISH.timeline_how.partition("{")[0])
    assert (await answered(standin, ada, chat, "/timeline pizza recipe mozzarella"))["text"] == ENGLISH.timeline_none
    nobody = await answered(standin, ada, chat, "/timeline troops from:nobody")
    assert nobody["text"] == ENGLISH.sources_no_match.format(words="from:nobody")
