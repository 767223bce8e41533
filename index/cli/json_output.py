"""Answers, quotes, sources and articles as JSON, with exactly the keys of the contract."""

from __future__ import annotations

import json
from typing import Any

from index.models import Answer, Article, Quote, Source

_DECIMALS = 4


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "kind": answer.kind,
        "answered": answer.answered,
        "confidence": round(answer.confidence, _DECIMALS),
        "generation": answer.generation,
        "took_ms": round(answer.took_ms, 3),
        "quotes": [quote_to_dict(quote) for quote in answer.quotes],
        "leads": [quote_to_dict(quote) for quote in answer.leads],
    }


def quote_to_dict(quote: Quote, *, nested: bool = False) -> dict[str, Any]:
    """A quote; the quotes in its `also_in` are nested and have no such key of their own."""
    body: dict[str, Any] = {
        "passage_id": quote.passage_id,
        "text": quote.text,
        "start": quote.start,
        "end": quote.end,
        "highlight": {"text": quote.highlight.text, "start": quote.highlight.start, "end": quote.highlight.end},
        "confidence": round(quote.confidence, _DECIMALS),
        "source": source_to_dict(quote.source),
    }
    if not nested:
        body["also_in"] = [quote_to_dict(other, nested=True) for other in quote.also_in]
    return body


def source_to_dict(source: Source) -> dict[str, Any]:
    return {
        "source_id": source.source_id,
        "path": source.path,
        "title": source.title,
        "publisher": source.publisher,
        "authors": list(source.authors),
        "published": source.published,
        "url": source.url,
    }


def article_to_dict(article: Article) -> dict[str, Any]:
    """An article as it was read: what was kept, and what was left out and why."""
    return {
        "source": source_to_dict(article.source),
        "article": [
            {"text": article.text[block.start : block.end], "start": block.start, "end": block.end}
            for block in article.blocks
        ],
        "furniture": [
            {"text": article.text[piece.start : piece.end], "start": piece.start, "end": piece.end, "why": piece.why}
            for piece in article.furniture
        ],
    }


def dump(value: Any) -> str:
    """One line of JSON. Half of a surrogate pair, which UTF-8 can't carry, is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
