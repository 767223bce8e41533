"""What a field states as authors or publisher -> names, where it looks like names; ids, buttons and addresses are none.

A person's name is two words or more in any script with capitals, or a few characters of one without. One word, or the
name of a house, is weaker: it may sign an article where nobody else does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from html import unescape
from urllib.parse import urlsplit

from index.text.patterns import any_of

# "and" as the Unicode CLDR's list patterns write it, for languages that part words with spaces; without those that
# mean something else in a neighbour's language, as Slovenian "in".
AND = (
    "and|und|et|y|e|en|i|a|og|och|ja|ve|és|și|şi|dan|na|ir|eta|dhe|və|va|iyo|agus|và|û|u|і|й|и|та|және|жана|ва"
    "|και|և|და|ו|و|اور|और|एवं|এবং|र|및|和"
)
_LIST = re.compile(r"\s*(?:[;,|·•/、，]|\s[–—-]\s)\s*")
# What divides names whatever stands between, as commas do not.
_CHUNK = re.compile(r"\s*[;|•]\s*")
_SURNAME_FIRST = re.compile(r"[^\W\d_][\w'’-]*, [^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)?")
# Ortega y Gasset: one word behind the joining one, and two or more in front.
_DOUBLE_SURNAME = re.compile(r"\w \w[\w'’-]+ (?:y|e|i) \w[\w'’-]+$")
_SUFFIX = re.compile(r",\s*((?:jr|sr|ph\.?d|m\.?d|esq|i{2,3}|iv)\b\.?)", re.IGNORECASE)
# As RSS has it: address (name).
_ADDRESS_OF = re.compile(r"^\S+@\S+\s*\(([^()]+)\)$")
_PARTICLE = re.compile(r"de[rnm]\s")
_JOINED = re.compile(rf"\s+(?:{AND}|AND|UND|ET|&|\+|with|mit|avec|con|med|met)\s+")
_BY = re.compile(
    r"^(?:(?:(?:written|reported|story|text|words|edited|posts)\s+)?by|more from|about|von|par|por|di|av|af|door"
    r"|автор[ыи]?|текст)\b\s*:?\s*(?=\S)",
    re.IGNORECASE,
)
ORGANISATION = any_of(
    r"""
    desk|newsroom|staff|team|department|institute|centre|center|ministry|agency|bureau|press service|press office
    association|foundation|university|council|committee|office|unit|observatory|society
    федерація|редакці[яї]|редакци[яи]|агентство|інститут|институт|центр|міністерство|министерство|відділ|отдел
    прес-?служба|пресс-?служба|університет|университет
    redaktion|institut|ministerium|agentur|abteilung|zentrum|universität
    ajansı|agencja|agentura|agenzia|agência|agentschap|persbureau|[ck]antor berita|nyhetsbyrå|hírügynökség|πρακτορείο
    rédaction|ministère|agence|université|service|redacción|instituto|centro|ministerio|agencia|departamento|universidad
    """,
    before=r"\b",
    after=r"\b",
)
# What stands in the name of a paper, a station or an agency; behind a person it is for whom they write.
_OUTLET = re.compile(
    r"\b(?:news|times|post|press|presse|media|daily|herald|tribune|journal|agency|tv|radio|online|reuters|bloomberg"
    r"|gmbh|ltd|inc|llc)\b|\be\.\s?v\b",
    re.IGNORECASE,
)
ROLE = any_of(
    r"""
    (?:writers?|reporters?|correspondents?|editors?|editor-in-chief|contributors?|columnists?|journalists?)\b.*
    (?:author|analysts?|producer|журналіст\w*|кореспондент\w*|редактор\w*|журналист\w*|корреспондент\w*)\b.*
    (?:\w*redakt(?:eur|ør|ör)\w*|\w*korrespondent\w*|\w*reporter(?:in)?|\w*journalist(?:in|e)?)\b.*
    (?:correspondante?|rédacteur\w*|rédactrice|redacteur\w*|verslaggever\w*|volont[aä]r\w*)\b.*
    (?:periodista|corresponsal|redactora?|спецкор\w*|оглядач\w*|обозреватель\w*)\b.*
    """,
    before=r"^(?:\S+\s+){0,3}?",
    after="$",
)
# East Asian papers write the word for a reporter beside the name, in front or behind.
_REPORTER = re.compile(r"^\s*(?:本报|本報)?(?:记者|記者)\s*|\s*(?:기자|특파원|记者|記者)\s*$")
_BRACKETS = re.compile(r"\s*[(\[（].*?(?:[)\]）]|$)")
_ADDRESS = re.compile(r"https?://|www\.|\S+@\S+\.\w|(?:^|\s)[a-z0-9-]{2,}(?:\.[a-z0-9-]{2,})+\b")
_HANDLE = re.compile(r"\s*\S*@\S+\.\w+|\s*@\w+")
_WORD = re.compile(r"[^\W\d_][\w.'’ʼ‑-]*")
# Figures of an id or a date; a channel may have one or two behind its capitals, as N24 has.
FIGURES = re.compile(r"(?<![A-ZÀ-Þ\d])\d|\d{3}")
_NOT_IN_NAMES = re.compile(r"[_/\\<>{}=|#:?!“”\"]")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af・\s]+")
_LONGEST = 60
_MOST_WORDS = 6
"""Words of a person's longest name: Spanish ones have two given names, particles and two surnames."""
_MOST_WORDS_OF_PAPER = 6
_MOST_SYLLABLES = 8
"""Characters of the longest person's name in Chinese, Japanese or Korean; longer ones are houses."""
PARTICLES = frozenset(
    """
    de del della di da do dos das du des la le van der den von vom zu zum zur ter ten op af ben bin bint ibn abu ul al
    el y e st i
    """.split()
)
# What programs and pages put where a name belongs.
_NOBODY = frozenset(
    """
    admin administrator editor webmaster root user author authors superuser wpadmin redaktion-admin guest anonymous
    unknown n/a none null undefined share follow subscribe login register comment comments newsletter video watch live
    menu
    """.split()
)
_BUTTON = re.compile(
    r"(?:(?:read|see|view|show|learn|load) (?:more|all|also|next|full)|(?:log|sign) (?:in|up|out)"
    r"|mehr (?:lesen|anzeigen)|weiter ?lesen|lire (?:plus|la suite|aussi)|voir plus|en savoir plus"
    r"|leer más|ver más|lee más|leggi (?:tutto|anche|di più)"
    r"|leia mais|saiba mais|czytaj więcej|lees meer|чита(?:ть|ти|йте)|подробнее|докладніше)\b",
    re.IGNORECASE,
)
_PAPER_PARTS = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")


def names_in(value: str) -> tuple[str, ...]:
    """The names that a field lists, each once; nothing where it holds no names.

    The word for "by", handles, what stands in brackets, and agencies behind persons are left out.
    """
    value = _ADDRESS_OF.sub(r"\1", " ".join(unescape(value).replace("\xad", "").split()))
    value = _SUFFIX.sub(r" \1", _HANDLE.sub("", value))
    value = _BRACKETS.sub("", _without_by(value)).strip(" ,;|·•-–—")
    if not value:
        return ()
    parts = [_without_by(part) for chunk in _CHUNK.split(value) for part in _listed(chunk) if part]
    # An organisation may have "and" in its name, and what stands beside a person is where or whom they work for.
    parts = [_without_tail(name) for part in parts for name in _joined(part)]
    if len(parts) > 1:
        persons = [part for part in parts if is_person(part) and not is_organisation(part) and not is_role(part)]
        # Where a name is written with capitals, so are the others.
        parts = [part for part in persons if part[0].islower() == persons[0][0].islower()] or [value]
    return tuple(dict.fromkeys(part for part in parts if is_name(part)))


def _without_tail(text: str) -> str:
    """A name without what follows it: a word for a reporter, or words written small, as in `Ann Lee in Rome`."""
    text = _REPORTER.sub("", text.strip())
    words = text.split()
    if len(words) < 3 or not (words[0][0].isupper() and words[1][0].isupper()):
        return text
    end = next((i for i, word in enumerate(words) if word[0].islower() and word not in PARTICLES), len(words))
    if end == len(words) == 3 and is_role(words[2]):
        end = 2
    name = " ".join(words[:end])
    return text if is_organisation(name) else name


def is_role(text: str) -> bool:
    """Whether a text names a job at a newspaper and nothing else."""
    return len(text.split()) <= 4 and ROLE.match(text) is not None


def is_organisation(text: str) -> bool:
    """Whether a name has a word that names of papers, agencies and offices have."""
    return ORGANISATION.search(text) is not None or _OUTLET.search(text) is not None


def _without_by(text: str) -> str:
    """A text without the word for "by" in front; the particle of "Von der Leyen" is none."""
    bare = _BY.sub("", text)
    return text if bare != text and _PARTICLE.match(bare) and not ORGANISATION.search(bare) else bare


def _listed(text: str) -> list[str]:
    """The parts that commas and slashes divide; `Lund, Nora` is one, surname first."""
    return [text] if _SURNAME_FIRST.fullmatch(text) else _LIST.split(text)


def _joined(text: str) -> list[str]:
    """The parts that an "and" divides, unless it stands in the name of an organisation or within a surname."""
    return [text] if is_organisation(text) or _DOUBLE_SURNAME.search(text) else _JOINED.split(text)


def is_name(text: str) -> bool:
    """Whether a text may name somebody: a person, a desk, an agency or a house; no id, address, button or sentence."""
    words = _WORD.findall(text)
    if (
        not words
        or len(text) > _LONGEST
        or len(words) > _MOST_WORDS
        or FIGURES.search(text)
        or _NOT_IN_NAMES.search(text)
        or _ADDRESS.search(text)
    ):
        return False
    return not (_NOBODY & {word.lower() for word in words} or _BUTTON.match(text))


def is_button(text: str) -> bool:
    """Whether a text asks to press it."""
    return _BUTTON.match(text) is not None


def is_person(text: str) -> bool:
    """Whether a text looks like a person's name: two words or more, or a few characters where words are not parted."""
    if not is_name(text):
        return False
    if _UNSPACED.fullmatch(text):
        return 2 <= len(re.sub(r"[・\s]", "", text)) <= _MOST_SYLLABLES
    words = [word for word in _WORD.findall(text) if word.lower() not in PARTICLES]
    return len(words) >= 2 and not (len(words) == 2 and all(len(word.strip(".")) == 1 for word in words))


def is_house(name: str, houses: Iterable[str]) -> bool:
    """Whether a name is that of one of some houses, or begins with one: `Echo Online` of the Echo."""
    words = [word.casefold() for word in _WORD.findall(name)]
    for house in houses:
        own = [word.casefold() for word in _WORD.findall(house)]
        if _plain(house) == _plain(name) or (own and words[: len(own)] == own) or own[: max(len(words), 2)] == words:
            return True
    return False


def agreed(claims: Sequence[Sequence[str]], houses: Collection[str] = ()) -> tuple[str, ...]:
    """The authors that several places on a page state together: the most deliberate place first, what readers see last.

    Of persons who differ those that most places name are taken, in the words of the first place that names them or of
    another that names them and more; where as many places name others, nothing decides, and nobody is named. Without
    persons, the first claim is taken, be it a house.
    """
    others = [tuple(name for name in claim if not is_house(name, houses)) for claim in claims]
    persons = [
        claim if any(is_person(name) and not is_organisation(name) for name in claim) else () for claim in others
    ]
    named = [claim for claim in persons if claim]
    if not named:
        return tuple(next((claim for claim in claims if claim), ()))
    support = [sum(_overlap(claim, other) for other in others) for claim in named]
    best = named[support.index(max(support))]
    if any(count == max(support) and not _overlap(best, claim) for claim, count in zip(named, support, strict=True)):
        return ()
    # Readers may see more names than the authors' beside a headline, what is marked as an author is one.
    confirmed = sum(set(map(_plain, claim)) == set(map(_plain, best)) for claim in named) > 1
    for claim in persons[:-1] if confirmed else persons:
        if len(claim) > len(best) and all(any(_is_same(name, other) for other in claim) for name in best):
            best = claim
    return best


def _overlap(some: Sequence[str], others: Sequence[str]) -> bool:
    return any(_is_same(name, other) for name in some for other in others)


def _is_same(name: str, other: str) -> bool:
    """Whether two names may be one person's: they share a word that is no initial."""
    words, others = ({word.casefold() for word in _WORD.findall(one) if len(word) > 2} for one in (name, other))
    return bool(words & others) or _plain(name) == _plain(other)


def paper(value: str, host: str = "", sections: Collection[str] = ()) -> str:
    """The name of a newspaper in what a field states, or nothing: a slogan behind it is taken off, an address is none.

    `host` is the site's, `sections` what the page calls the parts of it.
    """
    parts = [part.strip() for part in _PAPER_PARTS.split(" ".join(value.split())) if part.strip()]
    parts = [part for part in parts if _is_paper(part) and part.casefold() not in {one.casefold() for one in sections}]
    if not parts:
        return ""
    site = _plain(host.partition(".")[0])
    in_host = [part for part in parts if site and (_plain(part) in _plain(host) or site in _plain(part))]
    return (in_host or parts)[0]


def _is_paper(text: str) -> bool:
    words = text.split()
    if len(words) > _MOST_WORDS_OF_PAPER or not any(character.isalpha() for character in text):
        return False
    if "," in text or "/" in text or text[-1] in ".!?" or text.casefold() in ("www", "home", "homepage", "index"):
        return False
    address = text.casefold().removeprefix("www.")
    # An address in small letters is one; `ABC.es` is what a paper calls itself.
    return not (text.islower() and " " not in text and "." in text) and not (
        text.casefold().startswith("www.") and address
    )


def host_of(address: str) -> str:
    """The host of an address, without `www.`; empty for what is no address."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold().removeprefix("the")
