"""Whether alerts survive kill -9: `python -m bot` against the stand-in for Telegram, with people who watch.

    python -m benchmarks.alert_crashes [--kills 20] [--seed 1]

For each kill an article appears in the archive and is published. The bot is killed, by turns, as soon as its alerts are
written down, and at a random instant after the publication; then it is started again. Everybody must then have been
told of the article once. What the bot was killed over while it was sending it may have arrived before: that is told
again, and the message must say so. Stops at the first that does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.bot_crashes import Newsroom
from bot.texts.english import ENGLISH
from index import FEEDBACK_FILE
from playground.standin import StandIn
from playground.world import User

_WATCHED = "gulls on the breakwater"
_COUNTED = (
    "The harbour master counted {0} gulls on the breakwater of Port Elwood on Tuesday morning, he told the paper."
)
_LONGEST_WAIT = 240.0
# The bot looks for a new generation every two seconds, and for what to send every second.
_LONGEST_LIFE = 6.0
_FIRST_COUNT = 401


class Watchroom(Newsroom):
    """A newsroom whose readers watch for something."""

    async def watch(self) -> None:
        for reader in self._readers:
            await self._standin.send_text(reader, self._chat(reader), f"/watch {_WATCHED}")
        await self._until_quiet()

    async def publish(self, number: int) -> None:
        counted = _COUNTED.format(_FIRST_COUNT + number)
        await asyncio.to_thread((self._corpus / f"count-{number}.txt").write_text, counted)
        await asyncio.to_thread(self.build)

    async def until_written_down(self) -> None:
        """Until alerts wait to be sent."""
        async with asyncio.timeout(_LONGEST_WAIT):
            while not self._waiting():  # noqa: ASYNC110 - another process writes
                await asyncio.sleep(0.005)

    def _waiting(self) -> bool:
        with closing(sqlite3.connect(self._index / FEEDBACK_FILE)) as connection:
            return connection.execute("SELECT 1 FROM alerts WHERE state != 'sent'").fetchone() is not None

    async def told(self, number: int) -> tuple[int, int]:
        """Requires that everybody was told of an article; gives how often that is said to be perhaps a repeat, and how
        often it is one."""
        counted = f"{_FIRST_COUNT + number} gulls"
        async with asyncio.timeout(_LONGEST_WAIT):
            while self._waiting() or not all(self._alerts(reader, counted) for reader in self._readers):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        doubtful = doubled = 0
        for reader in self._readers:
            alerts = self._alerts(reader, counted)
            repeats = sum(text.startswith(ENGLISH.alert_in_doubt) for text in alerts)
            if len(alerts) - repeats > 1 or repeats > 1:
                raise SystemExit(f"{reader.first_name} was told {len(alerts)} times of {counted}")
            doubtful, doubled = doubtful + repeats, doubled + len(alerts) - 1
        return doubtful, doubled

    def _alerts(self, reader: User, counted: str) -> list[str]:
        texts = [message["text"] for message in self._chat(reader).messages.values()]
        return [text for text in texts if counted in text]


async def run(kills: int, seed: int) -> str:
    """Kill the bot so often; gives what came of it in words."""
    random_ = random.Random(seed)  # noqa: S311
    standin = StandIn()
    told: list[tuple[int, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        async with standin.serve() as url:
            room = Watchroom(Path(folder), standin, url, random_)
            await asyncio.to_thread(room.build)
            for number in range(kills):
                async with room.bot() as process:
                    if number:
                        told.append(await room.told(number - 1))
                    else:
                        await room.watch()
                    await room.publish(number)
                    if number % 2:
                        await asyncio.sleep(random_.uniform(0, _LONGEST_LIFE))
                    else:
                        await room.until_written_down()
                    process.kill()
                    await process.wait()
            async with room.bot():
                told.append(await room.told(kills - 1))
        standin.check()
    doubtful, doubled = map(sum, zip(*told, strict=True))
    return (
        f"bots killed: {kills}; alerts: {3 * kills}, none lost; said to be perhaps a repeat, since the kill came while "
        f"they were sent: {doubtful}, which was so of {doubled}; no other came twice"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(asyncio.run(run(options.kills, options.seed)))


if __name__ == "__main__":
    main()
