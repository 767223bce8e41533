"""Text -> its lines with what their shape tells: length in words, sentence end, function words, position.

A line here is what the page shows as one: hard-wrapped lines and fragments of a sentence are joined again. Offsets are
those of the text; lines never overlap and hold every character that is not white space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import Pattern

from index.text.words import length_in_words, words_of

_ROW = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_SENTENCE_END = re.compile(r"(?:[.!?…。！？؟۔।॥]|\.\.\.)[\"'”’“»›）」』)\]*_]*(?:\s?\[\d+\])*$")
_BRACKET_AFTER_SENTENCE = re.compile(r"[.!?…][\"”’»]?\s*\([^()]{1,80}\)$")
_CONTINUES = re.compile(r"[,;:)\]»”’%…]|[.!?](?:\s|$)|[–—-]\s")
_HANGS = re.compile(r"(?:written by|by|von|par|por|автори?|автор[ыи]?|текст)\s*:?$", re.IGNORECASE)
_SIGNED = re.compile(r"(?:by|di|von|par|por)\s*:?\s+(?:[^\W\d_a-z][\w.'’-]+\s*){1,4}$")
_LOWER_WORD_LAST = re.compile(r"\s[^\W\d_A-ZА-ЯІЇЄҐ]\w*$")
_BULLET = re.compile(r"(?:[•‣◦▪●·*–—−-]|\(?\d{1,2}[.)]|\(?[a-zа-яіїє][.)])\s+\S")


_Row = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, trimmed; `gap` says that a blank line (or the text's beginning) stands before it.

    `text` is what the offsets hold with its white space folded, `words` its words in lower case, `length` how many
    words long it is in any script.
    """

    start: int
    end: int
    text: str
    gap: bool
    words: tuple[str, ...]
    length: int
    ends_sentence: bool

    @property
    def is_bullet(self) -> bool:
        return _BULLET.match(self.text) is not None


def split_lines(text: str, start: int = 0, *, starts_line: Pattern[str] | None = None) -> list[Line]:
    """The lines of a text from `start` on, in order.

    With `starts_line` the text is of a kind in which line ends mean nothing, but for lines that begin so.
    """
    rows = [row for row in _rows(text) if row[0] >= start]
    width = 0 if starts_line else _wrapping_width(text, rows)
    lines: list[Line] = []
    first = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and (
            _is_free(text, rows[index - 1], rows[index], starts_line)
            if starts_line
            else _is_continued(text, rows, index, width)
        ):
            continue
        lines.append(line_of(text, rows[first][0], rows[index - 1][1], gap=rows[first][2]))
        first = index
    return lines


def line_of(text: str, start: int, end: int, *, gap: bool) -> Line:
    """The line that a stretch of a text is."""
    shown = text[start:end]
    if "\n" in shown or "\r" in shown:
        shown = " ".join(shown.split())
    words = words_of(shown)
    return Line(start, end, shown, gap, tuple(words), length_in_words(shown, words), ends_sentence(shown))


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence does, a reference or a bracket behind it not counted."""
    if _SENTENCE_END.search(text, max(0, len(text) - 12)):
        return True
    return text.endswith(")") and _BRACKET_AFTER_SENTENCE.search(text, max(0, len(text) - 90)) is not None


def _rows(text: str) -> list[_Row]:
    """Start, end and gap of each trimmed row that is not blank."""
    rows: list[_Row] = []
    last_end = 0
    for match in _ROW.finditer(text):
        row = match.group()
        stripped = row.strip()
        if stripped:
            start = match.start() + len(row) - len(row.lstrip())
            gap = not rows or len(_BREAK.findall(text, last_end, start)) > 1
            rows.append((start, start + len(stripped), gap))
            last_end = start + len(stripped)
    return rows


def _is_continued(text: str, rows: Sequence[_Row], index: int, width: int) -> bool:
    """Whether the paragraph of the row before goes on in this one."""
    row, (start, end, gap) = rows[index - 1], rows[index]
    if gap:
        return False
    ending = text[max(row[0], row[1] - 12) : row[1]]
    beginning = text[start : min(end, start + 40)]
    if _BULLET.match(beginning):
        return False
    if row[1] - row[0] <= 10 and _HANGS.match(text, row[0], row[1]):
        return True
    if width and row[1] - row[0] >= 0.75 * width:
        return True
    if _SENTENCE_END.search(ending) or ending.endswith((":", "|")):
        return False
    after = rows[index + 1] if index + 1 < len(rows) and not rows[index + 1][2] else None
    goes_on = after is not None and _goes_on(text[after[0] : after[0] + 3])
    if _SIGNED.match(text, start, end) and not goes_on:
        return False
    if _goes_on(beginning):
        return True
    # A link within a sentence, on a row of its own: the rows around it belong together.
    mid_sentence = ending.endswith(",") or _LOWER_WORD_LAST.search(ending) is not None
    return mid_sentence and goes_on and end - start <= 60 and row[1] - row[0] >= 12


def _goes_on(beginning: str) -> bool:
    return beginning[0].islower() or _CONTINUES.match(beginning) is not None


def _is_free(
    text: str, row: tuple[int, int, bool], following: tuple[int, int, bool], starts_line: Pattern[str]
) -> bool:
    """Whether neither of two rows is kept apart by what it begins with."""
    return not following[2] and not starts_line.match(text, following[0]) and not starts_line.match(text, row[0])


def _wrapping_width(text: str, rows: Sequence[_Row]) -> int:
    """The column at which the text was hard-wrapped, or 0: most long rows break in mid-sentence, at one width."""
    if len(rows) < 4:
        return 0
    lengths = sorted(end - start for start, end, _ in rows)
    width = lengths[int(len(lengths) * 0.9)]
    if not 35 <= width <= 130:
        return 0
    full = broken = 0
    for (start, end, _), (next_start, _, gap) in pairwise(rows):
        if gap or end - start < 0.75 * width:
            continue
        full += 1
        broken += text[next_start].islower() and not _SENTENCE_END.search(text, max(start, end - 12), end)
    return width if full >= 3 and broken >= 0.4 * full else 0
