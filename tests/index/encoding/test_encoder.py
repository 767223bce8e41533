"""Encoding questions: together or alone they get the same vectors, the latest are at hand, and threads may share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import numpy as np
import pytest

from index.encoding.encoder import BATCH_SIZE, Encoder, Encoding

TYPED = ["harbour gulls", "harbour gulls tuesd", "market", "a word that nobody has looked up before, and nobody will"]


@pytest.fixture
def passes(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts each forward pass took since the test began."""
    taken: list[int] = []
    forward = encoder._forward

    def counted(prefixes: Any, texts: Any, **named: Any) -> Any:
        taken.append(len(texts))
        return forward(prefixes, texts, **named)

    monkeypatch.setattr(encoder, "_forward", counted)
    return taken


def alone(encoder: Encoder, text: str) -> Encoding:
    """A question's encoding from a pass of its own."""
    (encoding,) = encoder._forward([""], [text], prompt="", task="query")
    return encoding


def is_alike(one: Encoding, other: Encoding) -> bool:
    return (
        np.allclose(one.vector, other.vector, atol=1e-5)
        and np.allclose(one.tokens, other.tokens, atol=1e-4)
        and one.pieces.tolist() == other.pieces.tolist()
    )


def test_questions_encoded_together_are_at_hand_and_the_same(encoder: Encoder, passes: list[int]) -> None:
    together = encoder.encode_questions([*TYPED, TYPED[0]])
    assert passes == [len(TYPED)]
    assert together[-1] is together[0]
    assert [encoder.encode_question(text) for text in TYPED] == together[:-1]
    assert passes == [len(TYPED)]
    assert all(is_alike(alone(encoder, text), one) for text, one in zip(TYPED, together, strict=False))


def test_more_questions_than_a_batch_are_all_encoded(encoder: Encoder, passes: list[int]) -> None:
    texts = [f"gull number {number}" for number in range(2 * BATCH_SIZE + 3)]
    assert len(encoder.encode_questions(texts)) == len(texts)
    assert passes == [BATCH_SIZE, BATCH_SIZE, 3]


def together_in_threads(work: Callable[[int], Any], threads: int) -> list[Any]:
    """What `work` gives in so many threads that begin at the same moment."""
    start = Barrier(threads)

    def begin(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begin, range(threads)))


def test_threads_that_ask_in_several_writings_never_disturb_one_another(encoder: Encoder) -> None:
    """The tokenizer keeps its padding between calls, and telling the writing of a text must not change it."""

    def ask(number: int) -> tuple[bool, list[int]]:
        sizes = []
        for turn in range(15):
            text = f"who’s at the harbour, gull {number} of {turn}" + " and then" * (number % 7)
            readable = encoder.reads(text) and not encoder.reads("хто спростував повідомлення про війська?")
            sizes.append(len(encoder.encode_question(text).pieces) if readable else 0)
        return readable, sizes

    for readable, sizes in together_in_threads(ask, 32):
        assert readable
        assert min(sizes) > 5


def test_threads_that_ask_at_once_share_forward_passes(encoder: Encoder, passes: list[int]) -> None:
    texts = [f"what did harbour master {number} count?" for number in range(2 * BATCH_SIZE)]
    encoded = together_in_threads(lambda number: encoder.encode_question(texts[number]), len(texts))
    assert sum(passes) == len(texts)
    assert len(passes) < len(texts) / 2
    assert is_alike(encoded[7], alone(encoder, texts[7]))


def test_a_failed_pass_fails_those_in_it_and_no_others(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    forward = encoder._forward

    def failing(prefixes: Any, texts: Any, **named: Any) -> Any:
        if "break" in texts:
            raise RuntimeError("broken")
        return forward(prefixes, texts, **named)

    monkeypatch.setattr(encoder, "_forward", failing)
    with pytest.raises(RuntimeError, match="broken"):
        encoder.encode_question("break")
    assert len(encoder.encode_question("still at work").pieces) == 3
