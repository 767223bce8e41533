"""The kept text of an article, and where in it a wording stands: word for word, side by side, or nearly."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from index.answering.claim_words import SPEECH
from index.answering.framing import Beside, is_negation
from index.answering.quotations import Side
from index.models import Article, Span
from index.text.wording import Form, Wording, compare_form

# Between the end of a quotation and its beginning anew: “The board,” she said, “will stay.”
_INTERPOSED = re.compile(r"""(?<=[,.!?…])[”“"»’'](?P<tag>[^“”"«»„\n]{2,60}?[,.:–—])\s*[“"„«‘‚](?=\w)""")
# How many of an editor's words may stand for how many of the article's.
_MOST_REWRITTEN = 8
# So many words on either side of a place are near it.
_NEAR = 30
_SENTENCE_END = re.compile(r"[.!?…][^\w,;]*\s")


@dataclass(frozen=True)
class KeptText:
    """What of an article is no furniture, as one text. `segments` say where each stretch begins in it and in the
    article."""

    article: Article
    text: str
    segments: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, article: Article) -> KeptText:
        pieces: list[str] = []
        segments: list[tuple[int, int]] = []
        length, end = 0, 0
        for block in article.blocks:
            between = article.text[end : block.start] if pieces else ""
            if not pieces or between.strip():
                between = "\n\n" if pieces else ""
                segments.append((length + len(between), block.start))
            piece = between + article.text[block.start : block.end]
            pieces.append(piece)
            length, end = length + len(piece), block.end
        return cls(article, "".join(pieces), tuple(segments))

    @cached_property
    def wording(self) -> Wording:
        return Wording.of(self.text)

    @cached_property
    def speech(self) -> Wording | None:
        """The wording without the tags in the middle of what somebody says; None where there are none."""
        tags = [
            match.span("tag")
            for match in _INTERPOSED.finditer(self.text)
            if any(SPEECH.fullmatch(form) for form in Wording.of(match["tag"]).forms)
        ]
        return self.wording.without(tags) if tags else None

    def in_article(self, start: int, end: int) -> Span:
        """A stretch as offsets into the article; the longest part of it where furniture lies between."""
        bounds = [*(at for at, _ in self.segments[1:]), len(self.text) + 2]
        stretches = []
        for (at, origin), bound in zip(self.segments, bounds, strict=True):
            first, last = max(start, at), min(end, bound)
            piece = self.text[first:last].rstrip() if last < end else self.text[first:last]
            stretches.append(Span(first - at + origin, first - at + origin + len(piece)))
        return max(stretches, key=lambda span: span.end - span.start)

    def beside(self, place: TextPlace, words: int, *, after: bool) -> Beside:
        """What stands before or after a place, to compare so many words with."""
        tokens, reach = self.wording.tokens, words + 4
        first, last = place.first, place.last
        forms = self.wording.forms
        adjoining = forms[last + 1 : last + 1 + reach] if after else forms[max(0, first - reach) : first]
        around = frozenset(forms[max(0, first - _NEAR) : first] + forms[last + 1 : last + 1 + _NEAR])
        number = last + 1 if after else first
        return Beside(adjoining, after, around, self.wording.between(number) if number < len(tokens) else "")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where a wording stands: the first and the last of the kept text's tokens, and how its form differs there."""

    kept: KeptText
    first: int
    last: int
    form: Form

    @property
    def span(self) -> Span:
        return self.kept.in_article(self.form.start, self.form.end)


def places(given: Wording, kept: KeptText) -> Iterator[TextPlace]:
    """Where the kept text holds a wording."""
    yield from _found(given, kept, kept.wording)


def spoken_places(given: Wording, kept: KeptText) -> Iterator[TextPlace]:
    """The same in what somebody says, without the tags that interrupt it."""
    if kept.speech:
        numbers = {token.start: number for number, token in enumerate(kept.wording.tokens)}
        for place in _found(given, kept, kept.speech):
            first, last = (numbers[kept.speech.tokens[number].start] for number in (place.first, place.last))
            yield TextPlace(kept, first, last, place.form)


def _found(given: Wording, kept: KeptText, wording: Wording) -> Iterator[TextPlace]:
    for first, last in wording.find(given):
        if not _joins_a_negation(given, wording, first, last):
            yield TextPlace(kept, first, last, compare_form(given, wording, first, last))


def _joins_a_negation(given: Wording, wording: Wording, first: int, last: int) -> bool:
    """Whether spacing makes the difference between a negation and a part of a word: "not able", "notable"."""
    own = {start: token.form for start, token in zip(given.starts, given.tokens, strict=True)}
    origin = wording.starts[first]
    others = {wording.starts[number] - origin: wording.tokens[number].form for number in range(first, last + 1)}
    apart = own.keys() ^ others.keys()
    for forms in (own, others):
        ordered = sorted(forms)
        for before, at in pairwise(ordered):
            if at in apart and (is_negation(forms[at]) or is_negation(forms[before])):
                return True
    return False


# Sides


def in_order(given: Sequence[tuple[Side, Wording]], kept: KeptText) -> list[TextPlace] | None:
    """Where the sides of ellipses and brackets follow one another in the kept text, as near together as they do."""
    found = [list(places(wording, kept)) for _, wording in given]
    best: list[TextPlace] | None = None
    for first in found[0]:
        chain = [first]
        for (side, _), following in zip(given[1:], found[1:], strict=True):
            least = chain[-1].last
            after = next((place for place in following if place.first > least and _fits(chain[-1], place, side)), None)
            if after is None:
                break
            chain.append(after)
        else:
            if best is None or chain[-1].last - first.first < best[-1].last - best[0].first:
                best = chain
    return best


def _fits(before: TextPlace, after: TextPlace, side: Side) -> bool:
    """Whether what lies between two sides can be left out, or be what brackets stand for: no figure is rewritten."""
    if side.after != "brackets":
        return True
    left_out = after.kept.wording.forms[before.last + 1 : after.first]
    if left_out == Wording.of(side.inserted).forms:
        return True
    has_figure = any(form[-1].isdigit() for form in left_out)
    return not left_out or (side.rewrites and len(left_out) <= _MOST_REWRITTEN and not has_figure)


def left_out(before: TextPlace, after: TextPlace) -> str:
    """What stands between two places in the kept text."""
    return before.kept.wording.shown(before.last + 1, after.first - 1)


def negation_left_out(before: TextPlace, after: TextPlace) -> str:
    """What is left out between two places, if a negation is among it in the sentence of either."""
    wording = before.kept.wording
    numbers = range(before.last + 1, after.first)
    rest = _to_sentence_end(wording, numbers)
    start = after.first
    while start - 1 in numbers and not (start < after.first and _SENTENCE_END.search(wording.between(start))):
        start -= 1
    if numbers and _SENTENCE_END.search(wording.between(after.first)):
        start = after.first
    for stretch in (rest, range(start, after.first)):
        if any(is_negation(wording.forms[number]) for number in stretch):
            return wording.shown(stretch[0], stretch[-1])
    return ""


def _to_sentence_end(wording: Wording, numbers: range) -> range:
    for number in numbers:
        if _SENTENCE_END.search(wording.between(number)):
            return range(numbers.start, number)
    return numbers


# What comes nearest


@dataclass(frozen=True, slots=True)
class Run:
    """The longest verbatim run that a text shares with a kept text, and what else of it stands around there."""

    kept: KeptText
    length: int
    alike: int
    first: int
    last: int

    @property
    def place(self) -> TextPlace:
        """The stretch of the kept text that the text was made from."""
        tokens = self.kept.wording.tokens
        form = Form(tokens[self.first].start, tokens[self.last].end, ())
        return TextPlace(self.kept, self.first, self.last, form)


def shared_run(given: Wording, kept: KeptText) -> int:
    """How many words in a row a text and a kept text share."""
    return _longest_common(given.forms, kept.wording.forms)[0]


def longest_run(given: Wording, kept: KeptText) -> Run | None:
    """Where most words in a row are those of a text; None where none are."""
    forms = kept.wording.forms
    length, start, given_start = _longest_common(given.forms, forms)
    if not length:
        return None
    reach = len(given.forms) // 2 + 2
    first = max(0, start - given_start - reach)
    last = min(len(forms), start + len(given.forms) - given_start + reach)
    matcher = SequenceMatcher(None, given.forms, forms[first:last], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    alike = sum(block.size for block in blocks)
    return Run(kept, length, alike, first + blocks[0].b, first + blocks[-1].b + blocks[-1].size - 1)


def _longest_common(given: Sequence[str], forms: Sequence[str]) -> tuple[int, int, int]:
    """The length of the longest run of both, and where it begins in `forms` and in `given`."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(given):
        positions[form].append(number)
    best = (0, 0, 0)
    lengths: dict[int, int] = {}
    for number, form in enumerate(forms):
        lengths = {at: lengths.get(at - 1, 0) + 1 for at in positions.get(form, ())}
        for at, length in lengths.items():
            if length > best[0]:
                best = (length, number - length + 1, at - length + 1)
    return best
