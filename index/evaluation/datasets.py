"""A data set in BEIR layout -> its questions with what counts as right, checked before anything is measured.

`corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`; a question's `metadata` may hold `answers` (gold strings),
`answerable` (null where nobody knows: such a question is left out), `evidence` (gold sentences), `context_id` (the
document that it was written about), `date`, `story` and `kind`. Document ids are those of the corpus, which are also
the part after `#` of an indexed source's path.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from index.errors import DatasetError, UnreadableError
from index.reading.formats.jsonl import load
from index.text.normalise import plain

Half = Literal["tuning", "report"]
CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels/test.tsv"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked and what is right.

    gold: the relevance of each document that answers, greater than 0. about: the articles that it was written about,
    by `Dataset.articles`; they are what is taken out of a corpus to make the question unanswerable there. key: what
    the halves of a data set are told apart by: its story, or else its date or its article. kind: what sort of question
    it is, in the data set's own word; empty where that has none.
    """

    id: str
    text: str
    answerable: bool
    answers: tuple[str, ...]
    evidence: tuple[str, ...]
    gold: Mapping[str, int]
    about: frozenset[str]
    key: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A checked data set. articles: for each document the article it is part of, namely all that share its title."""

    folder: Path
    questions: tuple[Question, ...]
    articles: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.folder.resolve().name

    @property
    def corpus(self) -> Path:
        return self.folder / CORPUS

    def half(self, half: Half) -> Dataset:
        """Every second key's questions: of a key (a date, an article) all are in one half, so the halves share none."""
        keys = sorted({question.key for question in self.questions})
        chosen = set(keys[0::2] if half == "tuning" else keys[1::2])
        return self._only(question for question in self.questions if question.key in chosen)

    def sample(self, most: int) -> Dataset:
        """At most so many of the questions, always the same ones, in their order."""
        if most >= len(self.questions):
            return self
        chosen = sorted(random.Random(0).sample(range(len(self.questions)), most))  # noqa: S311
        return self._only(self.questions[number] for number in chosen)

    def _only(self, questions: Iterable[Question]) -> Dataset:
        return replace(self, questions=tuple(questions))


def load_dataset(folder: Path) -> Dataset:
    """Read and check a data set.

    Raises:
        DatasetError: a file is missing or can't be used, or a judged question or document does not exist.
    """
    titles = {_id(row, where): str(row.get("title") or "") for row, where in _rows(folder / CORPUS)}
    articles = {document: title or document for document, title in titles.items()}
    relevances = _read_relevances(folder / QRELS, titles)
    rows = [(row, where, relevances.pop(_id(row, where), {})) for row, where in _rows(folder / QUERIES)]
    questions = [_question(row, where, gold, articles) for row, where, gold in rows if _is_labelled(row)]
    if relevances:
        raise DatasetError(f"{folder / QRELS} judges the question {next(iter(relevances))}, which {QUERIES} lacks.")
    if not questions:
        raise DatasetError(f"{folder / QUERIES} holds no question that is labelled: give one JSON object a line.")
    return Dataset(folder, tuple(questions), articles)


def document_of(path: str) -> str:
    """The document id of an indexed source's path (`corpus.jsonl#ID`)."""
    return path.partition("#")[2]


def holds_answer(text: str, answers: Sequence[str]) -> bool:
    """Whether a text holds one of the gold answers as whole words, whatever the case, accents and white space."""
    folded = plain(text)
    return any(_as_words(answer).search(folded) for answer in answers)


@lru_cache(maxsize=50_000)
def _as_words(answer: str) -> re.Pattern[str]:
    wanted = plain(answer)
    start = r"(?<!\w)" if wanted[:1].isalnum() else ""
    end = r"(?!\w)" if wanted[-1:].isalnum() else ""
    return re.compile(f"{start}{re.escape(wanted)}{end}")


def _question(row: Mapping[str, Any], where: str, gold: Mapping[str, int], articles: Mapping[str, str]) -> Question:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise DatasetError(f'{where} has no "text": give each question its words.')
    metadata = _metadata(row)
    context = str(metadata.get("context_id") or "")
    about = [articles[document] for document in (*gold, context) if document in articles]
    return Question(
        id=_id(row, where),
        text=text,
        answerable=bool(metadata.get("answerable", bool(gold))),
        answers=_strings(metadata.get("answers"), where, "answers"),
        evidence=_strings(metadata.get("evidence"), where, "evidence"),
        gold=gold,
        about=frozenset(about),
        key=str(metadata.get("story") or metadata.get("date") or next(iter(about), _id(row, where))),
        kind=str(metadata.get("kind") or ""),
    )


def _metadata(row: Mapping[str, Any]) -> Mapping[str, Any]:
    found = row.get("metadata")
    return found if isinstance(found, dict) else {}


def _is_labelled(row: Mapping[str, Any]) -> bool:
    """Whether somebody knows if the question can be answered; where nothing is said of it, the relevances tell."""
    return _metadata(row).get("answerable", False) is not None


def _strings(value: Any, where: str, name: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value or []
    if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
        raise DatasetError(f'{where} has "{name}" that are no list of texts: correct that.')
    return tuple(item for item in values if item.strip())


def _read_relevances(path: Path, documents: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """For each question its relevant documents."""
    relevances: dict[str, dict[str, int]] = {}
    for number, line in enumerate(_lines(path), start=1):
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE), [])
        if not cells or (number == 1 and cells[-1] == "score"):
            continue
        if len(cells) != 3 or not re.fullmatch(r"-?\d+", cells[2]):
            raise DatasetError(f"Line {number} of {path} is not question, document and score with tabs between them.")
        question, document, score = cells
        if document not in documents:
            raise DatasetError(f"Line {number} of {path} judges the document {document}, which {CORPUS} lacks.")
        judged = relevances.setdefault(question, {})
        if int(score) > 0:
            judged[document] = int(score)
    return relevances


def _rows(path: Path) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The JSON objects of a file, each with where it stands."""
    for number, line in enumerate(_lines(path), start=1):
        if line.strip():
            where = f"Line {number} of {path}"
            try:
                yield load(line.encode("utf-8", "surrogatepass")), where
            except UnreadableError as error:
                raise DatasetError(f"{where} {error}: give one JSON object a line.") from None


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            for line in file:
                yield line.rstrip("\n")
    except (FileNotFoundError, NotADirectoryError):
        raise DatasetError(
            f"{path} is missing: a data set is a folder with {CORPUS}, {QUERIES} and {QRELS} (BEIR layout)."
        ) from None
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not UTF-8 text: save it as such.") from None


def _id(row: Mapping[str, Any], where: str) -> str:
    """As the reader of archives makes it, so that ids agree with the paths of sources."""
    identity = " ".join(str(row.get("_id", row.get("id", ""))).split())
    if not identity:
        raise DatasetError(f'{where} has no "_id": give each one.')
    return identity
