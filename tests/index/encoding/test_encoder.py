"""Encoding questions: together or alone they get the same vectors, and the latest are at hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from index.encoding.encoder import Encoder

TYPED = ["harbour gulls", "harbour gulls tuesd", "market", "a word that nobody has looked up before, nor will"]


def test_what_is_encoded_ahead_is_at_hand_and_the_same(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    passes: list[int] = []
    forward = encoder._forward

    def counted(prefixes: Any, texts: Any, **named: Any) -> Any:
        passes.append(len(texts))
        return forward(prefixes, texts, **named)

    monkeypatch.setattr(encoder, "_forward", counted)
    encoder.encode_ahead([*TYPED, TYPED[0]])
    assert passes == [len(TYPED)]
    together = [encoder.encode_question(text) for text in TYPED]
    encoder.encode_ahead(TYPED)
    assert passes == [len(TYPED)]
    for text, encoding in zip(TYPED, together, strict=True):
        (alone,) = forward([""], [text], prompt="", task="query")
        assert np.allclose(alone.vector, encoding.vector, atol=1e-5)
        assert np.allclose(alone.tokens, encoding.tokens, atol=1e-4)
        assert alone.pieces.tolist() == encoding.pieces.tolist()
