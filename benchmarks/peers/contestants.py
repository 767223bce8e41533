"""Every contestant as one function, question -> Found, set up from the same passages as its own documentation shows.

Peers get every advantage that they document: their keyword search stems where it can, what they fuse is as deep as
what Quotedesk itself ranks (40 each), and they are given the vectors of the passages. Imports stay inside, so that
one peer can be measured without the others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.peers.material import Piece, SharedEncoder

DEPTH = 40


@dataclass(frozen=True)
class Found:
    """What a question got, best first.

    ids: of passages. score: of the first, in the contestant's own measure; None where it gives none. shown and
    sentence: what was quoted (passage and text) and highlighted first; empty where those are the passages and the
    first one's sentence of greatest cosine. aside: seconds of the call that only the measuring needed.
    """

    ids: tuple[str, ...]
    score: float | None
    shown: tuple[tuple[str, str], ...] = ()
    sentence: str | None = None
    aside: float = 0.0


Contestant = Callable[[str], Found]
Factory = Callable[[Sequence[Piece], SharedEncoder], Contestant]


def dense(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """Nothing but the cosine of the passages' vectors, by FAISS."""
    import faiss

    index = faiss.IndexFlatIP(len(pieces[0].vector))
    index.add(np.stack([piece.vector for piece in pieces]))

    def ask(question: str) -> Found:
        scores, rows = index.search(encoder([question]), DEPTH)
        return Found(tuple(pieces[row].id for row in rows[0]), float(scores[0][0]))

    return ask


def bm25(pieces: Sequence[Piece], _encoder: SharedEncoder) -> Contestant:
    """Nothing but BM25, stemmed and without stop words, by bm25s."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")

    def tokenise(texts: list[str]) -> Any:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    index = bm25s.BM25()
    index.index(tokenise([piece.text for piece in pieces]), show_progress=False)

    def ask(question: str) -> Found:
        rows, scores = index.retrieve(tokenise([question]), k=min(DEPTH, len(pieces)), show_progress=False)
        return Found(tuple(pieces[row].id for row in rows[0]), float(scores[0][0]))

    return ask


def langchain_faiss(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """LangChain's FAISS vector store."""
    store = _langchain_store(pieces, encoder)

    def ask(question: str) -> Found:
        found = store.similarity_search_with_score(question, k=DEPTH)
        # The score is a squared distance, the smaller the better.
        return Found(tuple(document.metadata["id"] for document, _ in found), -float(found[0][1]))

    return ask


def langchain_ensemble(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """LangChain's EnsembleRetriever over its BM25 and FAISS retrievers; it gives no scores."""
    import Stemmer
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever

    stemmer = Stemmer.Stemmer("english")
    keywords = BM25Retriever.from_texts(
        [piece.text for piece in pieces],
        metadatas=[{"id": piece.id} for piece in pieces],
        preprocess_func=lambda text: stemmer.stemWords(re.findall(r"\w+", text.lower())),
        k=DEPTH,
    )
    vectors = _langchain_store(pieces, encoder).as_retriever(search_kwargs={"k": DEPTH})
    ensemble = EnsembleRetriever(retrievers=[keywords, vectors], weights=[0.5, 0.5], id_key="id")

    def ask(question: str) -> Found:
        return Found(tuple(document.metadata["id"] for document in ensemble.invoke(question)), None)

    return ask


def _langchain_store(pieces: Sequence[Piece], encoder: SharedEncoder) -> Any:
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Shared(Embeddings):  # type: ignore[misc]
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vector.tolist() for vector in encoder(texts)]

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return FAISS.from_embeddings(
        [(piece.text, piece.vector.tolist()) for piece in pieces],
        Shared(),
        metadatas=[{"id": piece.id} for piece in pieces],
    )


def llamaindex_vector(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """LlamaIndex's VectorStoreIndex with its default store."""
    return _llamaindex(_llamaindex_vector(_llamaindex_nodes(pieces), encoder))


def llamaindex_fusion(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """LlamaIndex's QueryFusionRetriever over its BM25 (stemmed) and vector retrievers, by reciprocal rank."""
    import Stemmer
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
    from llama_index.retrievers.bm25 import BM25Retriever

    nodes = _llamaindex_nodes(pieces)
    keywords = BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=DEPTH, stemmer=Stemmer.Stemmer("english"), language="english"
    )
    fusion = QueryFusionRetriever(
        [_llamaindex_vector(nodes, encoder), keywords],
        llm=MockLLM(),  # with one query none is asked
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=DEPTH,
        num_queries=1,
        use_async=False,
    )
    return _llamaindex(fusion)


def _llamaindex(retriever: Any) -> Contestant:
    def ask(question: str) -> Found:
        found = retriever.retrieve(question)
        return Found(tuple(hit.node.node_id for hit in found), float(found[0].score))

    return ask


def _llamaindex_nodes(pieces: Sequence[Piece]) -> list[Any]:
    from llama_index.core.schema import TextNode

    return [TextNode(id_=piece.id, text=piece.text, embedding=piece.vector.tolist()) for piece in pieces]


def _llamaindex_vector(nodes: list[Any], encoder: SharedEncoder) -> Any:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding

    class Shared(BaseEmbedding):  # type: ignore[misc]
        def _get_text_embedding(self, text: str) -> list[float]:
            vector: list[float] = encoder([text])[0].tolist()
            return vector

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    return VectorStoreIndex(nodes, embed_model=Shared()).as_retriever(similarity_top_k=DEPTH)


def haystack_rrf(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """Haystack's in-memory BM25 (which can't stem) and embedding retrievers, joined by reciprocal rank."""
    pipeline = haystack_pipeline(pieces, encoder)

    def ask(question: str) -> Found:
        given = {"embedder": {"text": question}, "keywords": {"query": question}}
        found = pipeline.run(given)["joiner"]["documents"]
        return Found(tuple(document.id for document in found), float(found[0].score))

    return ask


def haystack_pipeline(pieces: Sequence[Piece], encoder: SharedEncoder) -> Any:
    """Haystack's retrievers over these passages, and their joiner as the last component."""
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    from haystack import Document, Pipeline, component
    from haystack.components.joiners import DocumentJoiner
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    class Shared:
        def run(self, text: str) -> dict[str, list[float]]:
            return {"embedding": encoder([text])[0].tolist()}

    # The decorators are called by hand: annotations of the method are read when the class is decorated.
    Shared.run.__annotations__ = {"text": str, "return": dict}
    Shared.run = component.output_types(embedding=list[float])(Shared.run)  # type: ignore[method-assign]
    embedder = component(Shared)()

    store = InMemoryDocumentStore(embedding_similarity_function="cosine", shared=False)
    store.write_documents(
        [Document(id=piece.id, content=piece.text, embedding=piece.vector.tolist()) for piece in pieces]
    )
    pipeline = Pipeline()
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.add_component("keywords", InMemoryBM25Retriever(store, top_k=DEPTH))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder.embedding", "vectors.query_embedding")
    pipeline.connect("vectors", "joiner")
    pipeline.connect("keywords", "joiner")
    return pipeline


def txtai_dense(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """txtai's embeddings index as it comes."""
    return _txtai(pieces, encoder, hybrid=False)


def txtai_hybrid(pieces: Sequence[Piece], encoder: SharedEncoder) -> Contestant:
    """txtai's hybrid index: the mean of cosine and normalised BM25 (which can't stem)."""
    return _txtai(pieces, encoder, hybrid=True)


def _txtai(pieces: Sequence[Piece], encoder: SharedEncoder, *, hybrid: bool) -> Contestant:
    index = txtai_index(pieces, encoder, hybrid=hybrid)

    def ask(question: str) -> Found:
        found = index.search(question, DEPTH)
        return Found(tuple(identity for identity, _ in found), float(found[0][1]))

    return ask


def txtai_index(pieces: Sequence[Piece], encoder: SharedEncoder, *, hybrid: bool) -> Any:
    """txtai's embeddings index of these passages."""
    from txtai import Embeddings

    def transform(texts: Sequence[str]) -> Any:
        return encoder(texts)

    index = Embeddings({"method": "external", "transform": transform, "hybrid": hybrid})
    index.index((piece.id, piece.text, None) for piece in pieces)
    return index


PEERS: dict[str, Factory] = {
    "dense (FAISS)": dense,
    "BM25, stemmed (bm25s)": bm25,
    "LangChain FAISS": langchain_faiss,
    "LangChain EnsembleRetriever": langchain_ensemble,
    "LlamaIndex vector": llamaindex_vector,
    "LlamaIndex QueryFusionRetriever": llamaindex_fusion,
    "Haystack BM25 + embedding, RRF": haystack_rrf,
    "txtai dense": txtai_dense,
    "txtai hybrid": txtai_hybrid,
}
