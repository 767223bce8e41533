"""Which line of a page is the article's headline."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.reading.boilerplate.evidence import is_breadcrumb
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.lines import Line
from index.reading.metadata.bylines import persons_in
from index.reading.metadata.date_labels import tells_dates
from index.text.normalise import as_label
from index.text.words import content_of

_MOST_WORDS = 32
# The result of a match, the address of a site, or an entry of a live page with its time.
_RESULT = re.compile(r"\d\s?[:–-]\s?\d+$")
_LONGEST_RESULT = 6
_NO_HEADLINE = re.compile(r"\S+\.[a-z]{2,12}$|\d\d?[:.h]\d\d\s")
_LEAST_SCORE = 1.5
_DASHES = "-–—−"
_SHORTEST_HEADLINE = 4
_MOST_OF_A_LINE = 0.6
"""Share of a path or a share button's text from which a line within it is the headline that it names."""
_SHORT_INTRODUCTION = 40


def find_headline(judged: Sequence[LabelledLine], first: int, title: str, *, is_known: bool) -> int | None:
    """The index of the headline above the article's text, which begins at `first` or after it; None if no line is one.

    `title` is a headline known from elsewhere; where the headline `is_known`, no other line counts as one.
    """
    stop = first_paragraph(judged, first)
    if stop == len(judged):
        return None
    # On a live page what stands below the first time of day is an entry's headline.
    lowest = next(index for index, item in enumerate(judged) if item.why == "time stamp") if is_live(judged) else stop
    known = as_label(title) if title else ""
    names = [as_label(item.line.text) if item.line.length <= _MOST_WORDS else "" for item in judged[:stop]]
    body = {word for item in judged[stop : stop + 8] for word in item.line.words}
    best, best_score = None, _LEAST_SCORE
    for index in range(min(lowest, stop) - 1, -1, -1):
        item = judged[index]
        if known and names[index] == known:
            return index
        if is_known or not _can_be_headline(judged, index):
            continue
        line = item.line
        content = content_of(line.words)
        told = 0 if _is_like_a_name(line) else len(content & body) / max(len(content), 1)
        score = 1 + 3 * told - 0.15 * (stop - 1 - index)
        score += line.length >= 5
        score -= line.length <= 2
        score += 1.5 * (line.length >= _SHORTEST_HEADLINE and _is_repeated(names, index))
        score += 1.5 * any(_is_dated(later) for later in judged[index + 1 : min(index + 4, stop + 1)])
        score += 0.5 * (index == 0 or line.gap)
        # Alone above the text, as in a file that someone wrote by hand.
        score += index == 0 and stop == 1 and judged[stop].line.gap
        score += 0.5 * (index > 0 and _is_dated(judged[index - 1]))
        score -= 1.5 * (item.byline is not None or bool(persons_in(line.text)))
        if score > best_score + 1e-9:
            best, best_score = index, score
    return best if best is None else _above_standfirst(judged, best, body)


def _is_repeated(names: Sequence[str], index: int) -> bool:
    """Whether a line's words stand in another line above the text, which adds no more than a label or a path."""
    own = names[index]
    return any(
        other != index and own in name and len(own) >= _MOST_OF_A_LINE * len(name) for other, name in enumerate(names)
    )


def _above_standfirst(judged: Sequence[LabelledLine], best: int, body: set[str]) -> int:
    """The line right above, where that is the headline and `best` the longer line that explains it."""
    above, below = judged[best - 1] if best else None, judged[best]
    if above is None or not _can_be_headline(judged, best - 1) or above.byline is not None:
        return best
    content = content_of(above.line.words)
    told = content & (body | set(below.line.words))
    if 6 <= above.line.length <= below.line.length and 2 * len(told) >= len(content):
        return best - 1
    return best


def first_paragraph(judged: Sequence[LabelledLine], first: int) -> int:
    """The first line of running text from `first` on."""
    return next((index for index in range(first, len(judged)) if judged[index].is_body), len(judged))


def _can_be_headline(judged: Sequence[LabelledLine], index: int) -> bool:
    item, line = judged[index], judged[index].line
    return (
        item.why in (None, "repeated on the page")
        and item.section is None
        and (item.byline is None or _may_name_a_day(item))
        and item.caption != "sure"
        and not _is_listed(judged, index)
        and 2 <= line.length <= _MOST_WORDS
        and not _NO_HEADLINE.match(line.text)
        and not is_breadcrumb(line.text, line.length)
        and not tells_dates(line.text)
        and not (line.length <= _LONGEST_RESULT and _RESULT.search(line.text))
        and line.text[-1] not in ":："
        and not (line.ends_sentence and line.text[-1] in ".;,")
    )


def _is_listed(judged: Sequence[LabelledLine], index: int) -> bool:
    """Whether a line is an item of a list; a dash before a line that stands alone opens a quotation."""
    if not judged[index].line.is_bullet:
        return False
    beside = [*judged[max(index - 1, 0) : index], *judged[index + 1 : index + 2]]
    return judged[index].line.text[0] not in _DASHES or any(item.line.is_bullet for item in beside)


def _is_like_a_name(line: Line) -> bool:
    """Whether a line is no more than a few capitalised words, which the text may well hold: a writer's name."""
    words = line.text.split()
    return len(words) <= 4 and all(word[0].isupper() or len(word) <= 3 for word in words)


def _is_dated(item: LabelledLine) -> bool:
    return item.byline is not None or item.why in ("time stamp", "read time")


def _may_name_a_day(item: LabelledLine) -> bool:
    """Whether a line with a date can be a headline as well: words in front of the date, and no author."""
    return item.byline is not None and not item.byline.authors and len(item.byline.beside.split()) >= 3


def is_live(judged: Sequence[LabelledLine]) -> bool:
    """Whether times of day head the article's own entries: paragraphs follow them, and most of its text does."""
    stamps = [index for index, item in enumerate(judged) if item.why == "time stamp"]
    if len(stamps) < 3:
        return False
    before = sum(item.line.length for item in judged[: stamps[0]] if item.is_body)
    after = sum(item.line.length for item in judged[stamps[0] :] if item.is_body)
    # Where an article stands above them, entries with headlines of their own are teasers.
    farthest = 2 if before < _SHORT_INTRODUCTION else 1
    heading = sum(any(item.is_body for item in judged[index + 1 : index + 1 + farthest]) for index in stamps)
    return heading >= 0.6 * len(stamps) and after > 2 * before
