"""The settings classes and .env.example -> docs/configuration.md: `python -m tools.configuration` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.settings import BotSettings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "configuration.md"
_HEAD = """\
# Configuration

Made by `python -m tools.configuration` from the settings classes and `.env.example`; do not edit it by hand.

Settings are read from the environment and from a file `.env` in the folder in which Quotedesk is started; the
environment wins. An empty value means the default. An unknown key in `.env`, an unknown `TELEGRAM_*` variable and a
value out of bounds are refused at start, in one sentence. A change takes effect at the next start.
"""
_BOUNDS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}"}
_KINDS: Mapping[Any, str] = {
    SecretStr: "secret",
    bool: "true or false",
    int: "whole number",
    float: "number",
    Path: "folder",
}


def page() -> str:
    """The whole page: a section for each heading of .env.example, an entry for each of its comments."""
    lines = [_HEAD]
    for heading, entries in _example():
        lines.append(f"## {heading}\n")
        for names, meaning, default in entries:
            lines.append(f"### {', '.join(f'`{name}`' for name in names)}\n\n{meaning}\n")
            fields = {name: BotSettings.model_fields[name.lower()] for name in names}
            lines += [
                f"- `{name}`: {_values(field)}; default {_default(field, default)}" for name, field in fields.items()
            ]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _example() -> Iterable[tuple[str, list[tuple[list[str], str, str]]]]:
    """The sections of .env.example: for each comment the keys right below it, what it says, and of the default."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    headings = re.split(r"^# --- (.*)\n", text, flags=re.MULTILINE)[1:]
    for heading, body in zip(headings[::2], headings[1::2], strict=True):
        entries = []
        for comment, keys in re.findall(r"((?:^#.*\n)+)((?:^[A-Z_]+=.*\n?)+)", body, re.MULTILINE):
            words = " ".join(line.lstrip("# ") for line in comment.splitlines())
            meaning, _, default = re.sub(r" Defaults?: ", "\0", words).partition("\0")
            entries.append((re.findall(r"^([A-Z_]+)=", keys, re.MULTILINE), meaning, default))
        yield heading, entries


def _values(field: FieldInfo) -> str:
    kind = next((one for one in get_args(field.annotation) if one is not type(None)), field.annotation)
    if get_origin(field.annotation) is Literal:
        return " or ".join(f"`{one}`" for one in get_args(field.annotation))
    bounds = [
        words.format(f"{getattr(one, name):,}")
        for one in field.metadata
        for name, words in _BOUNDS.items()
        if hasattr(one, name)
    ]
    what = "whole numbers" if get_origin(field.annotation) is frozenset else _KINDS.get(kind, "text")
    return ", ".join([what, *bounds])


def _default(field: FieldInfo, in_words: str) -> str:
    value = field.default
    if value is None or value in ("", frozenset()):
        return in_words or "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
