"""Every sentence that the bot itself says, in each of its languages.

`texts_for` takes a person's `language_code` and returns a complete `Texts`, the English one where there is no other. A
`{name}` in a sentence is filled in where it is said.
"""

from __future__ import annotations

from bot.texts.catalogue import Texts
from bot.texts.english import ENGLISH
from bot.texts.russian import RUSSIAN
from bot.texts.ukrainian import UKRAINIAN

__all__ = ["LANGUAGES", "Texts", "texts_for"]

LANGUAGES = {"en": ENGLISH, "uk": UKRAINIAN, "ru": RUSSIAN}


def texts_for(language_code: str | None) -> Texts:
    """The texts in a person's language; `language_code` is an IETF tag such as "uk" or "pt-BR"."""
    return LANGUAGES.get((language_code or "").lower().replace("_", "-").split("-")[0], ENGLISH)
