"""What the buttons of a keyboard mean, read back from it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callback_data import Press, Verb

# The verdicts on an answer.
VERDICTS = {Verb.GOOD: "👍", Verb.BAD: "👎"}


def presses(keyboard: InlineKeyboardMarkup) -> Iterator[Press]:
    """What the buttons of a message mean."""
    for row in keyboard.inline_keyboard:
        for button in row:
            if press := _meaning(button):
                yield press


def with_votes(keyboard: InlineKeyboardMarkup, votes: Mapping[Verb, int]) -> InlineKeyboardMarkup:
    """The same buttons, those of verdicts with how many votes each has."""

    def counted(button: InlineKeyboardButton) -> InlineKeyboardButton:
        press = _meaning(button)
        if press is None or press.verb not in VERDICTS:
            return button
        label = f"{VERDICTS[press.verb]} {votes.get(press.verb) or ''}".rstrip()
        return InlineKeyboardButton(label, callback_data=button.callback_data)

    return InlineKeyboardMarkup([[counted(button) for button in row] for row in keyboard.inline_keyboard])


def _meaning(button: InlineKeyboardButton) -> Press | None:
    return Press.decode(str(button.callback_data or ""))
