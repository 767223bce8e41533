"""Every language says everything, with the same gaps to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter

import pytest

from bot.texts import LANGUAGES, Texts, texts_for
from bot.texts.english import ENGLISH
from bot.texts.pages import PAGE_LANGUAGES, PageTexts
from bot.texts.pages.english import ENGLISH_PAGES


def _sentences(texts: Texts | PageTexts) -> Iterator[tuple[str, str]]:
    for field in fields(texts):
        value = getattr(texts, field.name)
        if isinstance(value, dict):
            yield from ((f"{field.name}.{key}", sentence) for key, sentence in value.items())
        else:
            yield field.name, value


def _gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_everything_with_the_same_gaps(language: str) -> None:
    english = dict((*_sentences(ENGLISH), *_sentences(ENGLISH_PAGES)))
    other = dict((*_sentences(LANGUAGES[language]), *_sentences(PAGE_LANGUAGES[language])))
    assert other.keys() == english.keys()
    for name, sentence in other.items():
        assert sentence.strip(), name
        assert _gaps(sentence) == _gaps(english[name]), name


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_translation_is_in_its_own_script_and_keeps_the_commands(language: str) -> None:
    english = dict((*_sentences(ENGLISH), *_sentences(ENGLISH_PAGES)))
    for name, sentence in (*_sentences(LANGUAGES[language]), *_sentences(PAGE_LANGUAGES[language])):
        if name != "locale" and re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}|/\w+|UTC", "", english[name])):
            assert re.search(r"[а-яіїєґё]", sentence.lower()), name
        assert set(re.findall(r"(?<!\w)/[a-z]+", sentence)) == set(re.findall(r"(?<!\w)/[a-z]+", english[name])), name


def test_command_descriptions_fit_the_menu() -> None:
    for texts in LANGUAGES.values():
        for name, sentence in _sentences(texts):
            assert not name.startswith("command_") or len(sentence) <= 100


@pytest.mark.parametrize(
    ("code", "language"),
    [("uk", "uk"), ("ru", "ru"), ("uk-UA", "uk"), ("RU_ru", "ru"), ("de", "en"), ("", "en"), (None, "en")],
)
def test_a_person_is_spoken_to_in_their_language(code: str | None, language: str) -> None:
    assert texts_for(code) is LANGUAGES[language]
