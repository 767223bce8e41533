from dataclasses import replace

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece

from index.answering.reader_input import MOST_PIECES, ReaderPassage, batch, load_tokenizer, pack

PASSAGE = ReaderPassage(
    title="Doctor to leave Ostrov",
    published="2023-03-06",
    before="The doctor has worked on the island for nine years.",
    sentences=("He told the meeting that he would leave.", "He offered to train four nurses."),
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer()


def test_question_heading_context_and_sentences_follow_each_other(tokenizer: Tokenizer) -> None:
    packed = pack(tokenizer, "What did the doctor offer?", PASSAGE)
    read = tokenizer.decode(list(packed.ids), skip_special_tokens=False)
    assert read == (
        "[CLS] what did the doctor offer? [SEP] monday 6 march 2023. doctor to leave ostrov. "
        "the doctor has worked on the island for nine years. he told the meeting that he would leave. "
        "he offered to train four nurses. [SEP]"
    )
    assert tokenizer.decode(list(packed.ids[: packed.question])) == "what did the doctor offer?"
    said = [tokenizer.decode(list(packed.ids[first:end])) for first, end in packed.sentences]
    assert said == ["he told the meeting that he would leave.", "he offered to train four nurses."]


def test_an_undated_article_gives_its_headline_alone(tokenizer: Tokenizer) -> None:
    packed = pack(tokenizer, "Why?", replace(PASSAGE, published=None, before=""))
    assert "[SEP] doctor to leave ostrov. he told" in tokenizer.decode(list(packed.ids), skip_special_tokens=False)


def test_context_gives_way_to_the_passage(tokenizer: Tokenizer) -> None:
    long = replace(PASSAGE, sentences=tuple("The ferry left the harbour late again." for _ in range(25)))
    packed = pack(tokenizer, "What did the doctor offer?", long)
    assert "nine years" not in tokenizer.decode(list(packed.ids))
    assert len(packed.ids) <= MOST_PIECES
    assert all(end > first for first, end in packed.sentences)


def test_sentences_without_room_have_no_pieces(tokenizer: Tokenizer) -> None:
    long = replace(PASSAGE, sentences=tuple("The ferry left the harbour late again." for _ in range(60)))
    packed = pack(tokenizer, "What did the doctor offer?", long)
    assert len(packed.ids) == MOST_PIECES
    assert packed.sentences[-1] == (MOST_PIECES - 1, MOST_PIECES - 1)


def test_a_batch_takes_the_mean_of_each_sentence(tokenizer: Tokenizer) -> None:
    short = replace(PASSAGE, before="", sentences=("He left.",))
    packed = [pack(tokenizer, "What did the doctor offer?", one) for one in (PASSAGE, short)]
    inputs = batch(packed)
    assert inputs["input_ids"].shape == (2, len(packed[0].ids))
    assert inputs["attention_mask"].sum(axis=1).tolist() == [len(one.ids) for one in packed]
    assert inputs["token_type_ids"][1].sum() == len(packed[1].ids) - packed[1].question
    weights = inputs["sentences"]
    assert weights.shape == (2, 2, len(packed[0].ids))
    assert np.allclose(weights.sum(axis=2), [[1, 1], [1, 0]])
    first, end = packed[1].sentences[0]
    assert weights[1, 0, first:end].tolist() == [pytest.approx(1 / (end - first))] * (end - first)


def test_a_tokenizer_with_the_same_word_pieces_is_shared_and_reads_alike(tokenizer: Tokenizer) -> None:
    like = load_tokenizer()
    like.enable_truncation(8)
    sharing = load_tokenizer(like)
    assert pack(sharing, "Who trained [SEP] nurses?", PASSAGE) == pack(tokenizer, "Who trained [SEP] nurses?", PASSAGE)
    like.model.max_input_chars_per_word = 3
    assert sharing.model.max_input_chars_per_word == 3
    other = Tokenizer(WordPiece({"[UNK]": 0, "nurses": 1}, unk_token="[UNK]"))
    assert load_tokenizer(other).get_vocab() == tokenizer.get_vocab()
