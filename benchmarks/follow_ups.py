"""Whether follow-ups get the right sentence, and whether questions that stand alone are left as they were typed.

    python -m benchmarks.follow_ups [--show]

Asks the exchanges of `tests/data/follow_ups.jsonl` of the five articles and of the invented archive `lakes`: the first
question, then what "when?" or "and Putin?" is taken to mean behind it. The first quote's sentence has to hold one of
the answers. The questions of `tests/data/stand_alone.jsonl` stand behind an exchange too, and must not be rewritten.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.archives import write_dataset
from benchmarks.seed_questions import SEEDS
from index import Answer, IndexSettings, Library, Turn, follow_up
from index.ingest.build import build
from index.models import Quote

_DATA = Path(__file__).parents[1] / "tests" / "data"
Exchange = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.follow_ups", description=__doc__)
    parser.add_argument("--show", action="store_true", help="print the exchanges that went wrong")
    show: bool = parser.parse_args().show
    followed, alone = exchanges("follow_ups"), exchanges("stand_alone")
    with TemporaryDirectory() as folder:
        corpora = {"seeds": SEEDS, "lakes": write_dataset("lakes", Path(folder, "lakes")) / "corpus.jsonl"}
        libraries = {name: _opened(Path(folder, f"index-{name}"), corpus) for name, corpus in corpora.items()}
        wrong = [row for row in followed if not gets_the_right_sentence(row, libraries)]
        rewritten = [row for row in alone if is_rewritten(row, libraries["seeds"])]
        for library in libraries.values():
            library.close()
    print(f"of {len(followed)} follow-ups {len(followed) - len(wrong)} get the right sentence")
    print(f"of {len(alone)} questions that stand alone {len(rewritten)} are rewritten")
    for row in [*wrong, *rewritten] if show else ():
        print(f"  {row['asked']} {row['then']}")


def exchanges(name: str) -> list[Exchange]:
    return [json.loads(line) for line in (_DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def gets_the_right_sentence(row: Exchange, libraries: Mapping[str, Library]) -> bool:
    library = libraries[row["archive"]]
    before = _turn(row["asked"], library)
    following = follow_up(row["then"], before)
    if following is None:
        return False
    best = _best(library.ask_likeliest(following.readings, shown=before.sentence))
    return best is not None and any(gold.lower() in best.highlight.text.lower() for gold in row["answers"])


def is_rewritten(row: Exchange, library: Library) -> bool:
    return follow_up(row["then"], _turn(row["asked"], library)) is not None


def _turn(question: str, library: Library) -> Turn:
    shown = _best(library.ask(question))
    return Turn(question, shown.highlight.text, shown.text, shown.source.title) if shown else Turn(question)


def _best(found: Answer) -> Quote | None:
    """What is shown first: a quote, or a maybe's lead."""
    return next(iter([*found.quotes, *(found.leads if found.kind == "maybe" else ())]), None)


def _opened(index_dir: Path, corpus: Path) -> Library:
    settings = IndexSettings(index_dir=index_dir, corpus_dir=corpus)
    build(settings)
    return Library.open(index_dir, settings)


if __name__ == "__main__":
    main()
