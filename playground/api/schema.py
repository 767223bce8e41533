"""Requests against the table of the Bot API: parameters as they came over HTTP go in, decoded ones come out.

Whatever the table does not allow (an unknown method or field, a missing one, a value of another type, at any depth)
raises ApiError. Limits and meanings are not known here: see `checks`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from playground.errors import NOT_FOUND, ApiError

_ARRAY = "Array of "
_SCALARS: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Float": (int, float),
    "Boolean": bool,
    "True": bool,
    "False": bool,
}


@cache
def table() -> dict[str, dict[str, dict[str, str]]]:
    """The Bot API as data; see `make_botapi` for the notation."""
    loaded: dict[str, dict[str, dict[str, str]]] = json.loads(
        files(__package__).joinpath("botapi.json").read_text(encoding="utf-8")
    )
    return loaded


def method_name(name: str) -> str:
    """The method's spelling in the documentation; the server does not mind case."""
    spellings = {known.lower(): known for known in table()["methods"]}
    try:
        return spellings[name.lower()]
    except KeyError:
        raise ApiError("Not Found", NOT_FOUND) from None


def decode(method: str, raw: Mapping[str, Any], uploads: Iterable[str] = ()) -> dict[str, Any]:
    """Parameters with their types; form values arrive as strings, those of a JSON body as they are.

    `uploads` names the files sent along, which stand for fields of type InputFile.
    """
    fields = table()["methods"][method]
    uploads = set(uploads)
    for name in raw:
        if name not in fields:
            raise ApiError(f'unknown parameter "{name}" of {method}')
    params = {}
    for name, spec in fields.items():
        kinds, required = _split(spec)
        if name in raw:
            params[name] = _decode_value(raw[name], kinds, name, uploads)
        elif name in uploads and "InputFile" in kinds:
            params[name] = f"attach://{name}"
        elif required:
            raise ApiError(f'parameter "{name}" of {method} is required')
    return params


def _split(spec: str) -> tuple[list[str], bool]:
    return spec.removesuffix("!").split("|"), spec.endswith("!")


def _decode_value(value: Any, kinds: list[str], where: str, uploads: set[str]) -> Any:
    if isinstance(value, str):
        for kind in kinds:
            if (decoded := _from_text(value, kind)) is not None:
                value = decoded
                break
    check_value(value, kinds, where, uploads)
    return value


def _from_text(value: str, kind: str) -> Any:
    if kind in {"String", "InputFile"} or kind.startswith("="):
        return None
    if kind == "Integer":
        digits = value.removeprefix("-")
        return int(value) if digits.isascii() and digits.isdigit() else None
    if kind == "Boolean":
        return {"true": True, "1": True, "false": False, "0": False, "": False}.get(value.lower())
    try:
        return json.loads(value)
    except ValueError:
        return None


def check_value(value: Any, kinds: list[str], where: str, uploads: set[str] | None = None) -> None:
    """Raises ApiError unless `value` is of one of `kinds`; `where` names it in the message."""
    problems = []
    for kind in kinds:
        try:
            _check_kind(value, kind, where, uploads or set())
        except ApiError as problem:
            problems.append(problem)
        else:
            return
    # The problem found deepest says most: it comes from the kind that was probably meant.
    raise max(problems, key=lambda problem: problem.description.count(".") + problem.description.count("["))


def _check_kind(value: Any, kind: str, where: str, uploads: set[str]) -> None:
    if kind.startswith("="):
        _expect(value == kind[1:], value, f'"{kind[1:]}"', where)
    elif kind in _SCALARS:
        is_bool = isinstance(value, bool)
        wants_bool = kind in {"Boolean", "True", "False"}
        _expect(isinstance(value, _SCALARS[kind]) and is_bool == wants_bool, value, kind, where)
    elif kind == "InputFile":
        _expect(isinstance(value, str) and value.removeprefix("attach://") in uploads, value, kind, where)
    elif kind.startswith(_ARRAY):
        _expect(isinstance(value, list), value, kind, where)
        for position, item in enumerate(value):
            _check_kind(item, kind.removeprefix(_ARRAY), f"{where}[{position}]", uploads)
    elif kind in table()["unions"]:
        check_value(value, _candidates(value, kind, where), where, uploads)
    else:
        _check_object(value, kind, where, uploads)


def _candidates(value: Any, union: str, where: str) -> list[str]:
    """Members of the union whose constant fields agree with the value."""
    members = [*table()["unions"][union]]
    if not isinstance(value, dict):
        return members
    types = table()["types"]
    agreeing = [
        member
        for member in members
        if member in types
        and all(value.get(name) == spec.strip("=!") for name, spec in types[member].items() if spec.startswith("="))
    ]
    if not agreeing:
        raise ApiError(f'"{where}" is none of the kinds of {union}')
    return agreeing


def _check_object(value: Any, kind: str, where: str, uploads: set[str]) -> None:
    _expect(isinstance(value, dict), value, kind, where)
    fields = table()["types"][kind]
    for name in value:
        if name not in fields:
            raise ApiError(f'unknown field "{where}.{name}" of {kind}')
    for name, spec in fields.items():
        kinds, required = _split(spec)
        if name in value:
            check_value(value[name], kinds, f"{where}.{name}", uploads)
        elif required:
            raise ApiError(f'field "{where}.{name}" of {kind} is required')


def _expect(holds: bool, value: Any, kind: str, where: str) -> None:
    if not holds:
        raise ApiError(f'"{where}" must be {kind}, not {json.dumps(value, ensure_ascii=False, default=str)[:80]}')
