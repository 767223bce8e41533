"""Text -> the ISO 639-1 code of its language: a guess for splitting sentences, or one to be sure of."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import Any

import numpy as np

# About two paragraphs show the language; more would only take more time.
_SAMPLE = 800
# With fewer letters than in four or five words, any guess would be chance.
_ENOUGH_LETTERS = re.compile(r"(?:[\W\d_]*[^\W\d_]){20}")

# All languages together, in units of the likeliest: below two, it is likelier than the others are together.
_SURE_ODDS = 2.0


def preload() -> None:
    """Begin to load what tells languages apart, which takes half a second, most of it beside other work."""
    _loading()


def detect_language(text: str, default: str = "en") -> str:
    """The language of `text` judged from its first characters; `default` where there is too little to judge."""
    sample = text[:_SAMPLE]
    if not _ENOUGH_LETTERS.match(sample):
        return default
    return str(_languages().classify(sample)[0])


def may_be_english(text: str) -> bool:
    """Whether a text is in English, or says too little to tell, in letters that English has."""
    language = sure_language(text)
    return language == "en" or (language is None and text.isascii())


def sure_language(text: str) -> str | None:
    """The language of `text` if it is likelier than all others together, as of most questions of four words; else None.

    Names and single words are seldom sure.
    """
    sample = text[:_SAMPLE]
    ranked = _languages().rank(sample)
    # As py3langid makes probabilities of its scores, so that a long text is not surer than it should be.
    scores = np.array([score for _, score in ranked]) / np.sqrt(max(len(sample.encode()), 1))
    odds = np.exp(scores - scores[0])
    return str(ranked[0][0]) if odds.sum() < _SURE_ODDS else None


def _languages() -> Any:
    import py3langid

    _loading().join()
    return py3langid


@lru_cache(maxsize=1)
def _loading() -> threading.Thread:
    thread = threading.Thread(target=_load, daemon=True)
    thread.start()
    return thread


def _load() -> None:
    import py3langid

    py3langid.classify("")
