"""The lines that a page shows -> what they state: the headline, who signs, the day, whose rights are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.reading.metadata.bylines import Byline, is_role, person
from index.reading.metadata.date_labels import is_update_label
from index.reading.metadata.dates import FoundDate, find_dates, order_shown_by, settle
from index.reading.metadata.source import Statement, flat
from index.text.words import main_language

LONGEST_HEAD = 12
"""How many lines at most stand between a standfirst and the next paragraph."""
_MOST_WORDS_BY_A_DATE = 60
"""Lines longer than this are running text, whose dates say little of how the page writes its own."""
_ENOUGH_FOR_A_LANGUAGE = 400
"""Words by which a page's language is told."""
_DATELINE = re.compile(r"^[^\W\d_][^\n]{2,60}?\s*[-–—]{1,2}\s")
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
    """A line that a page shows, what it states as a byline, and whether it is the headline or running text."""

    text: str
    words: tuple[str, ...] = ()
    byline: Byline | None = None
    is_title: bool = False
    is_body: bool = False
    is_furniture: bool = False


def from_lines(lines: Sequence[ShownLine], *, day_first: bool | None = None) -> Statement:
    """What shown lines state; `day_first` is how dates in figures are written there, where that is known."""
    headline = next((index for index, line in enumerate(lines) if line.is_title), None)
    title = flat(lines[headline].text) if headline is not None else ""
    body = [index for index, line in enumerate(lines) if line.is_body]
    if not body:
        return Statement(title=title)
    top = headline if headline is not None else 0
    # A standfirst may stand above the byline.
    stop = body[1] if len(body) > 1 and body[1] - body[0] <= LONGEST_HEAD else body[0] + 1
    near = [
        index
        for index, line in enumerate(lines)
        if line.byline is not None and (top - 3 <= index <= stop or index - body[-1] in (1, 2))
    ]
    bylines = [byline for index in near if (byline := lines[index].byline) is not None and byline.authors]
    published = _published(lines, [index for index in near if index <= stop], day_first)
    return Statement(
        title=title,
        publisher=(bylines[0].publisher if bylines else None) or _rights_holder(lines, body[-1]),
        authors=bylines[0].authors if bylines else _name_at_date(lines, top, stop),
        published=published or _from_dateline(lines, body[0], day_first),
    )


def _published(lines: Sequence[ShownLine], near: Sequence[int], day_first: bool | None) -> str | None:
    """The day of the first date line that says when the article appeared, or else of the first without a label."""
    days: list[tuple[bool, str]] = []
    for index in near:
        byline = lines[index].byline
        changed = index > 0 and is_update_label(lines[index - 1].text)
        if byline is None or byline.published is None or changed:
            continue
        if day := _settled(byline.published, lines, day_first):
            days.append((byline.is_labelled, day))
    return next((day for is_labelled, day in days if is_labelled), days[0][1] if days else None)


def _name_at_date(lines: Sequence[ShownLine], top: int, stop: int) -> tuple[str, ...]:
    """A person's name on the line next to the date below the headline, if nothing else on the page is called so."""
    for index in range(top + 1, min(stop + 1, len(lines))):
        byline = lines[index].byline
        if byline is None or byline.published is None or byline.beside or byline.authors:
            continue
        above = index - 2 if index >= 2 and is_role(lines[index - 1].text) else index - 1
        for beside in (lines[above], *lines[index + 1 : index + 2]):
            name = person(beside.text)
            if name and not beside.is_title and not beside.is_body and not _stands_elsewhere(lines, beside):
                return (name,)
    return ()


def _stands_elsewhere(lines: Sequence[ShownLine], beside: ShownLine) -> bool:
    """Whether a line's words stand elsewhere too, as those of sections and places do; `About NAME` aside."""
    name = beside.text.lower()
    return any(
        line is not beside and name in (text := line.text.lower()) and not text.startswith((name, f"about {name}"))
        for line in lines
    )


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
