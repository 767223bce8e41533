"""Every defence in docs/security.md has a test that exists, and the code has no way in for a pickle."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


def test_each_threat_names_a_test() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("|") and line.count("|") == 4]
    threats = [row for row in rows if not row.startswith(("| threat", "| ---"))]
    assert threats
    assert [row for row in threats if "::" not in row] == []


@pytest.mark.parametrize(("file", "name"), sorted(set(NAMED)))
def test_each_test_that_is_named_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    assert name in functions


def test_nothing_unpickles() -> None:
    wanted = re.compile(
        r"\b(pickle|joblib|dill|shelve|marshal)\b|allow_pickle|torch\.load|yaml\.(unsafe_|full_)?load\b(?!\(.*_PlainLoader)"
    )
    code = [path for folder in ("index", "bot", "playground") for path in (ROOT / folder).rglob("*.py")]
    assert [f"{path}: {found[0]}" for path in code if (found := wanted.search(path.read_text(encoding="utf-8")))] == []
