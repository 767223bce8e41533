"""What a build did, the state of an index and the scores of a data set, as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.cli.answers import shorten

if TYPE_CHECKING:
    from index.evaluation.ablate import Ablation, FeatureAblation
    from index.evaluation.evaluate import Scores
    from index.ingest.golden import GoldenReport
    from index.ingest.report import BuildReport
    from index.operations.status import Status


def format_status(status: Status) -> str:
    """The served generation, one property a line."""
    names = {
        "Generation": status.generation,
        "Articles": status.articles,
        "Passages": status.passages,
        "Duplicates left out": status.duplicates,
        "Model": f"{status.model} ({status.backend}, {status.dimension} dimensions)",
        "Reranker": status.reranker or "none",
        "Calibration": status.calibration,
        "Vector search": status.vector_search,
        "Built at": status.built_at,
        "Size": f"{status.bytes / 1e6:.1f} MB in {status.index_dir}",
        "Building now": status.builder or "nobody",
    }
    return "\n".join(f"{name + ':':21}{value}" for name, value in names.items())


def format_report(report: BuildReport) -> str:
    """What a build did."""
    from index.ingest.skipped import SCREENFUL

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
    lines += _some(
        [
            f"Look at {one.path}: {one.kept} words kept, {one.left_out} words of running text left out."
            for one in report.suspicious
        ]
    )
    if report.golden:
        lines += _format_golden(report.golden)
    return "\n".join(lines)


def format_scores(scores: Scores) -> str:
    """The figures of a data set as a table."""
    rows: list[tuple[str, float, str]] = []
    judged, stated = f"{scores.judged} answerable", f"{scores.with_answers} with known answers"
    rows += [(name, value, judged) for name, value in scores.ranking.items()]
    rows += [(name, value, stated) for name, value in (scores.quotes | scores.answered).items()]
    for name, replies in (("answers that are right", scores.answers), ("maybes that hold the answer", scores.maybes)):
        if replies.right is not None:
            rows.append((name, replies.right, f"{replies.n}"))
    for what, refusals in (("unanswerable", scores.unanswerable), ("article absent", scores.article_absent)):
        if refusals:
            against = f"{scores.judged} answerable, {refusals.n} {what}"
            rows.append((f"AUROC, {what}", refusals.auroc, against))
            rows.append((f"refusal recall, {what}", refusals.recall, against))
            rows.append((f"refusal precision, {what}", refusals.precision, against))
    for one in scores.kinds:
        if one.right is not None:
            rows.append((f"{one.kind}: right sentence@1", one.right, f"{one.n}"))
        rows.append((f"{one.kind}: answered", one.answered, f"{one.n}"))
        rows.append((f"{one.kind}: met with a maybe", one.maybe, f"{one.n}"))
        if one.auroc is not None:
            rows.append((f"{one.kind}: AUROC", one.auroc, f"{one.n}"))
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


def format_ablation(row: Ablation) -> str:
    """The scores with one thing changed, in a line."""
    scores = row.scores
    figures = scores.quotes | {"answered": scores.answered.get("answered", 0.0)}
    refusals = (("unanswerable", scores.unanswerable), ("article absent", scores.article_absent))
    figures |= {f"AUROC {what}": one.auroc for what, one in refusals if one}
    return "\n".join([f"{row.change}  (n = {scores.questions})", *(f"  {k:28}{v:.3f}" for k, v in figures.items())])


def format_feature_ablation(row: FeatureAblation) -> str:
    """How well the confidence tells right from wrong without a feature, in a line."""
    return f"without {row.without:16}AUROC {row.auroc:.4f}   n = {row.n}"


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


def _quoted(text: str | None) -> str:
    return f'"{shorten(text)}"' if text else "not answered"


def _some(lines: Sequence[str]) -> list[str]:
    from index.ingest.skipped import SCREENFUL

    if len(lines) <= SCREENFUL:
        return list(lines)
    return [*lines[:SCREENFUL], f"... and {len(lines) - SCREENFUL} more."]
