"""The blocks of a page -> which of them are the article, by a logistic regression over `html_features`.

The weights were fitted by `benchmarks/fit_html.py`, and the file with them says on what.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from index.reading.formats.html_blocks import PageBlock
from index.reading.formats.html_features import features_of

WEIGHTS = Path(__file__).with_name("html_classifier.json")


def article_blocks(blocks: Sequence[PageBlock], title: str, stated: Mapping[str, str]) -> list[int]:
    """The indices of blocks that are more likely the article's than not; `title` and `stated` as for `features_of`."""
    bias, weights = _model()
    found = features_of(blocks, title, stated)
    scores = [bias + sum(weights.get(name, 0.0) * value for name, value in one.items()) for one in found]
    return [index for index, score in enumerate(scores) if score > 0]


@cache
def _model() -> tuple[float, dict[str, float]]:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored["bias"], stored["weights"]
