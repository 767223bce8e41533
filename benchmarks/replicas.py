"""Whether replicas answer each update once: two bots behind nginx, with one index and one Redis, one killed meanwhile.

    python -m benchmarks.replicas [--questions 1000] [--people 50] [--store URL]

Stands up a Redis (unless `--store` names a store), two bots with a webhook, and an nginx that passes updates on to them
in turn. While people ask, the archive is re-indexed, and when half of the questions have been asked one bot is killed
with kill -9; it is started again after all were answered, and then no re-index may be left unfinished. Needs Debian's
`redis-server` and `nginx`. Prints how many answers each question got, how late, and what the admin was told.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from benchmarks.bot_crashes import QUESTION, STEADY, free_port, place_of, require
from bot.texts.english import ENGLISH
from index import IndexSettings
from index.ingest.build import build
from playground.standin import TOKEN, StandIn
from playground.world import Chat, Json, User

_ADMIN_ID = 4711
_LATER = (
    "Trader number one said at the fish market that the price of herring had risen to nine crowns since the spring."
)
_ANSWER = "waves of six metres"
_LONGEST_WAIT = 900.0
_SECONDS_BETWEEN_QUESTIONS = 0.02
_NGINX = """
daemon off; pid {folder}/nginx.pid; error_log /dev/null; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream replicas {{ {servers} }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://replicas;
            proxy_next_upstream error timeout http_503 non_idempotent;
        }}
    }}
}}
"""


class ReplicatedNewsroom:
    """People who ask, an admin, and what the bots are started with."""

    def __init__(self, standin: StandIn, folder: Path, url: str, public: int, store: str, people: int) -> None:
        self._standin = standin
        self._folder = folder
        self.corpus, self.index = folder / "corpus", folder / "index"
        self.corpus.mkdir()
        (self.corpus / "ferry.txt").write_text(STEADY)
        self._readers = [standin.add_user(f"Reader {number}") for number in range(people)]
        self._admin = standin.add_user("Grace", user_id=_ADMIN_ID)
        self.asked: list[Json] = []
        self._may_be_doubled: set[tuple[int, int]] = set()
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
        self._environment = inherited | {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "TELEGRAM_UPDATES": "webhook",
            "PUBLIC_URL": f"http://127.0.0.1:{public}",
            "SHARED_STORE": store,
            "ADMIN_USER_IDS": str(_ADMIN_ID),
            "CORPUS_DIR": str(self.corpus),
            "INDEX_DIR": str(self.index),
            "BOT_QUESTIONS_PER_MINUTE": "10000",
            "BOT_QUEUE": "10000",
        }

    async def bot(self, port: int) -> Process:
        """A replica that has begun to answer."""
        environment = self._environment | {"WEB_PORT": str(port)}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"), env=environment, cwd=self._folder, stdout=PIPE, stderr=DEVNULL
        )
        async with asyncio.timeout(_LONGEST_WAIT):
            while process.stdout and b"answers as" not in (line := await process.stdout.readline()):
                require(bool(line), "a bot did not start")
        return process

    async def ask(self, count: int) -> None:
        for _ in range(count):
            reader = self._readers[len(self.asked) % len(self._readers)]
            self.asked.append(await self._standin.send_text(reader, self._chat(reader), QUESTION))
            await asyncio.sleep(_SECONDS_BETWEEN_QUESTIONS)

    async def reindex(self) -> None:
        (self.corpus / "market.txt").write_text(_LATER)
        await self._standin.send_text(self._admin, self._chat(self._admin), "/reindex")

    async def until_answered(self) -> None:
        async with asyncio.timeout(_LONGEST_WAIT):
            while self._standin.updates.pending:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    async def until_indexed(self) -> str:
        """What the admin is told of the re-index in the end."""
        under_way = (ENGLISH.reindex_started, ENGLISH.reindex_taken_up, *ENGLISH.stages.values())
        async with asyncio.timeout(_LONGEST_WAIT):
            while True:
                *_, last = (message["text"] for message in self._chat(self._admin).messages.values())
                if not last.startswith(under_way) and not any(self.index.glob("reindexing-*.json")):
                    return str(last).partition("\n")[0]
                await asyncio.sleep(0.2)

    async def kill(self, bot: Process) -> None:
        """What had been answered then and not been confirmed may be answered again."""
        bot.kill()
        await bot.wait()
        waiting = {place_of(update["message"]) for update in self._standin.updates.waiting if "message" in update}
        self._may_be_doubled = {place for place in waiting if self._answers().get(place)}

    def replies(self) -> tuple[Counter[int], list[float]]:
        """How many questions got how many answers; after how many seconds each first one came."""
        answered = self._answers()
        doubled = {place for place, dates in answered.items() if len(dates) > 1}
        require(doubled <= self._may_be_doubled, f"answered twice: {sorted(doubled - self._may_be_doubled)}")
        waits = [dates[0] - question["date"] for question in self.asked if (dates := answered[place_of(question)])]
        return Counter(len(dates) for dates in answered.values()), waits

    def _answers(self) -> dict[tuple[int, int], list[int]]:
        """When each question was answered."""
        answered: dict[tuple[int, int], list[int]] = {place_of(question): [] for question in self.asked}
        for reader in self._readers:
            for message in self._chat(reader).messages.values():
                if replied := message.get("reply_to_message"):
                    require(_ANSWER in message["text"], f"an answer says {message['text']!r}")
                    if place_of(replied) in answered:
                        answered[place_of(replied)].append(message["date"])
        return answered

    def _chat(self, user: User) -> Chat:
        return self._standin.private_chat(user)


async def run(questions: int, people: int, store: str | None) -> str:
    """Ask, re-index and kill; gives what came of it in words."""
    standin = StandIn()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = await stack.enter_async_context(standin.serve())
        if store is None:
            store = await stack.enter_async_context(redis(folder, free_port()))
        ports = [free_port(), free_port()]
        public = await stack.enter_async_context(_nginx(folder, ports))
        room = ReplicatedNewsroom(standin, folder, url, public, store, people)
        await asyncio.to_thread(build, IndexSettings(index_dir=room.index, corpus_dir=room.corpus))
        bots = [await room.bot(port) for port in ports]
        stack.push_async_callback(_end, bots)
        await room.ask(questions // 4)
        await room.reindex()
        await room.ask(questions // 2 - questions // 4)
        await room.kill(bots[0])
        await room.ask(questions - questions // 2)
        await room.until_answered()
        counts, waits = room.replies()
        bots.append(await room.bot(ports[0]))
        told = await room.until_indexed()
    standin.check()
    require(counts[0] == 0, f"{counts[0]} questions were lost")
    late = sorted(waits)
    return (
        f"questions: {questions}; answered once {counts[1]}, twice {counts[2]} (sent, and not confirmed when "
        f"the bot was killed), never 0; median {statistics.median(late):.0f} s, "
        f"p95 {late[int(0.95 * (len(late) - 1))]:.0f} s; the re-index: {told}"
    )


@asynccontextmanager
async def redis(folder: Path, port: int) -> AsyncIterator[str]:
    """A Redis that runs within the block and forgets all at its end; gives its address."""
    options = f"--port {port} --bind 127.0.0.1 --dir {folder} --appendonly no".split()
    async with _program("redis-server", *options, "--save", ""):
        yield f"redis://127.0.0.1:{port}"


@asynccontextmanager
async def _nginx(folder: Path, ports: list[int]) -> AsyncIterator[int]:
    port = free_port()
    servers = " ".join(f"server 127.0.0.1:{one} max_fails=1 fail_timeout=2s;" for one in ports)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, servers=servers, port=port))
    async with _program("nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")):
        yield port


@asynccontextmanager
async def _program(name: str, *options: str) -> AsyncIterator[None]:
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        raise SystemExit(f"{name} is not installed: apt-get install {name}")
    process = await asyncio.create_subprocess_exec(path, *options, stdout=DEVNULL, stderr=DEVNULL)
    try:
        yield
    finally:
        await _end([process])


async def _end(processes: list[Process]) -> None:
    for process in processes:
        if process.returncode is None:
            process.terminate()
    for process in processes:
        await process.communicate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--store", help="a store that is there, such as postgresql://postgres@127.0.0.1/postgres")
    options = parser.parse_args()
    print(asyncio.run(run(options.questions, options.people, options.store)))


if __name__ == "__main__":
    main()
