"""Watches, and what is to be sent for them: written down before it is sent, so that a crash loses and doubles nothing.

An article is considered once: that it has been, and the alerts that come of it, are kept in one transaction. An alert
is `waiting`, then `sending` while Telegram is told, then `sent`. What the bot finds `sending` when it starts may have
arrived or not: nobody can ask Telegram. It is sent again and says so.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.callback_data import QuoteReference
from bot.records import Alert, Digest, Hit, Place, Watch
from bot.services.people_file import PeopleFile

# A screenful of them, and some seconds of one core after a re-index for each hundred of such chats.
MOST_WATCHES = 20
# The buttons of what was sent work that long.
_DAYS_KEPT = 30
_AT_PLACE = "place IN (SELECT id FROM places WHERE bot = ? AND chat = ? AND topic = ?)"
_ALERT = (
    "SELECT alerts.id, watches.id, words, watches.made_at, hits, state, chat, topic, language, digest_minute, zone,"
    " digested_on FROM alerts JOIN watches ON watch = watches.id JOIN places ON place = places.id WHERE bot = ?"
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one message tells a place: one alert, or, as a digest, all that wait there; `day` is the digest's own."""

    place: Place
    alerts: tuple[Alert, ...]
    day: str = ""

    @property
    def in_doubt(self) -> bool:
        return any(alert.in_doubt for alert in self.alerts)


class Watches:
    """The watches of all places of one bot."""

    def __init__(self, file: PeopleFile) -> None:
        self._file = file
        self._bot = file.bot_id

    # What is watched for

    def begin(self, place: Place, words: str, source_ids: Collection[str]) -> Watch | None:
        """Watch for words from now on, that is for articles that are not among these; None where there are as many
        watches as may be. Words that are watched for already stay so."""
        with self._file.writing() as connection:
            if not self._any(connection):
                self._consider(connection, source_ids, anew=True)
            place_id = self._place_id(connection, place)
            at_place = "SELECT id, words, made_at FROM watches WHERE place = ?"
            known = [Watch(*row) for row in connection.execute(at_place, (place_id,))]
            if same := next((watch for watch in known if watch.words.casefold() == words.casefold()), None):
                return same
            chats = "SELECT count(*) FROM watches JOIN places ON place = places.id WHERE bot = ? AND chat = ?"
            if connection.execute(chats, (self._bot, place.chat)).fetchone()[0] >= MOST_WATCHES:
                self._tidy(connection)
                return None
            row = (place_id, words, _now())
            made = connection.execute("INSERT INTO watches (place, words, made_at) VALUES (?, ?, ?)", row)
            return Watch(made.lastrowid or 0, *row[1:])

    def at(self, place: Place) -> list[Watch]:
        """In the order in which they were begun."""
        rows = self._file.rows(
            f"SELECT id, words, made_at FROM watches WHERE {_AT_PLACE} ORDER BY id",  # noqa: S608
            *(self._bot, place.chat, place.topic),
        )
        return [Watch(*row) for row in rows]

    def everywhere(self) -> list[tuple[Place, Watch]]:
        """In the order in which they were begun."""
        rows = self._file.rows(
            "SELECT chat, topic, language, watches.id, words, made_at FROM watches JOIN places ON place = places.id"
            " WHERE bot = ? ORDER BY watches.id",
            self._bot,
        )
        return [(Place(*row[:3]), Watch(*row[3:])) for row in rows]

    def any(self) -> bool:
        return bool(self._file.rows(f"{_ANY} LIMIT 1", self._bot))

    def end(self, place: Place, watch_id: int) -> bool:
        """Watch for this no longer; whether there was such a watch at the place."""
        with self._file.writing() as connection:
            gone = connection.execute(
                f"DELETE FROM watches WHERE id = ? AND {_AT_PLACE}",  # noqa: S608
                (watch_id, self._bot, place.chat, place.topic),
            )
            self._tidy(connection)
            return gone.rowcount > 0

    def end_all(self, chat: int, topic: int | None = None) -> None:
        """Forget all of a chat, or of one topic of it: nothing can be sent there, or nothing is wanted there."""
        if self._file.rows("SELECT 1 FROM places WHERE bot = ? AND chat = ?", self._bot, chat):
            with self._file.writing() as connection:
                connection.execute(
                    "DELETE FROM places WHERE bot = ? AND chat = ? AND ? IN (-1, topic)",
                    (self._bot, chat, -1 if topic is None else topic),
                )

    def move(self, chat: int, new_chat: int) -> None:
        """A group has become a supergroup, with another id."""
        if self._file.rows("SELECT 1 FROM places WHERE bot = ? AND chat = ?", self._bot, chat):
            with self._file.writing() as connection:
                connection.execute(
                    "UPDATE OR IGNORE places SET chat = ? WHERE bot = ? AND chat = ?", (new_chat, self._bot, chat)
                )

    # Digests

    def digest(self, place: Place) -> Digest | None:
        rows = self._file.rows(
            "SELECT digest_minute, zone, digested_on FROM places WHERE bot = ? AND chat = ? AND topic = ?",
            *(self._bot, place.chat, place.topic),
        )
        return Digest(*rows[0]) if rows and rows[0][0] is not None else None

    def set_digest(self, place: Place, digest: Digest | None) -> None:
        """Send what comes once a day; as soon as it comes where that is None."""
        with self._file.writing() as connection:
            place_id = self._place_id(connection, place)
            given = (digest.minute, digest.zone, digest.sent_on) if digest else (None, None, "")
            connection.execute(
                "UPDATE places SET digest_minute = ?, zone = ?, digested_on = ? WHERE id = ?", (*given, place_id)
            )
            self._tidy(connection)

    # What comes of it

    def new_among(self, source_ids: Iterable[str]) -> set[str]:
        """Which of these articles have not been considered."""
        known = {row[0] for row in self._file.rows("SELECT source_id FROM considered WHERE bot = ?", self._bot)}
        return set(source_ids) - known

    def record(self, source_ids: Collection[str], hits: Mapping[int, Iterable[Hit]]) -> None:
        """These articles have been considered, and have this for watches, by their number. What already waits for a
        watch is sent together with it."""
        with self._file.writing() as connection:
            self._consider(connection, source_ids)
            for watch_id, found in hits.items():
                fresh = [[str(hit.reference), hit.why] for hit in found]
                # A watch may have been ended meanwhile.
                if not fresh or not connection.execute("SELECT 1 FROM watches WHERE id = ?", (watch_id,)).fetchone():
                    continue
                waiting = "SELECT id, hits FROM alerts WHERE watch = ? AND state = 'waiting'"
                if row := connection.execute(waiting, (watch_id,)).fetchone():
                    joined = json.dumps([*json.loads(row[1]), *fresh])
                    connection.execute("UPDATE alerts SET hits = ? WHERE id = ?", (joined, row[0]))
                else:
                    connection.execute(
                        "INSERT INTO alerts (watch, hits, state, made_at) VALUES (?, ?, 'waiting', ?)",
                        (watch_id, json.dumps(fresh), _now()),
                    )
            longest_ago = (datetime.now(UTC) - timedelta(days=_DAYS_KEPT)).isoformat(timespec="seconds")
            connection.execute("DELETE FROM alerts WHERE state = 'sent' AND made_at < ?", (longest_ago,))

    def due(self, now: datetime) -> list[Delivery]:
        """What is to be sent at this moment, which has a zone; the oldest first."""
        deliveries: list[Delivery] = []
        digests: dict[tuple[int, int], Delivery] = {}
        for row in self._file.rows(f"{_ALERT} AND state != 'sent' ORDER BY alerts.id", self._bot):
            place, alert = Place(*row[6:9]), _alert(row)
            if row[9] is None:
                deliveries.append(Delivery(place, (alert,)))
            elif day := _due_day(Digest(*row[9:12]), now):
                key = (place.chat, place.topic)
                digest = digests.get(key) or Delivery(place, (), day)
                digests[key] = replace(digest, alerts=(*digest.alerts, alert))
        return [*deliveries, *digests.values()]

    def sending(self, delivery: Delivery) -> None:
        """Telegram is about to be told."""
        self._set_state(delivery, "sending")

    def not_sent(self, delivery: Delivery) -> None:
        """Telegram has not taken it, and says so."""
        self._set_state(delivery, "waiting")

    def sent(self, delivery: Delivery) -> None:
        """Telegram has taken it."""
        self._set_state(delivery, "sent")

    def alert(self, alert_id: int, chat: int) -> Alert | None:
        """What was sent to a chat; None where it was elsewhere, or too long ago."""
        rows = self._file.rows(f"{_ALERT} AND alerts.id = ? AND chat = ?", self._bot, alert_id, chat)
        return _alert(rows[0]) if rows else None

    def alerts_of(self, chat: int) -> int:
        """How many alerts are kept for a chat."""
        rows = self._file.rows(f"SELECT count(*) FROM ({_ALERT} AND chat = ?)", self._bot, chat)  # noqa: S608
        return int(rows[0][0]) if rows else 0

    def _set_state(self, delivery: Delivery, state: str) -> None:
        with self._file.writing() as connection:
            connection.executemany(
                "UPDATE alerts SET state = ? WHERE id = ?", [(state, alert.alert_id) for alert in delivery.alerts]
            )
            if delivery.day and state == "sent":
                at = (delivery.day, self._bot, delivery.place.chat, delivery.place.topic)
                connection.execute("UPDATE places SET digested_on = ? WHERE bot = ? AND chat = ? AND topic = ?", at)

    def _consider(self, connection: sqlite3.Connection, source_ids: Iterable[str], *, anew: bool = False) -> None:
        if anew:
            connection.execute("DELETE FROM considered WHERE bot = ?", (self._bot,))
        rows = [(self._bot, source_id) for source_id in source_ids]
        connection.executemany("INSERT OR IGNORE INTO considered VALUES (?, ?)", rows)

    def _any(self, connection: sqlite3.Connection) -> bool:
        return connection.execute(f"{_ANY} LIMIT 1", (self._bot,)).fetchone() is not None

    def _place_id(self, connection: sqlite3.Connection, place: Place) -> int:
        connection.execute(
            "INSERT INTO places (bot, chat, topic, language) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (bot, chat, topic) DO UPDATE SET language = excluded.language",
            (self._bot, place.chat, place.topic, place.language),
        )
        at = "SELECT id FROM places WHERE bot = ? AND chat = ? AND topic = ?"
        return int(connection.execute(at, (self._bot, place.chat, place.topic)).fetchone()[0])

    def _tidy(self, connection: sqlite3.Connection) -> None:
        """Keep no place where nothing is watched for and no digest is wanted."""
        connection.execute(
            "DELETE FROM places WHERE bot = ? AND digest_minute IS NULL AND id NOT IN (SELECT place FROM watches)",
            (self._bot,),
        )


_ANY = "SELECT 1 FROM watches JOIN places ON place = places.id WHERE bot = ?"


def local_time(now: datetime, zone: str | None) -> datetime:
    """A moment as clocks show it in a zone of the IANA's, or, without one that this machine knows, where it is."""
    try:
        return now.astimezone(ZoneInfo(zone) if zone else None)
    except ZoneInfoNotFoundError:
        return now.astimezone()


def _due_day(digest: Digest, now: datetime) -> str:
    """The local day for which a digest is to be sent at this moment; empty where none is."""
    local = local_time(now, digest.zone)
    day = local.date().isoformat()
    return day if day > digest.sent_on and 60 * local.hour + local.minute >= digest.minute else ""


def _alert(row: tuple[Any, ...]) -> Alert:
    hits = tuple(Hit(reference, why) for text, why in json.loads(row[4]) if (reference := QuoteReference.parse(text)))
    return Alert(row[0], Watch(*row[1:4]), hits, in_doubt=row[5] == "sending")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
