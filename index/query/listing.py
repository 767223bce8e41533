"""What asks for a list of articles and not for an answer: "what is new", "list sources", "by Ada Ek", "last week".

All its words have to be of a small class, apart from an author, a publisher and a time; "news about the strike" is a
question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from index.models import Source
from index.query.asked_time import asked_time
from index.query.courtesies import without_courtesies
from index.query.question_form import AUXILIARY, DETERMINER, INTERROGATIVE, PREPOSITION
from index.text.normalise import fold, folded_words
from index.text.periods import Period

_ARTICLES = re.compile(
    r"(?:articles?|stor(?:y|ies)|news|pieces?|posts?|reports?|sources?|headlines?|publications?|coverage|"
    r"статт\w+|новин\w*|джерел\w*|публікаці\w+|матеріал\w*|стать\w+|статей|новост\w+|источник\w*|публикаци\w+|материал\w*)"
)
_NEWEST = re.compile(
    r"(?:new|newest|latest|recent|recently|newly|нове|нового|нові|останн\w+|найновіш\w+|свіж\w+|новое|новые|последн\w+|свеж\w+)"
)
_AROUND = re.compile(
    r"(?:what|what's|whats|which|is|are|was|were|there|the|a|an|all|any|some|me|us|you|your|do|does|did|have|has|had|got|can|"
    r"could|i|see|show|list|give|get|tell|most|in|from|of|for|on|at|to|with|here|archive|database|corpus|published|"
    r"written|wrote|write|posted|added|came|come|out|appeared|happened|happening|going|please|by|"
    r"що|які|усі|всі|є|у|в|за|з|покажи|покажіть|список|дай|дайте|мені|архіві|архіву|було|сталося|вийшло|"
    r"что|какие|все|есть|из|мне|архиве|архива|было|случилось|произошло|вышло)"
)
_AUTHOR = re.compile(r"(?:^|\s)(?:by|автор\w*:?|авторства)\s+(?P<name>[^?!.,]+?)\s*[?!.]*$", re.IGNORECASE)
_WROTE = re.compile(
    r"\W*what (?:else )?(?:did|has|have) (?P<name>[^?!.,]+?) (?:write|written|report(?:ed)?|publish(?:ed)?)\s*[?!.]*",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(r"(?:^|\s)from\s+(?P<name>[^?!.,]+?)\s*[?!.]*$", re.IGNORECASE)
_NO_NAME = re.compile(
    rf"\b(?:{AUXILIARY}|{INTERROGATIVE}|about|on|in)\b|^(?:{DETERMINER}\s+(?-i:[a-z])|\d)", re.IGNORECASE
)
_MOST_WORDS_OF_A_NAME = 5


@dataclass(frozen=True, slots=True)
class Listing:
    """Which articles are to be listed: by an author or of a publisher, published in one of some periods; newest first,
    or by title. name_is_sure: whether what stands behind "by" or "from" is written as a name."""

    author: str = ""
    publisher: str = ""
    periods: tuple[Period, ...] = ()
    newest_first: bool = True
    name_is_sure: bool = True

    def of(self, sources: Sequence[Source]) -> list[Source]:
        """The sources to be listed, in order."""
        found = [source for source in sources if self._holds(source)]
        found.sort(key=lambda source: (source.title.casefold(), source.path))
        if self.newest_first:
            found.sort(key=lambda source: source.published or "", reverse=True)
        return found

    def _holds(self, source: Source) -> bool:
        authors = {word for author in source.authors for word in folded_words(author)}
        return (
            all(word in authors for word in folded_words(self.author))
            and fold(self.publisher) in fold(source.publisher or "")
            and (
                not self.periods
                or any(source.published and one.holds(date.fromisoformat(source.published)) for one in self.periods)
            )
        )


def listed(
    text: str, sources: Callable[[], Sequence[Source]], published: Sequence[date], today: date
) -> list[Source] | None:
    """Of some sources those that a text asks to be listed, in order; None where it asks something else.

    The sources are asked for only where a list is.
    """
    listing = read_listing(text, published, today)
    found = listing.of(sources()) if listing else []
    return found if found or (listing and listing.name_is_sure) else None


def read_listing(text: str, published: Sequence[date], today: date) -> Listing | None:
    """The list that a text asks for, today, of an archive with articles of these days; None for a question."""
    asked = without_courtesies(text.strip()).strip(" \t\n?!.,;:")
    time = asked_time(asked, published, today)
    words = time.bare if time.periods else asked
    # "In 2023?" asks the question before once more, of another time.
    if re.match(r"(?!from\b|by\b)" + PREPOSITION + r"\b", asked, re.IGNORECASE) and not _names_articles(words):
        return None
    author = publisher = ""
    if found := _WROTE.fullmatch(words):
        author, words = found["name"], ""
    elif (found := _AUTHOR.search(words)) and _is_a_name(found["name"]):
        author, words = found["name"], words[: found.start()]
    elif (found := _PUBLISHER.search(words)) and _is_a_name(found["name"]):
        publisher, words = found["name"], words[: found.start()]
        publisher = re.sub(r"^the\s+", "", publisher, flags=re.IGNORECASE)
    name = author or publisher
    if name and not _is_a_name(name):
        return None
    rest = re.findall(r"[\w'’-]+", words.lower())
    kinds = [(bool(_ARTICLES.fullmatch(word)), bool(_NEWEST.fullmatch(word))) for word in rest]
    if not all(any(kind) or _AROUND.fullmatch(word) for word, kind in zip(rest, kinds, strict=True)):
        return None
    of_articles, newest = any(kind[0] for kind in kinds), any(kind[1] for kind in kinds)
    if not (name or time.periods or of_articles or newest):
        return None
    # "From Ada" alone may be a part of a sentence; a publisher is asked for with "articles" or by a name in capitals.
    sure = name == "" or name[:1].isupper()
    plain = of_articles and not (name or time.periods or newest or "news" in rest)
    return Listing(author, publisher, time.periods, newest_first=not plain, name_is_sure=sure)


def _names_articles(words: str) -> bool:
    return any(_ARTICLES.fullmatch(word) for word in re.findall(r"\w+", words.lower()))


def _is_a_name(text: str) -> bool:
    return 0 < len(text.split()) <= _MOST_WORDS_OF_A_NAME and _NO_NAME.search(text) is None
