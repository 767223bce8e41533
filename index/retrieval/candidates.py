"""Question -> the numbers of the passages that are worth scoring: nearest by vector, and best by BM25, united."""

from __future__ import annotations

from index.encoding.encoder import Encoding
from index.retrieval.term_weights import WeightedQuestion
from index.storage.searchable import Searchable, Selection

# From each of the two searches; the ablations in docs/benchmarks.md show what fewer and more bring.
CANDIDATES = 40
# A word in more than this share of the passages finds no candidates of its own, unless the question has no other ...
_COMMON = 0.1
# ... in a corpus of so many; in a smaller one keyword search is quick with any word.
_COMMON_FROM = 1_000
# Keyword search has to rank every passage that it matches: the rarest words count until so many passages match, which
# takes it some 10 ms.
_MOST_MATCHES = 10_000


def find_candidates(
    question: WeightedQuestion, encoding: Encoding, corpus: Searchable, count: int, within: Selection | None = None
) -> list[int]:
    """The first `count` passages by vector and as many by BM25, of those `within`: their numbers, rising."""
    numbers = {number for number, _ in corpus.nearest(encoding.vector, count, within)}
    numbers |= {number for number, _ in corpus.matching(selective_words(question, corpus), count, within)}
    return sorted(numbers)


def selective_words(question: WeightedQuestion, corpus: Searchable) -> list[str]:
    """The question's words that are rare enough to find passages by."""
    words = [word.folded for word in question.words]
    if corpus.passage_count < _COMMON_FROM:
        return words
    rare = [word for word in words if corpus.passages_with(word) <= _COMMON * corpus.passage_count] or words
    selective: list[str] = []
    matches = 0
    for word in sorted(dict.fromkeys(rare), key=corpus.passages_with):
        matches += corpus.passages_with(word)
        if selective and matches > _MOST_MATCHES:
            break
        selective.append(word)
    return selective
