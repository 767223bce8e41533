"""Articles of which little was kept are named by the build that read them, and pages without a passage are unread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index import IndexSettings
from index.cli.reports import format_report
from index.ingest.build import build
from index.ingest.suspicion import Suspicion, suspect
from index.models import Article, Block, Furniture, Source

WORDS = "the harbour master counted gulls on the breakwater "


def article(*parts: tuple[int, bool]) -> Article:
    """An article of parts with so many words each, kept or left out."""
    text, blocks, furniture = "", [], []
    for words, kept in parts:
        start = len(text)
        text += " ".join((WORDS * words).split()[:words])
        if kept:
            blocks.append(Block(start, len(text)))
        else:
            furniture.append(Furniture(start, len(text), "a form"))
        text += "\n\n"
    return Article(Source("1", "gulls.txt", "Gulls"), text, tuple(blocks), tuple(furniture))


@pytest.mark.parametrize(
    ("parts", "left_out"),
    [
        (((50, True), (60, False)), 60),
        (((50, True), (30, False), (30, False)), 60),
        (((50, True), (40, False)), None),
        (((50, True), *[(10, False)] * 40), None),
        (((500, True), (900, False)), None),
        (((50, True),), None),
    ],
)
def test_more_running_text_left_out_than_kept_is_suspicious(
    parts: tuple[tuple[int, bool], ...], left_out: int | None
) -> None:
    found = suspect(article(*parts))
    assert found == (Suspicion("gulls.txt", 50, left_out) if left_out else None)


@pytest.mark.usefixtures("one_model")
def test_a_build_names_them_and_says_nothing_of_others(
    settings: IndexSettings, write_article: Callable[..., Path], corpus: Path
) -> None:
    write_article("gulls.txt", "The harbour master counted four hundred gulls on the breakwater on Tuesday.")
    consent = (
        "We and our partners use cookies and similar technologies on this website to store and read information on "
        "your device, to measure how our pages are read, and to show you advertising that fits your interests."
    )
    page = "The gulls are back\n\nBy Ada Ek\n\n12 October 2024\n\nThe gulls have come back to the breakwater, said the "
    page += f"harbour master on Tuesday.\n\n{consent}\n"
    (corpus / "consent.txt").write_text(page, encoding="utf-8")
    report = build(settings)
    assert [one.path for one in report.suspicious] == ["consent.txt"]
    assert "Look at consent.txt: " in format_report(report)
    assert build(settings).suspicious == ()


@pytest.mark.usefixtures("one_model")
def test_a_page_without_a_passage_is_unread_and_not_added(
    settings: IndexSettings, write_article: Callable[..., Path], corpus: Path
) -> None:
    write_article("gulls.txt", "The harbour master counted four hundred gulls on the breakwater on Tuesday.")
    (corpus / "empty.md").write_text("# A headline and nothing else\n", encoding="utf-8")
    report = build(settings)
    assert report.added == ("gulls.txt",)
    assert [(one.path, one.reason) for one in report.skipped] == [("empty.md", "holds no passage that could be quoted")]
