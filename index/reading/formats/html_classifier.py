"""The blocks of a page -> which of them are the article, by a logistic regression over `html_features`.

The weights were fitted by `benchmarks/fit_html.py`, and the file with them says on what.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from index.reading.formats.html_blocks import PageBlock
from index.reading.formats.html_features import features_of

_LEAST = 0.25
"""Log odds, for precision: with publishers left out, blocks above 0, .25 and .5 held .988, .987, .984 of the words at
a precision of .955, .960, .963; on pages of other kinds .25 keeps more of what it should than .5."""
WEIGHTS = Path(__file__).with_name("html_classifier.json")


def article_blocks(
    blocks: Sequence[PageBlock], headline: int | None, stated: Mapping[str, str], authors: Collection[str] = ()
) -> list[int]:
    """The indices of blocks that are likely the article's; `headline`, `stated` and `authors` as for `features_of`."""
    bias, weights = model()
    found = features_of(blocks, headline, stated, authors)
    scores = [bias + sum(weights.get(name, 0.0) * value for name, value in one.items()) for one in found]
    return [index for index, score in enumerate(scores) if score > _LEAST]


@cache
def model() -> tuple[float, dict[str, float]]:
    """The bias and the weights that the file beside this module holds."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored["bias"], stored["weights"]
