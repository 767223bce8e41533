"""Question -> its words, and the filters written among them, which say what articles alone are to be asked.

A filter is `from:`, `in:`, `after:` or `before:` with its value directly behind the colon: a word, or several in
quotation marks. All must hold, but of several `from:` one is enough.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.errors import FilterError
from index.models import NOTHING_LEFT_OUT, LeftOut
from index.text.normalise import folded_words, plain

# Phones write other quotation marks than keyboards do; one that is not closed yet ends with the line.
_FILTER = re.compile(
    r"(?<!\S)(?P<kind>from|in|after|before):"
    r'(?:["“”„«](?P<quoted>[^"“”„»\n]*)(?:["“”»]|(?=\n|$))|(?P<word>[^\s"“”„«»]+))',
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_CLOSING = ".,;:!?…)"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be to be asked; empty where nothing is required.

    publishers: folded parts of a publisher's name. title: folded beginnings of words of the title. after, before:
    days, written 2024-10-12, that the article appeared later or earlier than; 2024-10 and 2024 stand for the very
    beginning of that month and year. written: the filters as they stand in the question.
    """

    publishers: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    written: str = ""

    def __bool__(self) -> bool:
        return bool(self.written)

    @property
    def reads_titles(self) -> bool:
        """Whether an article's title matters."""
        return bool(self.title)

    def fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        """Whether an article that states these is to be asked; what it does not state fits nothing."""
        return not self._unstated(publisher, published) and self._may_fit(title, publisher, published)

    def left_out(self, title: str, publisher: str | None, published: str | None) -> LeftOut:
        """The article, if nothing but what it does not state keeps it from being asked."""
        unstated = self._unstated(publisher, published)
        return unstated if unstated and self._may_fit(title, publisher, published) else NOTHING_LEFT_OUT

    def _unstated(self, publisher: str | None, published: str | None) -> LeftOut:
        return LeftOut(
            undated=int(not published and bool(self.after or self.before)),
            without_publisher=int(not publisher and bool(self.publishers)),
        )

    def _may_fit(self, title: str, publisher: str | None, published: str | None) -> bool:
        """Whether all that the article states fits."""
        name = _plain_name(publisher or "")
        words = folded_words(title) if self.title else ()
        return (
            (not publisher or not self.publishers or any(part in name for part in self.publishers))
            and (not published or all(published > bound for bound in self.after))
            and (not published or all(published < bound for bound in self.before))
            and all(any(word.startswith(wanted) for word in words) for wanted in self.title)
        )


def parse(question: str) -> tuple[str, Filters]:
    """The question without its filters, and these.

    Raises:
        FilterError: `after:` or `before:` holds no date.
    """
    values: dict[str, list[str]] = {"from": [], "in": [], "after": [], "before": []}
    written: list[str] = []
    words, position = [], 0
    for match in _FILTER.finditer(question):
        kind, as_written = match["kind"].lower(), match[0].rstrip(_CLOSING)
        found = _values(kind, match["quoted"] or (match["word"] or "").rstrip(_CLOSING), as_written)
        if found:
            values[kind] += found
            written.append(as_written)
            words.append(question[position : match.start()])
            position = match.end()
    if not written:
        return question, Filters()
    words.append(question[position:])
    filters = Filters(
        publishers=tuple(values["from"]),
        title=tuple(values["in"]),
        after=tuple(values["after"]),
        before=tuple(values["before"]),
        written=" ".join(written),
    )
    return " ".join(" ".join(words).split()), filters


def _values(kind: str, value: str, written: str) -> Sequence[str]:
    if kind == "in":
        return folded_words(value)
    wanted = plain(value)
    if kind != "from" and wanted and not _is_date(wanted):
        raise FilterError(f"{written} holds no date: write it as 2024, 2024-10 or 2024-10-12.", written)
    return [wanted] if wanted else []


def _is_date(text: str) -> bool:
    match = _DATE.fullmatch(text)
    if not match:
        return False
    year, month, day = (int(part or 1) for part in match.groups())
    return year > 0 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


# An archive has few publishers and many articles.
_plain_name = lru_cache(maxsize=4096)(plain)
