"""Golden questions: `golden.jsonl` in or beside a corpus, answered on each new generation before it is published.

One JSON object a line: "question", and what a right answer must show: "expect", words that one of its quotes holds,
and "source", the path or id of the article that the quote is from. With `"answered": false` a maybe or a refusal is
right. A line with the question alone asks for any answer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import GoldenError, QueryError
from index.ingest.corpus import GOLDEN
from index.models import Quote
from index.storage import Generation
from index.text.normalise import plain

if TYPE_CHECKING:
    from index.answering.compose import Draft
    from index.answering.pipeline import Pipeline

_KEYS = {"question": str, "expect": str, "source": str, "answered": bool}
_KINDS = {str: "text", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class GoldenQuestion:
    """A question and what a right answer to it shows; empty where anything will do."""

    question: str
    expect: str = ""
    source: str = ""
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden question that the new generation answers wrongly, and how."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True)
class FirstQuoteChange:
    """A golden question whose first quote is another than before; None stands for no answer."""

    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class GoldenReport:
    """How a new generation answers the golden questions, compared with the served one where there is one."""

    asked: int
    failed: tuple[Failure, ...]
    changed: tuple[FirstQuoteChange, ...]


def read_golden(corpora: Sequence[Path]) -> list[GoldenQuestion]:
    """The golden questions of all corpora; none where there is no such file.

    Raises:
        GoldenError: a line can't be used; the message says which and why.
    """
    questions: dict[GoldenQuestion, None] = {}
    for path in golden_files(corpora):
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except (OSError, UnicodeDecodeError):
            raise GoldenError(f"{path} can't be read: save it as UTF-8 text, or remove it.") from None
        for number, line in enumerate(lines, start=1):
            if line.strip():
                questions[_parse(line, f"{path}, line {number},")] = None
    return list(questions)


def golden_files(corpora: Sequence[Path]) -> list[Path]:
    """The files that hold the golden questions of these corpora."""
    return list(dict.fromkeys(path for corpus in corpora for path in _places(corpus) if path.is_file()))


def ask_golden(
    questions: Sequence[GoldenQuestion], new: Generation, served: Generation | None, pipeline: Pipeline, limit: int
) -> GoldenReport:
    """Answer the questions with up to `limit` quotes from a generation that is not published yet, and from the served
    one for comparison."""
    failed, changed = [], []
    for golden in questions:
        try:
            answer = pipeline.answer(golden.question, new, limit)
        except QueryError as error:
            failed.append(Failure(golden.question, f"can't be asked: {error}"))
            continue
        if reason := _fault(golden, answer):
            failed.append(Failure(golden.question, reason))
        if served:
            was = pipeline.answer(golden.question, served, 1)
            if _first_id(was) != _first_id(answer):
                changed.append(FirstQuoteChange(golden.question, _first_text(was), _first_text(answer)))
    return GoldenReport(len(questions), tuple(failed), tuple(changed))


def _places(corpus: Path) -> tuple[Path, ...]:
    beside = corpus.absolute().parent / GOLDEN
    if corpus.is_dir():
        return corpus.absolute() / GOLDEN, beside
    return () if corpus.name == GOLDEN else (beside,)


def _parse(line: str, where: str) -> GoldenQuestion:
    # By hand: with pydantic, turning its errors into sentences that say what to do takes as many lines.
    try:
        fields: Any = json.loads(line)
    except (ValueError, RecursionError):
        raise GoldenError(f"{where} is not JSON: write one object a line, or remove it.") from None
    if not isinstance(fields, dict):
        raise GoldenError(f"{where} is not a JSON object: write one object a line, or remove it.")
    stated = {key: value for key, value in fields.items() if value is not None}
    for key, value in stated.items():
        if key not in _KEYS:
            raise GoldenError(f'{where} has the unknown key "{key}": known are {", ".join(_KEYS)}.')
        if not isinstance(value, _KEYS[key]):
            raise GoldenError(f'{where} has a "{key}" that is not {_KINDS[_KEYS[key]]}: correct it.')
    if not stated.get("question", "").strip():
        raise GoldenError(f'{where} has no "question": write one, or remove the line.')
    golden = GoldenQuestion(**stated)
    if not golden.answered and (golden.expect or golden.source):
        raise GoldenError(f'{where} expects no answer and a quote at once: remove "answered" or the rest.')
    return golden


def _fault(golden: GoldenQuestion, answer: Draft) -> str:
    """What is wrong with an answer, in words; empty when nothing is."""
    if (answer.kind == "answer") != golden.answered:
        if answer.kind == "answer":
            return "is answered but should not be"
        return "gets only a maybe" if answer.kind == "maybe" else "is refused"
    quotes = [shown for quote in answer.quotes for shown in (quote, *quote.also_in)]
    if golden.source:
        quotes = [quote for quote in quotes if golden.source in (quote.source.path, quote.source.source_id)]
        if not quotes:
            return f"has no quote from {golden.source}"
    wanted = plain(golden.expect)
    if not any(wanted in plain(quote.text) for quote in quotes) and golden.answered:
        return f'has no quote that holds "{golden.expect}"'
    return ""


def _first(answer: Draft) -> Quote | None:
    return next(iter(answer.quotes), None)


def _first_id(answer: Draft) -> str | None:
    first = _first(answer)
    return first.passage_id if first else None


def _first_text(answer: Draft) -> str | None:
    first = _first(answer)
    return first.highlight.text if first else None


def summarise_failures(report: GoldenReport) -> str:
    """The failures in one sentence."""
    first = report.failed[0]
    return f'{len(report.failed)} of {report.asked} golden questions fail; "{first.question}" {first.reason}.'
