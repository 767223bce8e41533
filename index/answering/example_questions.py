"""A sentence -> questions that it seems to answer, to be offered as examples once asking them has shown that it does.

Patterns that need no knowledge of the world: the words of the question are the sentence's own. What leans on other
sentences ("he", "their") makes no question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.query.question_form import AUXILIARY, names_in
from index.text.months import ENGLISH as MONTHS

QuestionKind = Literal["who", "when", "how many", "what"]
_MOST_CHARACTERS = 70
# "Were counted" asks for little more than any other figure would.
_FEWEST_DONE = 3

# What people and institutions do, by the base form; the past behind a slash where it is not regular.
_ACTS = (
    "accuse acquire announce appoint approve arrest ask auction award back ban/banned blame build/built buy/bought "
    "call cancel/cancelled choose/chose condemn confirm criticise demand deny design discover dismiss donate elect "
    "expel/expelled file fine found hire inaugurate invite launch lead/led meet/met name offer oppose order paint "
    "postpone praise promise propose reject replace report request resign restore scrap/scrapped sell/sold sentence "
    "sign sue summon support threaten unveil urge veto/vetoed visit vow warn welcome win/won write/wrote"
)
_MONTH = rf"(?:{'|'.join((*MONTHS, *MONTHS.values()))})\b\.?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = re.compile(
    rf",?\s*\b(?:late |early )?(?:on|in|last|this)\s+(?:the\s+)?"
    rf"(?:{_WEEKDAY}(?: (?:morning|afternoon|evening|night))?|(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}}\b)?(?:,? \d{{4}})?)"
    rf"(?=\W|$),?",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"\b(?:he|she|it|they|we|i|you|him|her|them|us|his|hers|its|their|our|my|your|this|that|those|such|there|here|"
    r"who|which|what|whom|one|same|other|another|former|latter|also|too|\w+sel(?:f|ves))\b|['’]s\s*$",
    re.IGNORECASE,
)
# Behind its object a sentence goes on; a question ends there, or before the next of these if it would be too long.
_GOES_ON = re.compile(
    r"[,;:(—–\"“”]| - |\.\s|\s(?:and|but|or|as|after|before|when|while|because|since|if|so|where|saying|citing|amid)\s"
)
_OBJECT = re.compile(
    r"(?:the|an?|no|any|all|both|some|more|several|these|two|three|four|five|six|ten|\d|[A-Z])[\w.,%-]*\s", re.DOTALL
)
_IDLE_END = re.compile(r"\s(?:still|now|already|yet|not|to|been|be|being)$")
_JOINT = re.compile(r"\s(?=(?:of|to|for|in|on|at|by|with|from|about|over|against|into|during|near|behind)\s)")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яіїєґё]"
_PERSON = rf"{_CAPITAL}[\w'’-]+(?:\s{_CAPITAL}[\w'’.-]+){{0,3}}"
_SUBJECT = r"(?:[\w'’-]+\s){0,5}?[\w'’-]+"
_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|dozen|and|-|\s)+)"
)
_COUNTED = re.compile(
    r"(?:(?:at least|more than|fewer than|less than|nearly|almost|about|around|some|over|up to|roughly|only|all)\s)?"
    rf"{_NUMBER}\s(?P<what>(?!in |of |out |per )(?:[a-z-]+\s){{0,2}}(?:[a-z]{{2,}}s|people|children|men|women)"
    r"(?:\s(?:of|in|from)\s[\w\s]{3,30}?)?)"
    r"\s(?P<done>(?:were|was|are|have|had|will|died|took|voted|lost|joined)\b.*)",
    re.IGNORECASE,
)
_SAID = re.compile(rf"(?<!the )(?<!The )\b(?P<who>{_PERSON})\s(?:said|told|warned|stated|announced|added|claimed)\b")
# Masculine pasts, which "хто" and "кто" take too.
_CYRILLIC = re.compile(
    rf"(?P<who>{_CAPITAL}[\w’'-]+\s{_CAPITAL}[\w’'-]+)\s(?P<act>[а-яіїєґё]+(?:ав|ив|ів|їв|ув|яв|ал|ил|ел|ул|ял))\s(?P<what>.+)"
)
_UKRAINIAN_PAST = re.compile(r"в$")


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question of a kind, which one sentence seems to answer."""

    kind: QuestionKind
    question: str


def example_questions(sentence: str) -> Iterator[ExampleQuestion]:
    """The questions that a sentence seems to answer, those that ask for most first."""
    whole = " ".join(sentence.split())
    bare = " ".join(_DAY.sub(" ", whole).split())
    for kind, question in (
        *_about_acts(bare, is_dated=bare != whole),
        *_how_many(bare),
        *_what_was_said(bare),
        *_in_cyrillic(bare),
    ):
        if len(question) <= _MOST_CHARACTERS and not _LEANS.search(question.split(" ", 1)[1].rstrip("?")):
            yield ExampleQuestion(kind, question)


def _about_acts(sentence: str, *, is_dated: bool) -> Iterator[tuple[QuestionKind, str]]:
    match = _act().match(sentence)
    if not match or not (done := _object(match["what"])):
        return
    subject, act = match["subject"], match["act"]
    if re.search(rf"\b{AUXILIARY}\b", subject):
        return
    named = names_in(f"… {subject}")
    if is_dated and (named or subject.startswith("The ")):
        opening = subject if named and subject.startswith(named[0]) else subject[0].lower() + subject[1:]
        yield "when", f"When did {opening} {_bases()[act]} {done}?"
    if named:
        yield "who", f"Who {act} {done}?"


def _how_many(sentence: str) -> Iterator[tuple[QuestionKind, str]]:
    match = _COUNTED.match(sentence)
    if match and (done := _clause(match["done"])).count(" ") + 1 >= _FEWEST_DONE and not _IDLE_END.search(done):
        yield "how many", f"How many {match['what']} {done}?"


def _what_was_said(sentence: str) -> Iterator[tuple[QuestionKind, str]]:
    for match in _SAID.finditer(sentence):
        who = names_in(f"… {match['who']}")
        others = [name for name in names_in(sentence) if not set(name.split()) & set(match["who"].split())]
        if who and others:
            about = f"the {others[0]}" if f"the {others[0]}" in sentence else others[0]
            yield "what", f"What did {' '.join(who[0].split()[-2:])} say about {about}?"


def _in_cyrillic(sentence: str) -> Iterator[tuple[QuestionKind, str]]:
    match = _CYRILLIC.match(sentence)
    if match and (done := _clause(match["what"])):
        who = "Хто" if _UKRAINIAN_PAST.search(match["act"]) else "Кто"
        yield "who", f"{who} {match['act']} {done}?"


def _object(text: str) -> str:
    """What an act is done to; empty where the text does not begin with that."""
    return re.sub(r"^these\b", "the", _clause(text)) if _OBJECT.match(text) else ""


def _clause(text: str) -> str:
    """A text up to where it goes on to something else, in as many words as a question has room for."""
    end = _GOES_ON.search(text)
    words = (text[: end.start()] if end else text).rstrip(" .!?")
    while len(words) > _MOST_CHARACTERS * 2 // 3 and (joints := list(_JOINT.finditer(words))):
        words = words[: joints[-1].start()]
    return words


def _bases() -> dict[str, str]:
    """The base form of each act by its past."""
    forms = (entry.partition("/") for entry in _ACTS.split())
    return {past or _regular(base): base for base, _, past in forms}


def _regular(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    return re.sub(r"(?<=[^aeou])y$", "i", base) + "ed"


def _act() -> re.Pattern[str]:
    return re.compile(rf"(?P<subject>{_SUBJECT})\s(?P<act>{'|'.join(_bases())})\s(?P<what>.+)")
