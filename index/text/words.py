"""The words of a text: how many there are, and how many of them are function words (the, of, and), by language.

In sentences of the languages listed here, at least a quarter of the words are function words. In menus, headlines in
title case, and lists of names or tags there are far fewer. For another language the share is unknown, and says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from index.text.normalise import fold
from index.text.scripts import UNSPACED, UNSPACED_LETTERS

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‑-][^\W_]+)*")
# In scripts without spaces, two characters are about a word.
_UNSPACED = re.compile(f"[{UNSPACED_LETTERS}{UNSPACED}]")

# What stands between two spaces there is a clause, and says nothing as a word.
_CLAUSE = re.compile(f"[{UNSPACED_LETTERS}{UNSPACED}]{{3,}}")

_FUNCTION_WORDS = {
    "en": """the a an and or but of to in on at by for from with as is are was were be been being has have had will
        would can could should may might must not no that which who whom whose this these those it its he she they his
        her their him them we our us i my you your if when while than then there here after before over under about
        into out up down through during between against also more most some any all said says do does did so what how
        where because since until only just other such very now still both""",
    "uk": """і й та а але або чи що як який яка яке які в у на з із зі до від за по про при для без над під між через
        після перед не ні це цей ця ці той та те ті він вона воно вони його її їх їй йому ми ви я нас вас є був була
        було були буде будуть може можуть також вже ще лише тільки коли де якщо бо тому щоб під час свої свого своїх
        так же би б ж уже якого якої яких яким якій""",
    "ru": """и а но или что как который которая которое которые в во на с со к ко от за по о об при для без над под
        между через после перед не ни это этот эта эти тот та те он она оно они его ее её их ей ему им мы вы я нас вас
        был была было были будет будут может могут также уже еще ещё лишь только когда где если потому чтобы из у до
        так же бы ли то свои своего своих которого которой которых котором""",
    "de": """der die das den dem des ein eine einen einem einer eines und oder aber in im ins an am auf aus bei beim
        mit nach von vom vor zu zum zur über unter durch für gegen ohne um als wie wenn dass ob weil da ist sind war
        waren wird werden wurde wurden hat haben hatte hatten sein seine seinen seiner ihr ihre ihren ihrer er sie es
        wir uns ich nicht kein keine auch noch nur schon so mehr sich kann können soll sollen muss müssen dieser diese
        dieses diesem diesen bis seit während man was wer wo""",
    "fr": """le la les l un une des du de d et ou mais à au aux en dans sur sous par pour avec sans chez entre vers
        que qu qui dont où ce cet cette ces il elle ils elles on nous vous je se s son sa ses leur leurs ne n pas plus
        est sont était étaient a ont avait avaient être été sera seront fait comme si quand aussi y après avant depuis
        c j selon""",
    "es": """el la los las un una unos unas de del y e o u pero a al en con por para sin sobre entre desde hasta hacia
        que quien cual cuyo como cuando donde si no ni se su sus le les lo es son era eran fue fueron ha han había
        habían ser sido será está están este esta estos estas ese esa eso más muy también ya tras según durante nos yo
        él ella""",
    "it": """il lo la i gli le un uno una di del della dei degli delle dello da dal dalla in nel nella nei con su sul
        sulla per tra fra e o ma che chi cui non è sono era erano ha hanno aveva essere stato si come quando dove se
        più anche al alla ai alle questo questa suo sua loro""",
    "pt": """o a os as um uma de do da dos das e ou mas em no na nos nas por pelo pela para com sem sobre entre que
        quem não se é são era eram foi foram tem têm ser como quando onde mais também ao à aos seu sua seus suas este
        esta isso já""",
    "pl": """i a ale lub oraz że który która które w we na z ze do od za po o przy dla bez nad pod między przez nie to
        ten ta te się jest są był była było były będzie jak gdy jeśli aby już jeszcze tylko jego jej ich tym tego""",
    "nl": """de het een en of maar van in op aan bij met naar uit voor over onder door tegen zonder om als dat die dit
        deze is zijn was waren wordt worden werd werden heeft hebben had niet geen ook nog al er hij zij ze we wij ik
        te zich kan zal""",
}
_SETS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_LANGUAGES_OF = {
    word: tuple(language for language, known in _SETS.items() if word in known)
    for word in frozenset().union(*_SETS.values())
}
# With a smaller share of its function words, a text may as well be in another language.
_ENOUGH_TO_TELL = 0.15
# Shorter words say little in any language here, listed as function words or not.
_LEAST_CONTENT = 4
_JOINED = re.compile(r"['’ʼ]")


def words_of(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.lower())


@cache
def folded_function_words(language: str) -> frozenset[str]:
    """The same as `function_words`, folded."""
    return frozenset(map(fold, function_words(language)))


def length_in_words(text: str, words: Sequence[str]) -> int:
    """How long a text with these words is, comparable between scripts with and without spaces."""
    return len(words) if text.isascii() else len(words) + len(_UNSPACED.findall(text)) // 2


def function_words(language: str) -> frozenset[str]:
    """The function words of a language; none where it is not listed."""
    return _SETS.get(language, frozenset())


def content_of(words: Iterable[str]) -> set[str]:
    """The words that say something: no short ones, and no function words of any language listed."""
    return {word for word in words if len(word) >= _LEAST_CONTENT and word not in _LANGUAGES_OF}


def with_pairs(words: Sequence[str]) -> Sequence[str]:
    """The words, but of scripts without spaces each two characters in a row, which are about a word there."""
    if all(map(str.isascii, words)) or not any(map(_CLAUSE.search, words)):
        return words
    return [piece for word in words for piece in (_pairs(word) if _CLAUSE.search(word) else (word,))]


def _pairs(clause: str) -> list[str]:
    return [clause[index : index + 2] for index in range(len(clause) - 1)]


def main_language(words: Sequence[str]) -> str | None:
    """The listed language that has the most of these words as function words; None where they are too few."""
    counts = Counter(chain.from_iterable(_LANGUAGES_OF.get(word, ()) for word in words))
    if not counts:
        return None
    best = max(counts, key=lambda language: (counts[language], language))
    return best if counts[best] >= _ENOUGH_TO_TELL * len(words) else None


def function_share(words: Sequence[str], language: str | None) -> float | None:
    """Which share of the words are function words, from 0 to 1; None where the language is not known."""
    if language is None or not words:
        return None
    known = _SETS[language]
    count = 0
    for word in words:
        # French and Italian join short words to the next one: l'armée holds the function word l.
        count += word in known or (("'" in word or "’" in word) and _JOINED.split(word)[0] in known)
    return count / len(words)
