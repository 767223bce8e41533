"""Where on a page the article begins and ends.

The article is the stretch with the most running text in it (maximum subsequence segmentation, Pasternack and Roth,
2009), cut where a label, a time stamp or a thread of comments opens another part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from index.reading.boilerplate.labelled_lines import Judged
from index.reading.boilerplate.vocabulary import READ_ALSO, normal

_LONGEST_COUNTED = 60
_LONGEST_LOSS = 30.0
_ENOUGH_PARAGRAPHS = 3
_ENOUGH_WORDS = 80
_LONGEST_BOX = 8
_SHORT_BOX = 4
_SHORTEST_LIST = 3
_ENOUGH_BELOW = 20
_FARTHEST = 300
_WITHIN = 12
_SHORT_INTRODUCTION = 40
_LONGEST_ENTRY_HEAD = 15
_TIME = re.compile(r"\b\d\d?[:.h]\d\d\b")
_WITHIN_ARTICLES = ("link to another story", "photo credit")
_REPLIES = frozenset("reply antworten відповісти ответить répondre responder rispondi odpowiedz".split())


def article_range(judged: Sequence[Judged]) -> tuple[int, int]:
    """The first and the last line of the article's running text."""
    end = min(closing_label(judged), _thread(judged))
    values = _values(judged)
    best, first, last = 0.0, 0, max(end - 1, 0)
    total, start = 0.0, 0
    for index in range(end):
        if total <= 0:
            total, start = 0.0, index
        total += values[index]
        if total > best:
            best, first, last = total, start, index
    return first, _past_boxes(judged, _without_teasers(judged, first, last), end)


def _past_boxes(judged: Sequence[Judged], last: int, end: int) -> int:
    """The end of the article, where a short paragraph follows a link to another story or a picture's credit."""
    index = last + 1
    while index < end:
        item = judged[index]
        if item.is_body:
            last = index
        elif (below := _below_list(judged, index)) is not None:
            index = below - 1
        elif item.section == "stories":
            if not _goes_on(judged, index):
                break
            index = _below_box(judged, index) - 1
        elif item.why not in _WITHIN_ARTICLES and item.caption != "sure" and not _is_signature(judged, index):
            break
        index += 1
    return last


def _below_list(judged: Sequence[Judged], index: int) -> int | None:
    """The paragraph below a list within the article: its lines stand close together, with a gap above and below."""
    below = index + 1
    while below < len(judged) and judged[below].is_short and not judged[below].line.gap:
        below += 1
    is_list = all(item.is_short and item.section is None and item.byline is None for item in judged[index:below])
    if not is_list or not judged[index].line.gap or not _SHORTEST_LIST <= below - index <= _LONGEST_BOX:
        return None
    return below if below < len(judged) and judged[below].is_body and judged[below].line.gap else None


def _is_signature(judged: Sequence[Judged], index: int) -> bool:
    """Whether a short line belongs to the paragraph above, as a speaker's name does: a link or a picture follows."""
    return judged[index].is_short and index + 1 < len(judged) and judged[index + 1].why in _WITHIN_ARTICLES


def _values(judged: Sequence[Judged]) -> list[float]:
    """What each line adds to the stretch that it belongs to: running text its words, anything else a loss."""
    values = []
    live = is_live(judged)
    run = 0.0
    boxed = 0
    for index, item in enumerate(judged):
        length = item.line.length
        if item.section == "stories" and item.why is None and _goes_on(judged, index):
            boxed = _below_box(judged, index)
        if index < boxed:
            value = -1.0
        elif item.is_paragraph and item.caption != "sure" and not item.section:
            value = min(length, _LONGEST_COUNTED) if length >= 8 else 1.0
            # A single paragraph between labels and time stamps is a teaser, not a stretch of an article.
            above, below = judged[max(index - 1, 0)], judged[min(index + 1, len(judged) - 1)]
            if _is_label(above) and _is_label(below) and not (live and above.why == "time stamp"):
                value = min(value, 5.0)
        elif item.section in ("stories", "comments"):
            value = -25.0
        elif live and length <= _LONGEST_ENTRY_HEAD and not item.section:
            value = -2.0
        elif item.why is not None:
            # What is known to be furniture may be a box within the article, however long.
            value = max(-8.0 if length < 15 else -20.0, -_LONGEST_LOSS - run)
            run += value
        elif item.byline is not None or item.caption is not None:
            value = -2.0
        else:
            value = -6.0
        run = run if item.why is not None else 0.0
        values.append(value)
    return values


def _is_label(item: Judged) -> bool:
    return item.section is not None or item.why in ("time stamp", "button or link", "repeated on the page")


def closing_label(judged: Sequence[Judged]) -> int:
    """Where other stories or comments begin after the article, if a label or a stamp says so."""
    words = paragraphs = 0
    stamped = False
    for index, item in enumerate(judged):
        if item.is_body:
            words += item.line.length
            paragraphs += 1
        if paragraphs < _ENOUGH_PARAGRAPHS and words < _ENOUGH_WORDS:
            stamped = stamped or item.why == "time stamp"
            continue
        if item.why == "time stamp" and not stamped and not _goes_on(judged, index):
            return index
        if item.why in (None, "counter") and item.section == "comments" and not _ignores_label(judged, index, words):
            return index
        if item.why is None and item.section == "stories" and not _goes_on(judged, index):
            return index
    return len(judged)


def _goes_on(judged: Sequence[Judged], label: int) -> bool:
    """Whether the article goes on below a box of links: a few short lines, then paragraphs and nothing between."""
    index = _below_box(judged, label)
    for item in judged[label + 1 : index]:
        if item.why == "time stamp" or item.section in ("stories", "comments"):
            return False
    links = index - label - 1
    if links == 1 and normal(judged[label].line.text) in READ_ALSO and _is_no_summary(judged, index):
        return True
    paragraphs, words = _run_of_text(judged, index)
    if links <= _LONGEST_BOX and paragraphs >= (3 if links else 6):
        return True
    if 1 <= links <= _SHORT_BOX and paragraphs >= 2 and words >= _ENOUGH_BELOW:
        return True
    # Below a long box only a stretch that no list of teasers has.
    while index < min(len(judged), label + _FARTHEST):
        paragraphs, words = _run_of_text(judged, index)
        if paragraphs >= 4 and words >= 120:
            return True
        index += max(paragraphs, 1)
    return False


def _below_box(judged: Sequence[Judged], label: int) -> int:
    """The first running text below a label, if there is any near it."""
    farthest = min(len(judged), label + _FARTHEST)
    return next((index for index in range(label + 1, farthest) if judged[index].is_body), farthest)


def _is_no_summary(judged: Sequence[Judged], index: int) -> bool:
    """Whether a paragraph below a single link is the article's: set apart from the link, or not the only one."""
    if index >= len(judged) or not judged[index].is_body:
        return False
    return judged[index].line.gap > judged[index - 1].line.gap or _run_of_text(judged, index)[0] >= 2


def _run_of_text(judged: Sequence[Judged], start: int) -> tuple[int, int]:
    """How many paragraphs follow each other from `start` on, and their words."""
    index, words = start, 0
    while index < len(judged) and judged[index].is_body:
        words += judged[index].line.length
        index += 1
    return index - start, words


def _ignores_label(judged: Sequence[Judged], label: int, words_before: int) -> bool:
    """Whether what follows a label for comments is the article itself: paragraphs, more than before, without names."""
    following = judged[label + 1 :]
    if not all(item.is_body for item in following[:_ENOUGH_PARAGRAPHS]):
        return False
    signs = (
        item.byline is not None or item.why in ("time stamp", "form") or _is_reply(item) for item in following[:15]
    )
    return not any(signs) and sum(item.line.length for item in following if item.is_body) > words_before


def _is_reply(item: Judged) -> bool:
    return (
        (item.line.length == 1 or item.byline is not None)
        and item.line.words[-1:] != ()
        and (item.line.words[-1] in _REPLIES)
    )


def _thread(judged: Sequence[Judged]) -> int:
    """Where a thread begins that no label announces: comments with dates and buttons to reply, a feed with times."""
    live = is_live(judged)
    replies = [index for index, item in enumerate(judged) if _is_reply(item)]
    stamps = [index for index, item in enumerate(judged) if item.why == "time stamp"]
    dates = [index for index in range(len(judged)) if _is_signed(judged, index)]
    # Times of day that began above the article's end are its own: a live blog's.
    candidates = [run[0] for run in _runs(stamps)[:1]] + [run[0] for run in _runs(dates)]
    dates = sorted(stamps + dates)
    if len(replies) >= 2:
        candidates += [index for index in dates if replies[0] - _WITHIN <= index < replies[0]][-1:] or replies[:1]
    counted = (min(item.line.length, _LONGEST_COUNTED) if item.is_body else 0 for item in judged)
    words_above = [0, *accumulate(counted)]
    for found in sorted(candidates):
        begins = found
        above = judged[begins - 1] if begins else None
        if above is not None and above.is_short and above.line.length <= 4:
            begins -= 1
        if words_above[begins] >= _ENOUGH_WORDS and not (live and found in stamps):
            return begins
    return len(judged)


def _runs(indices: Sequence[int]) -> list[Sequence[int]]:
    """Every three indices that follow each other closely."""
    threes = [indices[start : start + 3] for start in range(len(indices) - 2)]
    return [three for three in threes if three[1] - three[0] <= _WITHIN and three[2] - three[1] <= _WITHIN]


def _is_signed(judged: Sequence[Judged], index: int) -> bool:
    """Whether a date line is a comment's: with a time of day, or below a name. A chronicle has neither."""
    item = judged[index]
    if item.byline is None or item.byline.published is None:
        return False
    above = judged[index - 1] if index else None
    named = above is not None and above.is_short and above.line.length <= 4
    return named or _TIME.search(item.line.text) is not None


def is_live(judged: Sequence[Judged]) -> bool:
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


def _without_teasers(judged: Sequence[Judged], first: int, last: int) -> int:
    """The end of the article without a tail of headline and summary pairs."""
    end, units, index = last, 0, last
    while index > first + 1:
        summary = index
        if not judged[summary].is_body or judged[summary].line.length > 40:
            break
        above = summary - 1
        while above > first and (judged[above].why is not None or judged[above].byline is not None):
            above -= 1
        if not (judged[above].is_short and judged[above].line.length >= 6 and not judged[above].line.is_bullet):
            break
        units += 1
        end = index = above - 1
        while (
            index > first
            and not judged[index].is_body
            and not (judged[index].is_short and judged[index].line.length >= 6)
        ):
            index -= 1
    return end if units >= 2 else last
