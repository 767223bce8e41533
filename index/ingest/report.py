"""What a build does and changed: the generation before and the one after -> a report for people and programs.

Each of the events that a build prints as a line of JSON is a dataclass here: `BuildProgress` while it runs, and one
`BuildReport` in the end. `read_event` reads such a line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from index.ingest.golden import GoldenReport
from index.ingest.skipped import SkippedLog
from index.reading.document import Skipped
from index.storage import Generation, IndexedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildProgress:
    """How far a stage of a build is: `done` of `total` articles or passages; None where nobody knows how many."""

    event: Literal["progress"] = "progress"
    stage: str
    done: int
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build changed.

    `added`, `changed`, `removed` and `unchanged` are about articles, named by path: what a document that is a copy of
    an article (`duplicates`: its path and the article's) or can't be read (`skipped`) has become counts as no article.
    Of `skipped_count` documents and lines a thousand are listed at most; where they are more than a screenful,
    `skipped_log` is a file that names each. `reused` and `encoded` count passages, `seconds` is wall time; `golden` is
    None where no golden question was asked.
    """

    event: Literal["report"] = "report"
    published: bool
    generation: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    skipped_count: int
    skipped_log: str | None
    duplicates: tuple[tuple[str, str], ...]
    articles: int
    passages: int
    reused: int
    encoded: int
    golden: GoldenReport | None
    seconds: float = 0.0


BuildEvent = BuildProgress | BuildReport


def read_event(line: str | bytes) -> BuildEvent:
    """The event that a build has printed as this line of JSON.

    Raises:
        ValueError: the line holds no event.
    """
    # Read by json, since pydantic's own reader refuses the lone surrogates that stand in names that are not UTF-8.
    return _events().validate_python(json.loads(line))


@lru_cache(maxsize=1)
def _events() -> TypeAdapter[BuildEvent]:
    return TypeAdapter(Annotated[BuildEvent, Field(discriminator="event")])


def make_report(
    new: Generation,
    previous: Generation | None,
    skipped: SkippedLog,
    *,
    encoded: int,
    golden: GoldenReport | None,
) -> BuildReport:
    """What a build changed; `new` is `previous` where it published nothing. `seconds` are left for `build` to add."""
    documents = new.documents()
    after = {document.source_id: document for document in documents if document.kind == "article"}
    known = previous.documents() if previous else []
    before = {document.source_id: document for document in known if document.kind == "article"}
    kept = after.keys() & before.keys()
    changed = {source_id for source_id in kept if after[source_id].fingerprint != before[source_id].fingerprint}
    return BuildReport(
        published=new is not previous,
        generation=new.number,
        added=_paths(after, after.keys() - before.keys()),
        changed=_paths(after, changed),
        removed=_paths(before, before.keys() - after.keys()),
        unchanged=len(kept) - len(changed),
        skipped=skipped.listed(),
        skipped_count=skipped.count,
        skipped_log=skipped.log,
        duplicates=tuple(new.copies()),
        articles=new.manifest.articles,
        passages=new.manifest.passages,
        reused=new.manifest.passages - encoded,
        encoded=encoded,
        golden=golden,
    )


def _paths(documents: Mapping[str, IndexedDocument], source_ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(documents[source_id].path for source_id in source_ids))
