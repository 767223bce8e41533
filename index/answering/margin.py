"""How far a passage stands out among those found: an answer stands out, a lucky match stands in a crowd.

The others that count are those of another story that say something else. That several articles state the same makes an
answer no less likely, and neither does it that the same story says more about the matter. Where all articles found are
of one story, there is no crowd to stand out from, and being the best of them says little.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.answering.similarity import sentence_similarity
from index.retrieval.late_interaction import Candidate
from index.retrieval.retriever import Ranking
from index.storage.token_vectors import PassageTokens

# A greater margin says no more. The calibration was fitted to margins bounded and counted as here: who changes these
# numbers fits it anew.
MOST = 0.3
# Those behind the first few cannot be the greatest rival, and add little to a crowd.
_COMPARED = 15
# Up to the first similarity a passage's score counts in full; from the second on it says the same, and does not count.
# The bounds lie around that of one statement (agreement.SAME_STATEMENT).
_SAYS_OTHERWISE, _SAYS_THE_SAME = 0.6, 0.8
# Likewise for the cosine of two articles: reports of one event, by several papers, are one story.
_ANOTHER_STORY, _THE_SAME_STORY = 0.65, 0.8
# So many others make half a crowd.
_HALF_A_CROWD = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """What an article is about: its title, and the unit mean [d] of its passages' vectors."""

    title: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Margin:
    """A passage's score less the greatest of those that count, 0 to MOST, and how far there are any.

    crowd: 0, where no passage found counts, to 1. The margin is the less, the smaller the crowd.
    """

    margin: float
    crowd: float


def margins(ranking: Ranking, story_of: Callable[[int], Story]) -> list[Margin]:
    """The margin of each candidate over all that were found; `story_of` tells the story of a passage's number.

    Only the passage with the best score has one, and those of its story or that say what it says.
    """
    found = ranking.all_found
    if not found:
        return []
    scores = np.array([candidate.best.score for candidate in found])
    compared = np.argsort(-scores, kind="stable")[:_COMPARED]
    best, others = compared[0], compared[1:]
    counted = np.zeros(len(others))
    if len(others):
        candidates = [found[place] for place in compared]
        sentences = _best_sentences(candidates)
        similarities = sentence_similarity(sentences[0], sentences[1:])
        kinships = _kinships([story_of(candidate.passage) for candidate in candidates])
        counted = _share(similarities, _SAYS_OTHERWISE, _SAYS_THE_SAME) * _share(
            kinships, _ANOTHER_STORY, _THE_SAME_STORY
        )
    rival = float(np.max(counted * scores[others], initial=0))
    crowd = float(counted.sum() / (counted.sum() + _HALF_A_CROWD))
    above = np.zeros(len(scores))
    above[best] = scores[best] - rival
    above[others] = scores[others] - np.maximum(rival, counted * scores[best])
    above = np.clip(above[: len(ranking.candidates)], 0, MOST)
    return [Margin(crowd * float(margin), crowd) for margin in above]


def _share(values: NDArray[np.floating], all_to: float, none_from: float) -> NDArray[np.float64]:
    """1 up to the first bound, 0 from the second on, and in between in proportion."""
    share: NDArray[np.float64] = np.clip((none_from - values) / (none_from - all_to), 0, 1)
    return share


def _kinships(stories: Sequence[Story]) -> NDArray[np.float32]:
    """Of the first story with each other: 1 for one title, under which an archive may hold an article in parts or anew;
    else their cosine."""
    title = stories[0].title
    one_title = [bool(title) and other.title == title for other in stories[1:]]
    vectors = np.stack([story.vector for story in stories])
    kinships: NDArray[np.float32] = np.where(one_title, 1, vectors[1:] @ vectors[0])
    return kinships


def _best_sentences(candidates: Sequence[Candidate]) -> list[NDArray[np.float32]]:
    """The token vectors [n, d] of each passage's best sentence."""
    own = [one.tokens.sentences == one.best.sentence for one in candidates]
    packed = [one.tokens.packed[chosen] for one, chosen in zip(candidates, own, strict=True)]
    numbers = [one.tokens.sentences[chosen] for one, chosen in zip(candidates, own, strict=True)]
    vectors = PassageTokens(np.concatenate(packed), np.concatenate(numbers)).vectors()
    return np.split(vectors, np.cumsum([len(one) for one in packed[:-1]]))
