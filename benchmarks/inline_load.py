"""How many of the people who type inline at once are answered, also while the index is made anew.

    python -m benchmarks.inline_load [--people 50] [--pause 0.2] [--articles 300] [--rounds 3]

Everybody types a place, a body and what one did, and every few letters are a query; what counts is the last one, as it
stands when the typing ends. The bot runs as `python -m bot` does, a process beside the stand-in for Telegram. Rounds
are typed before a re-index, without a pause while it runs, and after it; every article changes with it, and every
passage names its edition. Prints how many last queries were answered, how late, how many answers held quotes of two
editions, and how many said that nothing was found.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.rebuild import BODIES, DEEDS, PEOPLE, PLACES
from index import IndexSettings
from index.ingest.build import build
from playground.standin import TOKEN, StandIn
from playground.world import Json, User

_ADMIN_ID = 4711
_SECONDS_WAITED = 4.0
_SECONDS_TO_START = 240.0
_LETTERS_A_QUERY = 3


@dataclass(slots=True)
class Tally:
    """What came of the rounds of one kind: the seconds that last queries took, and what was wrong."""

    asked: int = 0
    empty: int = 0
    mixed: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        if not self.seconds:
            return f"answered 0 of {self.asked}"
        milliseconds = sorted(1000 * taken for taken in self.seconds)
        median, p95 = statistics.median(milliseconds), milliseconds[int(0.95 * (len(milliseconds) - 1))]
        return (
            f"answered {len(milliseconds)} of {self.asked}, median {median:.0f} ms, p95 {p95:.0f} ms; "
            f"answers of two editions: {self.mixed}, with nothing found: {self.empty}"
        )


class Crowd:
    """People who type at once, and the corpus that they look for."""

    def __init__(self, standin: StandIn, corpus: Path, *, people: int, pause: float, articles: int) -> None:
        self._standin = standin
        self._corpus = corpus
        self._people = people
        self._pause = pause
        self._articles = articles
        self._random = random.Random(1)  # noqa: S311
        self._rounds = 0

    def print_edition(self, edition: int) -> None:
        """Write every article anew."""
        random_ = random.Random(2)  # noqa: S311
        self._corpus.mkdir(exist_ok=True)
        for number in range(self._articles):
            place, body = random_.choice(PLACES), random_.choice(BODIES)
            paragraphs = [
                f"Edition {edition} of the {body} papers has it that the {body} of {place} {random_.choice(DEEDS)}, as "
                f"{random_.choice(PEOPLE)} told the paper of {random_.choice(PLACES)} on day {random_.randrange(29)}. "
                f"The {random_.choice(BODIES)} nearby {random_.choice(DEEDS)} in the same week. "
                f"{random_.choice(PEOPLE)} reckoned that this would cost {random_.randrange(10, 10_000)} crowns, and "
                f"that the {random_.choice(BODIES)} of {random_.choice(PLACES)} would have to pay for a part of it.\n"
                for _ in range(3)
            ]
            title = f"The {body} of {place}, report {number}"
            (self._corpus / f"{number:04}.txt").write_text("\n".join([f"{title}\n", *paragraphs]), encoding="utf-8")

    async def type_at_once(self, tally: Tally) -> None:
        """Everybody types a query to its end; what came of it is added to the tally."""
        self._rounds += 1
        people = [self._standin.add_user(f"Person {self._rounds}.{number}") for number in range(self._people)]
        await asyncio.gather(*(self._types(person, self._words(), tally) for person in people))

    def _words(self) -> str:
        deed = self._random.choice(DEEDS).split()
        return f"{self._random.choice(PLACES)} {self._random.choice(BODIES)} {max(deed, key=len)}".lower()

    async def _types(self, person: User, words: str, tally: Tally) -> None:
        tally.asked += 1
        for end in range(0, len(words), _LETTERS_A_QUERY):
            self._standin.ask_inline(person, words[:end])
            await asyncio.sleep(self._pause)
        started = time.perf_counter()
        try:
            page = await self._standin.inline_query(person, words, timeout=_SECONDS_WAITED)
        except TimeoutError:
            return
        tally.seconds.append(time.perf_counter() - started)
        tally.empty += not page["results"]
        following: list[Json] = []
        if page.get("next_offset"):
            asked = self._standin.ask_inline(person, words, offset=page["next_offset"])
            with suppress(TimeoutError):
                following = (await self._standin.answered(asked, _SECONDS_WAITED))["results"]
        tally.mixed += len(_editions([*page["results"], *following])) > 1


def _editions(results: list[Json]) -> set[str]:
    texts = [result["input_message_content"]["message_text"] for result in results]
    return {edition for text in texts for edition in re.findall(r"Edition (\d+)", text)}


@asynccontextmanager
async def _bot(folder: Path, index_dir: Path, corpus: Path, url: str) -> AsyncIterator[None]:
    """`python -m bot`, which answers within the block."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TELEGRAM_")}
    settings = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "ADMIN_USER_IDS": str(_ADMIN_ID),
        "CORPUS_DIR": str(corpus),
        "INDEX_DIR": str(index_dir),
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"), env=inherited | settings, cwd=folder, stdout=PIPE, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(_SECONDS_TO_START):
            while process.stdout and b"answers as" not in (line := await process.stdout.readline()):
                if not line:
                    raise SystemExit("The bot did not start.")
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


async def run(*, people: int, pause: float, articles: int, rounds: int) -> dict[str, Tally]:
    """Let them type; gives a tally for each kind of round."""
    standin = StandIn()
    tallies = {name: Tally() for name in ("before a re-index", "while it runs", "after it")}
    before, during, after = tallies.values()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus, index_dir = folder / "corpus", folder / "index"
        crowd = Crowd(standin, corpus, people=people, pause=pause, articles=articles)
        crowd.print_edition(1)
        await asyncio.to_thread(build, IndexSettings(index_dir=index_dir, corpus_dir=corpus))
        async with standin.serve() as url, _bot(folder, index_dir, corpus, url):
            for _ in range(rounds):
                await crowd.type_at_once(before)
            crowd.print_edition(2)
            admin = standin.add_user("Grace", user_id=_ADMIN_ID)
            reindexing = asyncio.create_task(_reindex(standin, admin))
            while not reindexing.done():
                await crowd.type_at_once(during)
            await reindexing
            for _ in range(rounds):
                await crowd.type_at_once(after)
    standin.check(allowing=["query is too old"])
    return tallies


async def _reindex(standin: StandIn, admin: User) -> None:
    chat = standin.private_chat(admin)
    await standin.send_text(admin, chat, "/reindex")
    while not (said := str((await standin.next_reply(chat, _SECONDS_TO_START))["text"])).startswith("Done"):
        if said.startswith("Nothing"):
            raise SystemExit(said)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between a person's queries")
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3, help="before and after the re-index")
    for name, tally in asyncio.run(run(**vars(parser.parse_args()))).items():
        print(f"{name + ':':20}{tally}")


if __name__ == "__main__":
    main()
