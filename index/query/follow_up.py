"""A text that can't stand alone, and the exchange before it -> the questions that it may mean, likeliest first.

"When?", "and Putin?", "what did he say about NATO?" take the names, the things and the asked relation from the question
before and from the sentence that answered it. Nothing else is put in: the words are those of the two questions and of
the answer. A question that stands alone is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.query.antecedents import Turn, answering, antecedents, clause, persons, topics, with_small_letter
from index.query.question_form import AUXILIARY, DETERMINER, INTERROGATIVE, PREPOSITION, names_in, things_in
from index.query.reference import Reference, references
from index.query.small_talk import without_reaction

# So many readings are asked at most: each costs as much as a question. The last of them name what was asked before.
_MOST_READINGS = 4
_MOST_ANTECEDENTS = 2
# What a fragment asks behind an English question, if it is Ukrainian or Russian.
_IN_ENGLISH = {
    **dict.fromkeys(("коли", "когда"), "when"),
    **dict.fromkeys(("чому", "почему", "навіщо", "зачем"), "why"),
    **dict.fromkeys(("де", "где", "куди", "куда"), "where"),
    **dict.fromkeys(("хто", "кто"), "who"),
    **dict.fromkeys(("як", "как"), "how"),
    **dict.fromkeys(("скільки", "сколько"), "how many"),
    **dict.fromkeys(("що", "что"), "what"),
    **dict.fromkeys(("звідки", "откуда"), "from where"),
    "відколи": "since when",
}
_CYRILLIC = rf"(?:{'|'.join(sorted(_IN_ENGLISH, key=len, reverse=True))})"
_JOINED = re.compile(r"\W*(?:(?:and|but|so|or|then|also|а|і|й|та|и|але|но)\b[\s,]*)+", re.IGNORECASE)
_WHAT_ABOUT = re.compile(
    r"\W*(?:(?:(?:and|but|so)\s+)?(?:what|how) about\b\s*|(?:а )?(?:як щодо|що з|что насчет|как насчет|что с)\s+)",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\W*(?:"
    r"(?:(?:tell|show|give) me |show |any |some |и |і )?(?:more|others?)"
    r"(?: please| details?| quotes| passages| results| info)?|"
    r"(?:tell me |show )?more (?:of|about) (?:it|that|this|them)|"
    r"(?:(?:who|what|where|when|why|how|which(?: \w+)?|(?:any|some)(?:one|body|thing|where)) )?else|"
    r"go on|continue|next|(?:what|which|who are the) others?|"
    rf"(?:{_CYRILLIC} )?(?:ще|еще|ещё)|більше|больше|далі|дальше|докладніше|детальніше|подробнее|продовжуй|продолжай"
    r")\W*",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\belse\b", re.IGNORECASE)
# "When was that?", "why did he do that?" and "how did this happen?" ask no more than "when?", "why?" and "how?".
_IT_HAPPENED = (
    rf"(?:\s+(?:exactly|precisely|then|so|not|come)|\s+{AUXILIARY}\s+(?:that|this)"
    r"(?:\s+(?:happen(?:ed)?|take place|be|been|occur(?:red)?|said|done|so|exactly))?|"
    rf"\s+{AUXILIARY}\s+it\s+(?:happen(?:ed)?|take place|occur(?:red)?)|"
    rf"\s+{AUXILIARY}\s+(?:he|she|it|they|(?P<name>(?-i:[^\W\d_a-z])[\w'’-]+))\s+"
    r"(?:do|say|doing|saying|done|said|claim|think)\s+(?:that|this|so|it))*"
)
_BARE = re.compile(
    rf"(?P<asked>(?:{PREPOSITION}\s+)?{INTERROGATIVE}"
    r"(?:\s+(?:for|with|to|from|by|of|about|against|day|date|year|month|week|time|place|city|town|country))?)"
    rf"{_IT_HAPPENED}\s*[?!.]*",
    re.IGNORECASE,
)
_BARE_CYRILLIC = re.compile(
    rf"(?P<asked>{_CYRILLIC})(?: (?:саме|именно|так|(?:це|это)(?: (?:було|было|сталося|произошло))?))?\s*[?!.]*",
    re.IGNORECASE,
)
_CYRILLIC_PRONOUN = re.compile(
    rf"(?:(?:а|і|й|та|и|но|але)\s+)?(?:{_CYRILLIC}|чи)\s+(?P<pronoun>він|вона|воно|вони|он|она|оно|они)\b",
    re.IGNORECASE,
)
_OPENS_CYRILLIC = re.compile(rf"\W*{_CYRILLIC}\b", re.IGNORECASE)
_WHO_IS_THAT = re.compile(r"\W*who (?:is|was|are|were) (?:that|this|these|those)\s*[?!.]*", re.IGNORECASE)
_WHO_SAID = re.compile(
    r"\W*(?:who (?:else )?(?:said|says|claims|claimed|told)(?: (?:that|this|so|it|them|him|us))?|"
    r"(?:according to|says) whom?)\s*[?!.]*",
    re.IGNORECASE,
)
_WHAT_NEXT = re.compile(
    r"what (?:happened|happens|next|came|comes)(?: (?:next|then|after|afterwards|later|exactly|there))?\s*[?!.]*",
    re.IGNORECASE,
)
# "How many members?", "in which city?", "who won?": words that ask, and too few behind them to say of what.
_SHORT = re.compile(
    rf"(?:{PREPOSITION}\s+)?(?:(?P<counted>which|what|whose|how (?:many|much))|{INTERROGATIVE})\s+"
    r"(?P<more>(?-i:[a-z])[\w'’-]*(?:\s+(?-i:[a-z])[\w'’-]*)?)\s*[?!.]*",
    re.IGNORECASE,
)
_OF_THE_TALK = re.compile(r"\b(?:i|you|we|me|us)\b", re.IGNORECASE)
_ASKS = re.compile(rf"{INTERROGATIVE}\b", re.IGNORECASE)
_OPENS_WITH_PREPOSITION = re.compile(rf"(?P<preposition>{PREPOSITION})\s+", re.IGNORECASE)
_PREPOSITIONAL = re.compile(
    rf"\b(?P<preposition>{PREPOSITION})\s+"
    rf"(?:(?!\b(?:{PREPOSITION}|{AUXILIARY}|and|or|that|who|which)\b)[\w'’.-]+\s*){{1,5}}",
    re.IGNORECASE,
)
_OPENS_WITH_ARTICLE = re.compile(rf"{DETERMINER}\s", re.IGNORECASE)
_BARE_SUBJECT = re.compile(rf"{AUXILIARY}\s+((?!(?:{DETERMINER}|{PREPOSITION})\b)(?-i:[a-z])[\w'’-]+)\s", re.IGNORECASE)
_VERB = re.compile(rf"\b(?:{AUXILIARY}|say|says|said|{INTERROGATIVE}|{_CYRILLIC})\b|\w{{3,}}ed\b", re.IGNORECASE)
_END = " \t\n?!.,;:"
_WORDS_OF_A_FRAGMENT = 5


@dataclass(frozen=True, slots=True)
class FollowUp:
    """readings: the questions that a text may mean, likeliest first. further: what was not shown yet is asked for."""

    readings: tuple[str, ...]
    further: bool = False


def follow_up(text: str, before: Turn, *, replies: bool = False) -> FollowUp | None:
    """What a text means behind an exchange; None where it stands alone.

    replies: it was written as a reply to the answer, so that a name alone ("Putin?") refers to that too.
    """
    bare = without_reaction(text).strip()
    if _MORE.fullmatch(bare):
        return FollowUp((before.question,), further=True)
    readings = dict.fromkeys(_ended(reading) for reading in _readings(bare, before, replies=replies))
    if not readings:
        return None
    return FollowUp(tuple(readings)[:_MOST_READINGS], further=_ELSE.search(bare) is not None)


def leans(text: str) -> bool:
    """Whether a text can't stand alone."""
    return follow_up(text, Turn(text)) is not None


def _readings(text: str, before: Turn, *, replies: bool) -> Iterator[str]:
    joined = _JOINED.match(text)
    asked = text[joined.end() :] if joined else text
    about = _WHAT_ABOUT.match(text)
    if about and not _VERB.search(text[about.end() :]):
        yield from _instead(text[about.end() :], before)
    elif _WHO_IS_THAT.fullmatch(asked):
        yield from (f"Who is {person}" for person in persons(before)[:_MOST_ANTECEDENTS])
    elif found := _bare(asked, before):
        yield from _asked_otherwise(found["asked"], before)
    elif _WHO_SAID.fullmatch(asked):
        yield f"Who said {before.sentence or before.question}"
    elif _WHAT_NEXT.fullmatch(asked):
        yield from _beside(asked, before)
    elif referring := references(asked):
        yield from _resolved(asked, referring, before)
    elif found := _CYRILLIC_PRONOUN.match(text):
        start, end = found.span("pronoun")
        yield from (text[:start] + person + text[end:] for person in persons(before))
    elif (found := _SHORT.fullmatch(asked)) and not _OF_THE_TALK.search(asked):
        yield from _completed(found, before)
    elif joined and _ASKS.match(asked) and not names_in(asked) and not things_in(asked):
        yield from _beside(asked, before)
    elif _is_fragment(asked) and (joined or (text.endswith("?") and (replies or _OPENS_WITH_PREPOSITION.match(asked)))):
        yield from _instead(asked, before)


def _bare(asked: str, before: Turn) -> re.Match[str] | None:
    """Words that do no more than ask: "when?", "why did Peskov say that?" behind what he said."""
    found = _BARE.fullmatch(asked)
    if found and found["name"] and found["name"] not in f"{before.question} {before.sentence}":
        return None
    return found or _BARE_CYRILLIC.fullmatch(asked)


def _is_fragment(text: str) -> bool:
    return bool(text.strip(_END)) and len(text.split()) <= _WORDS_OF_A_FRAGMENT and not _VERB.search(text)


def _beside(text: str, before: Turn) -> Iterator[str]:
    yield from (f"{text.rstrip(_END)} ({topic})" for topic in topics(before))


def _asked_otherwise(asked: str, before: Turn) -> Iterator[str]:
    """ "When?": the question before with other words that ask."""
    form = before.form
    if opening := _OPENS_CYRILLIC.match(before.question):
        yield asked + before.question[opening.end() :]
        return
    asked = _IN_ENGLISH.get(asked.lower(), asked)
    asked = "why" if asked.lower() == "what for" else asked
    if not form.asked:
        yield f"{asked} {with_small_letter(form.rest)}"
    elif form.asks_subject and form.asks_who:
        yield from (f"{asked} {person} {form.rest}" for person in answering(before)[:1])
        yield f"{asked} {form.rest}"
    elif form.asks_subject:
        yield f"{asked} {form.rest}"
        yield from (f"{asked} {form.rest} ({name})" for name in answering(before)[:1])
    else:
        noun = form.asked[len(form.word) :].strip()
        yield f"{asked} {form.rest} ({noun})" if noun else f"{asked} {form.rest}"


def _completed(found: re.Match[str], before: Turn) -> Iterator[str]:
    """ "How many members?" with the rest of the question before, "who won?" with what that was about."""
    if found["counted"]:
        yield f"{found[0].rstrip(_END)} {before.form.rest}"
        yield from _beside(found[0], before)
    elif _VERB.search(found["more"]) or " " not in found["more"]:
        yield from _beside(found[0], before)


def _instead(fragment: str, before: Turn) -> Iterator[str]:
    """ "And Putin?": the question before with another name, thing, time or place in it."""
    fragment, question = fragment.strip(_END), before.question.rstrip(_END)
    if opening := _OPENS_WITH_PREPOSITION.match(fragment):
        for match in reversed(list(_PREPOSITIONAL.finditer(question))):
            if match["preposition"].lower() == opening["preposition"].lower():
                yield f"{question[: match.start()]}{fragment} {question[match.end() :]}"
        yield f"{question} {fragment}"
        return
    is_a_name = bool(names_in("… " + fragment))
    article = rf"(?:\b{DETERMINER}\s+)?" if _OPENS_WITH_ARTICLE.match(fragment) else ""
    for slot in _slots(before, of_a_name=is_a_name)[:_MOST_ANTECEDENTS]:
        yield re.sub(rf"{article}\b{re.escape(slot)}(?!\w)", lambda _: fragment, question, count=1)
    if is_a_name and before.form.asks_who and before.form.asks_subject:
        yield f"{fragment} {before.form.rest}"
    yield from (f"{fragment} ({topic})" for topic in topics(before)[:1])
    yield f"{question} {fragment}"


def _slots(before: Turn, *, of_a_name: bool) -> list[str]:
    """The parts of a question that another may be put in place of, likeliest first."""
    names, things = names_in("… " + before.question), things_in(before.question)
    nameless = [thing for thing in things if not any(name in thing for name in names)]
    bare = _BARE_SUBJECT.match(before.form.rest)
    subject = [bare[1]] if bare else []
    return [*names, *subject, *nameless] if of_a_name else [*subject, *nameless, *things, *names]


def _resolved(text: str, referring: list[Reference], before: Turn) -> Iterator[str]:
    """ "What did he say?": the question with what its pronouns stand for."""
    choices = {reference: found for reference in referring if (found := antecedents(reference, before))}
    if not choices:
        yield from _beside(text, before)
        return
    first = next(iter(choices))
    for antecedent in choices[first][:_MOST_ANTECEDENTS]:
        chosen = {first: antecedent}
        for reference, found in choices.items():
            same = next((meant for one, meant in chosen.items() if one.kind == reference.kind), None)
            other = next((one for one in found if one not in chosen.values()), None)
            if meant := same or other:
                chosen[reference] = meant
        yield _put_in(text, chosen)
    if first.kind == "thing" and not first.possessive:
        named = {reference: found[0] for reference, found in choices.items() if reference.kind == "person"}
        yield from (
            f"{_put_in(text, named).rstrip(_END)} ({about})" for about in (clause(before), before.title) if about
        )


def _put_in(text: str, chosen: dict[Reference, str]) -> str:
    for reference, antecedent in sorted(chosen.items(), key=lambda one: -one[0].start):
        before, after = text[: reference.start], text[reference.end :]
        if reference.noun:
            text = f"{before}the{after.rstrip(_END)} ({antecedent})"
        elif reference.kind == "place":
            text = f"{before}in {antecedent}{after}"
        elif reference.possessive:
            text = f"{before}{antecedent}{'’' if antecedent.endswith('s') else '’s'}{after}"
        else:
            text = f"{before}{antecedent}{after}"
    return text


def _ended(reading: str) -> str:
    reading = " ".join(reading.split()).rstrip(_END)
    return f"{reading[:1].upper()}{reading[1:]}?"
