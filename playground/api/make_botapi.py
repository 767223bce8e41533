"""Condenses a machine-readable Bot API (`methods`, `types`, their `fields`) into the table that the stand-in checks by.

    python -m playground.api.make_botapi api.json playground/api/botapi.json

Only facts are kept: names, types, which fields are required, constant values of discriminating fields, and the members
of each union. A field is written `"name": "Integer|String!"`, where `!` marks it as required and `=article` stands for
a string that must be exactly that.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_CONSTANT = re.compile(r"(?:must be|always) [“\"']?([a-z][a-z0-9_]*)[”\"']?\s*$")


def condense(api: Mapping[str, Any]) -> dict[str, Any]:
    """The table: version, methods and types with their fields, and unions with their members."""
    types, unions = {}, {}
    for name, entry in sorted(api["types"].items()):
        if entry.get("subtypes"):
            unions[name] = entry["subtypes"]
        else:
            types[name] = _fields(entry)
    methods = {name: _fields(entry) for name, entry in sorted(api["methods"].items())}
    return {"version": api["version"], "methods": methods, "types": types, "unions": unions}


def _fields(entry: Mapping[str, Any]) -> dict[str, str]:
    return {field["name"]: _spec(field) for field in entry.get("fields", ())}


def _spec(field: Mapping[str, Any]) -> str:
    constant = _CONSTANT.search(field["description"])
    kinds = [f"={constant[1]}"] if constant and field["types"] == ["String"] else field["types"]
    return "|".join(kinds) + ("!" if field["required"] else "")


def write(table: Mapping[str, Any]) -> str:
    """The table as JSON with one method or type a line, so that a new version of the API gives a readable diff."""
    lines = [f'{{"version": {json.dumps(table["version"])}']
    for section in ("methods", "types", "unions"):
        entries = (f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in table[section].items())
        lines.append(f'"{section}": {{\n' + ",\n".join(entries) + "\n}")
    return ",\n".join(lines) + "}\n"


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    target.write_text(write(condense(json.loads(source.read_text(encoding="utf-8")))), encoding="utf-8")


if __name__ == "__main__":
    main()
