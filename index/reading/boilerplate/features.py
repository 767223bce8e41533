"""What is known of each line of a page, as numbers: its own shape and words, its neighbours, where it stands.

Nothing here says what a line is: that is learnt (`model`). A feature's name says what it measures; features of the
line itself come first, then those of its surroundings, so that a language that no list of words knows still has the
shape of its lines, their repetition and their order.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.reading.boilerplate import evidence, learnt_words, topic
from index.reading.boilerplate.concepts import Concept
from index.reading.boilerplate.labelled_lines import LabelledLine
from index.reading.boilerplate.lines import Line
from index.text.words import content_of

Matrix = NDArray[np.float32]
Column = NDArray[np.floating[Any]]

_NONE: learnt_words.Worths = {}
# The upper ends of the classes of length, in words: a button, a label, a headline, a sentence, a paragraph.
_LENGTHS = (1, 2, 4, 7, 12, 20, 35)
# Longer paragraphs say no more about being one.
_LONGEST_COUNTED = 60
# What a line's words say counts in full from so many on.
_ENOUGH = 30
# A headline is as long as this, in words.
_HEADLINE = (4, 24)
_CONCEPT_NAMES = tuple(name.lower().replace("_", " ") for name in vars(Concept) if name.isupper())
_CONCEPTS = tuple(bit for name, bit in vars(Concept).items() if name.isupper())
# So many paragraphs tell what a headline above them is about.
_NEXT = 5
_REASONS = {
    "button": ("button or link",),
    "time": ("time stamp", "read time"),
    "counter": ("counter", "no words"),
    "link": ("link to another story",),
    "form": ("form",),
    "appeal": ("membership appeal", "newsletter, podcast or membership promotion", "invitation to follow"),
    "notice": ("cookie notice", "rights notice"),
    "credit": ("photo credit", "source line", "note on automated content", "tags"),
}
_REASON_OF = {why: number for number, reasons in enumerate(_REASONS.values()) for why in reasons}
_DIGITS = re.compile(r"\d+")
_CAPITAL = re.compile(r"[^\W\d_]\S*")
_SENTENCE_INSIDE = re.compile(r"[.!?…。！？۔।][\"'”’»)\]]*\s+\S|[。！？]\S")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s+(?=\S)")
_SLASH = re.compile(r"\w ?/ ?\w")
_BRACKET = re.compile(r"\([^()]*\)\W*$")
# A shorter line is the beginning of others by chance.
_OPENING = 24
_QUOTES = re.compile('["“”„«»「」『』]')
_SEPARATOR = re.compile(r"[|›»>→•·]|\s[–—/]\s")
_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\w\.(?:com|org|net)\b|#\w")
_CLOCK = re.compile(r"\b\d\d?[:.h]\d\d\b")

OWN = (
    *(f"at most {length} words" for length in _LENGTHS),
    "longer",
    "length",
    "characters a word",
    "ends a sentence",
    "ends in a colon",
    "ends in a question mark",
    "colon inside",
    "sentences inside",
    "commas a word",
    "words in capitals",
    "all in capitals",
    "digits",
    "begins with a digit",
    "begins with a small letter",
    "bullet",
    "quotation marks",
    "separators",
    "address",
    "clock",
    "words behind the last sentence",
    "capitals behind the last sentence",
    "slashes",
    "bracket that ends it",
    "function words",
    "language unknown",
    "running text",
    "label of stories",
    "label of comments",
    "label of another part",
    "caption",
    "bracket at the end",
    "date line",
    "byline",
    "speaks to readers",
    "blank line above",
    *(f"is {name}" for name in _REASONS),
    *(f"words of {name}" for name in _CONCEPT_NAMES),
    "twice on the page",
    "more often on the page",
    "shape more often",
    "relative length",
    "words shared with paragraphs",
    "words shared with the next paragraphs",
    "first on the page",
    "opens a longer line",
    "begins with another line",
)
_NEIGHBOURED = (
    "length",
    "ends a sentence",
    "running text",
    "is time",
    "is button",
    "label of stories",
    "date line",
    "byline",
    "more often on the page",
    "blank line above",
    "caption",
    "words behind the last sentence",
    "bracket that ends it",
    "worth of all words",
)
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_WINDOWED = (
    "running text",
    "weight",
    "is button",
    "is time",
    "date line",
    "like a headline",
    "more often on the page",
    *(f"text with {name}" for name in topic.NAMES),
    "text with worth of all words",
)
_WINDOWS = (4, 12, 40)
_SIGNS = (
    "label of stories",
    "label of comments",
    "label of another part",
    "date line",
    "byline",
    "is time",
    "is form",
    "headline repeated",
)
# A sign is felt so many lines far.
_REACH = 8.0
HEADLINE = ("headline", "best headline above", "best headline below", "begins the best headline's text")
# A byline or a date confirms a headline from so many lines below.
_CONFIRMED_WITHIN = 4
PAGE = ("place", "text above", "text below", "page's share of text", "page's length")

NAMES = (
    *OWN,
    *learnt_words.NAMES,
    *topic.NAMES,
    *(f"among {name}" for name in topic.NAMES),
    *(f"{name} at {offset:+d}" for offset in _OFFSETS for name in _NEIGHBOURED),
    *(f"{name}, {size} {side}" for size in _WINDOWS for side in ("above", "below") for name in _WINDOWED),
    *(f"{name} {side}" for name in _SIGNS for side in ("above", "below")),
    *(f"text since {name}" for name in _SIGNS),
    *HEADLINE,
    *PAGE,
)


def features_of(lines: Sequence[LabelledLine], worths: learnt_words.Worths = _NONE) -> Matrix:
    """One row a line, one column a name of NAMES; all values are about 0 to 1.

    `worths` are those of the words that are learnt; without them no word is known.
    """
    content = [content_of(item.line.words) for item in lines]
    worth = learnt_words.worths_of([item.line.words for item in lines], worths)
    own = np.column_stack((_own(lines, content), worth))
    column: dict[str, Column] = {name: own[:, index] for index, name in enumerate((*OWN, *learnt_words.NAMES))}
    length = np.array([item.line.length for item in lines], dtype=np.float32)
    weight = np.minimum(length, _LONGEST_COUNTED) * column["running text"]
    column["weight"] = weight / _LONGEST_COUNTED
    headline = (
        (length >= _HEADLINE[0])
        & (length <= _HEADLINE[1])
        & ((column["running text"] == 0) | (column["ends in a question mark"] > 0))
    )
    column["like a headline"] = headline.astype(np.float32)
    repeated = (column["twice on the page"] + column["more often on the page"] > 0) & headline
    column["headline repeated"] = repeated.astype(np.float32)
    headlines = _headlines(column)
    shares, spans = topic.topics(content, weight, headlines[0])
    counted = np.minimum(length, _ENOUGH) / _ENOUGH
    for name, share in zip(topic.NAMES, shares, strict=True):
        column[f"text with {name}"] = share * counted
    column["text with worth of all words"] = column["worth of all words"] * counted
    shifted = [_shifted(column[name], offset) for offset in _OFFSETS for name in _NEIGHBOURED]
    windows = [_window(column[name], size, below) for size in _WINDOWS for below in (False, True) for name in _WINDOWED]
    signs = [_nearness(column[name], below) for name in _SIGNS for below in (False, True)]
    since = [_text_since(column[name], weight) for name in _SIGNS]
    columns = (own, *shares, *spans, *shifted, *windows, *signs, *since, *headlines, *_places(weight))
    return np.column_stack(columns).astype(np.float32)


def _own(lines: Sequence[LabelledLine], content: Sequence[set[str]]) -> Matrix:
    """The features of OWN."""
    texts = Counter(item.line.text for item in lines)
    shapes = [_DIGITS.sub("0", item.line.text) for item in lines]
    alike = Counter(shapes)
    told = Counter(word for item, words in zip(lines, content, strict=True) if item.is_paragraph for word in words)
    paragraphs = sorted(item.line.length for item in lines if item.is_paragraph)
    usual = max(paragraphs[len(paragraphs) * 3 // 4], 1) if paragraphs else 1
    gaps = sum(item.line.gap for item in lines) / max(1, len(lines))
    following, opening = _following(lines, content), _openings(lines)
    own = np.zeros((len(lines), len(OWN)), dtype=np.float32)
    length = np.array([item.line.length for item in lines])
    own[np.arange(len(lines)), np.searchsorted(_LENGTHS, length)] = 1
    first = len(_LENGTHS) + 1
    shown = np.array([(*_shape_of(item), *_words_of(item), item.line.gap - gaps) for item in lines], dtype=np.float32)
    own[:, first : first + shown.shape[1]] = shown
    first += shown.shape[1]
    reasons = np.array([_REASON_OF.get(item.why or "", -1) for item in lines])
    own[reasons >= 0, first + reasons[reasons >= 0]] = 1
    first += len(_REASONS)
    concepts = np.array([item.concepts for item in lines])
    own[:, first : first + len(_CONCEPTS)] = (concepts[:, None] & np.array(_CONCEPTS)) != 0
    first += len(_CONCEPTS)
    for index, (item, words) in enumerate(zip(lines, content, strict=True)):
        count, least = texts[item.line.text], 2 if item.is_paragraph else 1
        own[index, first:] = (
            count == 2,
            count > 2,
            min(alike[shapes[index]] - count, 5) / 5,
            min(item.line.length / usual, 2.0) / 2,
            sum(told[word] >= least for word in words) / len(words) if words else 0.0,
            len(words & following[index]) / len(words) if words else 0.0,
            index == 0,
            *opening[index],
        )
    return own


def _openings(lines: Sequence[LabelledLine]) -> list[tuple[bool, bool]]:
    """For each line whether it is the beginning of a longer line, and whether another line is its beginning."""
    alike: dict[str, set[str]] = {}
    for item in lines:
        if len(item.line.text) >= _OPENING:
            alike.setdefault(item.line.text[:_OPENING], set()).add(item.line.text)
    found = []
    for item in lines:
        text = item.line.text
        others = alike.get(text[:_OPENING], set()) - {text} if len(text) >= _OPENING else set[str]()
        opens = any(other.startswith(text) for other in others)
        found.append((opens, not opens and any(text.startswith(other) for other in others)))
    return found


def _following(lines: Sequence[LabelledLine], content: Sequence[set[str]]) -> list[set[str]]:
    """For each line the words of the next paragraphs."""
    following: list[set[str]] = []
    words: set[str] = set()
    near: list[set[str]] = []
    for item, own in zip(reversed(lines), reversed(content), strict=True):
        following.append(words)
        if item.is_paragraph:
            near = [own, *near[: _NEXT - 1]]
            words = set().union(*near)
    return following[::-1]


def _shape_of(item: LabelledLine) -> tuple[float, ...]:
    """What a line looks like: its length, its end, its signs."""
    line, text = item.line, item.line.text
    length = max(1, line.length)
    letters = [word for word in _CAPITAL.findall(text) if len(word) > 3]
    return (
        min(math.log1p(length) / 5, 1.0),
        min(len(text) / length / 20, 1.0),
        line.ends_sentence,
        text.endswith((":", "：")),
        text.endswith(("?", "？", "؟")),
        ": " in text[: len(text) // 2],
        min(len(_SENTENCE_INSIDE.findall(text)), 4) / 4,
        min(text.count(",") + text.count("、"), length) / length,
        sum(word[0].isupper() for word in letters) / len(letters) if letters else 0.5,
        text.isupper(),
        sum(map(len, _DIGITS.findall(text))) / max(len(text), 1),
        text[:1].isdigit(),
        text[:1].islower(),
        line.is_bullet,
        min(len(_QUOTES.findall(text)), 2) / 2,
        min(len(_SEPARATOR.findall(text)), 3) / 3,
        _ADDRESS.search(text) is not None,
        _CLOCK.search(text) is not None,
        *_tail_of(line),
    )


def _tail_of(line: Line) -> tuple[float, ...]:
    """What stands behind a line's last sentence, as the name of a photographer does, and between its words."""
    ends = list(_SENTENCE_END.finditer(line.text)) if not line.ends_sentence else []
    tail = line.text[ends[-1].end() :].split() if ends else []
    bracket = _BRACKET.search(line.text)
    return (
        min(len(tail), 15) / 15,
        sum(word[0].isupper() for word in tail) / len(tail) if tail else 0.0,
        min(len(_SLASH.findall(line.text)), 2) / 2,
        min(len(bracket[0]) / 60, 2.0) if bracket else 0.0,
    )


def _words_of(item: LabelledLine) -> tuple[float, ...]:
    """What a line's words say."""
    byline = item.byline
    return (
        item.function_share or 0.0,
        item.function_share is None,
        item.is_paragraph,
        item.section == "stories",
        item.section == "comments",
        item.section == "closing",
        item.caption == "sure",
        item.caption == "maybe",
        byline is not None and byline.published is not None,
        byline is not None and bool(byline.authors),
        evidence.speaks_to_readers(item.line.text),
    )


def _shifted(values: Column, offset: int) -> Column:
    """The values of the line so many lines below."""
    moved = np.zeros_like(values)
    if offset > 0:
        moved[:-offset] = values[offset:]
    else:
        moved[-offset:] = values[:offset]
    return moved


def _window(values: Column, size: int, below: bool) -> Column:
    """The mean of the `size` lines above or below each line, lines beyond the page counted as 0."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    index = np.arange(len(values))
    if below:
        return ((total[np.minimum(index + 1 + size, len(values))] - total[index + 1]) / size).astype(np.float32)
    return ((total[index] - total[np.maximum(index - size, 0)]) / size).astype(np.float32)


def _nearness(values: Column, below: bool) -> Column:
    """How near the next line with the sign is, from 1 (this one) to 0."""
    index = np.arange(len(values))
    if below:
        return _nearness(values[::-1], below=False)[::-1]
    last = np.maximum.accumulate(np.where(values > 0, index, -10_000))
    nearness: Column = np.exp(-(index - last) / _REACH)
    return nearness


def _text_since(values: Column, weight: Column) -> Column:
    """How much running text stands between the last line with the sign and this one, 1 where none stands above."""
    total = np.concatenate(([0.0], np.cumsum(weight)[:-1]))
    marked = np.maximum.accumulate(np.where(values > 0, total, -np.inf))
    since: Column = np.minimum(np.log1p(total - marked) / 8, 1.0)
    return since


def _headlines(column: dict[str, Column]) -> list[Column]:
    """How far a line looks like the headline of what follows, and the best such line above and below each line.

    It is as long as headlines are, the next paragraphs speak of the same, and a byline, a date or a time of reading
    stands close below.
    """
    dated = np.maximum(np.maximum(column["date line"], column["byline"]), column["is time"])
    confirmed = (_window(dated, _CONFIRMED_WITHIN, below=True) > 0) + 0.5 * column["headline repeated"]
    score = column["like a headline"] * column["words shared with the next paragraphs"] * (0.4 + confirmed) / 2
    above = np.concatenate(([0.0], np.maximum.accumulate(score)[:-1]))
    below = np.concatenate((np.maximum.accumulate(score[::-1])[::-1][1:], [0.0]))
    return [score, above, below, (above > below).astype(np.float32)]


def _places(weight: Column) -> list[Column]:
    count = len(weight)
    whole = max(float(weight.sum()), 1.0)
    above = (np.cumsum(weight) - weight) / whole
    below = 1 - above - weight / whole
    return [
        np.arange(count, dtype=np.float32) / count,
        above.astype(np.float32),
        below.astype(np.float32),
        np.full(count, min(whole / _LONGEST_COUNTED / count, 1.0), dtype=np.float32),
        np.full(count, min(np.log1p(count) / 8, 1.0), dtype=np.float32),
    ]
