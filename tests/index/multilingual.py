"""The multilingual model that tests use where it is there: too large to come with the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

NAME = "intfloat/multilingual-e5-small"
_PLACE = Path("shared/models/multilingual-e5-small")
_ROOT = Path(__file__).parents[2]
MULTILINGUAL = next(
    (found for folder in _ROOT.parents[:2] if (found := folder / _PLACE).is_dir()), _ROOT.parent / _PLACE
)
needs_multilingual = pytest.mark.skipif(not MULTILINGUAL.is_dir(), reason=f"{NAME} is not in {MULTILINGUAL}")
