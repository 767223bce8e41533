"""How questions about the articles in `seeds/` are answered: `python -m benchmarks.seed_questions FILE...`.

A file holds a question a line: `{"text", "answerable", "answers"}`, as those in `tests/data/seed_questions*.jsonl`. An
answer is right if its first quote holds one of the answers. `EMBEDDING_MODEL` and the other settings count.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from index import IndexSettings, Library
from index.evaluation.datasets import holds_answer
from index.ingest.build import build

SEEDS = Path(__file__).parents[1] / "seeds"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seed_questions", description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    files: list[Path] = parser.parse_args().files
    with TemporaryDirectory() as folder:
        settings = IndexSettings.load(index_dir=Path(folder), corpus_dir=SEEDS)
        build(settings)
        library = Library.open(settings.index_dir, settings)
        for file in files:
            questions = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            print(f"{file.name}: {summary(library, questions)}", flush=True)
        library.close()


def summary(library: Library, questions: list[dict[str, Any]]) -> str:
    """Of the answerable questions how many are answered, rightly, or met with a maybe; of the others, refused."""
    asked = [(question, library.ask(question["text"])) for question in questions]
    answerable = [(question, answer) for question, answer in asked if question["answerable"]]
    others = [answer for question, answer in asked if not question["answerable"]]
    answered = [(question, answer) for question, answer in answerable if answer.answered]
    right = sum(holds_answer(answer.quotes[0].text, question["answers"]) for question, answer in answered)
    maybes = [(question, answer) for question, answer in answerable if answer.kind == "maybe"]
    near = sum(
        any(holds_answer(lead.text, question["answers"]) for lead in answer.leads) for question, answer in maybes
    )
    found = sum(
        any(holds_answer(quote.text, question["answers"]) for quote in library.search(question["text"], 1))
        for question, _ in answerable
    )
    refused = sum(answer.kind == "refusal" for answer in others)
    return (
        f"of {len(answerable)} answerable {len(answered)} answered, {right} of them right, and {len(maybes)} met with "
        f"a maybe, {near} of which hold the answer; {found} found first by a search; of {len(others)} others "
        f"{sum(not answer.answered for answer in others)} not answered, {refused} of them refused outright"
    )


if __name__ == "__main__":
    main()
