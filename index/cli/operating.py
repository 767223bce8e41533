"""What the commands that build and look after an index do."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from index.cli.json_output import dump
from index.cli.progress import Bars, JsonProgress
from index.settings import IndexSettings
from index.storage import open_engine

DONE, FAILED = 0, 2


def build(options: Namespace, settings: IndexSettings) -> int:
    from index.cli.reports import format_report
    from index.ingest.build import build as build_index
    from index.ingest.watch import watch

    corpora = tuple(options.corpus or (settings.corpus_dir,))
    if options.watch:
        return watch(corpora, settings.index_dir, [f"--{name}" for name in ("strict", "json") if vars(options)[name]])
    if options.json:
        report = build_index(settings, corpora, full=options.full, strict=options.strict, progress=JsonProgress())
        print(dump(asdict(report)), flush=True)
    else:
        with Bars() as bars:
            report = build_index(settings, corpora, full=options.full, strict=options.strict, progress=bars)
        print(format_report(report))
    return DONE


def status(options: Namespace, settings: IndexSettings) -> int:
    from index.cli.reports import format_status
    from index.operations.status import describe

    engine = open_engine(settings)
    found = describe(engine.open(check="none"), engine, settings)
    print(dump(asdict(found)) if options.json else format_status(found))
    return DONE


def doctor(options: Namespace, settings: IndexSettings) -> int:
    from index.operations.doctor import examine, format_findings

    findings = examine(settings)
    print(dump([asdict(finding) for finding in findings]) if options.json else format_findings(findings))
    return DONE if all(finding.good for finding in findings) else FAILED


def rollback(_options: Namespace, settings: IndexSettings) -> int:
    print(f"Generation {open_engine(settings).roll_back()} is served again.")
    return DONE
