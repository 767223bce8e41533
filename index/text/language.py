"""Text -> the ISO 639-1 code of its language, for sentence splitting."""

from __future__ import annotations

import re

# About two paragraphs show the language; more would only take more time.
_SAMPLE = 800
# With fewer letters than in four or five words, any guess would be chance.
_ENOUGH_LETTERS = re.compile(r"(?:[\W\d_]*[^\W\d_]){20}")


def detect_language(text: str, default: str = "en") -> str:
    """The language of `text` judged from its first characters; `default` where there is too little to judge."""
    sample = text[:_SAMPLE]
    if not _ENOUGH_LETTERS.match(sample):
        return default
    import py3langid

    return str(py3langid.classify(sample)[0])
