"""Every sentence that the bot itself says, in each of its languages.

`texts_for` takes a person's `language_code` and gives a complete `Texts`; English where there is no other. A `{name}`
is filled in by whoever says the sentence.
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
