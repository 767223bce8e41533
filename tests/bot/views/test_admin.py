"""What admins are shown: within Telegram's limits whatever the articles hold, and with all that a build reports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.callback_data import AdminPress
from bot.services.pending import Order, Orders, Removal
from bot.texts import LANGUAGES
from bot.texts.english import ENGLISH
from bot.views.admin import addition_view, findings_text, removal_view, removals_view, report_text
from bot.views.composer import Composed
from bot.views.view import View
from index.ingest.golden import Failure, FirstQuoteChange, GoldenReport
from index.ingest.preview import Preview
from index.ingest.report import BuildReport
from index.models import Quote
from index.operations.doctor import Finding
from index.reading.document import Skipped
from tests.bot.reading import assert_sendable
from tests.bot.strategies import quotes

KEY = Orders().wait_for(Order(1, Removal("a.txt")))


def report_of(**changes: Any) -> BuildReport:
    """What a build reports."""
    report: dict[str, Any] = {
        "published": True,
        "generation": 2,
        "added": (),
        "changed": (),
        "removed": (),
        "unchanged": 4,
        "skipped": (),
        "skipped_count": 0,
        "skipped_log": None,
        "duplicates": (),
        "articles": 5,
        "passages": 26,
        "reused": 20,
        "encoded": 6,
        "golden": None,
        "seconds": 1.25,
    }
    return BuildReport(**report | changes)


def assert_usable(view: View) -> None:
    assert_sendable(view.composed)
    assert view.keyboard
    for row in view.keyboard.inline_keyboard:
        for button in row:
            data = str(button.callback_data)
            assert len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
            assert AdminPress.decode(data)


@given(quotes(), st.sampled_from(sorted(LANGUAGES)), st.booleans())
def test_a_preview_of_anything_is_sendable(quote: Quote, language: str, replace: bool) -> None:
    found = Preview(7, quote, ("line 3 " + "is wrong " * 500,))
    assert_usable(addition_view("a" * 120, KEY, found, "seeds.trash", LANGUAGES[language], replace=replace))
    assert_usable(removal_view(quote.source, KEY, "seeds.trash", LANGUAGES[language]))
    assert_usable(removals_view([quote.source] * 20, 8, LANGUAGES[language]))


def test_a_report_tells_what_changed_and_how_the_golden_questions_went() -> None:
    golden = GoldenReport(
        9, (Failure("Who won?", "is refused"),), (FirstQuoteChange("Who lost?", None, "The home team lost."),)
    )
    skipped = Skipped("broken.txt", "is not text")
    text = report_text(
        report_of(added=("new.txt",), removed=("old.txt",), skipped=(skipped,), skipped_count=1, golden=golden), ENGLISH
    )
    assert "Articles unchanged: 4. Passages re-used: 20, encoded anew: 6." in text
    assert "Added: 1\n– new.txt" in text
    assert "Removed: 1\n– old.txt" in text
    assert "Changed" not in text
    assert "Not read: 1\n– broken.txt: is not text" in text
    assert "9 asked, 1 failed, 1 with another first quote" in text
    assert "– Who won?: is refused" in text
    assert "– Who lost?: – → “The home team lost.”" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_any_length_fits_a_message(language: str) -> None:
    paths = tuple(f"{number}-{'🗞' * 150}.txt" for number in range(3000))
    golden = GoldenReport(
        300, tuple(Failure("why " * 99, "is refused " * 99) for _ in range(300)), (FirstQuoteChange("?", None, None),)
    )
    skipped = tuple(Skipped(path, "is empty") for path in paths[:1000])
    many = report_of(added=paths, changed=paths, removed=paths, skipped=skipped, skipped_count=2500, golden=golden)
    text = report_text(many, LANGUAGES[language])
    assert_sendable(Composed(text))
    assert "3000" in text
    assert "2500" in text
    findings = [Finding("Corpus " + "x" * 900, False, "y" * 900, "z" * 900) for _ in range(30)]
    assert_sendable(Composed(findings_text(findings, Path("/srv/desk"), LANGUAGES[language])))


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_begin_with_what_is_wrong_and_name_paths_from_the_working_folder_on(language: str) -> None:
    texts = LANGUAGES[language]
    findings = [
        Finding("Embedding model", True, "small in /srv/desk/.venv/small"),
        Finding("Corpus seeds", True, "9 documents, 1 can't be read", "Repair or remove them."),
        Finding("Index folder /mnt/index", False, "can't be written", "Give write access to /srv/desk/var."),
    ]
    assert findings_text(findings, Path("/srv/desk"), texts).splitlines() == [
        texts.doctor_bad,
        "",
        "❌ Index folder /mnt/index: can't be written",
        "→ Give write access to var.",
        "⚠️ Corpus seeds: 9 documents, 1 can't be read",
        "→ Repair or remove them.",
        "✅ Embedding model: small in .venv/small",
    ]
