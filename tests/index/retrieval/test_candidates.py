"""Finding candidates: which of a question's words keyword search is given in a large corpus."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.encoding.encoder import Encoder
from index.retrieval import candidates
from index.retrieval.term_weights import vocabulary_prior, weigh
from index.storage import Shelf

QUESTION = "Who said that the reports of the troops were fake?"


@pytest.mark.parametrize("most", [0, 5, 20, 10_000])
def test_the_rarest_words_find_candidates_until_they_match_too_many_passages(
    most: int, encoder: Encoder, seeds_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "_COMMON_FROM", 0)
    monkeypatch.setattr(candidates, "_COMMON", 1)
    monkeypatch.setattr(candidates, "_MOST_MATCHES", most)
    generation = Shelf(seeds_index).open()
    prior = vocabulary_prior(encoder.vocabulary)
    encoding = encoder.encode_question(QUESTION)
    asked = weigh(QUESTION, encoding, prior, generation.manifest.passages, generation.passages_with)
    words = {word.folded for word in asked.words}
    selective = candidates.selective_words(asked, generation)
    found_by = {word: generation.passages_with(word) for word in words}
    left = [found_by[word] for word in words - set(selective)]
    assert selective
    assert max(found_by[word] for word in selective) <= min(left, default=10**6)
    assert len(selective) == 1 or sum(found_by[word] for word in selective) <= most
    assert not left or sum(found_by[word] for word in selective) + min(left) > most
    generation.close()
