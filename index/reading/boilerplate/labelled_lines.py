"""A line under judgement: what its own words and shape say of it, before its neighbours are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.models import BlockKind
from index.reading.boilerplate import evidence
from index.reading.boilerplate.concepts import Concept, concepts_in
from index.reading.boilerplate.lines import Line, line_of
from index.reading.metadata.bylines import Byline, read_byline
from index.text.words import function_share, main_language

_SAMPLE_WORDS = 250
# A shorter question behind a colon is a headline: what it is about, then what one may ask.
_LONG_QUESTION = 15


@dataclass(slots=True)
class LabelledLine:
    """A line and what is known of it; with `why` it is furniture, without it is the article's, as `kind`."""

    line: Line
    function_share: float | None
    concepts: int = 0
    why: str | None = None
    section: str | None = None
    caption: str | None = None
    byline: Byline | None = None
    kind: BlockKind = "paragraph"
    is_paragraph: bool = False

    @property
    def is_short(self) -> bool:
        """Neither running text nor known furniture: a heading, a menu entry, a list item, another headline."""
        return not self.is_paragraph and self.why is None

    @property
    def is_body(self) -> bool:
        """Running text that nothing speaks against."""
        return self.is_paragraph and self.caption is None and self.section is None

    def drop(self, why: str) -> None:
        """Call the line furniture, unless it was called so before."""
        if self.why is None:
            self.why = why
        self.is_paragraph = False


def label_each(text: str, lines: Sequence[Line], *, split_credits: bool) -> list[LabelledLine]:
    """Every line of a text by itself, with the function words of the language that most of the text is in.

    A promotion behind a paragraph's own sentences becomes a line of its own; so does a credit, with `split_credits`.
    """
    sample: list[str] = []
    for line in lines:
        if line.ends_sentence:
            sample += line.words
        if len(sample) > _SAMPLE_WORDS:
            break
    language = main_language(sample)
    judged = []
    for line in lines:
        concepts = concepts_in(line.words)
        parts = _parted(text, line, concepts, split_credits=split_credits)
        judged += [_judge_one(part, concepts, function_share(part.words, language)) for part in parts]
    return judged


def _parted(text: str, line: Line, concepts: int, *, split_credits: bool) -> list[Line]:
    """The line, or what is its own and what the page added behind it."""
    if evidence.promotion(line.text, line.length, concepts):
        return [line]
    cut = evidence.promotional_tail(line.text, line.length, concepts)
    if cut == len(line.text) and split_credits:
        cut = evidence.credit_tail(line.text, concepts)
    # Where white space was folded, offsets in the line are not offsets in the text.
    if not 0 < cut < len(line.text) or len(line.text) != line.end - line.start:
        return [line]
    own = text[line.start : line.start + cut].rstrip()
    head = line_of(text, line.start, line.start + len(own), gap=line.gap)
    return [head, line_of(text, line.start + cut, line.end, gap=False)]


def chronicle(judged: Sequence[LabelledLine]) -> frozenset[int]:
    """The dates that head entries of the article itself: at least two, each alone between two paragraphs."""
    found = [
        index
        for index in range(1, len(judged) - 1)
        if (byline := judged[index].byline) is not None
        and not byline.authors
        and judged[index - 1].is_paragraph
        and judged[index + 1].is_paragraph
    ]
    return frozenset(found) if len(found) >= 2 else frozenset()


def _judge_one(line: Line, concepts: int, share: float | None) -> LabelledLine:
    item = LabelledLine(line, share, concepts)
    item.why = evidence.certain(line.text, line.length, concepts)
    item.why = item.why or evidence.promotion(line.text, line.length, concepts)
    item.section = evidence.section(line.text)
    if item.why == "counter" and (byline := read_byline(line.text, line.length, signed=False)) is not None:
        # Only figures and dots: a date rather than a count.
        item.why, item.byline = None, byline
    elif item.why is None:
        item.caption = None if line.is_bullet else evidence.caption(line.text, line.length, concepts)
        item.byline = read_byline(line.text, line.length, signed=bool(concepts & Concept.WRITER))
        item.is_paragraph = item.byline is None and _is_running_text(line, share)
    return item


def _is_running_text(line: Line, share: float | None) -> bool:
    """Whether the line is sentences, by its length, its end and its function words."""
    if line.ends_sentence and line.text[-1] == "?" and ": " in line.text:
        return line.length >= _LONG_QUESTION
    if line.ends_sentence:
        return line.length >= 8 or (line.length >= 4 and (share is None or share >= 0.2) and not line.text.isupper())
    if line.text.endswith(":"):
        return line.length >= 7 and (share is None or share >= 0.25)
    # A headline in a script without spaces is as long as a sentence in others.
    return line.length >= (40 if share is None else 22) and (share is None or share >= 0.25)
