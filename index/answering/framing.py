"""Words around a quotation -> whether they say whose it is, or whether they are quoted too, and wrongly. Pure.

A tag (`said the mayor`) and a source (`— The Gazette, 3 March`) are no part of a quotation. Words that the article has
in the same place, but for one or two, are: there a quotation goes on that was altered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import regex

from index.answering.claim_words import CLITIC_NEGATION, NEGATIONS, SPEECH
from index.answering.quotations import Separator
from index.models import Source
from index.text.months import NAMED
from index.text.normalise import fold
from index.text.wording import DASHES, Wording
from index.text.words import main_language

# From half of its words in the same order on, a stretch stands where the article has them too.
_RESEMBLES = 0.5
# Of words that are no names, figures or negations, one that differs is one of four or more.
_RESEMBLES_CLOSELY = 0.7
_FEWEST_OF_A_PHRASE = 4
# Of a source's line, this share is what the article states about itself; names are mostly capitalised.
_STATED = 0.6
_CAPITALISED = 0.6
_MOST_WORDS = 12
# This bot's own attributions have it between their fields.
_FIELDS = " · "
_MONTH = re.compile(NAMED, re.IGNORECASE)
# "Stray dog in the dusk, he said": a clause stands before who says it.
_CLAUSE_ENDS = regex.compile(r"\b\p{Ll}\w*, (?=\p{Ll})")


@dataclass(frozen=True, slots=True)
class Beside:
    """What an article has on one side of a place.

    `adjoining` are the forms of the tokens next to it in the order of the text, as many as may be compared; they stand
    behind the place if `after`. `around` are those near it on both sides; `gap` is what parts the place from them.
    """

    adjoining: Sequence[str]
    after: bool
    around: frozenset[str]
    gap: str


def is_negation(form: str) -> bool:
    """Whether a token says no."""
    return fold(form) in NEGATIONS or bool(CLITIC_NEGATION.search(form))


def is_frame(piece: str, separator: Separator, beside: Beside, source: Source, quoted: int) -> bool:
    """Whether words beside a quotation of so many words say whose it is: the source, a name, a tag; or number it."""
    if len(lines := [line for line in piece.splitlines() if line.strip()]) > 1:
        return all(is_frame(line, "line", beside, source, quoted) for line in lines)
    words = Wording.of(piece)
    if not words.tokens or _attributes(words, source) or _names_publisher(words, source):
        return True
    if separator == "number":
        # "12. Mai" is a date, if the article has a figure there too.
        return not (beside.adjoining and beside.adjoining[-1][-1:].isdigit())
    goes_on = len(words.tokens) >= _FEWEST_OF_A_PHRASE and _alike(words, beside)[0] >= _RESEMBLES_CLOSELY
    if goes_on or contradicts(words, beside):
        return False
    speaks = _is_tag(words) and len(words.tokens) <= quoted
    if speaks and beside.around.issuperset(words.forms):
        return True
    apart = separator in ("line", "dash", "bracket", "colon")
    if apart and states_source(words, source):
        return True
    if _parts_alike(separator, beside.gap) or len(words.tokens) > _MOST_WORDS:
        return False
    return speaks or (apart and _names(words))


def _is_tag(words: Wording) -> bool:
    """Whether words tell that somebody speaks, and nothing that is said."""
    spoken = next((token for token in words.tokens if SPEECH.fullmatch(token.form)), None)
    return spoken is not None and not _CLAUSE_ENDS.search(words.text[: spoken.start])


def _names_publisher(words: Wording, source: Source) -> bool:
    """Whether words hold the publisher or the authors, and nothing besides but that these say it."""
    stated = set(Wording.of("\n".join((source.publisher or "", *source.authors))).forms)
    others = [form for form in words.forms if not SPEECH.fullmatch(form) and main_language([form]) is None]
    return bool(others) and stated.issuperset(others) and not any(map(is_negation, words.forms))


def _attributes(words: Wording, source: Source) -> bool:
    """Whether a line is an attribution as this bot writes them, of this source."""
    fields = [Wording.of(field).forms for field in words.text.split(_FIELDS)]
    stated = set(Wording.of("\n".join((source.title, source.publisher or "", *source.authors))).forms)
    return len(fields) > 1 and any(
        forms and sum(form in stated for form in forms) >= _STATED * len(forms) for forms in fields
    )


def states_source(words: Wording, source: Source) -> bool:
    """Whether words are mostly what an article states about itself."""
    if _attributes(words, source):
        return True
    fields = (source.title, source.publisher or "", *source.authors, source.url or "")
    stated = set(Wording.of("\n".join(fields)).forms)
    numbers = {int(number) for number in re.findall(r"\d+", source.published or "")}
    dated = [form for form in words.forms if form.isdigit() or _MONTH.fullmatch(form)]
    others = [form for form in words.forms if form not in dated and main_language([form]) is None]
    known = sum(form in stated for form in others)
    if any(form.isdigit() and int(form) not in numbers and form not in stated for form in dated):
        return False
    return known >= _STATED * len(others) and known > 0


def contradicts(words: Wording, beside: Beside, *, own: bool = True) -> bool:
    """Whether words stand in the article at this place too, but for a name, a figure, a negation or a word or two.

    They may be the writer's `own`, put in front of a quotation or behind it: then they may leave words out.
    """
    if not words.tokens:
        return False
    share, alike, passed_over = _alike(words, beside)
    if share < _RESEMBLES:
        return False
    absent = [number for number, form in enumerate(words.forms) if number not in alike and form not in beside.around]
    if any(_weighs(words, number) for number in absent):
        return True
    if share < _RESEMBLES_CLOSELY:
        return False
    if not own and len(words.tokens) >= _FEWEST_OF_A_PHRASE and not len(words.tokens) == len(alike) == len(passed_over):
        return True
    denied = [sum(map(is_negation, forms)) for forms in (words.forms, passed_over)]
    return denied[0] != denied[1] or (len(words.tokens) >= _FEWEST_OF_A_PHRASE and bool(absent))


def _alike(words: Wording, beside: Beside) -> tuple[float, set[int], Sequence[str]]:
    """Which share of some words adjoins the place in the same order, which these are, and what is there up to them."""
    blocks = SequenceMatcher(None, words.forms, beside.adjoining, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return 0.0, set(), ()
    alike = {block.a + step for block in blocks for step in range(block.size)}
    end = blocks[-1].b + blocks[-1].size
    reached = beside.adjoining[:end] if beside.after else beside.adjoining[blocks[0].b :]
    return len(alike) / len(words.tokens), alike, reached


def _weighs(words: Wording, number: int) -> bool:
    """Whether a token is a name, a figure or a negation."""
    token = words.tokens[number]
    begins = number == 0 and main_language([token.form]) is not None
    is_name = words.text[token.start].isupper() and not begins
    return is_name or any(character.isdigit() for character in token.form) or is_negation(token.form)


def _names(words: Wording) -> bool:
    """Whether words are names and dates rather than a statement."""
    capitalised = sum(words.text[token.start].isupper() for token in words.tokens)
    dated = sum(form.isdigit() or bool(_MONTH.fullmatch(form)) for form in words.forms)
    return capitalised > 0 and capitalised + dated >= _CAPITALISED * len(words.tokens)


def _parts_alike(separator: Separator, gap: str) -> bool:
    """Whether the article goes on behind the same mark."""
    match separator:
        case "dash":
            return any(character in DASHES for character in gap)
        case "bracket":
            return "(" in gap or "[" in gap
        case "comma":
            return "," in gap
        case "colon":
            return ":" in gap
        case _:
            return False
