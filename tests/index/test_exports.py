"""What the index offers to those who import it, and that it costs them nothing until they use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import index

ROOT = Path(__file__).parents[2]
HEAVY = {"torch", "sentence_transformers", "transformers", "faiss"}


def test_these_names_are_public_and_no_others() -> None:
    """A name that is added or taken away here is a change for everybody who builds on the index."""
    assert index.__all__ == [
        "FEEDBACK_FILE",
        "Answer",
        "Article",
        "Company",
        "DatedQuote",
        "Differences",
        "FeedbackStore",
        "FeedbackVerdict",
        "Finding",
        "FollowUp",
        "Highlight",
        "IndexSettings",
        "IndexedFile",
        "LeftOut",
        "Library",
        "LostPassage",
        "Obstacle",
        "Quote",
        "QuotedeskError",
        "Source",
        "Status",
        "Timeline",
        "Turn",
        "Verification",
        "WatchHit",
        "asks_for_help",
        "differences",
        "examine",
        "example_questions",
        "follow_up",
        "format_findings",
        "is_link",
        "is_small_talk",
        "leans",
        "sure_language",
    ]
    assert all(hasattr(index, name) for name in index.__all__)


@pytest.mark.parametrize("code", ["import index", "import runpy; runpy.run_module('index', run_name='__main__')"])
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    program = f"""
import sys
sys.argv = ["index", "--help"]
try:
    {code}
except SystemExit as end:
    assert not end.code
print(sorted({HEAVY!r} & {{*sys.modules}}), file=sys.stderr)
"""
    result = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    assert result.stderr.strip() == "[]"
