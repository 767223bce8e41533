"""A short form of benchmarks/quotations.py: true quotations that were damaged on their way and false ones, about
articles that verification was written without."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quotation_changes import FALSE, TRUE
from benchmarks.quotations import ARCHIVES, judged, open_archives

EACH = 2


@pytest.mark.slow
@pytest.mark.usefixtures("one_model")
def test_true_quotations_are_verified_and_false_ones_are_not(tmp_path: Path) -> None:
    library = open_archives(tmp_path, ARCHIVES[:1])
    findings = list(judged(library, EACH))
    library.close()
    assert [(finding.kind, finding.text) for finding in findings if not finding.is_right] == []
    for rules, is_true in ((TRUE, True), (FALSE, False)):
        made = [finding.kind for finding in findings if finding.is_true == is_true]
        assert len(made) >= 35
        assert {*made} == {*rules}
