"""Every sentence of the pages on the web, in each of the bot's languages."""

from __future__ import annotations

from bot.texts.pages.catalogue import PageTexts
from bot.texts.pages.english import ENGLISH_PAGES
from bot.texts.pages.russian import RUSSIAN_PAGES
from bot.texts.pages.ukrainian import UKRAINIAN_PAGES

__all__ = ["PAGE_LANGUAGES", "PageTexts"]

PAGE_LANGUAGES = {"en": ENGLISH_PAGES, "uk": UKRAINIAN_PAGES, "ru": RUSSIAN_PAGES}
