"""What in an English question refers to something outside of it: "he" in "What did he say?", nothing in "Did Peskov say
that he would resign?".

A pronoun may stand for a name or a noun before it in the question. An object is never the subject of its own verb:
"it" in "How did Russia respond to it?" is not Russia.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.query.question_form import AUXILIARY, DETERMINER, INTERROGATIVE, PREPOSITION, names_in, things_in

ReferenceKind = Literal["person", "thing", "several", "place", "said"]

_PRONOUN = re.compile(
    r"\b(?:(?P<person>he|him|his|she|her|hers)|(?P<thing>it|its)|(?P<several>they|them|their|theirs)|"
    r"(?P<place>there)|(?P<said>this|that|these|those))\b(?!['’-]\w{3})",
    re.IGNORECASE,
)
_SUBJECTS = frozenset(("he", "she", "it", "they"))
_POSSESSIVES = frozenset(("his", "her", "its", "their"))
# Where one clause ends and another begins, whose subject may be one of the first.
_CLAUSE = re.compile(
    r"\b(?:that|if|whether|because|while|what|when|where|why|how|who|which|before|after|until|since|as|and|but|so|than|to)\b|[,;:]"
)
_BARE_SUBJECT = re.compile(
    rf"\b{AUXILIARY}\s+((?!(?:{DETERMINER}|{PREPOSITION}|he|she|it|they|we|you|i|there|not|been|be)\b)[a-z][\w'’-]+)\s+\w",
)
_BEING = "(?:is|are|was|were)"
_NESTED = re.compile(rf"\b{PREPOSITION}\b", re.IGNORECASE)
_SUBJECT_ASKED = re.compile(
    rf"\W*(?:who|whose\s+\w+|(?:which|what|how many|how much)\s+(?!{AUXILIARY}\b)\w+)\s+(?!(?:do|does|did)\b)",
    re.IGNORECASE,
)
# "Is it true that", "how long does it take to": nothing is meant by this "it".
_EMPTY_IT = re.compile(
    rf"\b(?:is|was|will|would|has|had)\s+it\s+(?:be\s+|been\s+|not\s+)*(?:"
    rf"(?:to\s+(?!be\b)|that\s+|since\s+|for\s+|from\s+.*\bto\s+)\w|(?:\w+\s+){{1,2}}(?:whether|that|if|who|what|when|where|why|how)\b|"
    rf"(?:true|possible|impossible|likely|legal|safe|right|wrong|worth|necessary|easy|hard|difficult)\b)|"
    rf"\bit\s+(?:{AUXILIARY}\s+)?(?:not\s+)?(?:takes?|took|costs?|means?|matters?)\b.*\b(?:to|that|if|when|for)\b|"
    rf"\b(?:find|finds|found|think|thinks|thought|make|makes|made|consider\w*|deem\w*)\s+it\s+\w+|"
    rf"\bit\s+(?:is|was)\s+\w+\s+(?:to|that|for)\b",
    re.IGNORECASE,
)
_EXISTENTIAL = re.compile(
    rf"\b(?:{AUXILIARY}|been|be)\s+there\b(?=\s*\w)|\bthere\s+(?:{AUXILIARY}|been|be)\b", re.IGNORECASE
)
_TIME_NOUN = re.compile(
    r"\s+(?:\w+\s+)?(?:second|minute|hour|day|night|morning|afternoon|evening|week|weekend|month|season|spring|summer|"
    r"autumn|fall|winter|year|decade|century|time|stage|point|moment|age|archive|bot|site|page)s?\b",
    re.IGNORECASE,
)
# "that" and "this" as pronouns: at the end, before a verb, behind a preposition at the end.
_ALONE = re.compile(
    rf"\s*(?:[?!.,]|$|{AUXILIARY}\b|{PREPOSITION}\b|happen\w*\b|mean\b|begin\b|start\b|end\b)", re.IGNORECASE
)
_RELATIVE = re.compile(rf"\s+(?:who|whose|which|that|{PREPOSITION}|\w+ing|\w+ed)\b", re.IGNORECASE)
# Behind a preposition, "did" or "who made", "that" and one or two words are a noun.
_GOVERNS_A_NOUN = re.compile(
    rf"\b(?:{PREPOSITION}|{AUXILIARY})\s+$|^\W*(?:{INTERROGATIVE}|{AUXILIARY}\s+\w+)\s+\w+\s+$", re.IGNORECASE
)
_ENDS_BEHIND_A_NOUN = re.compile(r"\s+[\w'’-]+(?:\s+[\w'’-]+)?\s*(?:[?!.,]|$)")
# "What did they take with them", "who sat behind him": a place or company may be that of the subject itself.
_BESIDE = re.compile(r"\b(?:with|behind|around|near|above|below|before|after|between|among)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a text refers to something outside of it, and to what kind: a person, a thing, several of either, a place,
    or what was said. noun: what a word like "that" in "that claim" goes with."""

    start: int
    end: int
    kind: ReferenceKind
    word: str
    possessive: bool = False
    noun: str = ""


def references(question: str) -> list[Reference]:
    """The references of a question that nothing in it can be meant by, in order."""
    return [found for match in _PRONOUN.finditer(question) if (found := _read(question, match))]


def _read(question: str, match: re.Match[str]) -> Reference | None:
    kind: ReferenceKind = match.lastgroup  # type: ignore[assignment]
    word, before, after = match[0].lower(), question[: match.start()], question[match.end() :]
    if kind == "said":
        return _demonstrative(match, word, before, after)
    if (kind == "thing" and _EMPTY_IT.search(question)) or (kind == "place" and _is_existential(question, match)):
        return None
    possessive = word in _POSSESSIVES and bool(re.match(r"\s+[\w'’]", after)) and not _opens_object(word, after)
    if _may_be_meant(question, before, after, word, possessive=possessive):
        return None
    return Reference(match.start(), match.end(), kind, word, possessive or word in ("hers", "theirs"))


def _demonstrative(match: re.Match[str], word: str, before: str, after: str) -> Reference | None:
    # "The boats that were sold", "those of Stellmatt", "compare with that from".
    if word != "this" and _RELATIVE.match(after):
        return None
    if word == "that" and re.match(r"\s+true\b", after):
        return Reference(match.start(), match.end(), "said", word)
    if _ALONE.match(after):
        relative = word == "that" and before.strip() and re.match(rf"\s*{AUXILIARY}\b", after)
        asked = re.search(rf"\b(?:{AUXILIARY}|{INTERROGATIVE})\s*$", before, re.IGNORECASE)
        return None if relative and not asked else Reference(match.start(), match.end(), "said", word)
    noun = re.match(r"\s+([a-z][\w'’-]+)", after)
    if re.search(r"\b(?:one|some|any|none) of\s+$", before, re.IGNORECASE):
        return None
    if noun is None or noun[1] == "one" or _TIME_NOUN.match(after) or re.search(rf"\b{noun[1][:4]}", before):
        return None
    # "Did he say that troops came" reports and "the van that broke down" describes, "did he repeat that claim" refers.
    if word == "that" and not (_ENDS_BEHIND_A_NOUN.match(after) and _GOVERNS_A_NOUN.search(before)):
        return None
    if names_in("… " + before) and not re.search(r"\b(?:about|to|of|on|for|against|with)\s+$", before, re.IGNORECASE):
        return None
    return Reference(match.start(), match.end(), "said", word, noun=noun[1])


def _is_existential(question: str, match: re.Match[str]) -> bool:
    return any(found.start() <= match.start() < found.end() for found in _EXISTENTIAL.finditer(question))


def _opens_object(word: str, after: str) -> bool:
    """Whether "her" is an object, not a possessive: "who will succeed her at the bank"."""
    return word == "her" and re.match(rf"\s+(?:{PREPOSITION}|{DETERMINER}|{INTERROGATIVE})\b", after) is not None


def _may_be_meant(question: str, before: str, after: str, word: str, *, possessive: bool) -> bool:
    """Whether something in the question may be meant by a pronoun between `before` and `after`."""
    named = len(list(_named(before)))
    if word not in ("it", "its") or not re.match(r"\W*who\b", before, re.IGNORECASE):
        named += _SUBJECT_ASKED.match(before) is not None
    if not named:
        return _is_named_later(question, before, after)
    # "Who is he?", "who is her successor?": but "who had his leg broken?"
    if re.fullmatch(rf"\W*{INTERROGATIVE}\s+{_BEING if possessive else AUXILIARY}\s*", before, re.IGNORECASE):
        return False
    behind_auxiliary = re.search(rf"\b{AUXILIARY}\s*$", before, re.IGNORECASE) is not None
    if possessive or word in ("his", "hers", "theirs", "there", "he", "she", "they") or _BESIDE.search(before):
        return True
    if word == "it" and not behind_auxiliary and re.match(rf"\s+(?:{AUXILIARY}|need)\b", after, re.IGNORECASE):
        return True
    clause = re.sub(rf"^\W*(?:{PREPOSITION}\s+)?{INTERROGATIVE}\b", "", before, flags=re.IGNORECASE)
    whole = re.sub(rf"\b{PREPOSITION}\s*$", "", clause)
    return _CLAUSE.search(whole) is not None or (named > 1 and (whole != clause or _NESTED.search(whole) is not None))


def _is_named_later(question: str, before: str, after: str) -> bool:
    """Whether a pronoun stands before what it means: "When he visited Pyongyang, what did Putin sign?"."""
    _, comma, later = after.partition(",")
    opens = re.match(
        r"\W*(?:when|while|after|before|as|if|since|because|in|on|at|with|despite)\s", question, re.IGNORECASE
    )
    asks = re.search(rf"\b{AUXILIARY}\s*$", before, re.IGNORECASE)
    return bool(comma and opens and not asks and list(_named(later)))


def _named(text: str) -> Iterator[str]:
    """The names and things in the first part of a question."""
    names = names_in("… " + text)
    yield from names
    yield from (thing for thing in things_in(text) if not any(name in thing for name in names))
    # "did ministers say that they", "did putin say that he"
    yield from (match[1] for match in _BARE_SUBJECT.finditer(text))
