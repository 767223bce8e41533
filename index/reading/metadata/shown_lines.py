"""The lines that a page shows -> what they state: the headline, who signs, the day, whose rights are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.reading.metadata.bylines import Byline, introduces_author, persons_in
from index.reading.metadata.date_labels import is_publication_label, is_update_label
from index.reading.metadata.dates import FoundDate, find_dates, order_shown_by, settle
from index.reading.metadata.names import PARTICLES, is_role
from index.reading.metadata.source import Statement, flat
from index.text.words import main_language

LONGEST_HEAD = 12
"""How many lines at most stand between a standfirst and the next paragraph."""
_ABOVE = 3
"""Lines above the headline in which a byline or a date may stand."""
_LONGEST_PLACE = 2
"""Words of the place that a date line may name between two lines of one byline."""
_MOST_WORDS_BY_A_DATE = 60
"""Lines longer than this are running text, whose dates say little of how the page writes its own."""
_ENOUGH_FOR_A_LANGUAGE = 400
"""Words by which a page's language is told."""
_DATELINE = re.compile(r"^[^\W\d_][^\n]{2,60}?\s*[-–—]{1,2}\s")
_ENTRY_TIME = re.compile(
    r"^(?P<hour>[01]?\d|2[0-4])[.:h](?P<minute>[0-5]\d)(?!\d|[.:,]\d)(?:\s*(?P<half>[ap])\.?m\b)?", re.IGNORECASE
)
_MINUTES_OF_AN_HOUR = 60
_FEWEST_ENTRIES = 5
"""So many lines that open with a time of day are the entries of a live report."""
_RIGHTS_HOLDER_FIRST = re.compile(
    r"^\W*(?:©|\(c\)|copyright)\s*(?:by\s+)?(?P<name>[^\W\d_][^.|,;©\n\d]{1,60}?)\s+(?:19|20)\d\d\W*$", re.IGNORECASE
)
_RIGHTS_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d\s*[-–—]\s*)?(?:19|20)\d\d,?\s+(?:by\s+)?"
    r"(?P<name>[^\W\d_][^.|,;©\n]{1,60}?)\s*(?:[.|,;]|all rights|усі права|всі права|все права|alle rechte|tous droits"
    r"|todos los|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line that a page shows, what it states as a byline, and whether it is the headline or running text.

    `may_sign` is False where markup is known that does not call the line an author's.
    """

    text: str
    words: tuple[str, ...] = ()
    byline: Byline | None = None
    is_title: bool = False
    is_body: bool = False
    is_furniture: bool = False
    may_sign: bool = True


def from_lines(lines: Sequence[ShownLine], *, day_first: bool | None = None) -> Statement:
    """What shown lines state; `day_first` is how dates in figures are written there, where that is known."""
    headline = next((index for index, line in enumerate(lines) if line.is_title), None)
    title = flat(lines[headline].text) if headline is not None else ""
    body = [index for index, line in enumerate(lines) if line.is_body]
    if not body:
        return Statement(title=title)
    top = headline if headline is not None else 0
    stop = _end_of_head(lines, body)
    # What stands above the headline is the article's where nothing below it says the same.
    head = [*range(top + 1, stop + 1), *range(max(top - _ABOVE, 0), top + 1)]
    bylines = [
        (index, byline)
        for index in (*head, *range(body[-1] + 1, min(body[-1] + 3, len(lines))))
        if (byline := lines[index].byline) is not None and byline.authors
    ]
    if bylines:
        first, byline = bylines[0]
        authors = (*byline.authors, *_named_below(lines, first, top))
    else:
        below = range(top + 1, stop + 1)
        authors = _labelled_name(lines, head, top) or _name_at_date(lines, below, top)
        authors = authors or _name_alone(lines, below, top, body[-1])
    return Statement(
        title=title,
        publisher=(bylines[0][1].publisher if bylines else None) or _rights_holder(lines, body[-1]),
        authors=tuple(dict.fromkeys(authors)),
        published=_published(lines, head, day_first) or _from_dateline(lines, body[0], day_first),
    )


def _end_of_head(lines: Sequence[ShownLine], body: Sequence[int]) -> int:
    """The last line that may speak of the article as a whole: a standfirst may stand above the byline."""
    if len(body) > 1 and body[1] - body[0] <= LONGEST_HEAD:
        return body[1]
    stop = body[0]
    while stop + 1 < len(lines) and lines[stop + 1].byline is not None:
        stop += 1
    return stop


def _published(lines: Sequence[ShownLine], head: Sequence[int], day_first: bool | None) -> str | None:
    """The day of the first date line that says when the article appeared, or else of the first without a label."""
    days: list[tuple[bool, str]] = []
    for index in head:
        byline = lines[index].byline
        label = lines[index - 1].text if index else ""
        if byline is None or byline.published is None or is_update_label(label):
            continue
        if day := _settled(byline.published, lines, day_first):
            days.append((byline.is_labelled or is_publication_label(label), day))
    if labelled := next((day for is_labelled, day in days if is_labelled), None):
        return labelled
    return days[0][1] if days and not _is_live_for_days(lines) else None


def _is_live_for_days(lines: Sequence[ShownLine]) -> bool:
    """Whether the text is a live report of several days, whose date without a label is that of the last change.

    The times that open its entries, the newest first, run backwards and at least once past midnight.
    """
    last = max((index for index, line in enumerate(lines) if line.is_body), default=-1)
    found = [match for line in lines[: last + 1] if (match := _ENTRY_TIME.match(line.text))]
    times = [
        (int(match["hour"]) % 12 + 12 * (match["half"] in "pP") if match["half"] else int(match["hour"]))
        * _MINUTES_OF_AN_HOUR
        + int(match["minute"])
        for match in found
    ]
    back = sum(below < above for above, below in pairwise(times))
    forth = sum(below > above for above, below in pairwise(times))
    return len(times) >= _FEWEST_ENTRIES and back > forth > 0


def _named_below(lines: Sequence[ShownLine], above: int, top: int) -> tuple[str, ...]:
    """The persons whom the lines right below one name, each line nothing but names."""
    found: list[str] = []
    for index in range(above + 1, len(lines)):
        names = _persons_on(lines, index, top)
        if not names:
            break
        found += names
    return tuple(found)


def _labelled_name(lines: Sequence[ShownLine], head: Sequence[int], top: int) -> tuple[str, ...]:
    """The persons below a line that is only the word for "by"."""
    return next(
        (names for i in head if introduces_author(lines[i].text) and (names := _named_below(lines, i, top))), ()
    )


def _name_at_date(lines: Sequence[ShownLine], head: Sequence[int], top: int) -> tuple[str, ...]:
    """The persons whom the lines next to the date below the headline name, if nothing else on the page is called so."""
    for index in head:
        byline = lines[index].byline
        if byline is None or byline.published is None or byline.authors:
            continue
        if names := _only_names(lines, index, byline.beside, top):
            return names
        if len(byline.beside.split()) > _LONGEST_PLACE:
            continue
        above = index - 2 if index >= 2 and is_role(lines[index - 1].text) else index - 1
        found: list[str] = []
        while names := _persons_on(lines, above, top):
            found[:0] = names
            above -= 1
        if names := tuple(found) or _named_below(lines, index, top):
            return names
    return ()


def _name_alone(lines: Sequence[ShownLine], head: Sequence[int], top: int, last: int) -> tuple[str, ...]:
    """The persons whom the only lines of names between the headline and the text name.

    They stand right above a paragraph, or again below the article, where it says more of them.
    """
    if not lines[top].is_title or len(head) > LONGEST_HEAD:
        return ()
    found = [(index, names) for index in head if (names := _persons_on(lines, index, top))]
    below = {line.text for line in lines[last + 1 :]}
    again = [names for index, names in found if lines[index].text in below]
    if len(again) == 1:
        return again[0]
    return found[0][1] if len(found) == 1 and lines[found[0][0] + 1].is_body else ()


def _persons_on(lines: Sequence[ShownLine], index: int, top: int) -> tuple[str, ...]:
    """The persons whom a line names that holds nothing else."""
    line = lines[index]
    if index == top or line.is_title or line.is_body or line.byline is not None:
        return ()
    return _only_names(lines, index, line.text, top)


def _only_names(lines: Sequence[ShownLine], index: int, text: str, top: int) -> tuple[str, ...]:
    names = persons_in(text) if lines[index].may_sign else ()
    return names if all(_is_writers(lines, index, name, top) for name in names) else ()


def _is_writers(lines: Sequence[ShownLine], own: int, name: str, top: int) -> bool:
    """Whether nothing else on the page is called so, as sections, places and the persons of the story are.

    A writer is named again in bylines, in credits, and at the beginning of what introduces them; no part of a name is
    written small.
    """
    folded = name.casefold()
    small = {word for word in folded.split() if word not in PARTICLES}
    credited = re.compile(rf"(?:[:/|(©]|\bby)\s*{re.escape(folded)}\W*$")
    for index, line in enumerate(lines):
        if not small.isdisjoint(line.text.split()):
            return False
        text = line.text.casefold()
        if index == own or folded not in text or (line.byline is not None and name in line.byline.authors):
            continue
        if not (text.startswith((folded, f"about {folded}")) or (not line.is_body and credited.search(text))):
            return False
        if text == folded and index < top - _ABOVE:
            return False
    return True


def _settled(found: FoundDate, lines: Sequence[ShownLine], day_first: bool | None) -> str | None:
    """The meaning of a date on this page, where figures alone leave two to choose from by what else it shows."""
    if len(found.meanings) == 1:
        return found.meanings[0]
    shown = order_shown_by(line.text for line in lines if len(line.words) <= _MOST_WORDS_BY_A_DATE)
    day_first = day_first if shown is None else shown
    if day_first is None:
        words = [word for line in lines if line.is_body for word in line.words][:_ENOUGH_FOR_A_LANGUAGE]
        language = main_language(words)
        day_first = True if language not in (None, "en") else None
    return settle(found, day_first=day_first)


def _from_dateline(lines: Sequence[ShownLine], first: int, day_first: bool | None) -> str | None:
    """The full date of an agency's dateline (CITY, Month D, YYYY (AGENCY) - ...) that opens the first paragraph."""
    opening = _DATELINE.match(lines[first].text)
    if opening is None:
        return None
    dates = find_dates(opening.group())
    return _settled(dates[0], lines, day_first) if len(dates) == 1 else None


def _rights_holder(lines: Sequence[ShownLine], last: int) -> str:
    """The name in the copyright line below the article, when there is just one such name."""
    names = {
        flat(found["name"])
        for line in lines[last + 1 :]
        if line.is_furniture and (found := _RIGHTS_HOLDER.search(line.text) or _RIGHTS_HOLDER_FIRST.search(line.text))
    }
    return names.pop() if len(names) == 1 else ""
