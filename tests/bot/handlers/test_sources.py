"""Articles: the list, one article's card, its passages."""

from __future__ import annotations

import pytest

from bot.texts.english import ENGLISH
from bot.texts.ukrainian import UKRAINIAN
from index import IndexSettings, Library
from index.ingest.build import build
from playground.world import Chat, User
from tests.bot.helpers import Served, StartBot, answered, labels, turned
from tests.bot.reading import assert_a_screenful, parts


@pytest.mark.usefixtures("bot")
class TestArticles:
    async def test_from_the_list_to_a_card_to_a_passage_and_back(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        source = library.sources()[1]
        listed = await answered(standin, ada, chat, "/sources")
        card = await turned(standin, ada, chat, listed, "2")
        assert card["text"].startswith(source.title)
        passages = library.passages(source.source_id)
        assert f"Passages: {len(passages)}" in card["text"]
        assert len(parts(card, "blockquote")) == 1
        view = await turned(standin, ada, chat, card, f"Passages ({len(passages)})")
        opened = await turned(standin, ada, chat, view, "1")
        assert "Paragraphs" in opened["text"]
        back = await turned(standin, ada, chat, opened, "Back")
        assert back["text"] == card["text"]
        listed_again = await turned(standin, ada, chat, card, "Back") if "Back" in labels(back) else None
        assert listed_again is None or listed_again["text"] == listed["text"]

    async def test_the_list_can_be_narrowed(self, standin: Served, ada: User, chat: Chat, library: Library) -> None:
        word = library.sources()[0].title.split()[-1]
        narrowed = await answered(standin, ada, chat, f"/sources {word}")
        assert library.sources()[0].title[:50] in narrowed["text"]
        assert (await answered(standin, ada, chat, "/sources nobody"))["text"] == ENGLISH.sources_no_match.format(
            words="nobody"
        )

    async def test_an_article_by_its_id_number_file_or_headline(
        self, standin: Served, ada: User, chat: Chat, library: Library
    ) -> None:
        source = library.sources()[2]
        words = " ".join(source.title.split()[:6])
        for name in (source.source_id, "3", source.path, source.path.rsplit(".", 1)[0].upper(), words):
            assert (await answered(standin, ada, chat, f"/source {name}"))["text"].startswith(source.title), name
        nobody = await answered(standin, ada, chat, "/source 000000000000")
        assert nobody["text"] == ENGLISH.sources_no_match.format(words="000000000000")
        assert (await answered(standin, ada, chat, "/source"))["text"] == ENGLISH.source_how


GULLS = "The harbour master counted four hundred and twelve gulls on the breakwater on Tuesday morning."
FERRY = "The night ferry to the northern islands was cancelled on Monday after waves of six metres."
BRIDGE = "Mayor Ilse Brandt told the council that the new bridge would open in June."


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> IndexSettings:
    """An index of thirteen articles of two publishers and two authors."""
    folder = tmp_path_factory.mktemp("harbour")
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=folder / "articles")
    settings.corpus_dir.mkdir()
    stated = [
        ("Gulls counted", GULLS, "Harbour Gazette", "Ada Ek"),
        ("Ferry cancelled", FERRY, "Isle Post", "Ivo Berg"),
    ]
    stated += [(f"Bridge report {number}", f"{BRIDGE} Report {number}.", "Isle Post", "Ada Ek") for number in range(11)]
    for number, (title, text, publisher, author) in enumerate(stated, start=1):
        head = f"title: {title}\npublisher: {publisher}\nauthors: [{author}]\npublished: 2024-10-{number:02}"
        (settings.corpus_dir / f"{number:02}.md").write_text(f"---\n{head}\n---\n\n{text}\n")
    build(settings)
    return settings


async def test_a_number_stands_for_the_article_beside_it_in_the_last_list(
    standin: Served, chat: Chat, start_bot: StartBot, harbour: IndexSettings
) -> None:
    olha = standin.add_user("Olha", language_code="uk")
    chat = standin.private_chat(olha)
    library = Library.open(harbour.index_dir, harbour)
    await start_bot(library=library, index_dir=harbour.index_dir, corpus_dir=harbour.corpus_dir)
    listed = await answered(standin, olha, chat, "/sources")
    assert listed["text"].startswith(UKRAINIAN.sources_heading.format(count=13))
    assert "1. Bridge report 10" in listed["text"]
    assert "Gulls" not in listed["text"]
    assert_a_screenful(listed["text"])
    assert (await answered(standin, olha, chat, "/source 13"))["text"].startswith("Gulls counted")
    by_ivo = await answered(standin, olha, chat, "/sources автор Ivo")
    assert by_ivo["text"].startswith(UKRAINIAN.sources_fitting.format(words="автор Ivo", count=1))
    assert (await answered(standin, olha, chat, "/source 1"))["text"].startswith("Ferry cancelled")
    assert UKRAINIAN.sources_no_match.format(words="2") == (await answered(standin, olha, chat, "/source 2"))["text"]
    of_the_post = await answered(standin, olha, chat, "/sources isle post")
    assert UKRAINIAN.sources_fitting.format(words="isle post", count=12) in of_the_post["text"]
    second = await turned(standin, olha, chat, of_the_post, "▶")
    assert "12. Ferry cancelled" in second["text"]
    assert (await answered(standin, olha, chat, "/source 12"))["text"].startswith("Ferry cancelled")
    several = await answered(standin, olha, chat, "/source bridge report")
    assert several["text"].startswith(UKRAINIAN.source_several.format(words="bridge report", count=11))
    assert UKRAINIAN.and_more.format(count=3) in several["text"]
    assert_a_screenful(several["text"])
    assert labels(several) == [str(number) for number in range(1, 9)]
    card = await turned(standin, olha, chat, several, "2")
    assert card["text"].startswith("Bridge report 9")
    assert (await answered(standin, olha, chat, "/source 2"))["text"] == card["text"]
    await answered(standin, olha, chat, "/sources")
    assert (await answered(standin, olha, chat, "/source 2"))["text"].startswith("Bridge report 9")
    library.close()
