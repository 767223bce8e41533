"""Answers, quotes, articles and build reports as plain text for a terminal; progress bars on stderr."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Self

from index.answering.verification import Verification
from index.cli.json_output import dump
from index.evaluation.evaluate import Scores
from index.ingest.build import Stage
from index.ingest.golden import GoldenReport
from index.ingest.report import BuildProgress, BuildReport
from index.ingest.skipped import SCREENFUL
from index.models import Answer, Article, Obstacle, ObstacleKind, Quote, Source
from index.operations.status import Status

_STAGES: dict[Stage, str] = {
    "comparing": "Comparing",
    "reading": "Reading",
    "encoding": "Encoding",
    "writing": "Writing",
    "verifying": "Verifying",
}
_MOST_NAMED = 20
_COPIES_NAMED = 3
_OBSTACLES: dict[ObstacleKind, str] = {
    "no_article": "No article fits {subject}.",
    "other_writing": "The model {subject} was not made for this writing: set EMBEDDING_MODEL to one that was.",
    "only_filters": "{subject} says which articles to ask, but not what: add a question.",
}
_FRIENDLY = "Hello! Ask a question about the articles, and I will quote what they say."


def format_answer(answer: Answer, obstacle: Obstacle | None = None) -> str:
    """An answer as its quotes; a refusal with the obstacle to an answer, if one is known, and its leads named."""
    if answer.kind == "smalltalk":
        return _FRIENDLY
    if answer.answered:
        return format_quotes(answer.quotes)
    lines = ["The articles do not answer this." if obstacle is None else _in_words(obstacle)]
    if answer.leads:
        browsing = obstacle is not None and obstacle.kind == "only_filters"
        lines.append("The newest that fit:" if browsing else "Nearest, but not an answer:")
        lines += [f"  - {_shorten(lead.highlight.text)} ({format_source(lead.source)})" for lead in answer.leads]
    return "\n".join(lines)


def format_quotes(quotes: Sequence[Quote], obstacle: Obstacle | None = None) -> str:
    """Each quote with its answering sentence marked, its source, and who else says the same.

    Where there is none, why, if there is a known `obstacle`.
    """
    if not quotes and obstacle:
        return _in_words(obstacle)
    return "\n\n".join(_format_quote(quote) for quote in quotes) or "Nothing found."


def format_source(source: Source) -> str:
    """A citation in one line: only what is known."""
    stated = (source.title, source.publisher, ", ".join(source.authors), source.published)
    return " · ".join(part for part in stated if part)


def format_sources(sources: Iterable[Source], copies: Iterable[tuple[str, str]] = ()) -> str:
    """One article a line: its id, its citation, its file, and which files hold the same text."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for copy, original in copies:
        same[original].append(copy)
    return "\n".join(
        f"{source.source_id}  {format_source(source)}  [{_with_copies(source.path, same[source.path])}]"
        for source in sources
    )


def format_article(article: Article, *, furniture: bool) -> str:
    """The kept text, a blank line between blocks; with `furniture` also what was left out, in its place, and why."""
    pieces = [(block.start, article.text[block.start : block.end]) for block in article.blocks]
    if furniture:
        pieces += [
            (piece.start, f"[left out: {piece.why}] {article.text[piece.start : piece.end]}")
            for piece in article.furniture
        ]
    return "\n\n".join(text for _, text in sorted(pieces))


def format_verification(finding: Verification) -> str:
    """The finding in a sentence, then where the text stands or what comes nearest."""
    match finding.verdict:
        case "exact":
            head = "Word for word in:"
        case "differs":
            head = "In the corpus, with differences only in spacing, quotation marks or case:"
        case "not_found":
            nearest = f" The nearest passage says:\n{_format_quote(finding.nearest)}" if finding.nearest else ""
            return f"Not in the corpus.{nearest}"
    return "\n".join([head, *(f"  {match.text!r}: {format_source(match.source)}" for match in finding.matches)])


def format_status(status: Status) -> str:
    """The served generation, one property a line."""
    names = {
        "Generation": status.generation,
        "Articles": status.articles,
        "Passages": status.passages,
        "Duplicates left out": status.duplicates,
        "Model": f"{status.model} ({status.backend}, {status.dimension} dimensions)",
        "Reranker": status.reranker or "none",
        "Built at": status.built_at,
        "Size": f"{status.bytes / 1e6:.1f} MB in {status.index_dir}",
        "Building now": status.builder or "nobody",
    }
    return "\n".join(f"{name + ':':21}{value}" for name, value in names.items())


def format_report(report: BuildReport) -> str:
    """What a build did."""
    if report.published:
        head = (
            f"Generation {report.generation}: {report.articles} articles, {report.passages} passages "
            f"({report.encoded} encoded, {report.reused} re-used) in {report.seconds:.1f} s."
        )
    else:
        head = f"Nothing changed: generation {report.generation} with {report.articles} articles stays served."
    counts = f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed, "
    lines = [head, f"Articles: {counts}{report.unchanged} unchanged."]
    for name, paths in (("Added", report.added), ("Changed", report.changed), ("Removed", report.removed)):
        lines += _some([f"{name}: {path}" for path in paths])
    lines += _some([f"Same text as {original}, indexed once: {copy}" for copy, original in report.duplicates])
    lines += [f"Skipped: {document.path} {document.reason}" for document in report.skipped[:SCREENFUL]]
    if report.skipped_count > SCREENFUL:
        named = f": {report.skipped_log} names each." if report.skipped_log else "."
        lines.append(f"... and {report.skipped_count - SCREENFUL} more were skipped{named}")
    if report.golden:
        lines += _format_golden(report.golden)
    return "\n".join(lines)


def format_scores(scores: Scores) -> str:
    """The figures of a data set as a table."""
    rows: list[tuple[str, float, str]] = []
    judged, stated = f"{scores.judged} answerable", f"{scores.with_answers} with known answers"
    rows += [(name, value, judged) for name, value in scores.ranking.items()]
    rows += [(name, value, stated) for name, value in (scores.quotes | scores.answered).items()]
    for what, refusals in (("unanswerable", scores.unanswerable), ("article absent", scores.article_absent)):
        if refusals:
            against = f"{scores.judged} answerable, {refusals.n} {what}"
            rows.append((f"AUROC, {what}", refusals.auroc, against))
            rows.append((f"refusal recall, {what}", refusals.recall, against))
            rows.append((f"refusal precision, {what}", refusals.precision, against))
    latency = ", ".join(f"{name} {value:.1f} ms" for name, value in scores.latency_ms.items())
    head = (
        f"{scores.dataset}: {scores.questions} questions, {scores.documents} documents, {scores.passages} passages, "
        f"{scores.model}, threshold {scores.threshold:g}"
    )
    return "\n".join(
        [
            head,
            *(f"  {name:35}{value:6.3f}   n = {n}" for name, value, n in rows),
            f"  {'latency of an answer':35}{latency}",
        ]
    )


def format_progress(stage: Stage, done: int, total: int | None) -> str:
    """A step of a build as one line of JSON."""
    return dump(asdict(BuildProgress(stage=stage, done=done, total=total)))


@contextmanager
def progress_bar(name: str, total: int) -> Iterator[Callable[[], object]]:
    """A bar on stderr, where that is a terminal; what it gives is to be called after each step."""
    from tqdm import tqdm

    with tqdm(desc=name, total=total, file=sys.stderr, disable=None, leave=False) as bar:
        yield bar.update


class Bars:
    """Shows a build's progress on a terminal: one bar a stage, with rate and time left; silent elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._stage: Stage | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def __call__(self, stage: Stage, done: int, total: int | None) -> None:
        from tqdm import tqdm

        if stage != self._stage:
            self._close()
            self._stage = stage
            self._bar = tqdm(
                desc=f"{_STAGES[stage]:10}",
                total=total,
                unit=f" {'passages' if stage == 'encoding' else 'articles'}",
                file=sys.stderr,
                disable=None,
                leave=False,
            )
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _with_copies(path: str, copies: Sequence[str]) -> str:
    named = ", ".join(copies[:_COPIES_NAMED])
    more = f" and {len(copies) - _COPIES_NAMED} more" if len(copies) > _COPIES_NAMED else ""
    return f"{path}; same text: {named}{more}" if copies else path


def _format_quote(quote: Quote) -> str:
    start, end = quote.highlight.start - quote.start, quote.highlight.end - quote.start
    mark, unmark = ("\033[1m", "\033[0m") if sys.stdout.isatty() else (">>", "<<")
    marked = f"{quote.text[:start]}{mark}{quote.text[start:end]}{unmark}{quote.text[end:]}"
    width = min(shutil.get_terminal_size().columns, 100)
    paragraphs = [
        textwrap.fill(line, width, initial_indent="  | ", subsequent_indent="  | ")
        for line in marked.splitlines()
        if line.strip()
    ]
    also = [f"  also in: {format_source(other.source)}" for other in quote.also_in]
    return "\n".join([*paragraphs, f"  {format_source(quote.source)}", *also])


def _format_golden(golden: GoldenReport) -> list[str]:
    failed, changed = len(golden.failed), len(golden.changed)
    return [
        f"Golden questions: {golden.asked} asked, {failed} failed, {changed} with another first quote.",
        *_some([f'Failed: "{failure.question}" {failure.reason}' for failure in golden.failed]),
        *_some(
            [
                f'Other first quote: "{change.question}": {_quoted(change.before)} -> {_quoted(change.after)}'
                for change in golden.changed
            ]
        ),
    ]


def _in_words(obstacle: Obstacle) -> str:
    if obstacle.kind == "other_writing" and not obstacle.subject:
        return "The bundled model reads English: ask in English, or set EMBEDDING_MODEL to a multilingual model."
    return _OBSTACLES[obstacle.kind].format(subject=obstacle.subject)


def _quoted(text: str | None) -> str:
    return f'"{_shorten(text)}"' if text else "refused"


def _shorten(text: str) -> str:
    return textwrap.shorten(text, 160, placeholder=" […]")


def _some(lines: Sequence[str]) -> list[str]:
    if len(lines) <= _MOST_NAMED:
        return list(lines)
    return [*lines[:_MOST_NAMED], f"... and {len(lines) - _MOST_NAMED} more."]
