"""Text -> the ISO 639-1 code of its language, for sentence splitting."""

from __future__ import annotations

_SAMPLE = 2_000


def detect_language(text: str, default: str = "en") -> str:
    """The language of `text` judged from its first characters; `default` where there is too little to judge."""
    sample = text[:_SAMPLE]
    if sum(character.isalpha() for character in sample) < 20:
        return default
    import py3langid

    return str(py3langid.classify(sample)[0])
