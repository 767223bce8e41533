"""Every sentence of the bot's own checks (`python -m bot doctor`), in each of its languages."""

from __future__ import annotations

from bot.texts.checks.catalogue import Check, CheckTexts
from bot.texts.checks.english import ENGLISH_CHECKS
from bot.texts.checks.of_the_index import INDEX_CHECKS
from bot.texts.checks.russian import RUSSIAN_CHECKS
from bot.texts.checks.ukrainian import UKRAINIAN_CHECKS

__all__ = ["CHECK_LANGUAGES", "INDEX_CHECKS", "Check", "CheckTexts"]

CHECK_LANGUAGES = {"en": ENGLISH_CHECKS, "uk": UKRAINIAN_CHECKS, "ru": RUSSIAN_CHECKS}
