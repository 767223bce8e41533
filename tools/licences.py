"""The packages that are pinned -> docs/licences.md, by their own metadata: `python -m tools.licences` writes it.

Only packages that are installed can say it: run it in the environment of `make lint`.
"""

from __future__ import annotations

import re
from contextlib import suppress
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "licences.md"
_HEAD = """\
# Licences

Made by `python -m tools.licences` from what each package says of itself; do not edit it by hand. Quotedesk itself is
under the MIT licence. A server gets the packages of the first table (`deploy/requirements.txt`); the others only export
the embedding model, measure, test and develop. Packages that only `benchmarks/pages.py` compares with are left out. The
articles in `seeds/` belong to their publishers.
"""
_CLASSIFIER = "License :: OSI Approved :: "
# A licence's name takes a line; more is its whole text.
_LONGEST_NAME = 60


def pins(path: Path) -> dict[str, str]:
    """The packages that a file of requirements pins, with their versions; those for other systems are left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if " sys_platform == " not in line]
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[.*\])?==(\S+)", "\n".join(lines), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in found}


def page() -> str:
    """The whole page."""
    on_server, everywhere = pins(ROOT / "deploy" / "requirements.txt"), pins(ROOT / "constraints.txt")
    others = {name: version for name, version in everywhere.items() if name not in on_server}
    return "\n".join([_HEAD, "## On a server\n", *_table(on_server), "", "## Elsewhere\n", *_table(others), ""])


def _table(packages: dict[str, str]) -> list[str]:
    lines = ["| package | version | licence |", "| --- | --- | --- |"]
    for name, version in sorted(packages.items()):
        with suppress(PackageNotFoundError):
            lines.append(f"| {name} | {version} | {_licence(metadata(name))} |")
    return lines


def _licence(said: PackageMetadata) -> str:
    """The SPDX expression, else what the classifiers say, else a short name."""
    if expression := said["License-Expression"]:
        return str(expression)
    classified = [one.removeprefix(_CLASSIFIER) for one in said.get_all("Classifier") or [] if _CLASSIFIER in one]
    name = str(said["License"] or "").strip()
    return ", ".join(classified) or (name if name and len(name) <= _LONGEST_NAME else "see its own files")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
