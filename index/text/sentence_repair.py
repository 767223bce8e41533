"""Sentence boundaries as a general splitter finds them -> as a reader of news finds them.

A rule decides a boundary only where print leaves no doubt: titles, initials, ordinals, clock times, dates, what
follows a quoted question, brackets and reference marks. Everywhere else the splitter's own word stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from index.text.abbreviations import ORDINAL_LANGUAGES, abbreviations, starters

# What may stand between the end of a sentence and the white space behind it: closing quotes, brackets, references.
_CLOSERS = r"(?:[\"”’'»«“›)\]]|\[\d{1,3}\]|\s\[\d{1,3}\]|[\u00a0\u202f]»|[¹²³⁰⁴-⁹])*"
_CANDIDATE = re.compile(rf"(?P<stop>[.!?…]+)(?P<closers>{_CLOSERS})(?P<space>\s+)(?P<opener>[\"“„«‹‘'(\[¿¡]*)")
# French sets a space, often an ordinary one, in front of a closing guillemet.
_FRENCH_CLOSER = re.compile(r"\s»\s+")
# A sentence's end glued to the next one's beginning by a quotation mark or a reference mark.
_GLUED = re.compile(r"[.!?…](?<=[^\W\d_]{2}.)(?:[”»]|\[\d{1,3}\]|[¹²³⁴-⁹])+(?=[^\W\d_])")
_RUN_TOGETHER = re.compile(r"[.!?](?=(?P<word>[^\W\d_]+)\s)(?<=[^\W\d_A-ZА-ЯІЇЄҐ]{3}.)")
# What stands in front of a word without being part of it.
_EDGE = re.compile(r"[(\[«»„“”\"'‘’,;:—–/]")
_LONGEST_WORD = 30
_WORD_AFTER = re.compile(r"[^\W_]+")
_DASH_AND_LOWER = re.compile(r"[–—-]\s?[^\W\d_A-ZÀ-ÞА-ЯЁІЇЄҐ]")
_INITIALS = re.compile(r"(?:[^\W\d_a-zß-ÿа-яёіїєґ]\.?-?)+\Z")
_ORDINAL = re.compile(r"\d{1,3}\Z|[IVX]{1,5}\Z")
_ROMAN_OR_FIGURE = re.compile(r"\d+\Z|[IVXLC]+\Z")
_NUMBER = re.compile(r"\d+\Z|[IVXLC]{2,}\Z")
_CLOCK = re.compile(r"[ap]\.?m\Z", re.IGNORECASE)
_AFTER_CLOCK = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun today tomorrow
    eastern central mountain pacific atlantic greenwich et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet
    cest ist jst hkt aest eat wat sast local january february march april june july august september october november
    december
    """.split()
)
_DATE_ABBREVIATIONS = frozenset("jan feb mar apr jun jul aug sept sep oct nov dec".split())
_SPEECH = re.compile(
    r"(?:[A-Z][\w.'’-]*,?\s+){1,5}(?:said|says|asked|asks|told|wondered|wonders|shouted|shouts|cried|cries|yelled|replied"
    r"|answered|added|exclaimed|wrote|tweeted|recalled)\b(?!\s+(?:that|he|she|it|they|we|there)\b)"
)
# How far back the beginning of a bracket is looked for, and how long a date that opens a sentence is.
_LONGEST_BRACKET = 400
_WORDS_OF_OPENING_DATE = 4
_ON_DAY = frozenset(("Dnia", "Dn"))
# Polish for "this year", without a figure.
_YEARS = frozenset(("br", "ub"))


def repair(text: str, cuts: Sequence[int], language: str) -> list[int]:
    """Where the sentences of `text` end, the last one left out; `cuts` is where a splitter ends them, in order."""
    kept = set(cuts)
    decided: list[int] = []
    sentence_start = 0
    for match in _CANDIDATE.finditer(text):
        first, cut = match.start("stop") + 1, match.end("space")
        if match["space"] == " " and language == "fr" and (closer := _FRENCH_CLOSER.match(text, match.end("closers"))):
            cut = closer.end()
        at = bisect_left(cuts, first)
        found = at < len(cuts) and cuts[at] <= cut
        if cut >= len(text):
            continue
        plain = found and _is_plain(text, match, sentence_start, language)
        verdict = True if plain else _verdict(text, match, cut, sentence_start, language)
        if verdict and not found and _is_inside(text, sentence_start, match.end("closers")):
            verdict = None
        while at < len(cuts) and cuts[at] <= cut:
            kept.discard(cuts[at])
            at += 1
        if found if verdict is None else verdict:
            decided.append(cut)
            sentence_start = cut
    kept = {cut for cut in kept if not _is_within_word(text, cut, language)}
    return sorted(kept.union(decided, _glued(text, language)))


def _is_plain(text: str, match: re.Match[str], start: int, language: str) -> bool:
    """Whether a small word that is no abbreviation ends before a capital letter: most ends need no further look."""
    if (
        match.end() - match.start() != 2
        or text[match.start()] != "."
        or not text[match.end() : match.end() + 1].isupper()
    ):
        return False
    word = text[max(start, match.start() - _LONGEST_WORD) : match.start()].rpartition(" ")[2]
    return len(word) > 2 and word.isalpha() and word.islower() and word not in abbreviations(language)


def _verdict(text: str, match: re.Match[str], cut: int, start: int, language: str) -> bool | None:
    """Whether a sentence ends here; None where nothing tells, so that the splitter's word stands."""
    after = text[cut : cut + 1] if cut > match.end("space") else text[match.end("opener") : match.end("opener") + 1]
    stop, closers = match["stop"], match["closers"]
    if _DASH_AND_LOWER.match(text, cut):
        return False if stop != "." or closers else None
    if after.islower() and (closers or stop != "."):
        return False
    if ")" in closers and (own := _is_sentence_in_brackets(text, start, match.end("closers"))) is not None:
        return (own and after.isupper()) or None
    if closers.strip("[]0123456789¹²³⁰⁴⁵⁶⁷⁸⁹ "):
        is_question = stop[-1] in "?!…"
        return False if is_question and language == "en" and _SPEECH.match(text, match.end("space")) else None
    if stop == "…" or len(stop) > 1:
        return True if after.isupper() and "." not in stop[:1] else None
    if stop != "." or closers:
        return True if closers and after.isupper() else None
    following = _WORD_AFTER.match(text, match.end("opener"))
    word = _word_before(text, start, match.start())
    if not word or following is None:
        return None
    return _after_full_stop(text[start : match.start()], word, following.group(), text[match.end() :][:3], language)


def _word_before(text: str, start: int, end: int) -> str:
    words = text[max(start, end - _LONGEST_WORD) : end].split()
    if not words or text[end - 1].isspace():
        return ""
    return words[-1] if words[-1].isalnum() else _EDGE.split(words[-1])[-1]


def _after_full_stop(sentence: str, word: str, following: str, rest: str, language: str) -> bool | None:
    """The same behind a full stop: `sentence` ends with `word`, and `rest`, which begins with `following`, follows."""
    lowered = word.lower()
    begins = following.lower() in starters(language) and following[0].isupper()
    if language == "en" and _CLOCK.match(word):
        return following.lower() not in _AFTER_CLOCK if following[0].isupper() else False
    if _ORDINAL.match(word):
        return _after_figure(sentence, word, following, begins, language)
    kind = abbreviations(language).get(lowered)
    if word == sentence and len(word) == 1:
        return False
    is_initial_letter = len(word) == 1 and word.isupper() and kind != "before"
    if is_initial_letter or (kind is None and "." in word and _INITIALS.match(word)):
        return begins and not (len(following) == 1 and rest[1:2] == ".")
    if kind == "year":
        return _after_year(sentence, word, begins, language) if following[0].isupper() else False
    if following[0].islower():
        return False if kind is not None or len(word) <= 2 else None
    if kind == "before":
        return None if word.islower() and begins and lowered in starters(language) else False
    if kind == "open":
        return begins
    if kind == "end":
        return following[0].isupper() or None
    if kind == "number":
        if _NUMBER.match(following) or following.lower() in _DATE_ABBREVIATIONS:
            return False
        return None if word[0].isupper() and word != sentence else True
    return True if lowered in starters(language) else None


def _after_figure(sentence: str, word: str, following: str, begins: bool, language: str) -> bool | None:
    """An ordinal goes on; so does the number of an item of a list."""
    if word == sentence and len(word) <= 2:
        return False
    if language not in ORDINAL_LANGUAGES or sentence[: -len(word)].endswith((",", ":", ".")):
        return None
    if following[0].isdigit():
        return False if word.isdigit() and len(word) <= 2 and int(following) else None
    return begins


def _after_year(sentence: str, word: str, begins: bool, language: str) -> bool:
    """`In 2020 y. Parliament ...`: a date that opens the sentence is not all of it; without a figure, it is a place."""
    words = sentence.split()[:-1]
    if word not in _YEARS and not (words and _ROMAN_OR_FIGURE.match(words[-1].rstrip("."))):
        return begins
    opens = not words or words[0].isdigit() or words[0].lower() in starters(language) or words[0] in _ON_DAY
    return begins or not opens or len(words) > _WORDS_OF_OPENING_DATE


def _is_sentence_in_brackets(text: str, start: int, end: int) -> bool | None:
    """Whether the bracket that ends here holds whole sentences: it opens where a sentence begins."""
    opening = text.rfind("(", max(0, end - _LONGEST_BRACKET), end)
    if opening < 0:
        return None
    return not text[start:opening].strip() or None


def _is_inside(text: str, start: int, end: int) -> bool:
    """Whether a quotation or a bracket of this sentence is still open."""
    piece = text[start:end]
    if piece.count("(") > piece.count(")") or piece.count('"') % 2:
        return True
    if "„" in piece:
        return piece.count("„") > piece.count("“") + piece.count("”")
    return piece.count("“") > piece.count("”") or piece.count("«") > piece.count("»")


def _is_within_word(text: str, cut: int, language: str) -> bool:
    """Whether what follows a cut belongs to the word in front of it, as in `J.-C.` or the name of a website."""
    if not 0 < cut < len(text) or text[cut - 1] not in ".!?":
        return False
    if text[cut] in "-–,;:" or text[cut].islower() or text[cut].isdigit():
        return True
    following = _WORD_AFTER.match(text, cut)
    if following is None or (len(following.group()) > 1 and following.group().lower() in starters(language)):
        return False
    return not (text[cut - 3 : cut - 1].isdigit() and following.group().istitle())


def _glued(text: str, language: str) -> list[int]:
    """Ends of sentences that no white space follows."""
    marked = [match.end() for match in _GLUED.finditer(text) if text[match.end()].isupper()]
    begun = (match for match in _RUN_TOGETHER.finditer(text) if match["word"].istitle())
    return marked + [match.end() for match in begun if match["word"].lower() in starters(language)]
