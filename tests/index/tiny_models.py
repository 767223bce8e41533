"""Small real embedding models with seeded random weights, one for each family of tokenizers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

Family = Literal["wordpiece", "unigram", "bytes"]
PROMPTS = {"query": "query: ", "document": "passage: "}


def save_model(
    folder: Path,
    family: Family,
    sentences: Iterable[str],
    *,
    prompts: Mapping[str, str] | None = None,
    pooling: str = "mean",
    dimension: int | None = None,
    translations: Mapping[str, str] | None = None,
) -> Path:
    """A sentence-transformers model in a folder, its tokenizer trained on some sentences.

    dimension: that of the passage vectors, where it is not that of the tokens. translations: words that mean the same
    to the model.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling, Transformer
    from transformers import BertConfig, BertModel

    tokenizer = _wrapped(family, [*(prompts or {}).values(), *sentences])
    torch.manual_seed(0)
    model = BertModel(BertConfig(**_sizes(tokenizer)))
    with torch.no_grad():
        # Words outweigh positions and layers, so that a token's vector says mostly which word it is.
        words = model.embeddings.word_embeddings.weight
        words.normal_()
        for one, other in (translations or {}).items():
            words[_piece(tokenizer, one)] = words[_piece(tokenizer, other)]
    model.save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    transformer = Transformer(str(folder / "base"))
    modules: list[Any] = [transformer, Pooling(64, pooling_mode=pooling)]
    if dimension:
        modules.append(Dense(64, dimension))
    SentenceTransformer(modules=modules, prompts=dict(prompts or {}), device="cpu").save(str(folder / "model"))
    return folder / "model"


def save_cross_encoder(folder: Path, sentences: Iterable[str], *, scores: int = 1) -> Path:
    """A cross-encoder in a folder, which gives a question and a passage that many scores."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification

    tokenizer = _wrapped("wordpiece", list(sentences))
    torch.manual_seed(0)
    config = BertConfig(**_sizes(tokenizer), num_labels=scores, initializer_range=0.5)
    BertForSequenceClassification(config).save_pretrained(folder / "base")
    tokenizer.save_pretrained(folder / "base")
    CrossEncoder(str(folder / "base"), device="cpu").save_pretrained(str(folder / "reranker"))
    return folder / "reranker"


def _wrapped(family: Family, sentences: list[str]) -> Any:
    from transformers import PreTrainedTokenizerFast

    return PreTrainedTokenizerFast(
        tokenizer_object=_train(family, sentences),
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=128,
    )


def _sizes(tokenizer: Any) -> dict[str, int]:
    return {
        "vocab_size": len(tokenizer),
        "hidden_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 128,
    }


def _piece(tokenizer: Any, word: str) -> int:
    (piece,) = tokenizer(word, add_special_tokens=False)["input_ids"]
    return int(piece)


def _train(family: Family, sentences: list[str]) -> Any:
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    if family == "wordpiece":
        tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
        tokenizer.normalizer = normalizers.BertNormalizer(strip_accents=False)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        tokenizer.decoder = decoders.WordPiece()
        trainer: Any = trainers.WordPieceTrainer(vocab_size=2000, special_tokens=special)
    elif family == "unigram":
        # The trainer leaves few words whole with so little to learn from.
        words = Counter(f"\u2581{word}" for sentence in sentences for word in sentence.split())
        letters = Counter(letter for word in words for letter in word)
        scored = [(piece, math.log(count)) for piece, count in words.most_common()]
        scored += [(letter, -20.0) for letter in letters]
        tokenizer = Tokenizer(models.Unigram([*((piece, 0.0) for piece in special), *scored], 1, False))
        tokenizer.normalizer = normalizers.NFKC()
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        tokenizer.decoder = decoders.Metaspace()
        trainer = None
    else:
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(vocab_size=1500, special_tokens=special, initial_alphabet=alphabet)
    if trainer:
        tokenizer.train_from_iterator(sentences, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(token, tokenizer.token_to_id(token)) for token in ("[CLS]", "[SEP]")],
    )
    return tokenizer
