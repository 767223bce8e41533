"""How much of a phone's screen a text takes, and how much of a text a part of the screen. Pure."""

from __future__ import annotations

from bot.views.composer import units

# What a phone shows of a message at once, above its buttons.
SCREEN_LINES = 32
LINE_UNITS = 40
# Of an expandable blockquote until somebody unfolds it.
FOLDED_LINES = 3
# Lines are full but for so much.
_HALF_A_WORD = 4


def lines_of(text: str) -> int:
    """How many lines of a phone a text takes, broken between words."""
    return sum(map(_wrapped, text.split("\n"))) if text else 0


def room_within(text: str, lines: int) -> int:
    """The UTF-16 code units of the beginning of a text that takes so many lines."""
    room = 0
    for paragraph in text.split("\n"):
        taken = _wrapped(paragraph)
        if taken > lines:
            return room + lines * (LINE_UNITS - _HALF_A_WORD)
        lines -= taken
        room += units(paragraph) + 1
    return room


def _wrapped(paragraph: str) -> int:
    lines, used = 1, 0
    for word in paragraph.split(" "):
        length = units(word)
        if used and used + 1 + length > LINE_UNITS:
            lines, used = lines + 1, 0
        used += length + bool(used)
        # A word longer than a line is broken within.
        lines, used = lines + max(0, used - 1) // LINE_UNITS, (used - 1) % LINE_UNITS + 1 if used else 0
    return lines
