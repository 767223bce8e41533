"""Whether the bot survives being killed: `python -m bot` against the stand-in for Telegram, with kill -9.

    python -m benchmarks.bot_crashes [--kills 20] [--seed 1] [--webhook]

While people ask without a pause and an admin re-indexes a corpus that changes, the bot is killed at a random instant
and started again. After each start every question must have been answered, none twice but those whose answer had gone
out and not been confirmed when the bot was killed, a re-index that was cut off must be done after all and its message
say so, the next one must publish the latest articles, and nothing may lie about. Stops at the first that does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from bot.texts.english import ENGLISH
from index import IndexSettings
from index.ingest.build import build
from playground.standin import TOKEN, StandIn
from playground.world import Chat, Json, User

_ADMIN_ID = 4711
STEADY = "The night ferry to the northern islands was cancelled on Monday after waves of six metres closed the harbour."
_DAILY = "Trader number {0} said at the fish market that the price of herring had risen to {0} crowns since the spring."
QUESTION = "Why was the night ferry to the northern islands cancelled?"
_PRICE = "What is the price of herring at the fish market?"
_LONGEST_WAIT = 240.0
_LONGEST_LIFE = 6.0
_LEFT_ALONE = {"build.lock", "current", "generations", "admin.log", "webhook.secret"}


class Newsroom:
    """A stand-in, the people in it, and a bot over a corpus that changes."""

    def __init__(
        self, folder: Path, standin: StandIn, url: str, random_: random.Random, *, webhook: bool = False
    ) -> None:
        self._standin = standin
        self._random = random_
        self._log: int | BinaryIO = asyncio.subprocess.DEVNULL
        self._day = 0
        self._corpus, self._index, self._temporary = (folder / name for name in ("corpus", "index", "temporary"))
        for made in (self._corpus, self._temporary):
            made.mkdir()
        (self._corpus / "ferry.txt").write_text(STEADY)
        self._admin = standin.add_user("Grace", user_id=_ADMIN_ID)
        self._readers = [standin.add_user(name) for name in ("Ada", "Bo", "Cy")]
        self.asked: list[Json] = []
        self.may_be_doubled: set[tuple[int, int]] = set()
        self._begun_anew: set[tuple[int, int]] = set()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
        self._environment = inherited | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TMPDIR": str(self._temporary),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "ADMIN_USER_IDS": str(_ADMIN_ID),
            "CORPUS_DIR": str(self._corpus),
            "INDEX_DIR": str(self._index),
            "BOT_QUESTIONS_PER_MINUTE": "10000",
            **(_webhook() if webhook else {}),
        }

    @asynccontextmanager
    async def bot(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """A bot that has begun to answer; killed at the end of the block."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            env=self._environment,
            cwd=self._temporary,
            stdout=asyncio.subprocess.PIPE,
            stderr=self._log,
        )
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                while process.stdout and b"answers as" not in (line := await process.stdout.readline()):
                    require(bool(line), "the bot did not start")
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    def build(self) -> None:
        build(IndexSettings(index_dir=self._index, corpus_dir=self._corpus))

    def print_edition(self) -> None:
        """Change one article, and let another one come or go."""
        self._day += 1
        (self._corpus / "market.txt").write_text(_DAILY.format(self._day))
        letter = self._corpus / "letter.txt"
        letter.unlink() if letter.exists() else letter.write_text("A reader writes that the museum should stay open.")

    async def disturb(self, *, reindex: bool) -> None:
        """Ask without end, and let the admin re-index meanwhile."""
        if reindex:
            self.print_edition()
            await self._standin.send_text(self._admin, self._chat(self._admin), "/reindex")
        while True:
            await self.ask()
            await asyncio.sleep(self._random.uniform(0, 0.2))

    async def ask(self) -> None:
        reader = self._random.choice(self._readers)
        self.asked.append(await self._standin.send_text(reader, self._chat(reader), QUESTION))

    def note_unconfirmed(self) -> None:
        """At the instant of a kill: what had been answered, and not confirmed."""
        waiting = {place_of(update["message"]) for update in self._standin.updates.waiting if "message" in update}
        self.may_be_doubled |= waiting & self._answers().keys()
        self._begun_anew |= waiting

    async def check(self) -> None:
        """A restarted bot has answered everything and serves the latest articles after a re-index."""
        await self._until_quiet()
        answers = self._answers()
        for question in self.asked:
            place = place_of(question)
            require(answers[place] > 0, f"the question {place} was lost")
            doubled = answers[place] > 1 and place not in self.may_be_doubled
            require(not doubled, f"the question {place} was answered {answers[place]} times")
        self.print_edition()
        await self._reindex()
        await self._until_nothing_is_unfinished()
        reader = self._readers[0]
        await self._standin.send_text(reader, self._chat(reader), _PRICE)
        await self._until_quiet()
        said = list(self._chat(reader).messages.values())[-1]["text"]
        require(f"risen to {self._day} crowns" in said, f"on day {self._day} the bot said {said!r}")
        left = {path.name for path in self._index.iterdir() if not path.match("handled-*.log")} - _LEFT_ALONE
        require(not left, f"the index folder holds {sorted(left)}")
        # PyTorch makes itself one folder there, always the same.
        temporary = [path.name for path in self._temporary.iterdir() if not path.name.startswith("torchinductor")]
        require(not temporary, f"temporary files are left: {temporary}")
        kept = len(list((self._index / "generations").iterdir()))
        require(kept <= 3, f"{kept} generations are kept")

    async def _reindex(self) -> None:
        """Until the admin is told of a re-index that was done; the builder of a killed bot may be at work still."""
        chat = self._chat(self._admin)
        async with asyncio.timeout(_LONGEST_WAIT):
            while True:
                sent = await self._standin.send_text(self._admin, chat, "/reindex")
                while not (said := self._replies(chat, sent)) or said[-1].startswith(_UNDER_WAY):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
                if said[-1].startswith(("Done", "Nothing")):
                    return
                require(said[-1].startswith(_ALREADY), f"the admin was told {said[-1]!r}")
                await asyncio.sleep(1)

    async def _until_nothing_is_unfinished(self) -> None:
        """Until every re-index has ended, and its message says how; but for a /reindex that Telegram brought again."""
        async with asyncio.timeout(_LONGEST_WAIT):
            while any(self._index.glob("reindexing-*.json")):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        for message in self._chat(self._admin).messages.values():
            is_left = message["text"].startswith((*_UNDER_WAY, ENGLISH.reindex_taken_up))
            asked = message.get("reply_to_message")
            begun_anew = asked is not None and place_of(asked) in self._begun_anew
            require(begun_anew or not is_left, f"a message says {message['text']!r} still")

    def _replies(self, chat: Chat, sent: Json) -> list[str]:
        return [
            message["text"]
            for message in chat.messages.values()
            if message.get("reply_to_message", {}).get("message_id") == sent["message_id"]
        ]

    async def _until_quiet(self) -> None:
        await self._standin.settle(quiet=1, timeout=_LONGEST_WAIT)

    def _answers(self) -> Counter[tuple[int, int]]:
        """How often each question was answered rightly."""
        answers: Counter[tuple[int, int]] = Counter()
        for reader in self._readers:
            for message in self._chat(reader).messages.values():
                replied = message.get("reply_to_message")
                if replied and replied["text"] == QUESTION:
                    require("waves of six metres" in message["text"], f"an answer says {message['text']!r}")
                    answers[place_of(replied)] += 1
        return answers

    def _chat(self, user: User) -> Chat:
        return self._standin.private_chat(user)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _webhook() -> dict[str, str]:
    port = free_port()
    return {"TELEGRAM_UPDATES": "webhook", "PUBLIC_URL": f"http://127.0.0.1:{port}", "WEB_PORT": str(port)}


_UNDER_WAY = (ENGLISH.reindex_started, *ENGLISH.stages.values())
_ALREADY = tuple(text.split("{")[0] for text in (ENGLISH.reindex_elsewhere, ENGLISH.reindex_running))


async def run(kills: int, seed: int, *, webhook: bool = False) -> str:
    """Kill the bot so often; gives what came of it in words."""
    random_ = random.Random(seed)  # noqa: S311
    standin = StandIn()
    with tempfile.TemporaryDirectory() as folder:
        async with standin.serve() as url:
            newsroom = Newsroom(Path(folder), standin, url, random_, webhook=webhook)
            newsroom.print_edition()
            await asyncio.to_thread(newsroom.build)
            for number in range(kills):
                async with newsroom.bot() as process:
                    if number:
                        await newsroom.check()
                    disturbing = asyncio.create_task(newsroom.disturb(reindex=number % 3 != 2))
                    await asyncio.sleep(random_.uniform(0, _LONGEST_LIFE))
                    process.kill()
                    await process.wait()
                    disturbing.cancel()
                    newsroom.note_unconfirmed()
                await newsroom.ask()
            async with newsroom.bot():
                await newsroom.check()
        standin.check()
    return (
        f"bots killed: {kills}; questions: {len(newsroom.asked)}, all answered; answered twice at most "
        f"{len(newsroom.may_be_doubled)} (sent, and not confirmed when the bot was killed)"
    )


def place_of(message: Json) -> tuple[int, int]:
    """What tells a message from all others: its chat and its number."""
    return message["chat"]["id"], message["message_id"]


def require(holds: bool, finding: str) -> None:
    """End the run with a finding unless something holds."""
    if not holds:
        raise SystemExit(finding)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--webhook", action="store_true", help="updates come by webhook instead of polling")
    options = parser.parse_args()
    print(asyncio.run(run(options.kills, options.seed, webhook=options.webhook)))


if __name__ == "__main__":
    main()
