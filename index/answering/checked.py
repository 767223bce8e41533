"""Passages found for a statement -> those that state it, rather than the like of it or its opposite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from index.answering.agreement import EncodedSentence, comparison
from index.answering.assessed import AssessedPassage
from index.answering.compose import MOST_LEADS, Draft


def stating(statement: EncodedSentence, passages: Iterable[AssessedPassage]) -> Iterator[AssessedPassage]:
    """The passages that hold the names and figures of a statement, and whose best sentence does not clash with it."""
    for item in passages:
        lacking = item.features.lacks_a_name or item.features.lacks_a_figure
        if not lacking and not comparison(statement, item.said(item.best)).clashes:
            yield item


def not_answered(draft: Draft) -> Draft:
    """What a statement gets that no passage states: the passages that would answer a question are but leads."""
    if draft.kind != "answer":
        return draft
    return replace(draft, kind="refusal", quotes=(), leads=draft.quotes[:MOST_LEADS], differs=())
