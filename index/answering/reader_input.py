"""A question and a passage -> the word pieces that the reader reads, and where in them each sentence stands.

The passage comes with its article's headline and date, and with what stands before it as far as there is room: so "he"
can be somebody, and "last month" a month. Training and serving make their input here, so that they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.storage.searchable import Searchable

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Word pieces: time grows with them, and passages of 120 words have some 170 with their headline.
MOST_PIECES = 224
_MOST_OF_QUESTION, _MOST_OF_HEADING, _MOST_BEFORE = 48, 32, 40
_TOKENIZER = Path(__file__).with_name("reader_model") / "tokenizer.json"
_START, _SEPARATOR = "[CLS]", "[SEP]"


@dataclass(frozen=True, slots=True)
class ReaderPassage:
    """What is read beside a question. before: the text that leads up to the passage; published: an ISO date."""

    title: str
    published: str | None
    before: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Packed:
    """The ids of n word pieces, how many of them are the question's, and the range of each sentence's pieces.

    A sentence for which there was no room has an empty range.
    """

    ids: tuple[int, ...]
    question: int
    sentences: tuple[tuple[int, int], ...]


def load_tokenizer(like: Tokenizer | None = None) -> Tokenizer:
    """That of all-MiniLM-L6-v2, with which the reader was trained; it neither pads nor cuts.

    Where it has the word pieces of another that is in memory already, `like` this one, both share them.
    """
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece

    tokenizer: Tokenizer = Tokenizer.from_file(str(_TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if like and isinstance(like.model, WordPiece) and like.get_vocab() == tokenizer.get_vocab():
        tokenizer.model = like.model
    return tokenizer


def passage_to_read(number: int, corpus: Searchable) -> ReaderPassage:
    """A passage by its number, with what a reader of it needs."""
    passage, text = corpus.passage(number), corpus.passage_text(number)
    title, _ = corpus.titled_text(number)
    article = corpus.article(passage.source_id)
    earlier = corpus.passage_before(number)
    return ReaderPassage(
        title=title,
        published=article.source.published if article else None,
        before=article.text[earlier.start : earlier.end] if article and earlier else "",
        sentences=tuple(text[span.start - passage.start : span.end - passage.start] for span in passage.sentences),
    )


def as_asked(question: str) -> str:
    """A question as the reader was shown it; not everybody types the mark, and it is not to make a difference."""
    return f"{question.rstrip(' ?')}?"


def as_stated(sentence: str) -> str:
    """A sentence in the place of a question, as the reader was shown those: it is asked who states the same."""
    return f"{sentence.rstrip(' .')}."


def pack(tokenizer: Tokenizer, question: str, passage: ReaderPassage) -> Packed:
    """Cut question, headline, context and passage to their room and string them together."""

    def pieces(text: str) -> list[int]:
        return list(tokenizer.encode(text, add_special_tokens=False).ids)

    start, separator = (tokenizer.token_to_id(mark) or 0 for mark in (_START, _SEPARATOR))
    ids = [start, *pieces(question)[:_MOST_OF_QUESTION], separator]
    asked = len(ids)
    ids += pieces(_heading(passage))[:_MOST_OF_HEADING]
    sentences = [pieces(sentence) for sentence in passage.sentences]
    room = MOST_PIECES - len(ids) - sum(map(len, sentences)) - 1
    if room > 0:
        ids += pieces(passage.before)[-min(room, _MOST_BEFORE) :]
    ranges = []
    for sentence in sentences:
        held = sentence[: max(MOST_PIECES - len(ids) - 1, 0)]
        ranges.append((len(ids), len(ids) + len(held)))
        ids += held
    return Packed((*ids, separator), asked, tuple(ranges))


def batch(packed: Sequence[Packed]) -> dict[str, NDArray[np.generic]]:
    """The model's inputs for some passages: `input_ids`, `attention_mask`, `token_type_ids`, int64 [b, n], and
    `sentences`, float32 [b, s, n], which takes the mean over the pieces of each sentence."""
    length = max(len(one.ids) for one in packed)
    most = max(len(one.sentences) for one in packed)
    ids = np.zeros((len(packed), length), dtype=np.int64)
    mask, types = np.zeros_like(ids), np.zeros_like(ids)
    sentences = np.zeros((len(packed), most, length), dtype=np.float32)
    for row, one in enumerate(packed):
        ids[row, : len(one.ids)] = one.ids
        mask[row, : len(one.ids)] = 1
        types[row, one.question : len(one.ids)] = 1
        for number, (first, end) in enumerate(one.sentences):
            if end > first:
                sentences[row, number, first:end] = 1 / (end - first)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types, "sentences": sentences}


def _heading(passage: ReaderPassage) -> str:
    when = ""
    if passage.published:
        published = date.fromisoformat(passage.published)
        when = f"{published:%A} {published.day} {published:%B %Y}. "
    return f"{when}{passage.title}."
