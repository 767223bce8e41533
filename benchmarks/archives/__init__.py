"""The invented archives: articles of running stories, with questions and the sentences that answer them.

`README.md` says what the files hold.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in _HERE.glob("*.txt")))
TRANSLATED = tuple(sorted(path.stem for path in _HERE.glob("translations/*.txt")))
KINDS = ("direct", "other", "typo", "time", "brief", "near", "false", "untold")
UNANSWERABLE = ("near", "false", "untold")


class ArchiveError(ValueError):
    """A line of an archive that does not follow its format: which, and why."""


@dataclass(slots=True)
class InventedArticle:
    """paragraphs: the sentences of each."""

    published: str
    publisher: str
    authors: tuple[str, ...]
    title: str
    paragraphs: list[list[str]] = field(default_factory=lambda: [[]])

    @property
    def sentences(self) -> list[str]:
        return [sentence for paragraph in self.paragraphs for sentence in paragraph]

    @property
    def text(self) -> str:
        return "\n\n".join(" ".join(paragraph) for paragraph in self.paragraphs if paragraph)


@dataclass(frozen=True, slots=True)
class InventedQuestion:
    """gold: the places of the sentences that answer: the number of an article of the story, and of its sentence."""

    kind: str
    text: str
    gold: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Story:
    name: str
    articles: list[InventedArticle] = field(default_factory=list)
    questions: list[InventedQuestion] = field(default_factory=list)

    def sentence(self, place: tuple[int, int]) -> str:
        return self.articles[place[0]].sentences[place[1]]


def read_archive(name: str) -> list[Story]:
    """The stories of an archive.

    Raises:
        ArchiveError: a line does not follow the format.
    """
    stories: list[Story] = []
    for number, line in enumerate((_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines(), start=1):
        try:
            _read_line(line.strip(), stories)
        except (ValueError, IndexError) as error:
            raise ArchiveError(f"Line {number} of {name}.txt: {error}") from error
    return stories


def write_dataset(name: str, folder: Path, *, translated: bool = False) -> Path:
    """Write an archive in BEIR layout (`index.evaluation.datasets`); returns the folder.

    translated: only the questions that are translated, in the language that they are translated to.
    """
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    stories = read_archive(name)
    queries = list(_queries(stories))
    if translated:
        texts = read_translations(name)
        queries = [{**query, "text": texts[query["_id"]]} for query in queries if query["_id"] in texts]
    asked = {query["_id"] for query in queries}
    judged = (line for line in _relevances(stories) if line.partition("\t")[0] in asked)
    _write_lines(folder / "corpus.jsonl", map(_as_json, _documents(stories)))
    _write_lines(folder / "queries.jsonl", map(_as_json, queries))
    _write_lines(folder / "qrels" / "test.tsv", ("query-id\tcorpus-id\tscore", *judged))
    return folder


def read_translations(name: str) -> dict[str, str]:
    """Questions of an archive in another language, by the id that each has in its data set."""
    lines = (_HERE / "translations" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return {number.strip(): text.strip() for number, _, text in (line.partition("|") for line in lines)}


def _read_line(line: str, stories: list[Story]) -> None:
    mark, _, rest = line.partition(" ")
    if mark == "=":
        stories.append(Story(rest))
    elif mark == "#":
        published, publisher, authors, title = (cell.strip() for cell in rest.split("|"))
        names = tuple(name.strip() for name in authors.split(",") if name.strip())
        stories[-1].articles.append(InventedArticle(published, publisher, names, title))
    elif mark == "?":
        stories[-1].questions.append(_question(rest, stories[-1]))
    elif line:
        stories[-1].articles[-1].paragraphs[-1].append(line)
    elif stories and stories[-1].articles and stories[-1].articles[-1].paragraphs[-1]:
        stories[-1].articles[-1].paragraphs.append([])


def _question(text: str, story: Story) -> InventedQuestion:
    kind, gold, question = (cell.strip() for cell in text.split("|"))
    if kind not in KINDS:
        raise ValueError(f"the kind {kind} is none of {', '.join(KINDS)}")
    marks = [] if gold == "-" else gold.split()
    if (kind in UNANSWERABLE) is bool(marks):
        raise ValueError(f"a question of kind {kind} with the gold {gold}")
    places = []
    for article, sentence in (re.fullmatch(r"(\d+)\.(\d+)", mark, re.ASCII).groups() for mark in marks):  # type: ignore[union-attr]
        places.append((int(article) - 1, int(sentence) - 1))
        story.sentence(places[-1])
    return InventedQuestion(kind, question, tuple(places))


def _documents(stories: list[Story]) -> Iterator[dict[str, Any]]:
    for story_number, story in enumerate(stories, start=1):
        for number, article in enumerate(story.articles):
            yield {
                "_id": _document_id(story_number, number),
                "title": article.title,
                "text": article.text,
                "publisher": article.publisher,
                "authors": article.authors,
                "published": article.published,
            }


def _queries(stories: list[Story]) -> Iterator[dict[str, Any]]:
    for story_number, story in enumerate(stories, start=1):
        for number, question in enumerate(story.questions, start=1):
            yield {
                "_id": f"s{story_number:02}q{number:02}",
                "text": question.text,
                "metadata": {
                    "kind": question.kind,
                    "story": f"s{story_number:02}",
                    "answerable": bool(question.gold),
                    "evidence": [story.sentence(place) for place in question.gold],
                },
            }


def _relevances(stories: list[Story]) -> Iterator[str]:
    for story_number, story in enumerate(stories, start=1):
        for number, question in enumerate(story.questions, start=1):
            for article in sorted({article for article, _ in question.gold}):
                yield f"s{story_number:02}q{number:02}\t{_document_id(story_number, article)}\t1"


def _document_id(story: int, article: int) -> str:
    return f"s{story:02}a{article + 1}"


def _as_json(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
