"""What one line says against itself, wherever it stands: that it is a form, a cookie notice, an appeal, a credit.

Speech between quotation marks is taken out before a line is judged as the page's own voice, since people in the news
also ask for support. Each answer is the reason in plain words, or None.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from re import Pattern

from index.reading.boilerplate import patterns
from index.reading.boilerplate.concepts import Concept, concepts_in, count_of
from index.reading.boilerplate.vocabulary import BUTTONS, CLOSING_PARTS, COMMENTS, OTHER_STORIES
from index.text.normalise import as_label
from index.text.words import words_of

_LONGEST_LABEL = 60
_INVITING = frozenset(("sign up", "subscribe to", "subscribe for", "register for", "newsletter", "join our"))
_LONGEST_PROMOTION = 300
_LONGEST_CREDIT = 140
_ADDRESSES_READER = frozenset(
    """
    you your our we ви вам вас ваш ваша ваше ваші вашого вашої ми наш наша наше наші нашої нашого нашому нашій вы
    ваши вашего вашей мы наши нашей нашего нашем нашу вашу wir unser unsere unseren unserer unserem ihr euch euer
    eure nous notre nos vous votre vos nosotros nuestro nuestra nuestros nuestras usted ustedes tu tus
    """.split()
)
_PUNCTUATION = ".,;:!?…()[]\"'“”‘’«»„|–—-*"


def certain(text: str, words: int, concepts: int) -> str | None:
    """Why a line is furniture whatever stands around it."""
    if words == 0:
        return "no words"
    if words <= 10 and len(text) <= 120 and (why := _of_short_line(text, words)):
        return why
    if concepts & Concept.LEADS_ON and words <= 40:
        if patterns.READ_ALSO.match(text) or patterns.READ_ALSO_UNMARKED.match(text):
            return "link to another story"
        if words <= 20 and patterns.READ_MORE.match(text):
            return "link to another story"
    if concepts & Concept.FORM and words <= 45 and (patterns.FORM_LINE.match(text) or patterns.FORM.search(text)):
        return "form"
    if concepts & Concept.MACHINE and words <= 25 and patterns.AUTOMATED.match(text):
        return "note on automated content"
    if words <= 30 and patterns.TAGS.match(text):
        return "tags"
    if words <= 8 and patterns.SOURCE.match(text):
        return "source line"
    if words <= 24 and (concepts & Concept.CREDIT or "©" in text):
        if "©" in text and patterns.RIGHTS.search(text):
            return "rights notice"
        if patterns.CREDIT_LINE.search(text) and not (words > 6 and text[-1] in ".!?"):
            return "photo credit"
    return None


def promotion(text: str, words: int, concepts: int) -> str | None:
    """Why the page speaks here for itself: cookies, rights, appeals, newsletters, channels."""
    if words > 140 or (not concepts & _VOICES and "©" not in text):
        return None
    voice = patterns.QUOTED.sub(" ", text)
    if concepts & Concept.COOKIES and patterns.COOKIES.search(voice):
        return "cookie notice"
    if (concepts & Concept.RIGHTS or "©" in text) and words <= 60 and patterns.RIGHTS.search(voice):
        return "rights notice"
    if concepts & Concept.READERSHIP and concepts & (Concept.ASKING | Concept.OURS):
        spoken = words_of(voice)
        asking, readership = count_of(spoken, Concept.ASKING), count_of(spoken, Concept.READERSHIP)
        ours = min(count_of(spoken, Concept.OURS), 3)
        signals = asking + readership + ours
        if asking and readership and ours and signals >= max(4, words / 10):
            return "membership appeal"
        if readership and signals >= max(3, words / 5):
            return "membership appeal"
    if words <= 10 and text[-1] not in ".!?" and _INVITING & _first_words(voice):
        return "newsletter, podcast or membership promotion"
    may_promote = concepts & Concept.PROMOTION or (concepts & Concept.SUPPORT and concepts & Concept.OURS)
    if may_promote and _speaks_mostly_so(patterns.PROMOTION, voice):
        return "newsletter, podcast or membership promotion"
    if concepts & Concept.CHANNEL and _speaks_mostly_so(patterns.FOLLOW, voice):
        return "invitation to follow"
    return None


def promotional_tail(text: str, words: int, concepts: int) -> int:
    """Where a promotion begins that follows a paragraph's own sentences; the text's length where none does."""
    cut = len(text)
    if words < 12 or not concepts & _VOICES:
        return cut
    starts = [match.end() for match in patterns.SENTENCE_START.finditer(text)]
    for start, end in zip(reversed(starts), [cut, *reversed(starts)], strict=False):
        sentence = text[start:end].strip()
        spoken = words_of(sentence)
        if promotion(sentence, len(spoken), concepts_in(spoken)) is None:
            break
        cut = start
    return cut


def credit_tail(text: str, concepts: int) -> int:
    """Where a picture credit in brackets begins that ends the text; the text's length where none does."""
    bracket = patterns.BRACKET_TAIL.search(text) if concepts & Concept.CREDIT and text[-1] in ")]." else None
    if bracket is None or patterns.BRACKET_SIGNATURE.match(bracket[1]) or not patterns.CREDIT_LINE.match(bracket[1]):
        return len(text)
    return bracket.start() + len(bracket[0]) - len(bracket[0].lstrip())


def introduces_author(rest: str) -> bool:
    """Whether what follows a name says that it is a writer's."""
    found = patterns.IS_SOMEONE.match(rest)
    return found is not None and (found["work"] is not None or concepts_in(words_of(rest)) & Concept.WRITER != 0)


def speaks_to_readers(line: str) -> bool:
    """Whether a line says you, we or our in the page's own voice: outside quotation marks."""
    if _ADDRESSES_READER.isdisjoint(_bare_words(line)):
        return False
    return not _ADDRESSES_READER.isdisjoint(_bare_words(patterns.QUOTED.sub(" ", line)))


def _bare_words(line: str) -> Iterator[str]:
    return (word.strip(_PUNCTUATION) for word in line.lower().split())


def _first_words(voice: str) -> set[str]:
    """The first word, the first two, and of a label "newsletter" wherever it stands."""
    words = words_of(voice)
    return {
        " ".join(words[:1]),
        " ".join(words[:2]),
        *(["newsletter"] if "newsletter" in words and len(words) <= 4 else []),
    }


def _speaks_mostly_so(pattern: Pattern[str], voice: str) -> bool:
    """Whether the sentence that matches is at least half of what is said."""
    if not (found := pattern.search(voice)):
        return False
    starts = [match.end() for match in patterns.SENTENCE_START.finditer(voice)]
    begins = max((start for start in starts if start <= found.start()), default=0)
    ends = min((start for start in starts if start > found.start()), default=len(voice))
    return 2 * (ends - begins) >= len(voice) and ends - begins <= _LONGEST_PROMOTION


_VOICES = Concept.SUPPORT | Concept.COOKIES | Concept.RIGHTS | Concept.READERSHIP | Concept.PROMOTION | Concept.CHANNEL


@lru_cache(maxsize=1 << 14)
def section(text: str) -> str | None:
    """Which part of a page this line names: "stories", "comments", "closing" or None."""
    if len(text) > _LONGEST_LABEL:
        return None
    name = as_label(text)
    if name in OTHER_STORIES:
        return "stories"
    if name in COMMENTS or " ".join(word for word in name.split() if not word.isdigit()) in COMMENTS:
        return "comments"
    return "closing" if name in CLOSING_PARTS else None


def caption(text: str, words: int, concepts: int) -> str | None:
    """Whether a line ends in a picture credit: "sure" when it says so, "maybe" for a bare bracket after a sentence."""
    if words > 70:
        return None
    if words > 6 and concepts & Concept.CREDIT and text[-1] in ".!?" and patterns.CREDIT_LINE.match(text):
        return "sure"
    tail = max(0, len(text) - _LONGEST_CREDIT)
    bracket = patterns.BRACKET_TAIL.search(text, tail) if text[-1] in ")]." else None
    if bracket is not None and patterns.BRACKET_SIGNATURE.match(bracket[1]):
        return None
    if (concepts & Concept.CREDIT or "©" in text) and patterns.CREDIT_TAIL.search(text, tail):
        return "sure"
    if ("/" in text or "|" in text) and patterns.CREDIT_AFTER_SENTENCE.search(text, tail):
        return "sure"
    if bracket is None or len(bracket[1].split()) > 9 or bracket[1].isdigit():
        return None
    return "sure" if patterns.BRACKET_CREDIT.search(bracket[1]) else "maybe"


def is_feed_entry(text: str) -> bool:
    """Whether a line is a headline behind a time of day."""
    return patterns.FEED_ENTRY.match(text) is not None


def is_breadcrumb(text: str, words: int) -> bool:
    """Whether the line is a path through the site, like Home > News > World."""
    if words > 25:
        return False
    return patterns.BREADCRUMB.match(patterns.QUOTED.sub("x", text) if "«" in text else text) is not None


@lru_cache(maxsize=1 << 15)
def _of_short_line(text: str, words: int) -> str | None:
    if as_label(text) in BUTTONS:
        return "button or link"
    if words <= 8 and patterns.READ_TIME.match(text):
        return "read time"
    if words <= 10 and patterns.STAMP.match(text):
        return "time stamp"
    if words <= 6 and patterns.COUNTER.match(text):
        return "counter"
    return None
