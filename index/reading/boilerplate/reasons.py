"""Why the model reads a line as furniture: which of its features spoke most against its being the article's."""

from __future__ import annotations

import numpy as np

from index.reading.boilerplate.features import NAMES, Matrix
from index.text.patterns import any_of

# All other features tell where the line stands and what it is about.
_KINDS = {
    "photo caption": any_of("caption|bracket|slashes|behind the last sentence|is credit"),
    "note to readers": any_of("worth of|speaks to readers|words of (?!the)|is (?:form|appeal|notice)"),
    "repeated on the page": any_of("twice on the page|more often|a longer line|another line"),
}
_REASONS = (*_KINDS, "")
_REASON_OF = [next((kind for kind, named in _KINDS.items() if named.search(name)), "") for name in NAMES]
_MEMBERS = np.array([[reason == own for own in _REASONS] for reason in _REASON_OF], dtype=np.float32)


def deciding_reasons(spoke: Matrix) -> list[str]:
    """The reason that most of what decided on each line gives, "" where that is its place on the page.

    `spoke` (lines, features) tells how much each feature did for the state that was read, against the article's.
    """
    return [_REASONS[number] for number in (spoke @ _MEMBERS).argmax(axis=1).tolist()]
