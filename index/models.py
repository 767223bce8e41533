"""The nouns of Quotedesk: what is read, what is stored and what is answered.

Everything here is frozen and knows nothing of files, models or Telegram. Offsets are always in characters (code
points) of `Article.text`; `text[start:end]` is the slice meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph"]
ObstacleKind = Literal["no_article", "only_filters", "other_writing"]
WatchReason = Literal["answers", "words", "filters"]
AnswerKind = Literal["answer", "maybe", "refusal", "smalltalk"]


@dataclass(frozen=True, slots=True)
class Source:
    """The citation of an article: only what the document itself (or its sidecar) states; the rest stays empty."""

    source_id: str
    path: str
    title: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A kept stretch of an article: its headline, a heading between paragraphs, or a paragraph."""

    start: int
    end: int
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of the page that is not the article, and the evidence for saying so."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document as it was read.

    `blocks` and `furniture` are in order, do not overlap, and together hold every character of `text` that is not
    white space between them.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets of a stretch of an article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article, never crossing furniture or a heading."""

    passage_id: str
    source_id: str
    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Highlight:
    """The sentence of a quote that answers."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage shown word for word; `also_in` are other articles' passages that state the same."""

    passage_id: str
    text: str
    start: int
    end: int
    highlight: Highlight
    confidence: float
    source: Source
    also_in: tuple[Quote, ...] = ()

    @property
    def sentence_alone(self) -> Quote:
        """The same quote with nothing but its highlighted sentence."""
        said = self.highlight
        return replace(self, text=said.text, start=said.start, end=said.end, also_in=())


@dataclass(frozen=True, slots=True)
class Company:
    """The other articles' passages that state what a quote's sentence states, and those that contradict it, each best
    first."""

    also_in: tuple[Quote, ...] = ()
    contradicting: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexedFile:
    """The file of an article as it lies in the corpus folder, byte for byte what was indexed.

    `encoding` is the one in which Python decodes it to just the article's text; None where that was extracted from it.
    """

    sha256: str
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class LostPassage:
    """A passage that an older generation has and the served one has not.

    `readings` are as it was, once for each of its sentences. It is gone since the generation `since`, which was built
    at `since_built_at` (ISO 8601, in UTC).
    """

    readings: tuple[Quote, ...]
    since: int
    since_built_at: str


@dataclass(frozen=True, slots=True)
class WatchHit:
    """A quote that somebody watches for, and why it is one: it answers their question, it holds all their words, or
    its article fits their filters, which are all they gave."""

    quote: Quote
    why: WatchReason


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a question can have no answer, whatever the articles say.

    no_article: no article fits its filters. only_filters: it is nothing but filters. `subject` is the filters as
    written. other_writing: it is in a writing that the model was not made for; `subject` is the model, or empty for the
    bundled one, which reads English.
    """

    kind: ObstacleKind
    subject: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many articles some filters keep out only because they state no date, or no publisher.

    One that lacks both, where both are asked for, is counted in both.
    """

    undated: int = 0
    without_publisher: int = 0

    def __bool__(self) -> bool:
        return self.undated + self.without_publisher > 0

    def __add__(self, other: LeftOut) -> LeftOut:
        return LeftOut(self.undated + other.undated, self.without_publisher + other.without_publisher)


NOTHING_LEFT_OUT = LeftOut()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got: quotes; leads that may answer (a maybe) or do not (a refusal); or a friendly word.

    `confidence` is that of the first quote or lead, from 0 to 1; where nothing comes near enough to be a lead, of what
    came nearest. `took_ms` is the time of the call in milliseconds, encoding included. `read_as` is what was taken to
    be asked, where that is not what was typed: slips mended, each of several questions, "last week" with its days.
    `unanswered` are those of several questions that the quotes do not answer. `differs` are the ids of quoted passages
    that contradict each other, a group each. `left_out` are the articles that the question's filters could not judge.
    `stages` are the milliseconds of each stage that the question went through.
    """

    question: str
    kind: AnswerKind
    confidence: float
    generation: int
    took_ms: float
    quotes: Sequence[Quote] = field(default=())
    leads: Sequence[Quote] = field(default=())
    read_as: str | None = None
    unanswered: Sequence[str] = field(default=())
    differs: Sequence[Sequence[str]] = field(default=())
    left_out: LeftOut = NOTHING_LEFT_OUT
    stages: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def answered(self) -> bool:
        return self.kind == "answer"


@dataclass(frozen=True, slots=True)
class DatedQuote:
    """A quote and the days, written 2024-10-13, from the `first` to the `last`, on which it stands.

    Its sentence names them if `told`; else they are the one on which its article was published.
    """

    quote: Quote
    first: str
    last: str
    told: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """The quotes about some words in the order of their days, and apart those that neither name one nor have one."""

    words: str
    dated: Sequence[DatedQuote] = field(default=())
    undated: Sequence[Quote] = field(default=())

    def __len__(self) -> int:
        return len(self.dated) + len(self.undated)
