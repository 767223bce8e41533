"""The exchange before a follow-up -> what its pronouns may stand for, likeliest first: persons, things, places.

They are the names and nouns of the question, of the sentence that answered it and, if that says "he", of its passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.query.question_form import (
    AUXILIARY,
    DETERMINER,
    INTERROGATIVE,
    PREPOSITION,
    QuestionForm,
    names_in,
    read_form,
    things_in,
)
from index.query.reference import Reference

# "He said" leaves to the sentences before who said it.
_SUBJECT_IS_BEFORE = re.compile(r"\W*(?:he|she|they|the (?:man|woman))\b", re.IGNORECASE)
_ROLE_BEFORE = re.compile(
    rf"(?:\b(?!(?:{PREPOSITION}|{AUXILIARY}|{DETERMINER}|{INTERROGATIVE})\b)[a-z]{{4,}}|\b(?:Mr|Ms|Mrs|Dr)\.?)\s$"
)
_ACT_BEHIND = re.compile(
    r"(?:,[^,]*,)?\s+(?:\w+ )?(?:say|said|says|told|called?|wrote|warned|argued|announced|added|is|was|will|ha[ds])\b|"
    r", \d\d\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|to|from|of|into|between|near|against|about|visit\w*)\s+(?:the\s+)?$|\bthe\s+$", re.IGNORECASE
)
_OPENS_WITH_SMALL = re.compile(rf"(?:{AUXILIARY}|{DETERMINER})\b", re.IGNORECASE)
_PLURAL = re.compile(r"[^s’']s$")
# The words of a noun that opens a sentence, article included, of which the last may be the verb.
_MOST_OF_A_SUBJECT = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was read, and what answered it: the sentence, the passage it stands in and the article's title;
    empty where nothing did."""

    question: str
    sentence: str = ""
    passage: str = ""
    title: str = ""

    @property
    def form(self) -> QuestionForm:
        return read_form(self.question)


def antecedents(reference: Reference, before: Turn) -> list[str]:
    """What a reference may stand for."""
    match reference.kind:
        case "person":
            found = persons(before)
        case "place":
            found = [*_places(before), *_things(before)]
        case "several":
            things = _things(before)
            plural = [thing for thing in things if _PLURAL.search(thing)]
            acting = persons(before) if before.form.asks_subject and reference.word == "they" else []
            found = [*acting, *plural, *things, *persons(before)]
        case "thing":
            found = _things(before)
        case "said":
            found = [clause(before), *_things(before)]
    return _different(found)


def persons(before: Turn) -> list[str]:
    """Who "he" or "she" may be."""
    own = _most_like_persons(names_in("… " + before.question), before.question)
    earlier: list[str] = []
    if _SUBJECT_IS_BEFORE.match(before.sentence):
        told = before.passage[: max(before.passage.find(before.sentence), 0)]
        earlier = _most_like_persons(names_in(told, f"{before.passage} {before.title}")[::-1], before.passage)
    first = [*earlier, *answering(before)]
    sure = [name for name in own if not before.form.asks_who and _likeness_to_a_person(name, before.question) >= 0]
    # Who stands behind "in" or "the" is hardly a person.
    return _different([*sure, *first]) or _different([*own, *things_in(before.question)])


def answering(before: Turn) -> list[str]:
    """The names that the answer gives, and the question does not."""
    names = names_in(before.sentence, f"{before.passage} {before.title}")
    names = [name for name in names if _likeness_to_a_person(name, before.sentence) >= 0] or names
    new = [name for name in names if name.lower() not in before.question.lower()]
    return _most_like_persons(new, before.sentence)


def clause(before: Turn) -> str:
    """What the question before was about: its words without those that only ask."""
    form = before.form
    noun = "" if form.asks_subject else form.asked[len(form.word) :].strip()
    rest = re.sub(r"^(?:do|does|did)\s+", "", form.rest, flags=re.IGNORECASE)
    return f"{noun} {rest}".strip()


def topics(before: Turn) -> list[str]:
    """What to name beside a question that says too little: what the one before was about."""
    longest = sorted(things_in(before.question), key=len, reverse=True)[:1]
    return _different([*(longest or names_in("… " + before.question)[:1]), before.form.rest])


def with_small_letter(text: str) -> str:
    """A text with its first letter in small, if it opens with an article or an auxiliary verb."""
    return text[:1].lower() + text[1:] if _OPENS_WITH_SMALL.match(text) else text


def _things(before: Turn) -> list[str]:
    own = things_in(before.question) or ([before.question] if before.form.is_a_phrase else [])
    others = [name for name in names_in("… " + before.question) if not any(name in thing for thing in own)]
    names = _most_like_persons(others, before.question)[::-1]
    stated = [thing for thing in _things_stated(before.sentence) if thing.lower() not in before.question.lower()]
    if before.form.word not in ("what", "which"):
        return [*own, *names] or stated
    # What was asked for may be what is meant now: its name, or the noun that the answer has for it.
    asked_for = [*answering(before), *stated]
    first, *rest = own or names or [""]
    return [first, *asked_for[:1], *rest, *(names if own else ()), *asked_for[1:]]


def _things_stated(sentence: str) -> list[str]:
    things = [thing for thing in things_in(sentence) if not thing.startswith("that ")]
    if things and sentence.lstrip('"“').startswith(things[0]):
        words = things[0].split()
        things[0] = with_small_letter(" ".join(words[: max(2, min(len(words) - 1, _MOST_OF_A_SUBJECT))]))
    return things


def _places(before: Turn) -> list[str]:
    """The names behind a preposition of place, or the object of a visit."""
    return [
        name
        for text, names in (
            (before.question, names_in("… " + before.question)),
            (before.sentence, names_in(before.sentence, before.passage)),
        )
        for name in names
        if _PLACE_BEFORE.search(text[: text.find(name)])
    ]


def _most_like_persons(names: list[str], text: str) -> list[str]:
    return sorted(names, key=lambda name: -_likeness_to_a_person(name, text))


def _likeness_to_a_person(name: str, text: str) -> int:
    """How much a text says of a name that is said of persons: a role before it, an act behind it, two names in one."""
    start = text.find(name)
    before, behind = text[:start], text[start + len(name) :]
    likeness = (" " in name) + bool(_ROLE_BEFORE.search(before)) + bool(_ACT_BEHIND.match(behind))
    return likeness - 2 * bool(_PLACE_BEFORE.search(before))


def _different(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one for one in found if one))
