"""Text -> its wording: the words, figures and signs that have to agree between a text and a quotation of it.

What is left out is form: how letters are coded, case, white space, quotation marks, dashes, brackets and other
punctuation. `form_differences` says in which of these two texts of the same wording differ.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import regex

from index.text.normalise import DASHES as DASH_TABLE
from index.text.normalise import QUOTATION_MARKS, casefold_compatible
from index.text.scripts import UNSPACED, UNSPACED_LETTERS

FormDifference = Literal[
    "case",
    "letter forms",
    "invisible characters",
    "spacing",
    "quotation marks",
    "dashes",
    "brackets",
    "punctuation",
    "speech tag",
    "markup",
]

QUOTES = "".join(map(chr, (*QUOTATION_MARKS, ord("'"))))
DASHES = "".join(map(chr, (*DASH_TABLE, ord("-"))))
BRACKETS = "()[]{}<>⟨⟩（）［］"
_APOSTROPHE = "['’ʼ‘`´′＇]"
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘`´′＇", "'"))
_UNSPACED = f"[{UNSPACED}{UNSPACED_LETTERS}]"
# Soft hyphens, joiners, marks of direction, variation selectors and control characters.
_INVISIBLE = regex.compile(r"[\p{Default_Ignorable_Code_Point}\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
_GRAPHEME = regex.compile(r"\X")
# A figure with its sign, and with spaces between its thousands; a character of a script without spaces; what is
# elided before a longer word (l'armée); a word with its clitic (isn't); a sign that says something.
_TOKEN = regex.compile(
    rf"""
    (?P<figure>(?:(?<![\p{{L}}\p{{N}}\p{{Pe}}\p{{Pf}}%.,-])[-\u2011\u2212\u2013])?
        (?:[0-9]{{1,3}}(?:[ \u00a0\u2007\u2009\u202f][0-9]{{3}})+(?![\p{{L}}\p{{N}}])|\p{{Nd}}+)(?:[.,:/⁄]\p{{Nd}}+)*)
    |{_UNSPACED}\p{{M}}*
    |\p{{L}}{{1,4}}{_APOSTROPHE}(?=\p{{L}}{{3}})
    |[[\p{{L}}\p{{N}}]--{_UNSPACED}][[\p{{L}}\p{{N}}\p{{M}}]--{_UNSPACED}]*
        (?:{_APOSTROPHE}\p{{L}}[\p{{L}}\p{{N}}\p{{M}}]*)*
    |[\p{{Sc}}+=±×÷≈≤≥%‰&\#@§°№?？/⁄\\]
    """,
    regex.VERSION1 | regex.VERBOSE,
)
_SPACES_IN_FIGURE = re.compile(r"\s")
_HYPHENS = frozenset(("-", "‐", "‑"))
_WHITE_SPACE = re.compile(r"(\s+)")
_DROPPED_AT_ENDS = frozenset(QUOTES + DASHES + BRACKETS + "….* ")
_CLOSING = frozenset(".,;:!…")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure or a sign: `form` is what has to agree. `tight`: it is one word with the token before."""

    form: str
    start: int
    end: int
    tight: bool = False


@dataclass(frozen=True)
class Wording:
    """The tokens of a text in order, offsets in characters of the text."""

    text: str
    tokens: tuple[Token, ...]

    @classmethod
    def of(cls, text: str) -> Wording:
        """Read the wording of a text."""
        return cls(text, tuple(_tokens(text)))

    @cached_property
    def forms(self) -> list[str]:
        return [token.form for token in self.tokens]

    @cached_property
    def joined(self) -> str:
        """The forms in a row, parted only where two figures meet: so words match however they are spaced."""
        return "".join(self._pieces)

    @cached_property
    def _pieces(self) -> list[str]:
        pieces = []
        before: Token | None = None
        for token in self.tokens:
            parted = before and before.form[-1].isdigit() and token.form[0].isdigit()
            pieces.append(self._parting(before, token) + token.form if parted and before else token.form)
            before = token
        return pieces

    def _parting(self, before: Token, token: Token) -> str:
        gap = self.text[before.end : token.start]
        return "-" if any(character in DASHES for character in gap) else " "

    @cached_property
    def starts(self) -> list[int]:
        """Where each token's form begins in `joined`."""
        starts, position = [], 0
        for piece, token in zip(self._pieces, self.tokens, strict=True):
            position += len(piece)
            starts.append(position - len(token.form))
        return starts

    @cached_property
    def _first_at(self) -> dict[int, int]:
        return {start: number for number, start in enumerate(self.starts)}

    @cached_property
    def _last_at(self) -> dict[int, int]:
        return {
            start + len(token.form): n for n, (start, token) in enumerate(zip(self.starts, self.tokens, strict=True))
        }

    def find(self, wanted: Wording) -> Iterator[tuple[int, int]]:
        """Where this wording holds another, in whole words: the numbers of the first and the last token."""
        sought = wanted.joined
        at = self.joined.find(sought) if sought else -1
        while at >= 0:
            first, last = self._first_at.get(at), self._last_at.get(at + len(sought))
            if first is not None and last is not None and not self.tokens[first].tight and not self._goes_on(last):
                yield first, last
            at = self.joined.find(sought, at + 1)

    def _goes_on(self, last: int) -> bool:
        return last + 1 < len(self.tokens) and self.tokens[last + 1].tight

    def between(self, number: int) -> str:
        """What stands between a token and the one before it."""
        return self.text[self.tokens[number - 1].end if number else 0 : self.tokens[number].start]

    def shown(self, first: int, last: int) -> str:
        """The text from the first to the last of these tokens."""
        return self.text[self.tokens[first].start : self.tokens[last].end] if first <= last else ""

    def without(self, spans: Sequence[tuple[int, int]]) -> Wording:
        """The same text without the tokens inside these spans."""
        kept = (token for token in self.tokens if not any(start <= token.start < end for start, end in spans))
        return Wording(self.text, tuple(kept))


def _tokens(text: str) -> Iterator[Token]:
    visible, starts, ends = _visible(text)
    before = ""
    last_end = 0
    for match in _TOKEN.finditer(visible):
        surface = match[0]
        form = surface.lower() if surface.isascii() else casefold_compatible(surface.translate(_APOSTROPHES))
        if match["figure"]:
            form = _SPACES_IN_FIGURE.sub("", form).replace("⁄", "/")
            form = "-" + form[1:] if form[0] in DASHES else form
        gap = visible[last_end : match.start()]
        tight = bool(before) and _is_tight(before, gap, surface)
        start, end = match.span()
        yield Token(form.replace("⁄", "/"), starts[start], ends[end - 1], tight)
        before, last_end = surface, end


def _is_tight(before: str, gap: str, after: str) -> bool:
    """Whether two tokens are one word: nothing or a hyphen between them, and neither is a sign or an elision."""
    hyphens = _HYPHENS if not (before[-1].isdigit() and after[0].isdigit()) else frozenset(DASHES)
    if gap and gap not in hyphens:
        return False
    both_words = before[-1].isalnum() and after[0].isalnum()
    return both_words and not re.match(_UNSPACED, after) and not re.match(_UNSPACED, before)


def _visible(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """A text in NFC without invisible characters, and for each character where it begins and ends in the original."""
    if unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text):
        return text, range(len(text)), range(1, len(text) + 1)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _GRAPHEME.finditer(text):
        piece = unicodedata.normalize("NFC", _INVISIBLE.sub("", match[0]))
        pieces.append(piece)
        alike = len(piece) == len(match[0])
        starts += range(match.start(), match.end()) if alike else [match.start()] * len(piece)
        ends += range(match.start() + 1, match.end() + 1) if alike else [match.end()] * len(piece)
    return "".join(pieces), starts, ends


# Form


@dataclass(frozen=True, slots=True)
class Form:
    """How a text differs in form from the stretch `start` to `end` of another that has the same wording."""

    start: int
    end: int
    differs_in: tuple[FormDifference, ...]


def compare_form(given: Wording, other: Wording, first: int, last: int) -> Form:
    """Compare a text with the tokens `first` to `last` of another; both have the same wording.

    A run of white space may be one space, or one line break where the other has one: so are quotations shown. Marks
    around the text that the other does not have there are outer ones, and no difference; closing punctuation is one.
    """
    # What stands there letter for letter differs in nothing, whatever control characters are around it.
    begin = other.tokens[first].start - given.tokens[0].start
    if begin >= 0 and other.text.startswith(given.text, begin):
        start = begin + len(given.text) - len(given.text.lstrip())
        return Form(start, start + len(given.text.strip()), ())
    differences = set(_inner_differences(given, other, first, last))
    lead = _INVISIBLE.sub("", given.text[: given.tokens[0].start]).lstrip()
    trail = _INVISIBLE.sub("", given.text[given.tokens[-1].end :]).rstrip()
    before = other.between(first)
    last_end = other.tokens[last].end
    after = other.text[last_end : other.tokens[last + 1].start if last + 1 < len(other.tokens) else None]
    around = _INVISIBLE.findall(given.text[: given.tokens[0].start] + given.text[given.tokens[-1].end :])
    if any(run not in before + after for run in around):
        differences.add("invisible characters")
    while lead and not (held := regex.search(_spaced(lead) + r"\Z", before)):
        if lead[0] not in _DROPPED_AT_ENDS:
            differences.add("punctuation")
        lead = lead[1:].lstrip()
    start = other.tokens[first].start - (len(held[0]) if lead and held else 0)
    while trail and not (held := regex.match(_spaced(trail), after)):
        if trail[-1] in _CLOSING and not trail.endswith(("…", "...")):
            differences.add("punctuation")
        trail = trail[: -3 if trail.endswith("...") else -1].rstrip()
    end = last_end + (len(held[0]) if trail and held else _closing(given, after))
    return Form(start, end, _in_order(differences))


def _closing(given: Wording, after: str) -> int:
    """How many characters of `after` close what the given text closes with the same marks in another order."""
    closing = re.match(r"\S*", after)
    marks = closing[0].translate(QUOTATION_MARKS) if closing else ""
    given_marks = given.text[given.tokens[-1].end :].strip().translate(QUOTATION_MARKS)
    return len(marks) if sorted(marks) == sorted(given_marks) else 0


def _spaced(text: str) -> str:
    """A pattern for a text whatever its white space is, and whatever invisible characters are among it."""
    pieces = (r"[\s\x1c-\x1f]+" if piece.isspace() else regex.escape(piece) for piece in re.findall(r"\s+|\S", text))
    return f"{_INVISIBLE.pattern[:-1]}*".join(("", *pieces, ""))


_ORDER: tuple[FormDifference, ...] = get_args(FormDifference)


def _in_order(differences: set[FormDifference]) -> tuple[FormDifference, ...]:
    return tuple(difference for difference in _ORDER if difference in differences)


def _inner_differences(given: Wording, other: Wording, first: int, last: int) -> Iterator[FormDifference]:
    own = _gaps(given, 0, len(given.tokens) - 1)
    others = _gaps(other, first, last)
    for position in own.keys() | others.keys():
        yield from _gap_differences(own.get(position, ("", ""))[0], others.get(position, ("", ""))[0])
    shared = sorted(own.keys() & others.keys())
    for start, end in zip(shared, [*shared[1:], None], strict=True):
        yield from _surface_differences(_surfaces(own, start, end), _surfaces(others, start, end))


def _gaps(wording: Wording, first: int, last: int) -> dict[int, tuple[str, str]]:
    """By the position of each token from the first: what stands before it (of the first, nothing), and the token."""
    origin = wording.starts[first]
    return {
        wording.starts[number] - origin: (
            wording.between(number) if number > first else "",
            wording.text[wording.tokens[number].start : wording.tokens[number].end],
        )
        for number in range(first, last + 1)
    }


def _surfaces(gaps: dict[int, tuple[str, str]], start: int, end: int | None) -> str:
    inside = sorted(position for position in gaps if position >= start and (end is None or position < end))
    return "".join(gaps[position][1] for position in inside)


def _surface_differences(given: str, other: str) -> Iterator[FormDifference]:
    if given == other:
        return
    visible, others = _INVISIBLE.sub("", given), _INVISIBLE.sub("", other)
    if _INVISIBLE.findall(given) != _INVISIBLE.findall(other):
        yield "invisible characters"
    composed, others_composed = (unicodedata.normalize("NFC", text) for text in (visible, others))
    if (visible == composed) != (others == others_composed):
        yield "letter forms"
    same_marks, others_marks = composed.translate(_APOSTROPHES), others_composed.translate(_APOSTROPHES)
    if composed != others_composed and same_marks.casefold() == others_marks.casefold():
        if same_marks != others_marks:
            yield "case"
        if composed.casefold() != others_composed.casefold():
            yield "quotation marks"
    elif _WHITE_SPACE.sub("", same_marks) == _WHITE_SPACE.sub("", others_marks):
        if same_marks != others_marks and not _same_spaces(same_marks, others_marks):
            yield "spacing"
    elif composed != others_composed:
        yield "letter forms"


def _gap_differences(given: str, other: str) -> Iterator[FormDifference]:
    if given == other:
        return
    if _INVISIBLE.findall(given) != _INVISIBLE.findall(other):
        yield "invisible characters"
    given, other = _INVISIBLE.sub("", given), _INVISIBLE.sub("", other)
    if _same_spaces(given, other):
        return
    if any(character.isalnum() for character in other):
        yield "speech tag"
        return
    named: tuple[tuple[str, FormDifference], ...] = (
        (QUOTES, "quotation marks"),
        (DASHES, "dashes"),
        (BRACKETS, "brackets"),
    )
    differs = False
    for marks, name in named:
        if _only(given, marks) != _only(other, marks):
            differs = True
            yield name
    if _rest(given) != _rest(other):
        differs = True
        yield "punctuation"
    if not differs:
        yield "spacing" if "".join(given.split()) == "".join(other.split()) else "punctuation"


def _same_spaces(given: str, other: str) -> bool:
    """Whether two texts are the same but for white space that is shown in place of other white space."""
    own, others = _WHITE_SPACE.split(given), _WHITE_SPACE.split(other)
    return len(own) == len(others) and all(
        one == another or (number % 2 == 1 and (one == " " or (one == "\n" and "\n" in another)))
        for number, (one, another) in enumerate(zip(own, others, strict=True))
    )


def _only(text: str, marks: str) -> str:
    return "".join(character for character in text if character in marks)


def _rest(text: str) -> str:
    named = QUOTES + DASHES + BRACKETS
    return "".join(character for character in text if not character.isspace() and character not in named)
