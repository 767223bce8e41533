"""Rows of a PDF page, each with its place -> the order in which a reader reads them, and where paragraphs end.

Lengths are in points, measured from the lower left corner of the page, as PDF has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

# A column of text has at least so many rows and, as the cells of a table do not, so many characters a row.
_FEWEST_ROWS = 3
_FEWEST_CHARACTERS = 15
# Columns stand farther apart than words do: in parts of the height of a row.
_GUTTER = 0.6
# How many rows may run across a gutter, as headlines and pictures' captions do, for it to be one.
_CROSSING = 1 / 4
# A gap between rows that is so much wider than usual ends a paragraph; so does type so much larger or smaller.
_WIDER_GAP = 1.3
_OTHER_SIZE = 1.12
# First lines are indented by one to four ems; more is another column or a centred line.
_INDENT = (0.6, 4.0)
# The space between two words, in parts of the height of the type.
_SPACE = 0.25
_MARGIN_ROWS = 3
_LONGEST_MARGIN_ROW = 12
_SAME_HEIGHT = 6.0
_DIGITS = re.compile(r"\d+")
_CUT_END = re.compile(r"[^\W\d_][-\u2010\xad]$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of print and its box; `size` is the height of its type, `first_word` how wide its first word is.

    `edge` is the right edge of the column that it stands in, once that is known.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    first_word: float = 0.0
    edge: float = 0.0


def reading_order(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of a page as runs of rows that stand below each other: column after column, where there are columns."""
    gutter = _gutter(rows)
    if gutter is None:
        joined = _side_by_side(rows)
        return [_with_edge(joined)] if joined else []
    left = [row for row in rows if row.right <= gutter]
    right = [row for row in rows if row.left >= gutter]
    across = sorted((row for row in rows if row.left < gutter < row.right), key=lambda row: -row.top)
    runs: list[list[Row]] = []
    above = float("inf")
    for band, spanning in _bands(across, above):
        for side in (left, right):
            inside = [row for row in side if band[1] <= _middle(row) < band[0]]
            runs += reading_order(inside) if inside else []
        if spanning:
            runs.append(_with_edge(spanning))
    return runs


def _with_edge(rows: Sequence[Row]) -> list[Row]:
    edge = max(row.right for row in rows)
    return [replace(row, edge=edge) for row in rows]


def margin_rows(pages: Sequence[Sequence[Row]]) -> list[frozenset[Row]]:
    """The running heads and feet of each page: short rows at its edge that other pages repeat at the same height.

    Figures are not compared, so that page numbers count as the same. A third of the pages is enough, since odd and
    even pages may have heads of their own and the first page none.
    """
    edges = [_edge_rows(page) for page in pages]
    counts: Counter[tuple[str, int]] = Counter()
    for edge in edges:
        counts.update({key for rows in edge for row in rows for key in _keys(row)})
    enough = max(2, -(-len(pages) // 3))
    found = []
    for edge in edges:
        of_page: set[Row] = set()
        for rows in edge:
            for row in rows:
                # What stands nearer to the edge is furniture too, or this row only stands high on its page.
                if max((counts[key] for key in _keys(row)), default=0) < enough:
                    break
                of_page.add(row)
        found.append(frozenset(of_page))
    return found


def paragraphs(runs: Iterable[Sequence[Row]]) -> list[list[Row]]:
    """The rows of all pages in order, as paragraphs; one that a column or page cuts is whole again."""
    found: list[list[Row]] = []
    for run in runs:
        for number, paragraph in enumerate(_split_run(run)):
            if number == 0 and found and _runs_on(found[-1], paragraph):
                found[-1] = found[-1] + paragraph
            else:
                found.append(paragraph)
    return found


def is_wrapped(row: Row, following: Row) -> bool:
    """Whether a row ends only because the next word did not fit in: the measure of a line, not a writer's line end."""
    return row.right + _SPACE * row.size + following.first_word > row.edge - 1


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where the page divides into columns: left of the beginnings of many rows, with few rows running across."""
    if len(rows) < 2 * _FEWEST_ROWS:
        return None
    gap = _GUTTER * median(row.size for row in rows)
    best: tuple[int, float] | None = None
    for start, count in Counter(round(row.left) for row in rows).items():
        if count < _FEWEST_ROWS:
            continue
        gutter = start - gap / 2 - 1
        left = [row for row in rows if row.right <= gutter - gap / 2]
        right = [row for row in rows if row.left >= gutter]
        crossing = len(rows) - len(left) - len(right)
        if crossing <= _CROSSING * len(rows) and _are_columns(left, right) and (best is None or crossing < best[0]):
            best = crossing, gutter
    return best[1] if best is not None else None


def _are_columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    if min(len(left), len(right)) < _FEWEST_ROWS:
        return False
    if min(median(len(row.text) for row in side) for side in (left, right)) < _FEWEST_CHARACTERS:
        return False
    top = min(max(row.top for row in side) for side in (left, right))
    bottom = max(min(row.bottom for row in side) for side in (left, right))
    return top - bottom >= _FEWEST_ROWS * median(row.size for row in (*left, *right))


def _bands(across: Sequence[Row], above: float) -> Iterator[tuple[tuple[float, float], list[Row]]]:
    """The heights between rows that run across the columns, from the top, each with the rows that end it."""
    pending: list[Row] = []
    for row in across:
        if pending and pending[-1].bottom - row.top < _WIDER_GAP * row.size:
            pending.append(row)
            continue
        if pending:
            yield (above, _middle(pending[0])), pending
            above = _middle(pending[-1])
        pending = [row]
    if pending:
        yield (above, _middle(pending[0])), pending
        above = _middle(pending[-1])
    yield (above, float("-inf")), []


def _middle(row: Row) -> float:
    return (row.top + row.bottom) / 2


def _side_by_side(rows: Sequence[Row]) -> list[Row]:
    """Rows from top to bottom; pieces at the same height are one row, as the cells of a table are."""
    lines: list[list[Row]] = []
    for row in sorted(rows, key=lambda row: (-_middle(row), row.left)):
        if lines and abs(_middle(lines[-1][0]) - _middle(row)) < 0.4 * min(row.size, lines[-1][0].size):
            lines[-1].append(row)
        else:
            lines.append([row])
    return [_one_row(sorted(line, key=lambda row: row.left)) for line in lines]


def _one_row(pieces: Sequence[Row]) -> Row:
    if len(pieces) == 1:
        return pieces[0]
    return Row(
        " ".join(row.text for row in pieces),
        pieces[0].left,
        min(row.bottom for row in pieces),
        max(row.right for row in pieces),
        max(row.top for row in pieces),
        max(row.size for row in pieces),
        pieces[0].first_word,
    )


def _edge_rows(page: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The outermost rows, from the edge inwards: at the top, and at the bottom."""
    down = sorted(page, key=lambda row: -row.top)
    half = min(_MARGIN_ROWS, max(1, len(page) // 2))
    return down[:half], down[: -half - 1 : -1]


def _keys(row: Row) -> list[tuple[str, int]]:
    """How a margin row is known on other pages: its words and its height, which may differ a little."""
    if len(row.text.split()) > _LONGEST_MARGIN_ROW:
        return []
    words = " ".join(_DIGITS.sub("", row.text).split()).lower()
    step = int(row.bottom // _SAME_HEIGHT)
    return [(words, step), (words, step + 1)]


def _split_run(run: Sequence[Row]) -> list[list[Row]]:
    """A run of rows below each other, cut where print shows the end of a paragraph: a gap, an indent, other type."""
    if not run:
        return []
    gaps = [max(0.0, before.bottom - after.bottom) for before, after in pairwise(run)]
    usual = sorted(gaps)[len(gaps) // 3] if gaps else 0.0
    left = Counter(round(row.left) for row in run).most_common(1)[0][0]
    found = [[run[0]]]
    for (before, after), gap in zip(pairwise(run), gaps, strict=True):
        larger, smaller = max(before.size, after.size), min(before.size, after.size)
        indent = (after.left - left) / max(1.0, after.size)
        # In a list it is the first line that hangs out, and the sentence goes on.
        goes_on = is_wrapped(before, after) and before.text[-1] not in ".!?…:"
        starts = (
            gap > _WIDER_GAP * max(usual, larger)
            or larger > _OTHER_SIZE * smaller
            or (_INDENT[0] <= indent <= _INDENT[1] and abs(before.left - left) < 2 and not goes_on)
        )
        if starts:
            found.append([after])
        else:
            found[-1].append(after)
    return found


def _runs_on(before: Sequence[Row], after: Sequence[Row]) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    last, first = before[-1], after[0]
    if max(last.size, first.size) > _OTHER_SIZE * min(last.size, first.size):
        return False
    ending, beginning = last.text.rstrip(), first.text.lstrip()
    if not ending or not beginning:
        return False
    if _CUT_END.search(ending):
        return True
    if beginning[0].islower() and ending[-1] not in ".!?…":
        return True
    # A full row without an end of sentence, before a name or a figure.
    is_full = len(before) > 1 and last.right >= max(row.right for row in before) - 2 * last.size
    return is_full and (ending[-1].isalnum() or ending[-1] in ",;–—")
