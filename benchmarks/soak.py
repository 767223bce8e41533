"""Whether the bot stays as it is for as long as it runs: load of every kind, with faults, and nothing grows or is lost.

    python -m benchmarks.soak [--minutes 30] [--people 12] [--seed 1]

People ask, type inline queries, press buttons and vote; others read pages on the web; an admin re-indexes a corpus that
changes, and uploads files. Meanwhile requests of the bot fail (429, 500, 502, connections that break before and after
they took effect), the shared store goes away for some seconds, builders are killed with kill -9, uploads are damaged,
and the disk of the index is full, for which its folder is mounted as a small one of its own where this may be done
(root). Prints what the bot's process holds as time passes, and ends with status 1 if something was lost, or grew from
the second third of the time to the last. All of it is on this machine. Needs Debian's `redis-server`.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import re
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import AsyncExitStack, closing, contextmanager, suppress
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import httpx

from benchmarks.bot_crashes import QUESTION, Newsroom, free_port, place_of, require
from benchmarks.growth import Sample, growth, held
from benchmarks.replicas import redis
from bot.texts.english import ENGLISH
from index import FEEDBACK_FILE
from index.ingest.workers import FOLDER_PREFIX
from playground.api.faults import Drop
from playground.standin import StandIn
from playground.world import Json, User

_PRICE = "What is the price of herring at the fish market?"
_UNANSWERABLE = "Who won the chess tournament in Reykjavik?"
_WORDS = ("night ferry", "price of herring", "waves of six metres")
_PAGES = ("search?q=Why+was+the+night+ferry+cancelled%3F", "search", "healthz", "readyz", "q/nothing-of-the-kind")
_ARTICLE = "The harbour master of port number {0} counted {0} gulls on the breakwater on Tuesday morning, he said."
_ENDS = ("Done", "Nothing", *(text.split("{")[0] for text in (ENGLISH.reindex_failed, ENGLISH.reindex_waits)))
_BREAKS: tuple[tuple[int, Drop | None], ...] = ((429, None), (500, None), (502, None), (500, "before"), (500, "after"))
_FAULTS_AT_ONCE = 3
_SECONDS_BETWEEN_SAMPLES = 5.0
_SECONDS_BETWEEN_FAULTS = 4.0
_SECONDS_OF_A_BREAK = 5.0
_SECONDS_BETWEEN_EDITIONS = 6.0
_LONGEST_WAIT = 240.0
_DISK_MB = 48
_ROWS = 20
Thing = TypeVar("Thing")
_UNANSWERED = ("presses that nobody answered", "inline queries that nobody answered")
_COMPLAINT = re.compile(
    r"(?<= )(WARNING|ERROR|CRITICAL) [^:]+: [^(:\d\[]*|^[\w.]+(Error|Exception|Retry\w+|TimedOut)\b"
)


class BusyNewsroom(Newsroom):
    """A newsroom in which everything is done at once."""

    def __init__(self, folder: Path, standin: StandIn, url: str, random_: random.Random, *, people: int) -> None:
        super().__init__(folder, standin, url, random_, webhook=True)
        self._readers = [standin.add_user(f"Reader {number}") for number in range(people)]
        self._folder = folder
        self._log = (folder / "bot.log").open("wb")
        self.pid = 0
        self._store_port = free_port()
        self._environment |= {
            "SHARED_STORE": f"redis://127.0.0.1:{self._store_port}",
            "METRICS": "true",
            "BOT_KEEP_FEEDBACK": "true",
            "BOT_PRESSES_PER_MINUTE": "10000",
            "BOT_GROUP_ANSWERS_PER_MINUTE": "10000",
            "BOT_QUEUE": "10000",
        }
        self.web = self._environment["PUBLIC_URL"]
        self.done: Counter[str] = Counter()
        self.planted: Counter[str] = Counter()
        self.complaints: Counter[str] = Counter()
        self.samples: list[Sample] = []
        self.over = False
        self._uploaded: list[str] = []

    def jobs(self, store: AsyncExitStack) -> list[Coroutine[None, None, None]]:
        """All that goes on until it is `over`."""
        return [*map(self.reads, self._readers), self.visits(), self.edits(), self.breaks(store)]

    def _in_turn(self, things: Sequence[Thing]) -> Iterator[Thing]:
        return itertools.takewhile(lambda _: not self.over, itertools.cycle(things))

    # The load

    async def reads(self, reader: User) -> None:
        """Asks, presses, votes and types."""
        chat = self._chat(reader)
        while not self.over:
            question = self._random.choice((QUESTION, QUESTION, _PRICE, _UNANSWERABLE))
            sent = await self._standin.send_text(reader, chat, question)
            self.asked.append(sent)
            reply = await self._reply_to(sent)
            self.done["questions"] += 1
            if question == QUESTION and self._random.random() < 0.5:
                await self._press(reader, reply, "In context")
            elif question == QUESTION:
                await self._press(reader, reply, "👍")
            await self._type(reader)
            await asyncio.sleep(self._random.uniform(0.2, 2))

    async def _reply_to(self, sent: Json) -> Json:
        chat = self._standin.world.chats[sent["chat"]["id"]]
        while True:
            reply = await self._standin.next_reply(chat, _LONGEST_WAIT)
            if place_of(reply.get("reply_to_message", reply)) == place_of(sent):
                return reply

    async def _press(self, reader: User, message: Json, label: str) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [one["text"] for row in rows for one in row if label in one["text"]]
        require(bool(buttons), f"an answer has no button {label}: {message['text']!r}")
        try:
            said = await self._standin.press(reader, message, buttons[0])
        except TimeoutError:
            self.done[_UNANSWERED[0]] += 1
            return
        self.done["votes" if said.get("text") == ENGLISH.thanks_for_verdict else "other presses"] += 1

    async def _type(self, reader: User) -> None:
        query = self._standin.ask_inline(reader, self._random.choice(_WORDS))
        try:
            page = await self._standin.answered(query, 10)
        except TimeoutError:
            self.done[_UNANSWERED[1]] += 1
            return
        self.done["inline queries"] += 1
        require(bool(page["results"]), "an inline query found nothing")

    async def visits(self) -> None:
        """Reads pages on the web."""
        async with httpx.AsyncClient(base_url=self.web, trust_env=False, timeout=60) as client:
            for path in self._in_turn(_PAGES):
                response = await client.get(path)
                # Told so by /readyz while the store is away.
                require(response.status_code < 500 or path == "readyz", f"{path} got {response.status_code}")
                self.done["pages"] += 1
                await asyncio.sleep(0.3)

    # The admin, with the faults of builds

    async def edits(self) -> None:
        """Publishes editions and uploads articles; every other time something is in the way."""
        hindrances = [self._kills_the_builder, self._sends_damage, self._fills_the_disk, self._sends_an_article]
        for hinder in self._in_turn(hindrances):
            await hinder()
            await asyncio.sleep(_SECONDS_BETWEEN_EDITIONS)
            await self.publishes()
            await asyncio.sleep(_SECONDS_BETWEEN_EDITIONS)

    async def publishes(self) -> None:
        """A new edition, which nothing keeps from being served."""
        self.print_edition()
        said = await self._reindexed()
        require(said.startswith("Done"), f"a re-index without a fault said {said!r}")
        self.done["editions"] += 1

    async def _reindexed(self, meanwhile: Callable[[], Awaitable[None]] | None = None) -> str:
        """What the admin is told of a re-index in the end."""
        chat = self._chat(self._admin)
        sent = await self._standin.send_text(self._admin, chat, "/reindex")
        if meanwhile:
            await meanwhile()
        async with asyncio.timeout(_LONGEST_WAIT):
            while not (said := self._replies(chat, sent)) or not said[-1].startswith(_ENDS):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        return said[-1]

    async def _kills_the_builder(self) -> None:
        self.print_edition()
        said = await self._reindexed(self._kill_a_builder)
        require(not said.startswith("Nothing"), f"a re-index with a dead builder said {said!r}")

    async def _kill_a_builder(self) -> None:
        async with asyncio.timeout(_LONGEST_WAIT):
            while not (found := children(self.pid, "index", "build")):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await asyncio.sleep(self._random.uniform(0, 2))
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.planted["builders killed"] += 1

    async def _sends_damage(self) -> None:
        damaged = [
            ("torn.docx", b"PK\x03\x04" + self._random.randbytes(4000)),
            ("torn.pdf", b"%PDF-1.7\nxref"),
            ("torn.jsonl", b'{"text": "half'),
            ("empty.txt", b""),
            ("noise.html", self._random.randbytes(9000)),
        ]
        name, data = self._random.choice(damaged)
        reply = await self._upload(name, data)
        require("reply_markup" not in reply, f"{name} was taken: {reply['text']!r}")
        self.planted["damaged uploads"] += 1

    async def _sends_an_article(self) -> None:
        name = f"gulls-{len(self._uploaded)}.txt"
        preview = await self._upload(name, _ARTICLE.format(len(self._uploaded) + 2).encode())
        await self._standin.press(self._admin, preview, ENGLISH.button_add, timeout=_LONGEST_WAIT)
        async with asyncio.timeout(_LONGEST_WAIT):
            while "Done in" not in self._chat(self._admin).messages[preview["message_id"]]["text"]:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        self._uploaded.append(name)
        self.done["articles added"] += 1

    async def _upload(self, name: str, data: bytes) -> Json:
        chat = self._chat(self._admin)
        sent = await self._standin.send_document(self._admin, chat, name, data)
        return await self._reply_to(sent)

    async def _fills_the_disk(self) -> None:
        if not self._index.is_mount():
            return
        self.print_edition()
        filler = self._index / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 16))
        try:
            said = await self._reindexed()
            require(said.startswith(_ENDS[2]), f"a re-index on a full disk said {said!r}")
            await asyncio.sleep(_SECONDS_OF_A_BREAK)
        finally:
            filler.unlink()
        self.planted["full disks"] += 1

    # Other faults

    async def breaks(self, stack: AsyncExitStack) -> None:
        """Plants faults of the Bot API and of the store."""
        for status, drop in self._in_turn(_BREAKS):
            await asyncio.sleep(_SECONDS_BETWEEN_FAULTS)
            self._standin.fail_next("*", status=status, drop=drop, times=_FAULTS_AT_ONCE)
            self.planted[f"requests, {drop or status}"] += _FAULTS_AT_ONCE
            if drop == "after":
                await stack.aclose()
                await asyncio.sleep(_SECONDS_OF_A_BREAK)
                await self.opens_store(stack)
                self.planted[f"store away for {_SECONDS_OF_A_BREAK:.0f} s"] += 1

    async def opens_store(self, stack: AsyncExitStack) -> None:
        await stack.enter_async_context(redis(self._folder, self._store_port))

    # What is looked at

    async def watches(self, pid: int) -> None:
        """Takes samples until cancelled."""
        self.pid, began = pid, time.monotonic()
        async with httpx.AsyncClient(base_url=self.web, trust_env=False, timeout=60) as client:
            while True:
                await asyncio.sleep(_SECONDS_BETWEEN_SAMPLES)
                lines = (await client.get("metrics")).text.splitlines()
                figures = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
                queue, generation = (int(float(figures[f"quotedesk_{name}"])) for name in ("queue", "generation"))
                minute = (time.monotonic() - began) / 60
                self.samples.append(Sample(minute, *held(pid), queue, self._standin.updates.pending, generation))

    async def ends(self) -> None:
        """Requires that nothing was lost, and that the latest edition is served."""
        self._standin.api.faults.clear()
        await self._until_quiet()
        await self.publishes()
        reader = self._readers[0]
        sent = await self._standin.send_text(reader, self._chat(reader), _PRICE)
        said = (await self._reply_to(sent))["text"]
        require(f"risen to {self._day} crowns" in said, f"on day {self._day} the bot said {said!r}")
        replies = Counter(
            place_of(message["reply_to_message"])
            for one in self._readers
            for message in self._chat(one).messages.values()
            if "reply_to_message" in message
        )
        lost = [place for place in map(place_of, self.asked) if not replies[place]]
        require(not lost, f"{len(lost)} questions were lost")
        doubled = sum(replies[place_of(one)] > 1 for one in self.asked)
        require(doubled <= self.planted["requests, after"], f"{doubled} questions were answered twice")
        self.done["answered twice, after a connection broke"] = doubled
        # Telegram's clients ask again by themselves, so the bot gives up a query that can't be answered at once.
        unanswered = sum(self.done[name] for name in _UNANSWERED)
        failed = sum(count for name, count in self.planted.items() if name.startswith("requests"))
        require(unanswered <= failed, f"{unanswered} presses and inline queries got no answer")
        with closing(sqlite3.connect(self._index / FEEDBACK_FILE)) as connection:
            (votes,) = connection.execute("SELECT COUNT(*) FROM votes").fetchone()
        require(votes >= self.done["votes"], f"{votes} votes are kept of {self.done['votes']}")
        kept = {path.name for path in self._corpus.iterdir()}
        require(kept >= set(self._uploaded), f"of the uploads are lost: {set(self._uploaded) - kept}")
        left = [path.name for path in self._temporary.iterdir() if not path.name.startswith("torchinductor")]
        # Those of killed builders are gone; the bot's own holds what it talks over with who reads its previews.
        own = [name for name in left if name.startswith(FOLDER_PREFIX)]
        require(len(own) <= 1 and left == own, f"temporary files are left: {left}")
        require(len(list((self._index / "generations").iterdir())) <= 3, "more than three generations are kept")

    def logged(self) -> Counter[str]:
        """What the bot complained of, by the first words of it, and the kinds of exceptions."""
        lines = (self._folder / "bot.log").read_text(encoding="utf-8").splitlines()
        complaints = (found[0] for line in lines if (found := _COMPLAINT.search(line)))
        return Counter(complaints)


def children(pid: int, *words: str) -> list[int]:
    """The processes that a process has begun and that have these words in their command."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if set(words) <= set(_command(int(child)))]


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """Mounts a small file system at a folder, where that may be done."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m", "quotedesk-soak", str(folder)]
    mounted = not subprocess.run(mount, capture_output=True, check=False).returncode
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def run(minutes: float, people: int, seed: int) -> BusyNewsroom:
    """Let everything happen for so long; ends the program where something was lost."""
    standin = StandIn()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await stack.enter_async_context(standin.serve())
        room = BusyNewsroom(folder, standin, url, random.Random(seed), people=people)  # noqa: S311
        stack.enter_context(_small_disk(folder / "index"))
        store = await stack.enter_async_context(AsyncExitStack())
        await room.opens_store(store)
        room.print_edition()
        await asyncio.to_thread(room.build)
        async with room.bot() as process:
            watching = asyncio.create_task(room.watches(process.pid))
            tasks = [watching, *map(asyncio.create_task, room.jobs(store))]
            failed, _ = await asyncio.wait(tasks, timeout=60 * minutes, return_when=asyncio.FIRST_COMPLETED)
            room.over = True
            await asyncio.gather(*(failed or tasks[1:]))
            await room.ends()
            watching.cancel()
        room.complaints = room.logged()
    # What had taken effect before its connection broke is done once more.
    standin.check(allowing=["query is too old", "message is not modified"])
    return room


def report(room: BusyNewsroom) -> str:
    """What the bot's process held, and what was done and planted."""
    names = [field.name for field in fields(Sample)]
    rows = room.samples[:: -(-len(room.samples) // _ROWS)]
    lines = ["".join(f"{name:>12}" for name in names)]
    lines += ["".join(f"{getattr(sample, name):12.{int(name == 'minute')}f}" for name in names) for sample in rows]
    for what, counted in (("done", room.done), ("planted", room.planted), ("logged", room.complaints)):
        lines.append(f"{what}: " + "; ".join(f"{name} {count}" for name, count in sorted(counted.items())))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--people", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    room = asyncio.run(run(**vars(parser.parse_args())))
    print(report(room))
    grown = growth(room.samples)
    require(not grown, "; ".join(grown))
    print("Nothing was lost, and nothing grew.")


if __name__ == "__main__":
    main()
