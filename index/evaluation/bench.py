"""An index of a data set, to put the set's questions to as a reader would.

Questions whose own article is left out of the ranking stand for all those that a corpus can't answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from index.answering.compose import MOST_LEADS
from index.encoding.encoder import Encoder
from index.errors import DatasetError, IndexMissingError
from index.evaluation.datasets import Dataset, Question, document_of, holds_answer
from index.ingest.build import Progress, build
from index.library import Library
from index.models import Answer, Quote
from index.query.query import read_question
from index.resources import QUESTION_THREADS
from index.settings import IndexSettings
from index.storage import Generation, Shelf

# How many documents of a ranking are scored, as BEIR does.
RANKED = 10
# Shows how far something of this name and so many steps is: what it gives is called after each step.
Steps = Callable[[str, int], AbstractContextManager[Callable[[], object]]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question got.

    ranked: the documents found, best first, each once. shown: the first quotes; where it was not answered, what came
    nearest, however far that was.
    absent: the confidence of the answer without the question's own article; None where it has none.
    """

    question: Question
    answer: Answer
    ranked: tuple[str, ...]
    shown: tuple[Quote, ...]
    absent: float | None


class Bench:
    """An opened index of a data set; its library is the one that readers ask, and its pipeline the library's."""

    def __init__(self, dataset: Dataset, settings: IndexSettings) -> None:
        self.dataset = dataset
        self.settings = settings
        self.generation = Shelf(settings.index_dir).open()
        self.encoder = Encoder(settings.embedding_model, QUESTION_THREADS, settings.embedding_backend)
        self.library = Library(Shelf(settings.index_dir), self.generation, self.encoder, settings)
        self.pipeline = self.library.pipeline
        self._indexed_as = {document_of(copy): document_of(path) for copy, path in self.generation.copies()}
        self._document = {source.source_id: document_of(source.path) for source in self.generation.sources()}
        self._source_of = {document: source_id for source_id, document in self._document.items()}
        self._documents: dict[str, list[str]] = {}
        for document, article in dataset.articles.items():
            self._documents.setdefault(article, []).append(document)

    def close(self) -> None:
        self.library.close()

    def ask(self, question: Question) -> Outcome:
        """Ask as a reader does, then look up what a reader does not see."""
        answer = self.library.ask(question.text, MOST_LEADS)
        words = read_question(question.text).words
        ranking = self.pipeline.retrieve(words, self.generation)
        ranked = dict.fromkeys(map(self.document, self.pipeline.quotes(ranking, self.generation)))
        shown = answer.quotes or self.pipeline.nearest(ranking, self.generation)[:MOST_LEADS]
        absent = None
        if own := self.passages_about(question):
            others = self.pipeline.retrieve(words, self.generation, without=own)
            absent = self.pipeline.compose(others, self.generation, 1).confidence
        return Outcome(question, answer, tuple(ranked)[:RANKED], tuple(shown), absent)

    def indexed(self, document: str) -> str:
        """The document that stands in the index for one: itself, unless its text was another's already."""
        return self._indexed_as.get(document, document)

    def gold(self, question: Question) -> dict[str, int]:
        return {self.indexed(document): score for document, score in question.gold.items()}

    def document(self, quote: Quote) -> str:
        return self.document_of_source(quote.source.source_id)

    def document_of_source(self, source_id: str) -> str:
        return self._document[source_id]

    def is_right_sentence(self, quote: Quote, question: Question) -> bool:
        """Whether a quote highlights an answer in a document that answers."""
        return self.is_right(self.document(quote), quote.highlight.text, question)

    def is_right(self, document: str, text: str, question: Question) -> bool:
        """Whether a text out of a document holds an answer, and the document is one that answers."""
        if document not in self.gold(question):
            return False
        said = " ".join(text.split())
        if question.evidence:
            wanted = [" ".join(sentence.split()) for sentence in question.evidence]
            return any(sentence in said or said in sentence for sentence in wanted)
        return holds_answer(said, question.answers)

    def passages_about(self, question: Question) -> frozenset[int]:
        """The numbers of the passages of the articles that a question was written about."""
        return frozenset(self.numbers_of(doc for article in question.about for doc in self._documents[article]))

    def numbers_of(self, documents: Iterable[str]) -> Iterator[int]:
        """The numbers of all passages of some documents."""
        for document in documents:
            for passage in self.generation.passages_of(self._source_of.get(self.indexed(document), "")):
                number = self.generation.passage_number(passage.passage_id)
                if number is not None:
                    yield number


def unseen(_name: str, _steps: int) -> AbstractContextManager[Callable[[], object]]:
    """Steps that nobody watches."""
    return nullcontext(lambda: None)


def open_bench(dataset: Dataset, settings: IndexSettings, progress: Progress) -> Bench:
    """Bring the index of a data set up to date in `settings.index_dir`, and open it.

    Its engine is always the local one, so that nothing is measured in collections that are served.

    Raises:
        DatasetError: that folder holds an index of something else.
        QuotedeskError: it can't be built or opened.
    """
    prefix = f"{dataset.corpus.name}#"
    settings = settings.model_copy(update={"index_engine": "local"})
    try:
        present: Generation | None = Shelf(settings.index_dir).open(check="none")
    except IndexMissingError:
        present = None
    if present:
        other = next((source.path for source in present.sources() if not source.path.startswith(prefix)), None)
        present.close()
        if other:
            raise DatasetError(
                f"{settings.index_dir} holds an index of other articles ({other}): give another folder as --index-dir."
            )
    build(settings, (dataset.corpus,), progress=progress)
    return Bench(dataset, settings)


def index_folder(dataset: Dataset, served: Path) -> Path:
    """Where the index of a data set goes by default: beside the served one, never in it."""
    return served.parent / "eval" / dataset.name
