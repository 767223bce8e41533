"""The commands of `python -m index` and their options."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, Protocol

from index.errors import QueryError
from index.version import VersionOption

_FILTERS = 'among them filters such as from:"Sky News" after:2024-10-12 before:2025 in:troops'


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise QueryError(f"{message[:1].upper()}{message[1:]}: `{self.prog} --help` says what can be given.")


def _text(argument: str) -> str:
    """Words typed in UTF-8, even where Python takes the terminal for ASCII; bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(argument).decode("utf-8", "replace")


def _at_least(least: int) -> Callable[[str], int]:
    def number(argument: str) -> int:
        try:
            given = int(argument)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{argument!r} is not a whole number") from None
        if given < least:
            raise argparse.ArgumentTypeError(f"it can't be less than {least}")
        return given

    return number


def make_parser() -> argparse.ArgumentParser:
    """Parses a command line; its `run` names the module of this package and the function in it to call.

    A wrong command line raises QueryError.
    """
    common = _Parser(add_help=False)
    common.add_argument("--index-dir", type=Path, metavar="DIR", help="the library's folder (default: INDEX_DIR)")
    parser = _Parser(prog="python -m index", description="Answers from a corpus of articles by quoting them.")
    parser.add_argument("--version", action=VersionOption)
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser)

    def add(name: str, run: str, description: str, *, json: bool = True) -> argparse.ArgumentParser:
        command = subparsers.add_parser(name, parents=[common], help=description, description=description)
        command.set_defaults(run=run)
        if json:
            command.add_argument("--json", action="store_true", help="print JSON")
        return command

    build = add("build", "operating.build", "bring the index up to date with the corpus")
    build.add_argument("--corpus", type=Path, action="append", metavar="PATH", help="a folder or a .jsonl file")
    build.add_argument("--full", action="store_true", help="re-read and re-encode everything")
    build.add_argument(
        "--strict",
        action="store_true",
        help="fail and publish nothing if a question of golden.jsonl fails, even if nothing changed",
    )
    build.add_argument("--watch", action="store_true", help="build again whenever the corpus changes, until stopped")

    ask = add("ask", "commands.ask", "answer a question; exit status 3 if there is no answer, or none that is sure")
    ask.add_argument("question", type=_text, nargs="?", help=f"the question, in words; {_FILTERS}")
    ask.add_argument("--batch", type=Path, metavar="FILE", help="one question a line, or a BEIR queries.jsonl")
    ask.add_argument("--limit", type=_at_least(1), metavar="N", help="the most quotes (default: MAX_QUOTES)")

    search = add("search", "commands.search", "rank quotes for some words, without refusing")
    search.add_argument("words", type=_text, help=f"what to look for; {_FILTERS}")
    search.add_argument("--limit", type=_at_least(1), default=10, metavar="N")
    search.add_argument("--offset", type=_at_least(0), default=0, metavar="N")

    verify = add("verify", "commands.verify", "tell whether a text is in the corpus word for word")
    verify.add_argument("text", type=_text)

    _add_articles(add)
    add("status", "operating.status", "describe the served generation")
    add("doctor", "operating.doctor", "check the installation and the index, and say what to do")
    add("rollback", "operating.rollback", "serve the generation before the served one again", json=False)

    _add_measuring(add)
    return parser


class _Add(Protocol):
    """Adds a command: its name, the module and function that run it, what it does, and whether it can print JSON."""

    def __call__(self, name: str, run: str, description: str, *, json: bool = True) -> argparse.ArgumentParser: ...


def _add_articles(add: _Add) -> None:
    """The commands that show articles and quotes in their order."""
    timeline = add("timeline", "commands.timeline", "list the quotes about some words in the order of their dates")
    timeline.add_argument("words", type=_text, nargs="+", metavar="WORDS", help=f"what they are about; {_FILTERS}")

    show = add("show", "commands.show", "print an article as it was read")
    show.add_argument(
        "article",
        type=_text,
        nargs="*",
        metavar="ARTICLE",
        help="its number in the list of `sources`, its file, words of its title, or its id",
    )
    show.add_argument("--all", action="store_true", help="every article; with --json one line each")
    show.add_argument("--furniture", action="store_true", help="also what was left out, and why")

    sources = add("sources", "commands.sources", "list articles, newest first: all, or those that words or filters fit")
    sources.add_argument(
        "words",
        type=_text,
        nargs="*",
        metavar="WORDS",
        help=f"of title, publisher or authors; “by Ada Ek” for an author alone; {_FILTERS}",
    )


def _add_measuring(add: _Add) -> None:
    """The commands that measure answers and fit the confidence."""
    evaluation = add("eval", "measuring.evaluation", "score the answers to the questions of a BEIR-layout data set")
    evaluation.add_argument("dataset", type=Path, help="the folder with corpus.jsonl, queries.jsonl and qrels/test.tsv")
    evaluation.add_argument("--half", choices=["tuning", "report"], help="ask every second article's questions only")
    evaluation.add_argument("--limit", type=_at_least(1), metavar="N", help="ask a sample of so many questions only")

    calibrate = add("calibrate", "measuring.calibrate", "fit the confidence for the model set to data sets", json=False)
    calibrate.add_argument("datasets", nargs="+", type=Path, metavar="DATASET", help="a folder in BEIR layout")
    calibrate.add_argument(
        "--questions",
        type=_at_least(1),
        default=400,
        metavar="N",
        help="answerable ones of each half of a data set (400)",
    )
    calibrate.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="default: a file in the index folder",
    )

    ablate = add("ablate", "measuring.ablate", "score answers with a stage, feature or constant changed", json=False)
    ablate.add_argument("dataset", type=Path, help="a folder in BEIR layout")
    ablate.add_argument(
        "--skip", action="append", default=[], metavar="STAGE", help="left out; of a wrong name all are listed"
    )
    ablate.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="as in retrieval.candidates.CANDIDATES=20"
    )
    ablate.add_argument("--without", action="append", default=[], metavar="FEATURE", help="fit the confidence anew")
    ablate.add_argument("--half", choices=["tuning", "report"], default="tuning", help="whose questions to ask")
    ablate.add_argument("--limit", type=_at_least(1), default=300, metavar="N", help="ask a sample of so many (300)")

    feedback = add("feedback", "commands.feedback", "write what readers thought as a BEIR data set", json=False)
    feedback.add_argument("action", choices=["export"])
    feedback.add_argument("folder", type=Path, help="where corpus.jsonl, queries.jsonl and qrels/test.tsv go")
