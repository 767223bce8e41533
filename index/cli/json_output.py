"""Answers, quotes, sources and articles as JSON, with exactly the keys of the contract."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from index.models import Answer, Article, Quote, Source, Timeline

if TYPE_CHECKING:
    from index.answering.verification import Part, Verification

# Of a confidence: two builds of the same corpus agree to three. Of milliseconds three are microseconds.
_DECIMALS = 4


def answer_to_dict(answer: Answer) -> dict[str, Any]:
    """An answer; `read_as`, `unanswered`, `differs` and `left_out` are there only where there is something to say."""
    body: dict[str, Any] = {
        "question": answer.question,
        "kind": answer.kind,
        "answered": answer.answered,
        "confidence": round(answer.confidence, _DECIMALS),
        "generation": answer.generation,
        "took_ms": round(answer.took_ms, 3),
        "quotes": [quote_to_dict(quote) for quote in answer.quotes],
        "leads": [quote_to_dict(quote) for quote in answer.leads],
    }
    if answer.read_as:
        body["read_as"] = answer.read_as
    if answer.unanswered:
        body["unanswered"] = list(answer.unanswered)
    if answer.differs:
        body["differs"] = [list(group) for group in answer.differs]
    if answer.left_out:
        body["left_out"] = asdict(answer.left_out)
    return body


def quote_to_dict(quote: Quote, *, nested: bool = False) -> dict[str, Any]:
    """A quote; the quotes in its `also_in` are nested and have no such key of their own."""
    body = asdict(quote) | {"confidence": round(quote.confidence, _DECIMALS)}
    del body["also_in"]
    return body if nested else body | {"also_in": [quote_to_dict(other, nested=True) for other in quote.also_in]}


def timeline_to_dict(timeline: Timeline) -> dict[str, Any]:
    """A timeline: `by` says whether a quote's sentence names its days, or they are those of the publication."""
    dated = [
        {
            "first": one.first,
            "last": one.last,
            "by": "sentence" if one.told else "publication",
            "quote": quote_to_dict(one.quote),
        }
        for one in timeline.dated
    ]
    return {"words": timeline.words, "dated": dated, "undated": [quote_to_dict(one) for one in timeline.undated]}


def verification_to_dict(finding: Verification) -> dict[str, Any]:
    """A finding; `parts` are the quotations and sides of ellipses that it is made of."""
    return {
        "text": finding.text,
        "verdict": finding.verdict,
        "matches": [quote_to_dict(match) for match in finding.matches],
        "nearest": quote_to_dict(finding.nearest) if finding.nearest else None,
        "differs_in": list(finding.differs_in),
        "parts": [_part_to_dict(part) for part in finding.parts],
        "remarks": [asdict(remark) for remark in finding.remarks],
    }


def _part_to_dict(part: Part) -> dict[str, Any]:
    """A part; of an altered one, which of its words differ, and which of the nearest sentences' do."""
    from index.answering.diff import differences

    body: dict[str, Any] = {
        "text": part.text,
        "verdict": part.verdict,
        "differs_in": list(part.differs_in),
        "matches": [quote_to_dict(match) for match in part.matches],
    }

    if part.nearest and (differing := differences(part.text, part.nearest.text)):
        body["nearest"] = quote_to_dict(part.nearest)
        body["altered"] = {
            "given": [part.text[start:end] for start, end in differing.given],
            "nearest": [part.nearest.text[start:end] for start, end in differing.passage],
        }
    return body


def source_to_dict(source: Source) -> dict[str, Any]:
    return asdict(source)


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
    """One line of JSON. Where the terminal can't show a character, all that are not ASCII are escaped.

    By json, since pydantic writes no spaces after commas and colons.
    """
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value)
    return text
