"""A quoted sentence -> how it looks after a trip through mails, printed pages and chats, or with one thing made false.

Every rule is a function of a `Quotable` and of chance; it gives "" where it does not befall the sentence.
"""

from __future__ import annotations

import html
import random
import re
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.models import Source


@dataclass(frozen=True, slots=True)
class Quotable:
    """A sentence of an article, the one behind it in its paragraph (or ""), its source, and all of the article."""

    text: str
    following: str
    source: Source
    article: str


Rule = Callable[[Quotable, random.Random], str]

# What happens on the way


def _printed(quotable: Quotable, chance: random.Random) -> str:
    """Copied from a printed column: a word is parted at a line's end."""
    words = [word for word in re.findall(r"\b[a-z]{7,}\b", quotable.text) if quotable.text.count(word) == 1]
    if not words:
        return ""
    word = chance.choice(words)
    parted = quotable.text.replace(word, f"{word[:4]}-\n{word[4:]}")
    return re.sub(r"((?:\S+ ){5}\S+) ", r"\1\n", parted)


def _mailed(quotable: Quotable, _: random.Random) -> str:
    return textwrap.fill(quotable.text, 60, initial_indent="> ", subsequent_indent="> ")


def _mailed_twice(quotable: Quotable, _: random.Random) -> str:
    lines = textwrap.fill(quotable.text, 50, initial_indent=">> ", subsequent_indent=">> ")
    return f"On Monday Robin wrote:\n{lines}"


def _misread_bytes(quotable: Quotable, _: random.Random) -> str:
    """UTF-8 read as windows-1252: "â€œWe", with the typographic marks that an editor puts in."""
    typeset = _typeset(quotable.text)
    garbled = typeset.encode().decode("cp1252", "ignore")
    return garbled if garbled != typeset else ""


def _typeset(text: str) -> str:
    text = re.sub(r'"(?=\w)', "“", text).replace('"', "”")
    return text.replace("'", "’").replace(" - ", " – ")


def _typed(quotable: Quotable, _: random.Random) -> str:
    return re.sub(r"[,;:.!](?=\s|$)", "", quotable.text.lower())


def _starred(quotable: Quotable, chance: random.Random) -> str:
    words = quotable.text.split()
    at = chance.randrange(len(words) - 2)
    return " ".join([*words[:at], f"**{words[at]}", f"{words[at + 1]}**", *words[at + 2 :]])


def _underlined(quotable: Quotable, _: random.Random) -> str:
    return f"_{quotable.text}_ 😮"


def _retold(quotable: Quotable, _: random.Random) -> str:
    return f"RT @{(quotable.source.publisher or 'paper').replace(' ', '')}: {quotable.text} https://t.example/x7Kq2"


def _shared(quotable: Quotable, _: random.Random) -> str:
    return f"“{quotable.text}” https://news.example/{quotable.source.title.lower().replace(' ', '-')[:40]}"


def _noted(quotable: Quotable, chance: random.Random) -> str:
    return f"{quotable.text}[{chance.randint(1, 40)}]"


def _noted_inside(quotable: Quotable, _: random.Random) -> str:
    head, comma, tail = quotable.text.partition(", ")
    return f"{head},¹ {tail}" if comma else ""


def _cited(quotable: Quotable, _: random.Random) -> str:
    source = quotable.source
    by = ", ".join(filter(None, (*source.authors, source.title, source.publisher, source.published)))
    return f"“{quotable.text}” ({by})"


def _according(quotable: Quotable, _: random.Random) -> str:
    return f"According to {quotable.source.publisher}, {quotable.text}" if quotable.source.publisher else ""


def _in_capital_cut(quotable: Quotable, _: random.Random) -> str:
    words = quotable.text.split()
    letter, rest = words[2][0], " ".join([words[2][1:], *words[3:]])
    return f"[{letter.upper()}]{rest}" if letter.isalpha() else ""


def _broken_off(quotable: Quotable, _: random.Random) -> str:
    return f"{' '.join(quotable.text.split()[:9])}..."


def _two_in_prose(quotable: Quotable, _: random.Random) -> str:
    half = quotable.following.split()
    return f"They write “{quotable.text}” and go on “{' '.join(half[:6])}”." if len(half) > 6 else ""


def _run_on(quotable: Quotable, _: random.Random) -> str:
    return f"{quotable.text}\n{quotable.following}" if quotable.following else ""


def _glued(quotable: Quotable, _: random.Random) -> str:
    return f"{quotable.text}{quotable.following}" if quotable.following else ""


def _two_attributed(quotable: Quotable, _: random.Random) -> str:
    """As the bot shows two quotes of an answer."""
    source = quotable.source
    line = " · ".join(filter(None, (source.title, source.publisher, source.published)))
    quotes = (f"{text}\n[{number}] {line}" for number, text in enumerate((quotable.text, quotable.following), start=1))
    return "\n\n".join(quotes) if len(quotable.following.split()) > 5 else ""


def _left_out_between(quotable: Quotable, _: random.Random) -> str:
    rest = quotable.following.split()
    return f"{' '.join(quotable.text.split()[:7])} (...) {' '.join(rest[3:])}" if len(rest) > 7 else ""


TRUE: dict[str, Rule] = {
    "parted at a line's end": _printed,
    "quoted in a mail": _mailed,
    "quoted in a quoted mail": _mailed_twice,
    "bytes read in another encoding": _misread_bytes,
    "as HTML source": lambda q, _: html.escape(q.text).replace(" ", "&nbsp;", 2),
    "in tags": lambda q, _: f"<blockquote><p>{q.text}</p></blockquote>",
    "typed without capitals and marks": _typed,
    "two words starred": _starred,
    "italics and a face": _underlined,
    "passed on with a link": _retold,
    "shared with a link": _shared,
    "a note's number behind it": _noted,
    "a note's number in it": _noted_inside,
    "with its source in brackets": _cited,
    "according to its publisher": _according,
    "typeset": lambda q, _: _typeset(q.text) if _typeset(q.text) != q.text else "",
    "begun in the middle": _in_capital_cut,
    "broken off": _broken_off,
    "two in a sentence": _two_in_prose,
    "two with their sources": _two_attributed,
    "paragraphs lost": _run_on,
    "no space between sentences": _glued,
    "left out between sentences": _left_out_between,
    "as a point of a list": lambda q, c: f"{c.choice(('•', '-', '*', '1.', '3)'))} {q.text}",
    "marks of direction": lambda q, _: "\u2068" + q.text.replace(" ", "\u200e ", 2) + "\u2069\ufeff",
    "wide spaces and tabs": lambda q, _: q.text.replace(" ", "\u2003", 2).replace(" ", "\t", 1),
}

# What makes it false


def _table(words: str) -> dict[str, str]:
    """Words by what they become: "more>fewer less>more"."""
    pairs = (pair.partition(">") for pair in words.split())
    return {word: other for word, _, other in pairs}


_OPPOSITES = _table(
    "more>fewer less>more most>few before>after after>before first>last above>below below>above up>down rise>fall"
    " rose>fell fell>rose lower>higher higher>lower largest>smallest opened>closed closed>opened agreed>refused"
    " refused>agreed with>without without>with increase>decrease all>some both>neither many>few against>for under>over"
    " over>under new>old old>new early>late accepted>rejected confirmed>denied denied>confirmed"
)
_NUMBER_WORDS = _table(
    "two>three three>five four>six five>seven six>nine seven>four eight>six nine>eight ten>twelve twelve>ten half>third"
    " third>quarter hundred>thousand thousand>hundred million>billion twice>thrice"
)
_SOFTER = _table(
    "will>may would>might must>can should>must could>would may>will might>will about>exactly almost>over nearly>over"
    " some>exactly"
)
_PERSONS = _table("he>she she>he his>her they>we their>our him>them I>we we>they")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April June July August September October November December".split()
_DENIED = re.compile(r"\b(?:not|no|never|nobody|none|nothing) |n['’]t\b")
_BEING = re.compile(r"\b(is|was|are|were|will|would|has|had|have|can|could) (?=[a-z]{3})")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_FEWEST_WORDS = 7


def _one_of(table: dict[str, str]) -> Rule:
    """One word that is in a table, inside the sentence, becomes what the table says."""

    def rule(quotable: Quotable, chance: random.Random) -> str:
        found = [match for match in re.finditer(r"\b\w+\b", quotable.text) if match[0] in table and match.start()]
        return _put(quotable.text, chance.choice(found), lambda word: table[word]) if found else ""

    return rule


def _put(text: str, match: re.Match[str], change: Callable[[str], str]) -> str:
    return text[: match.start()] + change(match[0]) + text[match.end() :]


def _other(words: Sequence[str], word: str, chance: random.Random) -> str:
    others = sorted({one for one in words if one != word})
    return chance.choice(others) if others else ""


def _digit(quotable: Quotable, chance: random.Random) -> str:
    found = list(re.finditer(r"\d", quotable.text))
    return _put(quotable.text, chance.choice(found), lambda d: str((int(d) % 9) + 1)) if found else ""


def _figure_of_the_article(quotable: Quotable, chance: random.Random) -> str:
    found = list(re.finditer(r"\b\d[\d,.]*\d\b|\b\d\b", quotable.text))
    if not found:
        return ""
    match = chance.choice(found)
    other = _other(re.findall(r"\b\d[\d,.]*\d\b|\b\d\b", quotable.article), match[0], chance)
    return _put(quotable.text, match, lambda _: other) if other else ""


def _name_of_the_article(quotable: Quotable, chance: random.Random) -> str:
    found = [match for match in _NAME.finditer(quotable.text) if match[0] not in (*_DAYS, *_MONTHS)]
    if not found:
        return ""
    match = chance.choice(found)
    other = _other([name for name in _NAME.findall(quotable.article) if name not in quotable.text], match[0], chance)
    return _put(quotable.text, match, lambda _: other) if other else ""


def _day(quotable: Quotable, chance: random.Random) -> str:
    for days in (_DAYS, _MONTHS):
        if found := [match for match in re.finditer(r"[A-Z][a-z]+", quotable.text) if match[0] in days]:
            return _put(quotable.text, chance.choice(found), lambda day, days=days: _other(days, day, chance))  # type: ignore[misc]
    return ""


def _denied(quotable: Quotable, chance: random.Random) -> str:
    found = list(_BEING.finditer(quotable.text))
    return _put(quotable.text, chance.choice(found), lambda being: f"{being}not ") if found else ""


def _no_longer_denied(quotable: Quotable, _: random.Random) -> str:
    match = _DENIED.search(quotable.text)
    return _put(quotable.text, match, lambda _: "") if match else ""


def _word_left_out(quotable: Quotable, chance: random.Random) -> str:
    words = quotable.text.split()
    inner = [at for at in range(2, len(words) - 2) if re.fullmatch("[a-z]{4,}", words[at])]
    return " ".join(words[: (at := chance.choice(inner))] + words[at + 1 :]) if inner else ""


def _word_put_in(quotable: Quotable, chance: random.Random) -> str:
    words = quotable.text.split()
    at = chance.randrange(2, len(words) - 2)
    return " ".join([*words[:at], chance.choice(("only", "allegedly", "never", "secretly", "again")), *words[at:]])


def _word_of_the_article(quotable: Quotable, chance: random.Random) -> str:
    found = list(re.finditer(r"(?<= )[a-z]{5,}\b", quotable.text))
    if not found:
        return ""
    match = chance.choice(found)
    other = _other(re.findall(r"(?<= )[a-z]{5,}\b", quotable.article), match[0], chance)
    return _put(quotable.text, match, lambda _: other) if other else ""


def _exchanged(quotable: Quotable, chance: random.Random) -> str:
    words = re.finditer(r"\b(?:[a-z]{4,}|(?<= )[A-Z][a-z]{3,})\b", quotable.text)
    found = [match for match in words if quotable.text.count(match[0]) == 1]
    if len(found) < 2:
        return ""
    first, second = sorted(chance.sample(found, 2), key=lambda match: match.start())
    text = quotable.text
    return text[: first.start()] + second[0] + text[first.end() : second.start()] + first[0] + text[second.end() :]


def _spliced(quotable: Quotable, _: random.Random) -> str:
    """Halves of two sentences made into one."""
    words, others = quotable.text.split(), quotable.following.split()
    return " ".join(words[: len(words) // 2] + others[len(others) // 2 :]) if len(others) >= _FEWEST_WORDS else ""


def _goes_on(quotable: Quotable, chance: random.Random) -> str:
    more = chance.choice(("and nobody was surprised", "as everybody knew", "and regretted it at once"))
    return f"{quotable.text.rstrip('.')}, {more}." if quotable.text.endswith(".") else ""


def _joined(quotable: Quotable, chance: random.Random) -> str:
    """A true quotation and a false one."""
    false = _word_of_the_article(quotable, chance)
    return f"“{quotable.following}” and “{false}”" if false and quotable.following else ""


def _attributed(quotable: Quotable, chance: random.Random) -> str:
    """A false quotation with its source, and a true one below."""
    false, source = _word_of_the_article(quotable, chance), quotable.source
    line = " · ".join(filter(None, (source.title, source.publisher, source.published)))
    return f"{false}\n[1] {line}\n\n{quotable.following}" if false and len(quotable.following.split()) > 5 else ""


FALSE: dict[str, Rule] = {
    "another digit": _digit,
    "another figure of the article": _figure_of_the_article,
    "another name of the article": _name_of_the_article,
    "another word of the article": _word_of_the_article,
    "another day or month": _day,
    "the opposite": _one_of(_OPPOSITES),
    "another number in words": _one_of(_NUMBER_WORDS),
    "surer, or less sure": _one_of(_SOFTER),
    "another person": _one_of(_PERSONS),
    "denied": _denied,
    "no longer denied": _no_longer_denied,
    "a word left out": _word_left_out,
    "a word put in": _word_put_in,
    "two words exchanged": _exchanged,
    "two sentences made one": _spliced,
    "goes on where the article ends": _goes_on,
    "beside a true one": _joined,
    "attributed, above a true one": _attributed,
}
