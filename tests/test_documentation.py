"""The documents and the code say the same: commands, options, settings, make targets, files.

Each is checked both ways: what a document names exists, and what exists is named there.
"""

from __future__ import annotations

import re
from contextlib import redirect_stdout, suppress
from dataclasses import fields
from functools import cache
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest

from bot.settings import BotSettings
from bot.texts import Texts
from index.cli.main import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {path.name: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))}
COMMON_OPTIONS = {"--help", "--index-dir", "--json"}


def section(document: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", document, re.MULTILINE | re.DOTALL)
    assert found, f"There is no heading {heading!r}"
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of a table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


def code(text: str) -> list[str]:
    """Everything in a text that is set as code, in a line or in a block."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return blocks + re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))


# Commands of the index


@cache
def help_of(*command: str) -> str:
    """What `python -m index COMMAND --help` prints."""
    with redirect_stdout(StringIO()) as printed, suppress(SystemExit):
        main([*command, "--help"])
    return printed.getvalue()


def commands() -> list[str]:
    return re.findall(r"^    ([a-z]+)", help_of().partition("commands:")[2], re.MULTILINE)


def options_of(command: str) -> set[str]:
    return set(re.findall(r"^  (?:-\w, )?(--[a-z-]+)", help_of(command), re.MULTILINE))


def arguments_of(command: str) -> set[str]:
    """In capitals; an argument that can only be one of some words, as these."""
    listed = help_of(command).partition("positional arguments:\n")[2].partition("\n\n")[0]
    names = re.findall(r"^  (\S+)", listed, re.MULTILINE)
    return {name.strip("{}") if name.startswith("{") else name.upper() for name in names}


def documented_commands() -> dict[str, str]:
    """What the table of commands says of each: its usage lines, and the words beside them."""
    said: dict[str, str] = {}
    for usages, meaning in rows(section(README, "Commands")):
        for usage in re.findall(r"`([^`]+)`", usages):
            name = usage.split()[0]
            said[name] = f"{said.get(name, '')} {usage} {meaning}"
    return said


def test_the_same_commands_exist_and_are_documented() -> None:
    assert sorted(documented_commands()) == sorted(commands())


def test_the_same_options_exist_and_are_documented() -> None:
    for command, said in documented_commands().items():
        documented = set(re.findall(r"--[a-z-]+", said))
        assert options_of(command) - COMMON_OPTIONS <= documented <= options_of(command), command
        assert "--index-dir" in options_of(command)


def test_the_arguments_of_a_command_are_documented() -> None:
    assert any(arguments_of(command) for command in commands())
    for command, said in documented_commands().items():
        assert arguments_of(command) <= set(re.findall(r"[\w-]+", said)), command


def run_in(document: str) -> list[list[str]]:
    """The words of each line in which a document runs a command of the index: as a module, or as a program."""
    lines = re.sub(r" \\\n +", " ", "\n".join(code(document))).splitlines()
    calls = [re.search(r"(?:-m index|\bquotedesk-index)(?: ([\w .-]+))?", line.partition("  #")[0]) for line in lines]
    return [(call[1] or "").split() for call in calls if call]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_commands_that_a_document_runs_exist_with_their_options(name: str) -> None:
    known = commands()
    for words in run_in(DOCUMENTS[name]):
        command, *rest = words or ["..."]
        if command in {"...", "--version", "--help"}:
            continue
        assert command in known, words
        assert {word for word in rest if word.startswith("--")} <= options_of(command) | COMMON_OPTIONS, words


def test_commands_of_the_bot_that_a_document_names_exist() -> None:
    in_menus = {field.name.removeprefix("command_") for field in fields(Texts) if field.name.startswith("command_")}
    # One that every app shows by itself, BotFather's own, and folders.
    others = {"start", "newbot", "setinline", "data", "tmp"}
    on_the_web = {"healthz", "metrics", "readyz", "search", "telegram"}
    for name, document in DOCUMENTS.items():
        named = {command for one in code(document) for command in re.findall(r"^/([a-z]+)(?= |$)", one)}
        assert named <= in_menus | others | on_the_web, name


# Commands of the bot


def test_the_same_commands_of_the_bot_exist_and_are_documented() -> None:
    table = section(README, "Connect your own bot")
    documented = {name for cells in rows(table) for name in re.findall(r"`/([a-z]+)", cells[0])}
    in_menus = {field.name.removeprefix("command_") for field in fields(Texts) if field.name.startswith("command_")}
    assert documented == in_menus | {"start"}  # which every app shows by itself


# Settings


def documented_settings() -> dict[str, str]:
    """Each setting of the table, with its default."""
    settings: dict[str, str] = {}
    for names, defaults, _ in rows(section(README, "Settings")):
        found = re.findall(r"`([A-Z_]+)`", names)
        several = defaults.split(", ") if len(found) > 1 else [defaults]
        settings |= dict(zip(found, several, strict=True))
    return settings


def test_the_same_settings_exist_and_are_documented() -> None:
    known = {name.upper() for name in BotSettings.model_fields}
    assert documented_settings().keys() == known
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^([A-Z_]+)=$", example, re.MULTILINE)) == sorted(known)


def test_settings_that_a_document_names_exist() -> None:
    known = {name.upper() for name in BotSettings.model_fields}
    for name, document in DOCUMENTS.items():
        named = {key for one in code(document) for key in re.findall(r"^([A-Z]+_[A-Z_]+)(?==|$)", one)}
        assert named <= known | {"OMP_NUM_THREADS", "READER_VERSION", "TEST_MILVUS_URI", "TORCH_INDEX"}, name


def test_the_documented_defaults_are_those_of_the_code() -> None:
    for name, default in documented_settings().items():
        value = BotSettings.model_fields[name.lower()].default
        if value not in (None, "", frozenset()):
            plain = default.split(" (")[0].strip("`")
            assert plain == (str(value).lower() if isinstance(value, bool) else str(value)), name


# Make targets, modules, files


def test_the_same_make_targets_exist_and_are_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        target
        for document in DOCUMENTS.values()
        for snippet in code(document)
        for target in re.findall(r"\bmake ([a-z]+)", snippet)
    }
    assert named <= targets
    assert targets - named <= {"help"}
    assert set(re.findall(r'^\t@echo "make ([a-z]+)', makefile, re.MULTILINE)) == targets - {"help"}


def test_modules_that_are_named_exist() -> None:
    modules = {name for document in DOCUMENTS.values() for name in re.findall(r"python -m ([a-z][\w.]*\w)", document)}
    assert {name for name in modules if find_spec(name) is None} <= {"venv"}


FILES_NAMED_IN = [
    "CONTRIBUTING.md",
    "architecture.md",
    "backup.md",
    "deployment.md",
    "upgrade.md",
]


@pytest.mark.parametrize("name", FILES_NAMED_IN)
def test_files_that_are_named_exist(name: str) -> None:
    """A path is code that ends in a slash or a file's ending; `folder/{one,two}.py` names several, NAME.py none."""
    snippets = [
        one
        for one in code(DOCUMENTS[name])
        if re.fullmatch(r"[\w.{},/-]+(?:/|\.(?:py|json|jsonl|toml|md|html|txt))", one)
    ]
    paths = [path for one in snippets if "NAME" not in one for path in expanded(one)]
    assert paths
    assert [path for path in paths if not is_there(path)] == []


def is_there(path: str) -> bool:
    """Whether there is such a file or folder, here or, as its folder was named just before, further down."""
    folders = ("index", "bot", "playground", "tests", "docs")
    return (ROOT / path).exists() or any(next((ROOT / folder).glob(f"**/{path}"), None) for folder in folders)


def expanded(path: str) -> list[str]:
    """What a shell makes of braces."""
    found = re.fullmatch(r"(.*?)\{([^}]*)\}(.*)", path)
    return [f"{found[1]}{middle}{found[3]}" for middle in found[2].split(",")] if found else [path]


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_links_between_documents_lead_somewhere(name: str) -> None:
    folder = ROOT / "docs" if (ROOT / "docs" / name).exists() else ROOT
    for target in re.findall(r"\]\(([^)#:]+)\)", DOCUMENTS[name]):
        assert (folder / target).exists(), target
