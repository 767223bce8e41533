"""The commands of docs/backup.md: what they restore answers as before."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from index import Answer, IndexSettings, Library
from index.operations.doctor import examine
from tests.conftest import DATA, SEEDS
from tests.test_documentation import DOCUMENTS, section


def commands_under(heading: str) -> str:
    """The first block of code under a heading."""
    found = re.search(r"^```\n(.*?)^```", section(DOCUMENTS["backup.md"], heading), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def answers(folder: Path) -> list[Answer]:
    """To every tenth of the questions about the five articles, without how long each took."""
    lines = (DATA / "seed_questions.jsonl").read_text(encoding="utf-8").splitlines()[::10]
    library = Library.open(folder / "var" / "index", IndexSettings())
    try:
        return [replace(library.ask(json.loads(line)["text"]), took_ms=0) for line in lines]
    finally:
        library.close()


def test_a_restore_into_an_empty_folder_answers_as_before(seeds_index: Path, tmp_path: Path) -> None:
    served, restored = tmp_path / "first" / "quotedesk", tmp_path / "second" / "quotedesk"
    shutil.copytree(SEEDS, served / "seeds")
    shutil.copytree(seeds_index, served / "var" / "index")
    (served / ".env").write_text("MAX_QUOTES=2\n", encoding="utf-8")
    restored.mkdir(parents=True)
    subprocess.run(["bash", "-ec", commands_under("Back up")], cwd=served, check=True)
    before = answers(served)
    (served.parent / "quotedesk-backup.tar.gz").rename(restored.parent / "quotedesk-backup.tar.gz")
    shutil.rmtree(served)
    subprocess.run(["bash", "-ec", commands_under("Restore")], cwd=restored, check=True)
    assert answers(restored) == before
    assert any(answer.answered for answer in before)
    assert (restored / ".env").read_text(encoding="utf-8") == "MAX_QUOTES=2\n"
    found = examine(IndexSettings(index_dir=restored / "var" / "index", corpus_dir=restored / "seeds"))
    assert [finding for finding in found if not finding.good] == []
