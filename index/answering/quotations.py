"""A text -> what of it is quoted: in quotation marks, around ellipses and brackets, inside a frame. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from index.models import Span
from index.text.sentences import trim
from index.text.wording import DASHES

Separator = Literal["", "number", "line", "dash", "bracket", "colon", "comma", "word"]

_FAMILIES = ('“”„‟"＂', "«»", "‹›", "‘’‚‛'`´＇", "「」", "『』")
_FAMILY = {mark: family for family in _FAMILIES for mark in family}
_MARK = re.compile("[" + re.escape("".join(_FAMILY)) + "]")
_SINGLES = frozenset(_FAMILIES[3])
_BEFORE_OPENING = frozenset("([{<:/" + DASHES)
# Quotation marks inside one another are seldom more than three deep.
_DEEPEST = 3
_ENDS_ITS_SENTENCE = re.compile(r"[\s.,;:!?…]*")

_ELLIPSIS = r"[\[(<]\s*(?:…|\.\s?\.\s?\.)\s*[\])>]|\.(?:\s?\.){2,3}|…+"
_BRACKETS = r"(?<!\w)(?:\[(?P<square>[^\[\]]{1,80})\]|\((?P<round>[^()]{1,80})\))(?!\w)"
_BREAK = re.compile(f"(?P<ellipsis>{_ELLIPSIS})|{_BRACKETS}")

# Who says it is named within a line of text; an address or several sources below take more.
_WORDS_OF_A_TAG = 12
_WORDS_OF_A_SOURCE = 60
_MOST_BODIES = 80
# "told reporters on Monday": who says it, and where or when.
_WORDS_OF_OWN = 6
_OTHER_WORDS = re.compile(rf"\n|\s[{re.escape(DASHES)}]{{1,3}}\s|[()]")
_HEAD_ENDS = re.compile(
    rf"(?P<number>\A\s*\d{{1,2}}[.)]\s+)|(?P<line>\s*\n\s*)|(?P<dash>\s+[{re.escape(DASHES)}]{{1,3}}\s+)|(?P<colon>:\s*)|(?P<comma>,\s+)"
    r"|(?P<word>\b(?:that|dass|daß|що|что)\s+)"
)
_TAIL_BEGINS = re.compile(
    r"(?P<line>\s*\n\s*)|(?P<dash>\s*[—–―]\s*|\s+-{1,3}\s+)|(?P<bracket>\s*[(\[](?=[^()\[\]]*[)\]]\W*\Z))"
    r"|(?P<comma>,[”’\"“»]?\s+)"
)


@dataclass(frozen=True, slots=True)
class Side:
    """What stands before, between or after ellipses and brackets; `inserted` are the words in brackets before it.

    `rewrites`: the brackets are square ones, which may stand for words of the original.
    """

    text: str
    after: Literal["", "ellipsis", "brackets"] = ""
    inserted: str = ""
    rewrites: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A stretch of a text, and by what it is parted from the rest on either side."""

    start: int
    end: int
    before: Separator = ""
    after: Separator = ""


def quotations(text: str) -> list[Span]:
    """What stands in quotation marks, without the marks; of quotations in quotations the outer one."""
    found: list[Span] = []
    open_marks: list[tuple[str, int]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        family = _FAMILY[mark]
        is_open = any(one == family for one, _ in open_marks)
        role = _role(text, at, is_open)
        if role == "opening" and not (is_open and _begins_a_line(text, at)):
            open_marks.append((family, at))
        elif role == "closing" and is_open:
            while open_marks:
                closed, start = open_marks.pop()
                if closed == family:
                    break
            if not open_marks:
                found.append(trim(text, start + 1, at))
    return [span for span in found if span.start < span.end]


def _role(text: str, at: int, is_open: bool) -> Literal["opening", "closing", ""]:
    """What a mark does, by what stands around it. An apostrophe does nothing."""
    before, after = text[at - 1] if at else " ", text[at + 1] if at + 1 < len(text) else " "
    if text[at] in _SINGLES and before.isalnum() and (after.isalnum() or not is_open):
        return ""
    opens = not after.isspace() and (before.isspace() or before in _BEFORE_OPENING or before in _FAMILY)
    closes = not before.isspace() and not after.isalnum()
    if opens == closes:
        return "closing" if is_open else "opening"
    return "opening" if opens else "closing"


def _begins_a_line(text: str, at: int) -> bool:
    """Whether a mark begins a paragraph: there it says that the quotation goes on."""
    return not text[:at].rpartition("\n")[2].strip() and "\n" in text[:at]


def unwrapped(text: str) -> str:
    """A text without the quotation marks around all of it."""
    text = text.strip()
    for _ in range(_DEEPEST):
        match quotations(text):
            case [span] if len(text[: span.start].strip()) == 1 and _ENDS_ITS_SENTENCE.fullmatch(
                text[span.end :].lstrip()[1:]
            ):
                text = text[span.start : span.end]
            case _:
                break
    return text


def sides(text: str) -> list[Side]:
    """A text parted at its ellipses and brackets; brackets inside a word part nothing."""
    found: list[Side] = []
    position, side = 0, Side("")
    for match in _BREAK.finditer(text):
        found += _ended(side, text[position : match.start()])
        position = match.end()
        if match["ellipsis"]:
            side = Side("", "ellipsis")
        else:
            square = match["square"]
            side = Side("", "brackets", square or match["round"], rewrites=square is not None)
    return [*found, *_ended(side, text[position:])]


def _ended(side: Side, text: str) -> Iterator[Side]:
    if any(character.isalnum() for character in text):
        yield Side(text.strip(), side.after, side.inserted, side.rewrites)


def bodies(text: str) -> list[Body]:
    """What may be left of a text when a line, a dash, a colon or a comma parts who says it from what is said.

    The longest first, and of them as many as are worth looking up.
    """
    inside = quotations(text)

    def is_outside(at: int) -> bool:
        return not any(span.start <= at <= span.end for span in inside)

    heads: list[tuple[int, Separator]] = [(0, "")]
    heads += [(m.end(), _separator(m)) for m in _HEAD_ENDS.finditer(text) if _is_short(text[: m.start()], m.lastgroup)]
    tails: list[tuple[int, Separator]] = [(len(text), "")]
    tails += [
        (m.start(), _separator(m)) for m in _TAIL_BEGINS.finditer(text) if _is_short(text[m.start() :], m.lastgroup)
    ]
    pairs = [
        Body(start, end, before, after)
        for (start, before), (end, after) in product(heads, tails)
        if start < end and is_outside(start) and is_outside(end)
    ]
    pairs.sort(key=lambda body: body.start - body.end)
    return pairs[1 : _MOST_BODIES + 1]


def next_to(text: str, span: Span, others: Sequence[Span], *, after: bool) -> tuple[str, bool]:
    """The words next to a quotation outside its marks, up to a line, a dash, a bracket or the next quotation.

    With it, whether they can be the writer's own: few, and parted from the quotation by more than its mark.
    """
    if after:
        end = min((other.start for other in others if other.start > span.end), default=len(text))
        outside = text[span.end : end]
        piece = next((part for part in _OTHER_WORDS.split(outside) if re.search(r"\w", part)), "")
        parted = not text[span.end - 1].isalnum() or not outside[1:].lstrip()[:1].isalnum()
    else:
        start = max((other.end for other in others if other.end < span.start), default=0)
        outside = text[start : span.start]
        piece = next((part for part in reversed(_OTHER_WORDS.split(outside)) if re.search(r"\w", part)), "")
        parted = not outside[:-1].rstrip()[-1:].isalnum()
    return piece, parted and len(re.findall(r"\w+", piece)) <= _WORDS_OF_OWN


def _is_short(frame: str, kind: str | None) -> bool:
    most = _WORDS_OF_A_SOURCE if kind == "line" else _WORDS_OF_A_TAG
    return 0 < len(re.findall(r"\w+", frame)) <= most


def _separator(match: re.Match[str]) -> Separator:
    kinds: tuple[Separator, ...] = ("number", "line", "dash", "bracket", "colon", "comma", "word")
    return next(kind for kind in kinds if kind == match.lastgroup)
