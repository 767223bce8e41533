"""What is wrong with a command line is said in one line, before anything is loaded."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from bot.__main__ import main as bot_main
from index.cli.main import main


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        ([], "COMMAND"),
        (["nonsense"], "'nonsense'"),
        (["ask", "--nonsense"], "--nonsense"),
        (["ask", "who?", "--limit", "0"], "less than 1"),
        (["ask", "who?", "--limit", "many"], "'many' is not a whole number"),
        (["ask", "--batch", "nowhere.txt", "--json"], "nowhere.txt"),
        (["ask", "--batch", "."], "directory"),
        (["search", "x", "--limit", "0"], "less than 1"),
        (["search", "x", "--offset", "-1"], "less than 0"),
        (["eval", "nowhere", "--limit", "0"], "less than 1"),
        (["calibrate", "nowhere", "--questions", "0"], "less than 1"),
    ],
)
def test_a_wrong_command_line_is_refused_without_an_index(
    arguments: list[str], needle: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is none in this folder: it would be missed otherwise."""
    status = main(arguments)
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert needle in err


def test_the_bot_refuses_a_wrong_command_line_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert bot_main(["nonsense"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "'nonsense'" in err


def test_a_batch_shows_its_questions_with_their_answers(
    seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "questions.txt"
    batch.write_text("What is the capital of France?\nthanks\n", encoding="utf-8")
    assert main(["ask", "--batch", str(batch), "--index-dir", str(seeds_index)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("What is the capital of France?\n\nThe articles do not answer this.\n\nthanks\n\n")


@pytest.mark.parametrize("program", [main, bot_main])
def test_each_program_says_its_version(program: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert callable(program)
    with pytest.raises(SystemExit) as ended:
        program(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"Quotedesk {version('quotedesk')}\n")
