"""What the rest of the index needs of whatever keeps its generations: files in a folder, or a Milvus server.

Engine          which generations there are, which one is served, and how that changes; one for each archive
Generation      one of them, opened for reading: what questions, lists and reports need
NewGeneration   one that is being written: articles first, then vectors, then `seal`

`index.storage.opening` opens the engine that is set. Every method may raise IndexDamagedError where what is stored
can't be read or was altered, and EngineError where the server does not answer or refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from index.encoding.model_files import ModelIdentity
from index.models import Article, Passage, Source
from index.storage.catalogue import ArticleFilter, FileState, IndexedDocument
from index.storage.catalogue_writer import ArticleLines, PassageInput
from index.storage.cut_off import CutOff
from index.storage.schema import Manifest
from index.storage.searchable import Searchable, Selection
from index.storage.token_vectors import PassageTokens

# How much of a generation is looked at when it is opened: all of it, all but what is compared with checksums part by
# part as it is read, what was written or touched since it was last looked at, or nothing.
Check = Literal["all", "opening", "touched", "none"]


class Generation(Searchable, Protocol):
    """One immutable generation, opened for reading; safe to share between threads."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def number(self) -> int: ...

    def check_model(self, wanted: ModelIdentity) -> None:
        """Make sure that this model's vectors can be compared with those here.

        Raises:
            IndexMismatchError: another model made them.
        """

    def close(self) -> None: ...

    def source(self, source_id: str) -> Source | None: ...

    def with_text(self, text_hash: bytes) -> Source | None:
        """The source of the article whose text has this hash."""
        ...

    def fingerprint(self, source_id: str) -> str | None:
        """What the file of an article was known by when it was read."""
        ...

    def documents(self) -> list[IndexedDocument]:
        """All documents that this generation was built from; of each kind in corpus order, articles first."""
        ...

    def files(self) -> dict[str, FileState]:
        """The files of the corpus from which nothing was skipped, by path."""
        ...

    def copies(self) -> list[tuple[str, str]]:
        """Documents left out because their text was indexed already: (path, path of the one indexed)."""
        ...

    def passage_number(self, passage_id: str) -> int | None: ...

    def passage_rows(self, source_id: str) -> range:
        """The numbers of an article's passages."""
        ...

    def passage_texts(self) -> Iterator[tuple[str, str, str]]:
        """The id, the source id and the text of every passage, in order."""
        ...

    def vector(self, number: int) -> NDArray[np.float32]:
        """The vector [d] of a passage."""
        ...

    @property
    def vector_search(self) -> str:
        """How the nearest passages are found, in words."""
        ...

    def select(self, wanted: ArticleFilter) -> Selection | None:
        """The articles that fit a filter; None, for all, where it lets all through."""
        ...

    def select_among(self, source_ids: Collection[str], wanted: ArticleFilter) -> Selection:
        """Of the articles with these ids, those that fit a filter."""
        ...

    @property
    def published(self) -> tuple[date, ...]:
        """The different days on which articles were published, in order."""
        ...


class NewCatalogue(Protocol):
    """The articles and passages of a generation under way; articles are added in corpus order and known by place."""

    @property
    def articles(self) -> int:
        """How many articles there are so far."""
        ...

    @property
    def passages(self) -> int:
        """How many passages need a vector: those that are not kept from the previous generation as they are."""
        ...

    def add_article(
        self, article: Article, passages: Sequence[Passage], *, fingerprint: str, text_hash: bytes, line_keys: bytes
    ) -> None: ...

    def copy_article(self, source_id: str) -> None:
        """Serve an article and its passages as the previous generation has them."""

    def lines(self) -> Iterator[ArticleLines]:
        """The lines of every article so far, in any order."""
        ...

    def article(self, place: int) -> Article: ...

    def replace_article(
        self, place: int, article: Article, passages: Sequence[Passage], *, repeated: Sequence[int]
    ) -> None:
        """Store other blocks, furniture and passages of an article; call `number_passages` after the last one."""

    def number_passages(self) -> None: ...

    def add_copy(self, source_id: str, path: str, fingerprint: str, text_hash: bytes, original: str) -> None: ...

    def add_unreadable(self, source_id: str, path: str, fingerprint: str, reason: str) -> None: ...

    def add_files(self, files: Iterable[FileState]) -> None: ...

    def known_vectors(self) -> list[int | None]:
        """For each passage that needs a vector, in order: the row of one in the previous generation with the same
        vectors, if any."""
        ...

    def encoding_keys(self) -> list[bytes]:
        """What the vectors of each passage that needs one are known by, in order."""
        ...

    def input(self, number: int) -> PassageInput:
        """What the encoder gets for a passage that needs a vector."""
        ...


class NewGeneration(Protocol):
    """A generation under way. Every method raises OSError where the disk failed."""

    @property
    def previous(self) -> Generation | None:
        """What articles and vectors can be copied from."""
        ...

    @property
    def catalogue(self) -> NewCatalogue: ...

    def resume(self, model: ModelIdentity) -> CutOff:
        """What builds that were cut off had encoded with a model; from now on, what this one encodes is noted, too."""
        ...

    def add_vectors(self, vector: NDArray[np.float32], tokens: PassageTokens, key: bytes | None = None) -> None:
        """Store the vector [d] and the tokens of the next passage, which are known by the key of their encoding."""

    def flush(self) -> None:
        """From now on, what was added so far survives that this process is killed."""

    def copy_vectors(self, first: int, last: int) -> None:
        """Store the vectors and tokens in the previous generation's rows from `first` up to but without `last`."""

    def seal(self, *, model: ModelIdentity, recipe: str) -> list[str]:
        """Finish what is written; nothing can be added afterwards. Returns the names of what was written."""
        ...

    def close(self) -> None: ...


class Engine(Protocol):
    """The generations of one archive; the served one is switched in one atomic step.

    index_dir: the folder of this machine for what is no part of a generation: calibrations, lists of what was skipped.
    """

    @property
    def index_dir(self) -> Path: ...

    @property
    def place(self) -> str:
        """Where the generations are, in words; no secret is part of it."""
        ...

    def version(self) -> str:
        """What keeps the generations, and in which version."""
        ...

    def numbers(self) -> list[int]:
        """The numbers of all generations, oldest first, good or not."""
        ...

    def served_number(self) -> int | None:
        """The number of the generation that is to be served; None when nothing says so."""
        ...

    def history(self) -> tuple[int, ...]:
        """The numbers of the served generation and of those before it, newest first."""
        ...

    def rolled_back(self) -> int | None:
        """The newest generation that a rollback has left since one was published."""
        ...

    def open(
        self, *, check: Check = "all", before: Generation | None = None, warn: Callable[[str], None] = ...
    ) -> Generation:
        """Open the served generation, or the newest good one when it is damaged, with a sentence for `warn`.

        Raises:
            IndexMissingError: nothing has been built here.
            IndexDamagedError, IndexMismatchError: there are generations, but none that can be used.
        """
        ...

    def open_number(self, number: int, *, check: Check = "all", before: Generation | None = None) -> Generation:
        """Open one generation, served or not.

        Raises:
            IndexDamagedError, IndexMismatchError: it can't be used.
        """
        ...

    def open_checked(self, number: int) -> Generation:
        """Open one generation, and compare what it holds with its checksums as closely as a doctor has time for.

        Raises:
            IndexDamagedError, IndexMismatchError: it can't be used.
        """
        ...

    def building(self) -> AbstractContextManager[None]:
        """Be the only builder, and clear away what a killed build left.

        Raises:
            BuildInProgressError: somebody else is building.
        """
        ...

    def builder(self) -> str | None:
        """Who is building just now, in words; None when nobody is."""
        ...

    def next_number(self) -> int: ...

    def begin(self, number: int, previous: Generation | None, kept: int) -> NewGeneration:
        """Begin to write a generation, of which the first `kept` segments of the previous one are a part."""
        ...

    def verify(self, number: int, written: Iterable[str], before: Generation | None) -> Generation:
        """Check what was `written` of a generation that is not published yet; it stays opened.

        Raises:
            IndexDamagedError: something does not agree; the message says what.
        """
        ...

    def publish(self, number: int) -> None:
        """Serve the sealed and verified generation `number` from now on."""

    def discard(self, number: int) -> None:
        """Remove what a failed build has written of generation `number`, unless it was published already."""

    def point_to(self, number: int) -> None:
        """Let `number` be the served generation again."""

    def roll_back(self, accept: Callable[[Generation], None] = ...) -> int:
        """Serve the newest good generation that was served before the one now, and return its number.

        `accept` raises a QuotedeskError for a generation that can't be served.

        Raises:
            BuildInProgressError: somebody is building.
            IndexMissingError: there is none.
        """
        ...

    def prune(self, keep: int) -> None:
        """Remove all but the last `keep` generations that were served."""
