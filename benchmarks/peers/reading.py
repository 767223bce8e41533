"""Haystack and txtai with a cross-encoder behind their hybrid retrieval, of the reader's size, over as many passages.

For times alone: its weights are drawn, not trained. Both run it with torch, which is how they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.peers.contestants import Contestant, Found, haystack_pipeline, txtai_index
from benchmarks.peers.material import Piece, SharedEncoder
from index.answering.features import READ
from index.encoding.model_files import find_model
from index.settings import BUNDLED_MODEL


def write_cross_encoder(folder: Path) -> Path:
    """A BERT of the reader's size with untrained weights, and the tokenizer of the bundled model."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(str(find_model(BUNDLED_MODEL)), local_files_only=True)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def haystack_read(pieces: Sequence[Piece], encoder: SharedEncoder, model: Path) -> Contestant:
    """Haystack's retrievers joined by reciprocal rank, the best read by its ranker."""
    from haystack.utils import ComponentDevice
    from haystack_integrations.components.rankers.sentence_transformers import SentenceTransformersSimilarityRanker

    pipeline = haystack_pipeline(pieces, encoder)
    pipeline.get_component("joiner").top_k = READ
    ranker = SentenceTransformersSimilarityRanker(model=model, device=ComponentDevice.from_str("cpu"), top_k=READ)
    pipeline.add_component("ranker", ranker)
    pipeline.connect("joiner", "ranker.documents")

    def ask(question: str) -> Found:
        given = {"embedder": {"text": question}, "keywords": {"query": question}, "ranker": {"query": question}}
        found = pipeline.run(given)["ranker"]["documents"]
        return Found(tuple(document.id for document in found), float(found[0].score))

    return ask


def txtai_read(pieces: Sequence[Piece], encoder: SharedEncoder, model: Path) -> Contestant:
    """txtai's hybrid index, the best read by its cross-encoder."""
    from txtai.pipeline import CrossEncoder

    index = txtai_index(pieces, encoder, hybrid=True)
    texts = {piece.id: piece.text for piece in pieces}
    reading = CrossEncoder(str(model), gpu=False)

    def ask(question: str) -> Found:
        found = [identity for identity, _ in index.search(question, READ)]
        read = reading(question, [texts[identity] for identity in found])
        return Found(tuple(found[place] for place, _ in read), float(read[0][1]))

    return ask
