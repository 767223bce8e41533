"""A question with mistyped words -> the same with the words that are meant.

A word is a slip only if neither the archive nor the encoder's vocabulary nor a list of English words has it as it is
typed. What is meant is chosen as by a noisy channel (Kernighan, Church and Gale, 1990): by how likely the slip is, and
by how common the word is in the passages found for the question, in the archive, and in the encoder's vocabulary.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from index.retrieval.english_words import is_english
from index.retrieval.slips import cost_of_slip
from index.retrieval.term_weights import WeightedQuestion, Word
from index.storage.searchable import Searchable
from index.text.normalise import fold, spelt_words

# Shorter words differ by one letter from too many others.
_SHORTEST = 4
# Words of more letters may have two slips; names have one, as another person's name may differ by two.
_MAY_HAVE_TWO = 6
_ONE_SLIP, _TWO_SLIPS = 1.2, 2.1
_LONGER_BY = 2
# How much less likely a word is typed with a slip than without: one word in a thousand, for each slip.
_LOG_SLIP = -math.log(1000)
# How much the three vocabularies count: what the rest of the question finds tells most.
_FOUND, _HELD, _KNOWN = 0.8, 0.19, 0.01


class Spelling:
    """Mends slips with an encoder's vocabulary, which is ordered by frequency; safe to share between threads."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._pieces = vocabulary

    def respell(self, question: WeightedQuestion, texts: Iterable[str], corpus: Searchable) -> str:
        """The question's text with each slip replaced by the word that is likeliest meant; `texts` are the passages
        found for it as it is typed."""
        slips = [word for word in question.words if self._is_slip(word, corpus)]
        if not slips:
            return question.text
        found = Counter(word for text in texts for word in spelt_words(text))
        text = question.text
        for slip in reversed(slips):
            most = _TWO_SLIPS if len(slip.folded) > _MAY_HAVE_TWO and not _may_be_name(slip, question) else _ONE_SLIP
            if meant := self._meant(slip.folded, most, found, corpus):
                text = text[: slip.start] + _written_like(text[slip.start : slip.end], meant) + text[slip.end :]
        return text

    def _is_slip(self, word: Word, corpus: Searchable) -> bool:
        typed = word.folded
        return (
            len(typed) >= _SHORTEST
            and typed.isalpha()
            and typed not in self._ranks
            and not corpus.is_spelt(typed)
            # A name in the plural or the genitive, which keyword search finds by its stem.
            and not (typed.endswith("s") and corpus.is_spelt(typed[:-1]))
            and not is_english(typed)
        )

    def _meant(self, typed: str, most: float, found: Counter[str], corpus: Searchable) -> str | None:
        """The word that is likeliest meant; None where no word is near enough."""
        held = dict(corpus.spellings(typed[0], len(typed) - _LONGER_BY, len(typed) + _LONGER_BY))
        together, archive = max(found.total(), 1), max(sum(held.values()), 1)
        # Of other languages the encoder knows few words whole: that it lacks one says nothing.
        usual = self._by_first_letter.get(typed[0], ()) if typed.isascii() else ()
        likeliest: dict[str, float] = {}
        for word in _alike(typed, {*held, *usual}):
            cost = cost_of_slip(typed, word, most)
            if cost is not None:
                known = 1 / (self._ranks[word] + 100) if word in self._ranks else 0
                common = _FOUND * found[word] / together + _HELD * held.get(word, 0) / archive + _KNOWN * known
                likeliest[word] = cost * _LOG_SLIP + math.log(common)
        return max(likeliest, key=lambda word: (likeliest[word], word), default=None)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """The whole words of the encoder's vocabulary by their place in it; what is in it is no slip."""
        ranks: dict[str, int] = {}
        for rank, piece in enumerate(self._pieces):
            word = fold(piece.lstrip("\u2581\u0120"))
            # Most pieces are folded as they are, and need not be in memory twice.
            ranks.setdefault(piece if word == piece else word, rank)
        return ranks

    @cached_property
    def _by_first_letter(self) -> dict[str, list[str]]:
        words: dict[str, list[str]] = {}
        for word in self._ranks:
            if word.isalpha() and len(word) >= _SHORTEST:
                words.setdefault(word[0], []).append(word)
        return words


def _alike(typed: str, words: Collection[str]) -> Iterator[str]:
    """The words that have all but two of a typed word's letters, and no more than two others."""
    letters = set(typed)
    for word in words:
        if abs(len(word) - len(typed)) <= _LONGER_BY and len(letters ^ set(word)) <= 2 * _LONGER_BY:
            yield word


def _may_be_name(word: Word, question: WeightedQuestion) -> bool:
    """Whether a word has a capital of its own."""
    text = question.text
    return word.start > 0 and text[word.start].isupper() and not text.isupper()


def _written_like(typed: str, meant: str) -> str:
    return meant.capitalize() if typed[0].isupper() and not typed.isupper() else meant
