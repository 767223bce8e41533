"""An English question -> what it asks for ("how many members", "since when") and the rest of it, and what it names.

"What did Ruth Amsler call the demand?" asks for `What`, the rest is `did Ruth Amsler call the demand`; "Who tabled the
motion?" asks for its subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?"
)
PREPOSITION = (
    r"(?:in|on|at|by|for|from|to|of|with|since|until|till|under|about|after|before|against|into|over|through|during|"
    r"between|within|without|towards?|near|behind|above|below|among|around|across|according)"
)
DETERMINER = r"(?:the|an?|this|that|these|those|his|her|its|their|our|my|your|some|any|each|every|no|both|all)"
INTERROGATIVE = (
    r"(?:how (?:many|much|long|often|far|old|big|large|high|tall|deep|wide|fast|quickly|soon|late|well|close|heavy)|"
    r"who|whom|whose|which|what|when|where|why|how)"
)
_OTHERS = (
    r"(?:be|been|being|and|or|but|nor|so|as|than|not|that|if|whether|because|while|when|where|why|how|who|whom|which|"
    r"what|there)"
)
_STOP = rf"(?:{AUXILIARY}|{PREPOSITION}|{_OTHERS})"
_CAPITAL = r"[^\W\d_a-zß-öø-ÿа-яіїєґё]"
_NAME = re.compile(
    rf"{_CAPITAL}[\w'’.-]*(?:\s+(?:(?:of|de|del|della|van|von|der|al|for)\s+(?:the\s+)?)?{_CAPITAL}[\w'’-]*)*"
)
_WORDS = rf"(?:(?!(?:{_STOP}|{DETERMINER})\b)[\w'’-]+\s*)"
_THING = re.compile(
    rf"(?:\b(?P<helped>do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\s+)?"
    rf"\b(?P<thing>{DETERMINER}\s+{_WORDS}{{1,6}})(?P<more>(?:(?:of|for|on|against|under|to)\s+(?:{DETERMINER}\s+)?{_WORDS}{{1,4}}){{0,2}})",
    re.IGNORECASE,
)
# "The first" and "the only" are nothing by themselves.
_ORDINAL = re.compile(
    r"the (?:first|second|third|last|next|only|same|most|least|other|end|result)(?: to .*)?$", re.IGNORECASE
)
_ASKING = re.compile(rf"\W*(?P<before>(?:{PREPOSITION}\s+)?)(?P<asked>{INTERROGATIVE})\b(?:['’]s\b)?", re.IGNORECASE)
# "which boat DOES the town own": behind a verb that stands before its subject.
_INVERSION = re.compile(
    rf"\s(?=(?:do|does|did)\b|{AUXILIARY}\s+(?:{DETERMINER}|he|she|it|they|there|{_CAPITAL}\w*)\s)", re.IGNORECASE
)
_HAS_A_NOUN = re.compile(r"(?:which|what|whose|how many|how much)$", re.IGNORECASE)
_OPENS_WITH_AUXILIARY = re.compile(rf"{AUXILIARY}\b", re.IGNORECASE)
# Capitalised as the first word of a sentence, and no name.
_NO_NAME = re.compile(rf"(?:{_STOP}|{DETERMINER}|he|she|it|they|we|i|you|there|{INTERROGATIVE})$", re.IGNORECASE)
_TIMES = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?$",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"(?:\wed|ing)$")
_NOT_A_NOUN = re.compile(rf"(?:\wed|ing|\s{PREPOSITION})$", re.IGNORECASE)
# An article and a noun.
_LEAST_OF_A_THING = 2
_END = " \t\n?!.,;:"


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """asked: the words that ask, with a preposition and a noun; "" for other texts. rest: what stands behind them.

    asks_subject: whether they are the subject of the verb in `rest`; a noun among them then stands in `rest` too.
    """

    asked: str
    rest: str
    asks_subject: bool = False

    @property
    def asks_who(self) -> bool:
        return self.asked.lower().split()[-1:] in (["who"], ["whom"])

    @property
    def is_a_phrase(self) -> bool:
        """Whether nothing asks and nothing is said: "the harbour master's gulls"."""
        return not self.asked and not re.search(rf"\b{AUXILIARY}\b|\w{{2,}}ed\b", self.rest)

    @property
    def word(self) -> str:
        """The word that asks, in small letters: "who", "how many"."""
        match = _ASKING.match(self.asked)
        return match["asked"].lower() if match else ""


def read_form(question: str) -> QuestionForm:
    """What a question asks for, and the rest of it."""
    bare = question.strip().rstrip(_END)
    match = _ASKING.match(bare)
    if match is None:
        return QuestionForm("", bare)
    asked, tail = bare[: match.end()].strip(), bare[match.end() :].strip()
    if _OPENS_WITH_AUXILIARY.match(tail) or not tail:
        is_object = re.match(r"(?:do|does|did)\b", tail, re.IGNORECASE) is not None
        subject = match["asked"].lower() in ("who", "what", "which") and not is_object and not _inverted(tail)
        return QuestionForm(asked, tail, asks_subject=subject)
    if _HAS_A_NOUN.search(match["asked"]) and (inversion := _INVERSION.search(tail)):
        return QuestionForm(f"{asked} {tail[: inversion.start()]}", tail[inversion.end() :])
    return QuestionForm(asked, tail, asks_subject=match["asked"].lower() not in ("when", "where", "why", "how"))


def names_in(text: str, known: str = "") -> list[str]:
    """The names in a text, in order, each once; a word that opens a sentence counts if `known` has it inside one."""
    found: list[str] = []
    for match in _NAME.finditer(text):
        name, opens = match[0].rstrip(_END + "'’-"), _opens_a_sentence(text, match.start())
        words = name.split()
        while words and (_NO_NAME.match(words[0]) or _TIMES.match(words[0])):
            words.pop(0)
            opens = False
        name = re.sub(r"['’]s$", "", " ".join(words))
        if not name or (opens and len(words) == 1 and not _stands_inside(name, known)):
            continue
        if name not in found:
            found.append(name)
    return found


def things_in(text: str) -> list[str]:
    """The things and persons that a text calls by a noun with an article or the like, in order: "the lake ferries"."""
    found = []
    for match in _THING.finditer(text):
        words, more = match["thing"].strip(_END).split(), match["more"].strip(_END)
        # "Did the bridge open", "was the bridge closed": the verb comes behind the thing.
        if len(words) > _LEAST_OF_A_THING and (match["helped"] or _PARTICIPLE.search(words[-1])):
            words.pop()
            more = ""
        thing = " ".join([*words, more]).strip()
        while thing.count(" ") > 1 and _NOT_A_NOUN.search(thing):
            thing = thing.rpartition(" ")[0]
        if len(words) >= _LEAST_OF_A_THING and not _ORDINAL.match(thing):
            found.append(thing)
    return list(dict.fromkeys(found))


def _inverted(tail: str) -> bool:
    """Whether a verb stands before its subject: "is the director", "will they discuss"."""
    return re.match(rf"{AUXILIARY}\s+(?:{DETERMINER}|he|she|it|they|there|{_CAPITAL})", tail) is not None


def _opens_a_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(' "“”‘(«')
    return not before or before[-1] in ".?!:"


def _stands_inside(name: str, text: str) -> bool:
    """Whether a text has a name with its capital where no sentence opens."""
    return any(not _opens_a_sentence(text, match.start()) for match in re.finditer(rf"\b{re.escape(name)}\b", text))
