"""Bytes in an encoding that nothing names -> the encoding in which they are a text of some language.

Each encoding is tried. A reading is weighed by its letters: how likely a language writes them, given what the words in
plain ASCII say about the language, and what no language writes at all, such as a sign inside a word or a capital
behind a small letter. Weights are natural logarithms of about how often such a character is met.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from math import exp, log, sqrt

from index.reading.alphabets import ARABIC, BORROWED, CHINESE, CYRILLIC, GREEK, HEBREW, KOREAN, LATIN, SELDOM, THAI

# How much rarer than the first of them encodings are, whatever a text says; those of DOS and old Macs are hardly met.
_RARER = {
    0.0: "cp1252",
    -3.0: "cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 gb18030 big5hkscs cp932 euc_jp cp949 cp874 koi8_r",
    -3.5: "iso8859_15 iso8859_2 iso8859_13 iso8859_5 iso8859_7 iso8859_8 iso8859_6 koi8_u cp866",
    -7.0: "mac_roman mac_latin2 mac_cyrillic mac_greek mac_turkish cp850 cp437 cp852 cp737 cp857 cp775 iso8859_4",
}
ENCODINGS = {encoding: prior for prior, encodings in _RARER.items() for encoding in encodings.split()}
# What is said instead of how a codec is called.
NAMES = {"cp932": "Shift JIS", "cp949": "EUC-KR", "big5hkscs": "Big5"}

# Bytes beyond ASCII that are looked at: thousands settle what a few sentences leave open.
_ENOUGH = 4000
_LETTER, _RARE, _BORROWED, _SELDOM_BORROWED, _FOREIGN = -3.0, -5.0, -6.0, -7.0, -9.0
_WIDE, _WIDE_COMMON = -8.0, -4.0
_WIDE_RARE = -11.0
_PUNCTUATION, _SIGN, _ODD_SIGN, _CONTROL = -3.5, -5.0, -10.0, -15.0
# On top of the weight of the characters themselves.
_SIGN_IN_WORD, _CAPITAL_IN_WORD, _MIXED, _BESIDE_FIGURE, _PAIR = -9.0, -6.0, -9.0, -6.0, -2.0
# Two readings that differ by less are both believed: twenty to one.
_DOUBT = 3.0
# A text whose characters are on average less likely is in none of these encodings.
_LEAST_LIKELY = -8.0
# The words in ASCII rule no language out altogether: a text may quote one.
_LEAST_LANGUAGE = -12.0
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_NOT_ASCII_WORDS = re.compile(rb"<[^<>]*>|\S*[\x80-\xff]\S*")
_AROUND = re.compile(r"(?P<before>.?)(?P<run>[^\x00-\x7f]+)(?P<after>.?)", re.DOTALL)
_USUAL_SIGNS = frozenset(
    "£€¥§©®°·¡¿²³½¼¾№™«»“”„‘’‚‹›–—…•\u00a0\u00ad、。「」『』・ー！？，：；（）《》〈〉【】\u3000،؛؟"
)
_PUNCTUATION_MARKS = frozenset("«»“”„‘’‚‹›–—…•\u00a0\u00ad、。「」『』・ー！？，：；（）《》〈〉【】\u3000،؛؟¡¿")
_BEFORE_WORDS = frozenset("„‚¿¡")
_BEHIND_WORDS = frozenset("’”")
_IN_WORDS = frozenset("’‘·\u00ad‐–—-\u200c\u200d")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one encoding gives it: `weight` of all, and per character beyond ASCII."""

    encoding: str
    text: str
    weight: float
    average: float


def readings(data: bytes) -> list[Reading]:
    """What the bytes may be, the likeliest first; encodings that give the same text are one reading."""
    sample = _sample(data)
    languages = _languages_of_ascii(sample)
    found: dict[str, Reading] = {}
    for encoding in ENCODINGS:
        reading = _reading(data, encoding, sample, languages)
        if reading is not None:
            found.setdefault(reading.text, reading)
    return sorted(found.values(), key=lambda reading: -reading.weight)


def reading_in(data: bytes, encoding: str) -> Reading | None:
    """The reading in one encoding; None where the bytes are nothing in it."""
    sample = _sample(data)
    return _reading(data, encoding, sample, _languages_of_ascii(sample))


def _sample(data: bytes) -> bytes:
    """The beginning of the bytes that holds enough beyond ASCII."""
    last = next(islice(_BEYOND_ASCII.finditer(data), _ENOUGH, None), None)
    return data if last is None else data[: data.find(b"\n", last.end()) + 1 or last.end()]


def _reading(data: bytes, encoding: str, sample: bytes, languages: Mapping[str, float]) -> Reading | None:
    try:
        text = data.decode(encoding)
        shown = sample.decode(encoding, "ignore")
    except (UnicodeDecodeError, LookupError):
        return None
    weight = weigh(shown, languages) + ENCODINGS.get(encoding, 0.0)
    return Reading(encoding, text, weight, weight / max(1, sum(character > "\x7f" for character in shown)))


def is_settled(found: list[Reading]) -> bool:
    """Whether the likeliest reading is a text, and clearly likelier than the next."""
    if not found or found[0].average < _LEAST_LIKELY:
        return False
    return len(found) == 1 or found[0].weight - found[1].weight >= _DOUBT


def weigh(text: str, languages: Mapping[str, float]) -> float:
    """How likely a reading is, as a natural logarithm: of its characters, and of the language that fits them best."""
    letters: Counter[str] = Counter()
    weight = 0.0
    for match in _AROUND.finditer(text):
        weight += _shape(match["before"], match["run"], match["after"])
        letters.update(match["run"].lower())
    signs = {
        letter: count for letter, count in letters.items() if not letter.isalpha() and not unicodedata.combining(letter)
    }
    weight += sum(_sign(sign) * count for sign, count in signs.items())
    scripts: dict[str, Counter[str]] = {}
    for letter, count in letters.items():
        if letter not in signs:
            scripts.setdefault(_script(letter), Counter())[letter] += count
    return weight + sum(_of_script(script, counts, languages) for script, counts in scripts.items())


def _of_script(script: str, letters: Mapping[str, int], languages: Mapping[str, float]) -> float:
    if script == "WIDE":
        return _wide(letters)
    if script == "LATIN":
        return max(
            languages.get(language, languages["xx"])
            + sum(_latin(letter, known, language in SELDOM) * n for letter, n in letters.items())
            for language, known in LATIN.items()
        )
    alphabets = _ALPHABETS.get(script)
    if alphabets is None:
        return _FOREIGN * sum(letters.values())
    return max(
        sum(
            (_LETTER if letter in often else _RARE if letter in seldom else _FOREIGN) * n
            for letter, n in letters.items()
        )
        for often, seldom in alphabets.values()
    )


_ALPHABETS = {"CYRILLIC": CYRILLIC, "GREEK": GREEK, "HEBREW": HEBREW, "ARABIC": ARABIC, "THAI": THAI}


def _latin(letter: str, known: str, is_seldom: bool) -> float:
    if letter in known:
        return _RARE if is_seldom else _LETTER
    return (_SELDOM_BORROWED if is_seldom else _BORROWED) if letter in BORROWED else _FOREIGN


def _wide(letters: Mapping[str, int]) -> float:
    """Of Chinese, Japanese and Korean characters: syllables and common ones are likely, most others are not."""
    has_kana = sum(n for letter, n in letters.items() if "\u3040" <= letter <= "\u30ff") >= sum(letters.values()) / 5
    weight = 0.0
    for letter, count in letters.items():
        if "\uac00" <= letter <= "\ud7a3":
            weight += (_WIDE_COMMON if letter in KOREAN else _WIDE) * count
        elif "\u3040" <= letter <= "\u30ff":
            weight += (_WIDE_COMMON if has_kana else _WIDE_RARE) * count
        elif letter in CHINESE:
            weight += _WIDE_COMMON * count
        else:
            weight += (_WIDE if _is_common_ideograph(letter, japanese=has_kana) else _WIDE_RARE) * count
    return weight


@cache
def _is_common_ideograph(letter: str, *, japanese: bool) -> bool:
    """Whether a character stands in the part of its national standard that holds the common ones."""
    for codec, first, last in (("cp932", 0x88, 0x97),) if japanese else (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        code = letter.encode(codec, "ignore")
        if len(code) == 2 and first <= code[0] <= last:
            return True
    return False


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]
    return "WIDE" if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL") else "LATIN" if letter in "ªº" else name


@cache
def _sign(sign: str) -> float:
    if unicodedata.category(sign) in ("Cc", "Cn", "Co"):
        return _CONTROL
    if sign in _PUNCTUATION_MARKS:
        return _PUNCTUATION
    return _SIGN if sign in _USUAL_SIGNS else _ODD_SIGN


def _shape(before: str, run: str, after: str) -> float:
    """What no language writes: signs in words, capitals behind small letters, two scripts in a word."""
    row = before + run + after
    opens_word = run[0] in _BEHIND_WORDS and not before.strip() and _is_letter((run + after)[1:2] or " ")
    weight = _SIGN_IN_WORD if opens_word else 0.0
    for left, right in pairwise(row):
        if _is_letter(left) and _is_letter(right):
            if left.islower() and right.isupper():
                weight += _CAPITAL_IN_WORD
            if _group(left) != _group(right):
                weight += _MIXED
            elif left > "\x7f" and right > "\x7f" and _group(left) == "LATIN":
                weight += _PAIR
        elif left.isalpha() and right in _BEFORE_WORDS:
            weight += _SIGN_IN_WORD
        elif (left.isdigit() and right > "\x7f" and right.isalpha()) or (
            right.isdigit() and left > "\x7f" and left.isalpha()
        ):
            weight += 0.0 if _script(left if left.isalpha() else right) == "WIDE" else _BESIDE_FIGURE
    for left, sign, right in zip(row, row[1:], row[2:], strict=False):
        if sign > "\x7f" and left.isalpha() and right.isalpha() and not sign.isalpha() and sign not in _IN_WORDS:
            weight += 0.0 if _script(left) in ("WIDE", "THAI") or unicodedata.combining(sign) else _SIGN_IN_WORD
    return weight


def _is_letter(character: str) -> bool:
    """Letters, and marks that stand on them."""
    return character.isalpha() or (character > "\x7f" and unicodedata.category(character) == "Mn")


def _group(letter: str) -> str:
    return "LATIN" if letter <= "\x7f" else _script(letter)


def _languages_of_ascii(sample: bytes) -> dict[str, float]:
    """How likely each language in Latin letters is by the words that hold ASCII letters alone."""
    import py3langid

    words = _NOT_ASCII_WORDS.sub(b" ", sample).decode("ascii", "ignore").strip()
    known = [language for language in LATIN if language != "xx"]
    flat = -log(len(known))
    if len(words) < 3:
        return dict.fromkeys([*known, "xx"], flat)
    ranked = {language: float(weight) / sqrt(len(words)) for language, weight in py3langid.rank(words)}
    best = max(ranked.values())
    total = sum(exp(weight - best) for weight in ranked.values())
    found = {one: max(_LEAST_LANGUAGE, ranked[one] - best - log(total)) for one in known if one in ranked}
    return {**found, "xx": min(found.values(), default=flat)}
