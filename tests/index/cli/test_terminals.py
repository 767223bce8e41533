"""Commands in processes of their own, on terminals that can't show every character."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index import Library

PROJECT = Path(__file__).parents[3]
TERMINALS = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "locale C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
QUESTION = "Who denied reports about troops?"


def run(terminal: str, index_dir: Path, *arguments: str | bytes) -> str:
    """What a command prints."""
    command: list[str | bytes] = [sys.executable, "-m", "index", *arguments, "--index-dir", str(index_dir)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    done = subprocess.run(
        command, cwd=PROJECT, env=environment | TERMINALS[terminal], capture_output=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode("ascii")


@pytest.mark.parametrize("terminal", TERMINALS)
def test_articles_are_listed_with_what_the_terminal_can_show(
    terminal: str, seeds_index: Path, library: Library
) -> None:
    lines = run(terminal, seeds_index, "sources").splitlines()
    assert [line.split()[1] for line in lines[1:]] == [source.source_id for source in library.sources()]
    assert "Ukraine\\u2019s Zelensky" in "".join(lines)


def test_answers_are_shown_and_are_valid_json(seeds_index: Path, library: Library) -> None:
    assert "\\u2019" in run("ascii", seeds_index, "ask", QUESTION)
    answer = json.loads(run("ascii", seeds_index, "ask", QUESTION, "--json"))
    assert [quote["text"] for quote in answer["quotes"]] == [quote.text for quote in library.ask(QUESTION).quotes]


def test_json_is_valid_on_any_terminal(seeds_index: Path, library: Library) -> None:
    listed = json.loads(run("locale C", seeds_index, "sources", "--json"))
    assert [source["title"] for source in listed] == [source.title for source in library.sources()]


@pytest.mark.parametrize("terminal", TERMINALS)
def test_words_are_understood_as_they_were_typed(terminal: str, seeds_index: Path) -> None:
    typed = "Zelensky’s \N{GREEK SMALL LETTER ALPHA}".encode()
    found = json.loads(run(terminal, seeds_index, "search", typed + b" \xff", "--limit", "1", "--json"))
    assert "Zelensky" in found[0]["text"]
    stated = "Ukraine’s Zelensky Accuses".encode()
    assert len(json.loads(run(terminal, seeds_index, "sources", stated, "--json"))) == 1
