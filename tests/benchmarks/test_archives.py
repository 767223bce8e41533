import json
from pathlib import Path

import pytest

from benchmarks import archives
from benchmarks.archives import ArchiveError, read_archive, write_dataset
from index.evaluation.datasets import load_dataset

STORY = """
= Lighthouse
# 2023-01-05 | Cape Post | Ina Moll, Per Quist | Lighthouse to close
The lighthouse closes in May.
Its keeper is 61.

She will move to the town.
# 2023-06-01 | Cape Post | | Lamp goes out
The lamp went out on Monday.
? direct | 1.1 2.1 | When does the lighthouse close?
? near | - | What is the keeper's name?
"""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(archives, "_HERE", tmp_path)
    path = tmp_path / "cape.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


@pytest.mark.usefixtures("archive")
def test_reads_articles_and_questions_of_a_story() -> None:
    (story,) = read_archive("cape")
    first, second = story.articles
    assert first.text == "The lighthouse closes in May. Its keeper is 61.\n\nShe will move to the town."
    assert (first.authors, second.authors) == (("Ina Moll", "Per Quist"), ())
    closing, _ = story.questions
    assert [story.sentence(place) for place in closing.gold] == [
        "The lighthouse closes in May.",
        "The lamp went out on Monday.",
    ]


@pytest.mark.usefixtures("archive")
def test_writes_a_data_set_whose_halves_share_no_story(tmp_path: Path) -> None:
    dataset = load_dataset(write_dataset("cape", tmp_path / "out"))
    closing, name = dataset.questions
    assert closing.evidence == ("The lighthouse closes in May.", "The lamp went out on Monday.")
    assert dict(closing.gold) == {"s01a1": 1, "s01a2": 1}
    assert not name.answerable
    assert closing.key == name.key
    row = json.loads((tmp_path / "out" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert row["published"] == "2023-01-05"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("? direct | 1.9 | When?", "list index out of range"),
        ("? direct | - | When?", "a question of kind direct with the gold -"),
        ("? near | 1.1 | When?", "a question of kind near with the gold 1.1"),
        ("? odd | 1.1 | When?", "the kind odd is none of"),
    ],
)
def test_says_which_line_is_wrong(archive: Path, line: str, problem: str) -> None:
    archive.write_text(f"{STORY.strip()}\n{line}\n", encoding="utf-8")
    with pytest.raises(ArchiveError, match=f"Line 11 of cape.txt: .*{problem}"):
        read_archive("cape")


REPORTED = ("borough", "district", "lakes")
WITHOUT_BRIEF, BRIEF = ("fjords", "lakes", "ports"), {"brief", "untold"}


@pytest.mark.parametrize("name", archives.NAMES)
def test_archives_hold_what_they_are_there_for(name: str) -> None:
    stories = read_archive(name)
    questions = [question for story in stories for question in story.questions]
    kinds = {question.kind for question in questions}
    # Those that only train may be small: there are many.
    assert len(stories) >= (14 if name in REPORTED else 10)
    assert sum(len(story.articles) for story in stories) >= (80 if name in REPORTED else 36)
    assert len(questions) >= (500 if name in REPORTED else 200)
    lacking = BRIEF - kinds if name in WITHOUT_BRIEF else set()
    assert kinds >= set(archives.KINDS) - lacking - (set() if name in REPORTED else {"typo"})


@pytest.mark.parametrize("name", archives.TRANSLATED)
def test_translated_questions_have_the_gold_of_the_originals(name: str, tmp_path: Path) -> None:
    originals = {question.id: question for question in load_dataset(write_dataset(name, tmp_path / "own")).questions}
    translated = load_dataset(write_dataset(name, tmp_path / "translated", translated=True)).questions
    assert len(translated) == len(archives.read_translations(name)) >= 100
    for question in translated:
        original = originals[question.id]
        assert not question.text.isascii()
        assert question.text != original.text
        assert (question.evidence, question.kind, question.gold) == (original.evidence, original.kind, original.gold)
