"""A sentence -> what it claims, as far as can be read off its words: names, figures, dates, negations, moods, roles.

Nothing here parses a sentence. What is read is enough to tell where two sentences that sound alike say different
things; what can't be told is left to whoever compares them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise

from index.answering.claim_words import (
    AGREED_TO,
    AND,
    ARTICLES,
    BE,
    BELONGING,
    BETWEEN,
    BY,
    BY_WITHIN,
    CALLED_FOR,
    CLITIC_NEGATION,
    DAY,
    FUTURE,
    LIGHT,
    MONTH,
    MONTHS,
    MOOD_BEGINNINGS,
    MOOD_OF,
    NEGATIONS,
    NO_BUT,
    NUMBER_TEN,
    NUMBERS,
    ORDINALS,
    PHRASES,
    PLACING,
    POSSESSIVE,
    REPLACING,
    SAID,
    TITLES,
    TOKEN,
    WERDEN,
    YEARS,
)
from index.answering.claims import Claim, ClaimWord, Mention
from index.answering.number_words import is_day, number_of, scale_at
from index.answering.predicates import Sense, shipped_predicates, synsets
from index.text.normalise import fold
from index.text.words import folded_function_words, main_language

# All forms of a word share so many first letters.
_BEGINNING = 3


@lru_cache(maxsize=4096)
def read_claim(text: str) -> Claim:
    """What a sentence claims."""
    return _reader(text).claim()


def read_figures(text: str) -> Counter[float]:
    """Only the figures of a sentence's claim, which takes a third of the time."""
    return _reader(text).figures


@lru_cache(maxsize=1024)
def _reader(text: str) -> _ClaimReader:
    return _ClaimReader(NUMBER_TEN.sub(lambda found: "#" + " " * (len(found[0]) - 1), text))


class _ClaimReader:
    """The tokens of a sentence, and which of them are dates or figures already."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(TOKEN.finditer(text))
        self.folded = [POSSESSIVE.sub("", fold(token[0])) for token in self.tokens]
        language = main_language([token[0].lower() for token in self.tokens])
        self.function_words = folded_function_words(language or "en")
        self.used: set[int] = set()
        self.months, self.years = self._months(), self._years()
        self.days = frozenset(self._numbered(DAY))
        self.figures = Counter(self._figures())

    def claim(self) -> Claim:
        moods = self._moods()
        negations = self._negations()
        words = tuple(self._words())
        return Claim(
            self.text,
            words,
            tuple(self._mentions()),
            self.figures,
            self.days,
            self.months,
            self.years,
            self._ordinals(),
            negations,
            moods,
            self._passives,
            self._placed(),
            self._agents(),
            self._initial(),
            self._joined(),
        )

    # Dates and figures

    def _numbered(self, names: re.Pattern[str]) -> Iterator[int]:
        for place, word in enumerate(self.folded):
            found = names.fullmatch(word)
            if found and found.lastindex and (self._is_capital(place) or not word.isascii()):
                self.used.add(place)
                yield found.lastindex

    def _months(self) -> frozenset[tuple[int, int]]:
        found = set()
        for place, word in enumerate(self.folded):
            month = MONTH.fullmatch(word)
            if not month or not month.lastindex or not (self._is_capital(place) or not word.isascii()):
                continue
            before = place - 1
            while before >= 0 and self.folded[before] in BETWEEN:
                before -= 1
            near = [one for one in (before, place + 1) if 0 <= one < len(self.folded) and is_day(self.folded[one])]
            if place == 0 and not near:
                continue
            self.used |= {place, *near[:1]}
            found.add((month.lastindex, int(self.folded[near[0]]) if near else 0))
        return frozenset(found)

    def _years(self) -> frozenset[int]:
        found = {
            place: int(word)
            for place, word in enumerate(self.folded)
            if len(word) == 4 and word.isdecimal() and int(word) in YEARS
        }
        self.used |= set(found)
        return frozenset(found.values())

    def _ordinals(self) -> frozenset[int]:
        return frozenset(
            ORDINALS[word]
            for place, word in enumerate(self.folded)
            if word in ORDINALS and self.folded[max(place - 1, 0)] != "a"
        )

    def _figures(self) -> Iterator[float]:
        place = 0
        while place < len(self.folded):
            after, values = (place + 1, []) if place in self.used else self._values(place)
            if values:
                self.used |= set(range(place, after))
                yield from values
            place = after

    def _values(self, place: int) -> tuple[int, list[float]]:
        """The place behind a figure, and what it comes to: two values for a score; none where no figure stands."""
        word = self.folded[place]
        if word[0].isdecimal():
            after, values = place + 1, [number_of(part) for part in word.split(":")]
        else:
            after, value = self._in_words(place)
            values = [] if value is None else [value]
        while values and (scale := scale_at(self.folded, after)):
            after, values = after + 1, [value * scale for value in values]
        if values and self.folded[after : after + 1] == ["months"] and values[0] > MONTHS and not values[0] % MONTHS:
            values = [values[0] / MONTHS]
        return after, values

    def _in_words(self, place: int) -> tuple[int, float | None]:
        """The place behind a number in words and its value: "four hundred and fifty", "half a dozen", "a million"."""
        word = self.folded[place]
        for phrase, meant in PHRASES.items():
            if self.folded[place : place + len(phrase)] == list(phrase):
                return place + len(phrase), meant
        if word in ("a", "an", "one"):
            return place + 1, 1.0 if scale_at(self.folded, place + 1) else None
        after, value = self._below_hundred(place)
        if value is not None and self.folded[after : after + 1] == ["hundred"]:
            after, value = after + 1, value * 100
            behind = after + (self.folded[after : after + 1] == ["and"])
            end, rest = self._below_hundred(behind) if behind < len(self.folded) else (behind, None)
            return (end, value + rest) if rest is not None else (after, value)
        return after, value

    def _below_hundred(self, place: int) -> tuple[int, float | None]:
        value = NUMBERS.get(self.folded[place])
        following = self.folded[place + 1] if place + 1 < len(self.folded) else ""
        unit = 1.0 if following == "one" else NUMBERS.get(following, 0)
        if value and value >= 20 and value % 10 == 0 and 0 < unit < 10 and self._is_joined(place + 1):
            return place + 2, value + unit
        return place + 1, value

    # Whether it is said to be so

    def _negations(self) -> int:
        found = [
            place
            for place, (token, word) in enumerate(zip(self.tokens, self.folded, strict=True))
            if (word in NEGATIONS and (place == 0 or token[0].islower())) or CLITIC_NEGATION.search(token[0].lower())
        ]
        # "Not guilty" is a phrase of its own.
        found = [place for place in found if self.folded[place + 1 : place + 2] != ["guilty"]]
        self.used |= set(found)
        return len(REPLACING.findall(self.text)) + sum(self._after_no(place) is None for place in found)

    def _after_no(self, place: int) -> str | None:
        """The mood that "no longer" or "no to" makes."""
        if self.folded[place] != "no" or place + 1 == len(self.folded):
            return None
        return NO_BUT.get(self.folded[place + 1])

    def _moods(self) -> frozenset[str]:
        found = set()
        for place, (token, word) in enumerate(zip(self.tokens, self.folded, strict=True)):
            if place and not token[0].islower():
                continue
            mood = MOOD_OF.get(word) or next((mood for start, mood in MOOD_BEGINNINGS if word.startswith(start)), None)
            if mood:
                self.used.add(place)
                found.add(mood)
        found |= {mood for place in range(len(self.folded)) if (mood := self._after_no(place))}
        if FUTURE.search(self.text):
            found.add("future")
        if CALLED_FOR.search(self.text):
            found.add("demanded")
        if AGREED_TO.search(self.text):
            found.add("intended")
        return frozenset(found)

    # Words and names

    def _words(self) -> Iterator[ClaimWord]:
        predicates = shipped_predicates()
        phrases: dict[int, frozenset[Sense]] = {}
        for place in range(len(self.folded)):
            phrase = predicates.phrase(self.folded, place)
            if phrase and place not in self.used:
                self.used.add(phrase[0])
                phrases[place] = phrase[1]
        for place, (token, word) in enumerate(zip(self.tokens, self.folded, strict=True)):
            if place in self.used or not word:
                continue
            name = self._is_name(place)
            senses = frozenset() if name else phrases.get(place) or predicates.senses(word)
            is_function = word in self.function_words
            if (len(word) > 1 and not is_function) or (senses and is_function and word not in SAID):
                yield ClaimWord(
                    token.start(),
                    token.end(),
                    word,
                    place,
                    name,
                    senses,
                    act=not name and predicates.is_act(word, senses),
                    light=word in LIGHT,
                    synonyms=frozenset() if name else synsets(word),
                    concepts=frozenset(sense.concept for sense in senses),
                    beginning=word[:_BEGINNING],
                )

    def _is_capital(self, place: int) -> bool:
        return self.tokens[place][0][0].isupper()

    def _is_initial(self, place: int) -> bool:
        before = self.text[: self.tokens[place].start()].rstrip(" ([«»“”\"'‘„")
        return not before or (before[-1] in ".!?:" and not (place and len(self.folded[place - 1]) == 1))

    def _is_name(self, place: int) -> bool:
        if not self._is_capital(place) or place in self.used:
            return False
        if not self._is_initial(place):
            return True
        if self.folded[place] in self.function_words:
            return False
        return self._has_possessive(place) or (self._is_joined(place + 1) and self._is_capital(place + 1))

    def _is_joined(self, place: int) -> bool:
        """Whether a token follows the one before it after a space or a hyphen."""
        if place >= len(self.tokens) or place in self.used:
            return False
        return self.text[self.tokens[place - 1].end() : self.tokens[place].start()] in (" ", "-", "\u00a0")

    def _mentions(self) -> Iterator[Mention]:
        place = 0
        while place < len(self.tokens):
            if not self._is_name(place):
                place += 1
                continue
            first = place
            while not self._has_possessive(place) and self._is_joined(place + 1) and self._is_name(place + 1):
                place += 1
            yield self._mention(first, place)
            place += 1

    def _initial(self) -> Mention | None:
        """The first word where it is a capital one that may be a name or not."""
        if not self.tokens or not self._is_capital(0) or self._is_name(0) or 0 in self.used:
            return None
        if self.folded[0] in self.function_words or shipped_predicates().senses(self.folded[0]):
            return None
        return self._mention(0, 0)

    def _mention(self, first: int, last: int) -> Mention:
        at = self._place_before(first)
        before = self.folded[at] if at >= 0 else ""
        possessive = self._has_possessive(last)
        return Mention(
            tuple(self.folded[first : last + 1]),
            first,
            before in PLACING,
            at in self._bys,
            possessive,
            self._head(first, last, possessive=possessive),
        )

    def _head(self, first: int, last: int, *, possessive: bool) -> str:
        if possessive:
            return self._last_of_phrase(last + 1)
        before = self._place_before(first)
        if before > 0 and self.folded[before] in BELONGING and self.folded[before - 1] not in self.function_words:
            return self.folded[before - 1]
        stands_before_noun = first > 0 and (
            self.folded[first - 1] in self.function_words
            or self.folded[first - 1] in NUMBERS
            or self.folded[first - 1][0].isdecimal()
        )
        return self._last_of_phrase(last + 1) if stands_before_noun else ""

    def _last_of_phrase(self, place: int) -> str:
        """The noun that a run of words without a function word, a name or a known predicate ends in."""
        found = ""
        while place < len(self.folded) and self._is_joined(place) and not self._is_capital(place):
            word = self.folded[place]
            if word in self.function_words or (found and shipped_predicates().senses(word)):
                break
            found = word
            place += 1
        return found

    def _has_possessive(self, place: int) -> bool:
        return bool(POSSESSIVE.search(self.tokens[place][0].lower()))

    def _place_before(self, place: int) -> int:
        """The place of the word before a name, articles left out; -1 where there is none."""
        before = place - 1
        while before >= 0 and self.folded[before] in ARTICLES:
            before -= 1
        return before

    def _joined(self) -> frozenset[frozenset[int]]:
        """Pairs of names, by their places, with nothing but "and" between them."""
        initial = self._initial()
        mentions = sorted([*self._mentions(), *([initial] if initial else [])], key=lambda mention: mention.first)
        return frozenset(
            frozenset((one.first, other.first))
            for one, other in pairwise(mentions)
            if set(self.folded[one.first + len(one.words) : other.first]) & AND
            and set(self.folded[one.first + len(one.words) : other.first]) <= AND | ARTICLES | TITLES
        )

    @cached_property
    def _passives(self) -> frozenset[int]:
        return frozenset(
            place
            for place in range(len(self.folded))
            if BE & set(self.folded[max(place - 3, 0) : place]) or WERDEN & set(self.folded[:place])
        )

    def _placed(self) -> frozenset[int]:
        found: set[int] = set()
        for place in range(len(self.folded)):
            before = self._place_before(place)
            if (before >= 0 and self.folded[before] in PLACING) or (place - 1 in found and self._is_name(place)):
                found.add(place)
        return frozenset(found)

    def _agents(self) -> frozenset[str]:
        found = set()
        for place in self._bys:
            for one in self.folded[place + 1 : place + 6]:
                if (one in self.function_words or one in PLACING) and one not in ARTICLES:
                    break
                found.add(one)
        return frozenset(found - ARTICLES)

    @cached_property
    def _bys(self) -> set[int]:
        """Places of "by" behind a passive."""
        return {
            place
            for place, word in enumerate(self.folded)
            if word in BY
            and self._passives & set(range(place - BY_WITHIN, place))
            and not any(one in self.used for one in (place + 1, place + 2))
        }
