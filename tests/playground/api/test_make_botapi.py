"""The table of the Bot API is made of facts alone."""

from __future__ import annotations

import json

from playground.api import schema
from playground.api.make_botapi import condense, write
from playground.world import Json

API: Json = {
    "version": "Bot API 0",
    "methods": {
        "sayHello": {
            "fields": [
                {"name": "to", "types": ["Integer", "String"], "required": True, "description": "Whom to greet"},
                {"name": "how", "types": ["Manner"], "required": False, "description": "In which way"},
            ]
        },
        "leave": {},
    },
    "types": {
        "Manner": {"subtypes": ["Kind"]},
        "Kind": {
            "fields": [
                {"name": "type", "types": ["String"], "required": True, "description": "Type, must be kind"},
                {"name": "status", "types": ["String"], "required": False, "description": 'Status, always "warm"'},
            ]
        },
    },
}


def test_condensing_keeps_names_types_and_constants() -> None:
    table = condense(API)
    assert table == {
        "version": "Bot API 0",
        "methods": {"leave": {}, "sayHello": {"to": "Integer|String!", "how": "Manner"}},
        "types": {"Kind": {"type": "=kind!", "status": "=warm"}},
        "unions": {"Manner": ["Kind"]},
    }
    assert json.loads(write(table)) == table


def test_every_type_that_is_named_is_known() -> None:
    table = schema.table()
    known = {*table["types"], *table["unions"], "String", "Integer", "Float", "Boolean", "True", "False", "InputFile"}
    for section in ("methods", "types"):
        for name, fields in table[section].items():
            for spec in fields.values():
                for kind in spec.removesuffix("!").split("|"):
                    plain = kind.replace("Array of ", "")
                    assert plain in known or plain.startswith("="), (name, kind)
    assert {member.replace("Array of ", "") for members in table["unions"].values() for member in members} <= known
