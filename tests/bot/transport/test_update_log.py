"""Which updates were handled, across restarts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.transport.update_log import REMEMBERED, HandledUpdates

DAY = 24 * 3600


def test_what_was_handled_is_known_after_a_restart_for_two_days(tmp_path: Path) -> None:
    path = tmp_path / "bot" / "handled.log"
    now = [1_000_000.0]
    before = HandledUpdates(path, lambda: now[0])
    before.add(7)
    now[0] += DAY
    before.add(8)
    assert HandledUpdates(path, lambda: now[0]).ids == [7, 8]
    now[0] += 1.5 * DAY
    assert HandledUpdates(path, lambda: now[0]).ids == [8]


def test_a_damaged_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "handled.log"
    HandledUpdates(path).add(7)
    with path.open("ab") as file:
        file.write(b"\xff\xfe x\n12")
    assert HandledUpdates(path).ids == [7]


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "handled.log"
    path.write_text("".join(f"{number} 9999999999\n" for number in range(3 * REMEMBERED)))
    handled = HandledUpdates(path)
    assert handled.ids[0] == 2 * REMEMBERED
    assert len(path.read_text().splitlines()) == REMEMBERED
    for number in range(REMEMBERED + 10):
        handled.add(number)
    assert len(path.read_text().splitlines()) < 2 * REMEMBERED


def test_where_nothing_can_be_written_it_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    handled = HandledUpdates(tmp_path / "file" / "handled.log")
    handled.add(1)
    handled.add(2)
    assert handled.ids == [1, 2]
    assert len(caplog.records) == 1
