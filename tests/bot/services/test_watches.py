"""What is watched for, and what is still to be sent, as it is kept on disk."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.callback_data import QuoteReference
from bot.records import Digest, Hit, Place
from bot.services.people_file import PeopleFile
from bot.services.watches import MOST_WATCHES, Watches
from index.errors import QuotedeskError

HERE, TOPIC = Place(5, language="uk"), Place(-100, 7)
NOON = datetime(2024, 10, 14, 12, 0, tzinfo=UTC)


def hit(number: int) -> Hit:
    return Hit(QuoteReference(f"{number:016x}", "beef"), "words")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "people.sqlite"


@pytest.fixture
def watches(path: Path) -> Watches:
    return Watches(PeopleFile(path, 1))


def test_what_was_there_before_the_first_watch_is_not_new(watches: Watches, path: Path) -> None:
    assert not watches.any()
    assert not path.exists()
    assert watches.begin(HERE, "gulls", ["a", "b"])
    assert watches.new_among(["a", "b", "c"]) == {"c"}
    watches.record(["c"], {})
    watches.begin(HERE, "herring", ["a", "b", "c", "d"])
    assert watches.new_among(["a", "b", "c", "d"]) == {"d"}
    for watch in watches.at(HERE):
        assert watches.end(HERE, watch.watch_id)
    assert not watches.any()
    watches.begin(TOPIC, "gulls", ["e"])
    assert watches.new_among(["d", "e"]) == {"d"}


def test_words_are_watched_for_once_and_a_chat_has_so_many_watches(watches: Watches) -> None:
    first = watches.begin(TOPIC, "Gulls", [])
    assert watches.begin(TOPIC, "gulls", []) == first
    for number in range(1, MOST_WATCHES):
        assert watches.begin(TOPIC if number % 2 else Place(-100), f"word {number}", [])
    assert watches.begin(Place(-100, 9), "one more", []) is None
    assert watches.begin(HERE, "one more", [])
    assert len(watches.everywhere()) == MOST_WATCHES + 1
    assert watches.digest(Place(-100, 9)) is None


def test_alerts_wait_until_they_are_sent_also_in_another_process(watches: Watches, path: Path) -> None:
    watch = watches.begin(HERE, "gulls", [])
    assert watch
    watches.record(["a"], {watch.watch_id: [hit(1)], 999: [hit(1)]})
    watches.record(["b"], {watch.watch_id: [hit(2)]})
    (delivery,) = watches.due(NOON)
    assert (delivery.place, delivery.in_doubt, delivery.day) == (HERE, False, "")
    assert delivery.alerts[0].hits == (hit(1), hit(2))
    watches.sending(delivery)
    again = Watches(PeopleFile(path, 1))
    (doubtful,) = again.due(NOON)
    assert doubtful.in_doubt
    # What comes while one is in doubt is told apart from it.
    again.record(["c"], {watch.watch_id: [hit(3)]})
    assert [len(one.alerts[0].hits) for one in again.due(NOON)] == [2, 1]
    for one in again.due(NOON):
        again.sent(one)
    assert again.due(NOON) == []
    assert again.alert(doubtful.alerts[0].alert_id, HERE.chat)
    assert again.alert(doubtful.alerts[0].alert_id, TOPIC.chat) is None
    assert again.alerts_of(HERE.chat) == 2


def test_what_telegram_refuses_for_now_waits_on_without_doubt(watches: Watches) -> None:
    watch = watches.begin(HERE, "gulls", [])
    assert watch
    watches.record([], {watch.watch_id: [hit(1)]})
    (delivery,) = watches.due(NOON)
    watches.sending(delivery)
    watches.not_sent(delivery)
    assert not watches.due(NOON)[0].in_doubt


def test_a_digest_is_due_once_a_day_at_its_time_and_brings_all(watches: Watches) -> None:
    for words in ("gulls", "herring"):
        watch = watches.begin(HERE, words, [])
        assert watch
        watches.record([], {watch.watch_id: [hit(watch.watch_id)]})
    watches.set_digest(HERE, Digest(8 * 60, "Europe/Kyiv", "2024-10-13"))
    assert watches.due(datetime(2024, 10, 14, 4, 59, tzinfo=UTC)) == []
    (delivery,) = watches.due(datetime(2024, 10, 14, 5, 0, tzinfo=UTC))
    assert len(delivery.alerts) == 2
    assert delivery.day == "2024-10-14"
    watches.sending(delivery)
    watches.sent(delivery)
    assert watches.digest(HERE) == Digest(8 * 60, "Europe/Kyiv", "2024-10-14")
    watches.record([], {watches.at(HERE)[0].watch_id: [hit(9)]})
    assert watches.due(datetime(2024, 10, 14, 20, 0, tzinfo=UTC)) == []
    assert len(watches.due(datetime(2024, 10, 15, 5, 0, tzinfo=UTC))) == 1
    watches.set_digest(HERE, None)
    assert [one.day for one in watches.due(NOON)] == [""]


def test_a_place_that_has_gone_takes_everything_with_it(watches: Watches) -> None:
    for place in (HERE, TOPIC, Place(-100)):
        watch = watches.begin(place, "gulls", [])
        assert watch
        watches.record([], {watch.watch_id: [hit(1)]})
    watches.end_all(TOPIC.chat, TOPIC.topic)
    assert {one.place for one in watches.due(NOON)} == {HERE, Place(-100)}
    watches.move(-100, -200)
    assert {one.place for one in watches.due(NOON)} == {HERE, Place(-200)}
    watches.end_all(HERE.chat)
    assert watches.at(HERE) == []
    assert {one.place for one in watches.due(NOON)} == {Place(-200)}


def test_two_bots_share_the_file_and_nothing_else(watches: Watches, path: Path) -> None:
    other = Watches(PeopleFile(path, 2))
    watch = watches.begin(HERE, "gulls", ["a"])
    assert watch
    assert not other.any()
    assert other.begin(HERE, "gulls", ["b"])
    other.end_all(HERE.chat)
    assert watches.at(HERE) == [watch]
    assert watches.new_among(["a", "b"]) == {"b"}


def test_a_file_of_a_newer_version_or_of_something_else_is_not_touched(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(QuotedeskError, match=r"people\.sqlite.*newer version"):
        Watches(PeopleFile(path, 1)).any()
    path.write_text("no database " * 100)
    with pytest.raises(QuotedeskError, match=r"people\.sqlite"):
        Watches(PeopleFile(path, 1)).any()


def test_a_transaction_that_fails_leaves_nothing(watches: Watches, path: Path) -> None:
    assert watches.begin(HERE, "gulls", [])
    file = PeopleFile(path, 1)

    def fail() -> None:
        with file.writing() as connection:
            connection.execute("DELETE FROM watches")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert file.rows("SELECT count(*) FROM watches") == [(1,)]
