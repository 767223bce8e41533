"""Rules of the house that no linter knows: a name means one thing, and files and functions stay short."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("index", "bot", "playground")
# What fits on a few screens, and what fits on one.
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 60


@cache
def sources() -> dict[str, str]:
    """Every module of the three packages, by its path."""
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    for path, source in sources().items():
        for node in ast.walk(ast.parse(source)):
            yield path, node


def test_no_two_classes_share_a_name() -> None:
    """Private ones too: whoever looks for a name finds one thing."""
    found = defaultdict(list)
    for path, node in nodes():
        if isinstance(node, ast.ClassDef):
            found[node.name.lstrip("_")].append(path)
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_no_file_is_long() -> None:
    assets = (path for package in PACKAGES for path in (ROOT / package).rglob("static/*"))
    lengths = {path: source.count("\n") for path, source in sources().items()}
    lengths |= {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n") for path in assets}
    assert {path: length for path, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_no_function_is_long() -> None:
    lengths = {
        f"{path}:{node.name}": node.end_lineno - node.lineno + 1
        for path, node in nodes()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FUNCTION} == {}


def test_every_file_of_a_package_is_in_the_wheel() -> None:
    """What is not Python has to be named as package data."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]
    packed = {
        path
        for init in (init for package in PACKAGES for init in (ROOT / package).rglob("__init__.py"))
        for pattern in (*patterns["*"], *patterns.get(".".join(init.parent.relative_to(ROOT).parts), ()))
        for path in init.parent.glob(pattern)
    }
    files = {path for package in PACKAGES for path in (ROOT / package).rglob("*.*") if path.is_file()}
    assert {path for path in files - packed if path.suffix not in {".py", ".pyc"}} == set()
