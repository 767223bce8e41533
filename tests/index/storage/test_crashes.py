"""A short form of benchmarks/crashes.py: builders killed and failing, and the index none the worse for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]


@pytest.mark.slow
def test_an_index_survives_whatever_happens_to_its_builder() -> None:
    command = [sys.executable, "-m", "benchmarks.crashes", "--kills", "3", "--every", "41"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=400, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "'killed'" in run.stdout
    assert "'failed'" in run.stdout
