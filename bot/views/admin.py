"""What admins are shown: previews, confirmations, figures, findings and change reports. Pure functions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import MessageEntityType

from bot.callback_data import AdminPress, AdminVerb
from bot.texts import Texts
from bot.views.answers import MESSAGE_UNITS, add_attribution, add_folding, attribution
from bot.views.articles import SOURCES_A_PAGE, sources_view
from bot.views.composer import Composed, Composer, clip, units
from bot.views.view import View
from index import Finding, Status
from index.ingest import BuildProgress, BuildReport, Preview
from index.models import Source

# Two rows for a page of eight.
_A_ROW = 4
# Two lines of a phone for a path, two or three for a title with its source, four for what is wrong and its remedy.
_PATH_UNITS = 100
_LISTED_UNITS = 250
_FINDING_UNITS = 300
# A few examples of each kind of change, so that a report of all kinds fits a screen or two.
_PATHS_SHOWN = 6
# A golden question's quotes are shown by their first words, so that before and after stand on one line.
_FIRST_WORDS_UNITS = 25


def addition_view(
    name: str, key: str, found: Preview, trash: str, texts: Texts, *, replace: bool, same: str | None = None
) -> View:
    """A file as it was read, and the buttons that add it, or put it in place of another, or drop it.

    `same` is the path of an article with the same text.
    """
    composer = Composer().add(texts.add_preview.format(name=name))
    if same:
        composer.line_break().add(texts.add_same.format(path=clip(same, _LISTED_UNITS)))
    if found.articles > 1:
        composer.line_break().add(texts.add_several.format(count=found.articles))
    if found.problems:
        composer.line_break().add(
            f"{texts.not_read}: {len(found.problems)} – {clip(found.problems[0], _FINDING_UNITS)}"
        )
    if replace:
        composer.line_break().add(texts.add_replaces.format(trash=trash))
    if found.opening:
        composer.line_break(2)
        tail = Composer()
        add_attribution(tail, found.opening, _LISTED_UNITS, texts)
        add_folding(composer, found.opening, tail)
    return View(composer.compose(), _confirmation(texts.button_replace if replace else texts.button_add, key, texts))


def removal_view(source: Source, key: str, trash: str, texts: Texts) -> View:
    """An article and the buttons that take it out or keep it."""
    composer = Composer().add(texts.remove_ask).line_break(2)
    composer.add(attribution(source, 2 * _LISTED_UNITS, texts), MessageEntityType.BOLD).line_break()
    composer.add(texts.remove_where.format(path=clip(source.path, _LISTED_UNITS), trash=trash))
    return View(composer.compose(), _confirmation(texts.button_remove, key, texts))


def removals_view(sources: Sequence[Source], offset: int, texts: Texts) -> View:
    """A page of the articles, each with a button that asks whether to take it out."""
    if not sources:
        return View(Composed(texts.sources_none))
    offset = offset if offset < len(sources) else 0
    page = sources[offset : offset + SOURCES_A_PAGE]
    turns = []
    if offset:
        turns.append(_button("◀", AdminVerb.LIST, str(max(0, offset - SOURCES_A_PAGE))))
    if offset + SOURCES_A_PAGE < len(sources):
        turns.append(_button("▶", AdminVerb.LIST, str(offset + SOURCES_A_PAGE)))
    heading = texts.remove_which.format(count=len(sources))
    rows = [*_picks(page, offset), *([turns] if turns else [])]
    return View(sources_view(page, offset, heading, offset + len(page), texts), InlineKeyboardMarkup(rows))


def pick_view(sources: Sequence[Source], texts: Texts) -> View:
    """The first of the articles that a name may mean, each with a button that asks whether to take it out."""
    heading = texts.remove_which.format(count=len(sources))
    page = sources[:SOURCES_A_PAGE]
    return View(sources_view(page, 0, heading, len(sources), texts), InlineKeyboardMarkup(_picks(page, 0)))


def _picks(sources: Sequence[Source], offset: int) -> list[list[InlineKeyboardButton]]:
    buttons = [
        _button(str(number), AdminVerb.PICK, source.source_id)
        for number, source in enumerate(sources, start=offset + 1)
    ]
    return [buttons[start : start + _A_ROW] for start in range(0, len(buttons), _A_ROW)]


def status_text(status: Status, next_build: datetime | None, texts: Texts) -> str:
    """The served generation in figures, and what goes on around it."""
    lines = [
        texts.status_figures.format(
            generation=status.generation,
            built_at=status.built_at,
            articles=status.articles,
            passages=status.passages,
            duplicates=status.duplicates,
            model=status.model,
            megabytes=round(status.bytes / 1e6, 1),
        )
    ]
    if status.rolled_back:
        lines.append(texts.status_rolled_back.format(generation=status.rolled_back))
    if status.builder:
        lines.append(texts.status_builder.format(builder=status.builder))
    if next_build:
        lines.append(texts.status_schedule.format(at=f"{next_build:%Y-%m-%d %H:%M %Z}"))
    return "\n".join(lines)


def findings_text(findings: Sequence[Finding], folder: Path, texts: Texts) -> str:
    """Each finding of the doctor's, what is wrong with its remedy, and first whether anything is.

    Paths within `folder` are shown from there on.
    """
    within = f"{folder}{os.sep}"
    good = all(finding.good for finding in findings)
    lines = [texts.doctor_good if good else texts.doctor_bad, ""]
    for finding in sorted(findings, key=lambda finding: (finding.good, not finding.is_warning)):
        mark = "❌" if not finding.good else "⚠️" if finding.is_warning else "✅"
        found = f"{mark} {finding.subject}: {finding.state}"
        lines.append(clip(found.replace(within, ""), _FINDING_UNITS))
        if finding.remedy:
            lines.append(f"→ {clip(finding.remedy.replace(within, ''), _FINDING_UNITS)}")
    return _within_a_message(lines)


def report_text(report: BuildReport, texts: Texts) -> str:
    """A build's report in words."""
    counts = {"articles": report.articles, "passages": report.passages, "generation": report.generation}
    if report.published:
        lines = [
            texts.reindex_done.format(seconds=round(report.seconds, 1), **counts),
            texts.reindex_passages.format(unchanged=report.unchanged, reused=report.reused, encoded=report.encoded),
        ]
        changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
        for kind, heading in texts.changed.items():
            lines += _listed(heading, changes[kind], texts)
    else:
        lines = [texts.reindex_nothing.format(**counts)]
    unread = [f"{skipped.path}: {skipped.reason}" for skipped in report.skipped]
    lines += _listed(texts.not_read, unread, texts, report.skipped_count)
    doubtful = [f"{one.path}: {one.kept} / {one.left_out}" for one in report.suspicious]
    lines += _listed(texts.little_kept, doubtful, texts)
    if golden := report.golden:
        failed, changed = golden.failed, golden.changed
        lines += ["", texts.golden.format(asked=golden.asked, failed=len(failed), changed=len(changed))]
        named = [f"{failure.question}: {failure.reason}" for failure in failed]
        named += [f"{change.question}: {_first(change.before)} → {_first(change.after)}" for change in changed]
        lines += _items(named, texts, len(named))
    return _within_a_message(lines)


def progress_text(progress: BuildProgress, texts: Texts) -> str:
    """How far a build is."""
    sentence = texts.reindex_progress if progress.total else texts.reindex_progress_open
    stage = texts.stages.get(progress.stage, progress.stage)
    return sentence.format(stage=stage, done=progress.done, total=progress.total)


def _confirmation(label: str, key: str, texts: Texts) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[_button(label, AdminVerb.CONFIRM, key), _button(texts.button_drop, AdminVerb.DROP, key)]]
    )


def _button(label: str, verb: AdminVerb, subject: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=AdminPress(verb, subject).encode())


def _listed(heading: str, items: Sequence[str], texts: Texts, count: int | None = None) -> list[str]:
    """Some of the items below a heading; `count` is how many there are where not all are known by name."""
    count = len(items) if count is None else count
    return ["", f"{heading}: {count}", *_items(items, texts, count)] if count else []


def _items(items: Sequence[str], texts: Texts, count: int) -> list[str]:
    lines = [f"– {clip(item, _PATH_UNITS)}" for item in items[:_PATHS_SHOWN]]
    return lines if count <= _PATHS_SHOWN else [*lines, texts.and_more.format(count=count - _PATHS_SHOWN)]


def _first(text: str | None) -> str:
    return f"“{clip(text, _FIRST_WORDS_UNITS)}”" if text else "–"


def _within_a_message(lines: Sequence[str]) -> str:
    """As many lines as fit."""
    kept: list[str] = []
    room = MESSAGE_UNITS
    for line in lines:
        room -= units(line) + 1
        if room < 2:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)
