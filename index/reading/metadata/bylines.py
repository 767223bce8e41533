"""One line -> who wrote the article and when it appeared, if the line says that and nothing else.

A byline is recognised by being used up: dates, times, reading times, labels, names and roles are taken away, and
nothing may be left that is a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from index.reading.metadata.date_labels import EDGES, TIME, labelled_dates, tells_age, unglued, without_dates
from index.reading.metadata.dates import FoundDate, find_dates
from index.reading.metadata.names import AND, FIGURES, ORGANISATION, PARTICLES, ROLE, is_button, is_role
from index.text.patterns import any_of

_MOST_WORDS = 40
_MOST_WORDS_BESIDE = 6
_MOST_WORDS_BESIDE_A_DAY = 2
_MOST_DATES = 2
"""A line with more dates is a list of stories."""
_LONGEST = 300

_BY = any_of(
    r"""
    (?:written|reported|posted|published|story|text|words|compiled|contributed|reporting)\s+by
    (?:analysis|opinion|interview|review|commentary|comment|column|feature|essay|report)\s+by
    by|authors?(?: of the article)?|автори?|автор[ыи]?|текст|авторка|von|autor(?:in|en)?
    (?:eine? )?(?:beitrag|analyse|kommentar|interview|gastbeitrag|gastkommentar|reportage|kolumne|bericht|essay) von
    (?:analyse|commentaire|entretien|chronique|reportage)\s+par|(?:commento|analisi|intervista|editoriale)\s+di
    (?:kommentar|analyse|anmeldelse|ledare|krönika|intervju)\s+a[vf]
    журналіст(?:ка)?(?=:)|журналист(?:ка)?(?=:)|кореспондент(?:ка)?(?=:)|корреспондент(?:ка)?(?=:)
    par|texte par|rédigé par|écrit par|propos recueillis par|auteure?s?|por|redactado por|escrito por|autor(?:es|a)?
    texto|di|door|autorzy|opracowanie|geschrieben von|记者|作者|記者|מאת|بقلم|كتب
    підготува(?:в|ла|ли)|подготовил[аи]?
    """,
    before=r"\W*",
    after=r"(?:\s*[:：]\s*|\s+)",
)
_OTHER_WORK = re.compile(
    r"\s*(?:;|\.)?\s*\b(?:editing|edited|additional reporting|translated|translation|photos?|photographs|video"
    r"|graphics?|fact-checked|with reporting|redaktion|переклад|перевод|фото)(?:\s*:|\s+(?:by|von)\b).*$"
    r"|\s*\((?:avec|with|mit|con)\s[^)]*\)?$",
    re.IGNORECASE,
)
_NOBODY = any_of(
    r"""
    admin|administrator|editors?|webmaster|staff|newsroom|redaktion|redacción|rédaction|la rédaction|redazione
    редакція|редакция|адміністратор|администратор
    """,
    before="^",
    after=r"(?:\s+(?:in|under)\s.*)?$",
)
_AND = re.compile(rf"\b(?:{AND}|AND|UND|ET)\b|&")
_PARTS = re.compile(rf"(\s*(?:[|•·,;/]|\s[–—-]\s|(?:,\s*)?\b(?:{AND}|AND|UND|ET)\s|&)\s*)")
_SEPARATOR = re.compile(rf"\s*(?:[|•·,;/]|\s[–—-]\s|\s(?:{AND}|&)\s)\s*")
_HANDLE = re.compile(r"\s*@\w+")
_BAR = re.compile(r"[|•·]")
_STRONG_SEPARATOR = re.compile(r"\s*(?:[|•·]|\s[–—/-]\s)\s*")
_AGENCY = re.compile(r"[a-z]{2,4}|[A-Z]{2,4}")
_FOR_WHOM = re.compile(r"^(.+?)\s+(?i:in|for|für|pour|para|with|avec|mit|con|à|aus|from|at|з|с)\s+[^\W\d_a-zа-я]\S*.*$")
_PARTICLES = frozenset(
    """
    de del della di da dos das du des la le van der den von zu zur ter ten bin ibn al el of for the and für y
    e st news desk newsroom staff team editorial writer reporter correspondent press agency і та и редакція
    редакция
    """.split()
)
_BARE_ROLE = re.compile(
    r"(?:writer|reporter|correspondent|editor|columnist|journalist|redakteur(?:in)?|korrespondent(?:in)?)$",
    re.IGNORECASE,
)
_LONGEST_ROLE = 3
_PLACE = re.compile(r"^(?:in|from|for|aus|à|depuis|en|desde)\s+[^\W\d_].*$", re.IGNORECASE)
_OUTLET = re.compile(
    r"\b(?:news|times|post|press|media|daily|herald|tribune|journal|agency|tv|radio|online)\b", re.IGNORECASE
)
# Words of sections, regions and kinds of text, which stand beside dates as names do.
_NO_PERSON = frozenset(
    """
    news world europe asia africa america americas east west north south middle new united states kingdom
    national international global local region oblast district county province city politics political
    business economy sport sports culture opinion analysis update release statement report breaking latest
    live press science tech technology health war crisis conflict elections video audio photo interview
    feature features editorial exclusive special politik wirtschaft kultur welt ausland inland meinung monde
    images pictures photos archive stock
    politique économie société mundo política economía cultura sociedad світ новини політика економіка війна
    суспільство культура спорт область регіон мир новости политика экономика война общество регион san los las
    saint st el al le la the
    """.split()
)
_DESK = any_of(
    r"""
    (?P<name>\S.*?)(?:['’]s?)?\s+(?:news ?desk|newsroom|news (?:team|staff|service)|editorial (?:team|staff|board))
    (?P<desk>\S.*?)\s+(?:web desk|desk|редакція|редакция|redaktion|redacción)
    (?:редакція|редакция|(?:die )?redaktion|la rédaction(?: d[eu]| d['’])?|la redacción(?: de)?)\s+(?P<after>\W?\w.*)
    """,
    before="^",
    after="$",
)
_GENERIC_DESK = frozenset(
    """
    our the news web online digital international national world foreign business sports sport politics
    political editorial local breaking metro city video photo data science tech technology culture opinion
    """.split()
)
# What stands behind a name, glued to it where the page sets the two apart by style alone.
_FOLLOW_BUTTON = re.compile(
    r"(?:\s+|(?<=[^\W\d_A-ZÀ-Þ]{2}))(?:Follow|Suivre|Folgen|Seguir|Стежити|Следить|Twitter|Facebook|Instagram|LinkedIn)$"
)
_GLUED = re.compile(r"(?<=[a-zß-ÿ]{2})(?=[A-ZÀ-Þ][a-zß-ÿ]{3,}$)")
_REMARK = re.compile(r"\s*\([^()]*(?:\)|$)")
_KOREAN_REPORTER = re.compile(r"(?:^|[\s,·])([가-힣]{2,4})\s(?:기자|특파원)(?=$|[\s,·])")
_LONGEST_KOREAN_SIGNATURE = 8
_WORD = re.compile(r"[^\W\d_][^\s,;|/]*")
_SENTENCES = re.compile(r"(?<=[^\W_]{2})[.!?]\s+\S*[^\W\d_]{3}")
_TITLES = re.compile(r"\b(?:St|Dr|Jr|Sr|Mr|Ms|Mrs|Prof|Gen|Col|Lt|Rev)\.\s")
_PERSONS_WORDS = range(2, 4)


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline states; `published` and `updated` are dates not yet settled between two readings.

    `beside` are words that stand beside a date and are nobody's name for certain: a place, a section, or a headline.
    With `is_labelled` the line says that the date is when the article appeared.
    """

    authors: tuple[str, ...] = ()
    published: FoundDate | None = None
    updated: FoundDate | None = None
    publisher: str | None = None
    beside: str = ""
    is_labelled: bool = False


def read_byline(text: str, words: int, *, signed: bool = True) -> Byline | None:
    """The byline or date line that `text` is, or None when it says anything else.

    `signed` is False when no word of the line can introduce an author.
    """
    if words > _MOST_WORDS or len(text) > _LONGEST or "©" in text:
        return None
    text = unglued(text)
    dates = find_dates(text)
    if words <= _LONGEST_KOREAN_SIGNATURE and (reporters := _KOREAN_REPORTER.findall(text)):
        return Byline(tuple(reporters), *labelled_dates(text, dates)[:2])
    if not dates and not signed and not tells_age(text):
        return None
    published, updated, is_labelled = labelled_dates(text, dates)
    rest = without_dates(text, dates)
    found = _stated(text, rest, dates, published, updated, signed=signed, words=words)
    return None if found is None else replace(found, is_labelled=is_labelled)


def _stated(
    text: str,
    rest: str,
    dates: list[FoundDate],
    published: FoundDate | None,
    updated: FoundDate | None,
    *,
    signed: bool,
    words: int,
) -> Byline | None:
    """What a line states of which `rest` is left without its dates."""
    by = _BY.match(rest) if signed else None
    if not rest:
        return Byline((), published, updated) if dates else None
    if by is not None:
        names = _names(rest[by.end() :])
        return None if names is None else Byline(names, published, updated, _publisher_of(names))
    if signed and (names := _names_with_role(rest)):
        return Byline(names, published, updated, _publisher_of(names))
    if not dates:
        writer = person(rest) if _BAR.search(text) and tells_age(text) else None
        return Byline((writer,)) if writer else None
    if (organisation := _organisation(rest)) is not None:
        return Byline((organisation,), published, updated, _publisher_of((organisation,)))
    parts = [part for part in _SEPARATOR.split(rest) if part]
    if words > 16 or not all(_is_name(part) for part in parts):
        # A date set apart from a word or two, or with a time of day from a few, is when something appeared.
        is_stamp = _is_stamp(text, rest, dates[0]) and rest[-1] not in ".!?"
        return Byline((), published, updated, beside=rest) if is_stamp else None
    if len(dates) <= _MOST_DATES and (writer := _person_beside(text, dates[0])):
        return Byline((writer,), published, updated)
    return Byline((), published, updated, beside=rest)


def _is_stamp(text: str, rest: str, first: FoundDate) -> bool:
    """Whether a date is set apart from the words beside it by a bar or has a time of day, and they are few."""
    beside = len(rest.split())
    if TIME.search(text) is None:
        return _BAR.search(text) is not None and beside <= _MOST_WORDS_BESIDE_A_DAY
    if _BAR.search(text) and beside <= _MOST_WORDS_BESIDE:
        return True
    # A line that begins with a day and its time may go on with buttons.
    opens = not without_dates(text[: first.end], [first]) and TIME.match(text[first.end :].lstrip(EDGES)) is not None
    return (opens and rest[0].islower()) or (
        beside <= _MOST_WORDS_BESIDE_A_DAY and (opens or 0 <= text.find(rest) < first.start)
    )


def introduces_author(text: str) -> bool:
    """Whether a line is no more than the word that stands before an author's name."""
    return _BY.fullmatch(f"{text} ") is not None


def _names(text: str) -> tuple[str, ...] | None:
    """The names in a list of names, roles and places; None when anything in it is none of these."""
    names: list[str] = []
    parts = _PARTS.split(_REMARK.sub("", _OTHER_WORK.sub("", text)))
    parts[-1] = _without_role_behind(_FOLLOW_BUTTON.sub("", parts[-1]))
    for separator, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        part = _BY.sub("", part.strip(EDGES))
        if (
            not part
            or _AGENCY.fullmatch(part)
            or is_button(part)
            or _NOBODY.match(part)
            or ROLE.match(part)
            or _PLACE.match(part)
        ):
            continue
        for_whom = _FOR_WHOM.match(part)
        if for_whom is not None and _is_name(for_whom[1]):
            part = for_whom[1]
        if not _is_name(part):
            return None
        # Behind a comma: where they are, or whom they work for.
        if separator and not _AND.search(separator) and (len(part.split()) == 1 or _OUTLET.search(part)):
            continue
        names.append(part)
    return tuple(dict.fromkeys(names))


def _without_role_behind(text: str) -> str:
    """A name without the role that is glued to it."""
    cut = _GLUED.search(text)
    return text[: cut.start()] if cut is not None and ROLE.match(text[cut.start() :]) else text


def persons_in(text: str) -> tuple[str, ...]:
    """The persons of whom a text is a list; nothing where it holds anything else but agencies."""
    text = _FOLLOW_BUTTON.sub("", _HANDLE.sub("", text))
    words = text.split()
    half = len(words) // 2
    if len(words) % 2 == 0 and words[:half] == words[half:]:  # a picture's text and the name beside it
        text = " ".join(words[:half])
    parts = [part.strip(EDGES) for part in _PARTS.split(text)[::2]]
    names = [person(part) for part in parts if part and not _AGENCY.fullmatch(part)]
    return tuple(name for name in names if name) if all(names) else ()


def _names_with_role(text: str) -> tuple[str, ...]:
    """Names that a role follows, as in `Ann Lee, staff writer`."""
    parts = [part.strip(EDGES) for part in re.split(r"\s*[|•·,]\s*|\s[–—-]\s", text)]
    parts = [part for part in parts if part]
    if len(parts) == 1:
        parts = _before_role(parts[0])
    if len(parts) != 2 or not ROLE.match(parts[1]) or ROLE.match(parts[0]) or len(parts[1].split()) > 5:
        return ()
    names = _names(parts[0]) or ()
    return names if all(len(name.split()) in _PERSONS_WORDS for name in names) else ()


def _before_role(text: str) -> list[str]:
    """A person's name and the role that follows it without a mark between, as in `Ann Lee Chief Reporter`."""
    words = text.split()
    for cut in _PERSONS_WORDS:
        name, role = " ".join(words[:cut]), " ".join(words[cut:])
        if person(name) and 1 <= len(words) - cut <= _LONGEST_ROLE and _BARE_ROLE.search(role) and role.istitle():
            return [name, role]
    return []


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    if not words or len(words) > 9 or len(text) > 90 or text[-1] in "!?" or FIGURES.search(text):
        return False
    if _SENTENCES.search(text) and not _TITLES.search(text):
        return False
    named = [word for word in words if word.lower().strip(".") not in _PARTICLES]
    return (
        bool(named) and not words[0][0].islower() and all(word[0].isupper() or not word[0].islower() for word in named)
    )


def _person_beside(text: str, found: FoundDate) -> str | None:
    """A person's name that a bar, a dot or a dash sets apart from the date; a comma would do for a place as well."""
    before, after = text[: found.start], text[found.end :]
    if TIME.search(after) and before.rstrip().endswith(",") and (name := person(before)):
        return name  # datelines, which name a place there, tell no time of day
    parts = (*_STRONG_SEPARATOR.split(before)[:-1], *_STRONG_SEPARATOR.split(after)[1:])
    return next((name for part in parts if (name := person(part))), None)


def person(text: str) -> str | None:
    """The name of a person that a text may be: two or three capitalised words, none of them of a section or region."""
    words = text.strip(EDGES).split()
    if _BY.match(text) or is_role(text) or ORGANISATION.search(text):
        return None
    named = [word for word in words if word.lower() not in PARTICLES]
    if len(named) not in _PERSONS_WORDS or not _is_name(text) or _NO_PERSON & {word.lower() for word in named}:
        return None
    return " ".join(words) if all(re.sub(r"[.'’-]", "", word).isalpha() for word in words) else None


def _organisation(text: str) -> str | None:
    """An organisation that signs the date line, when the line holds its name and nothing else."""
    if "|" in text or not ORGANISATION.search(text) or not _is_name(text.replace(",", " ")):
        return None
    return text if len(_WORD.findall(text)) >= 2 else None


def _publisher_of(names: tuple[str, ...]) -> str | None:
    """The publisher whose own desk signs: the name in front of "news desk" and the like, unless it is no name."""
    for name in names:
        desk = _DESK.match(name)
        if desk is None:
            continue
        house = (desk["name"] or desk["desk"] or desk["after"]).strip(' «»"„“”')
        if house and not all(word.lower() in _GENERIC_DESK for word in house.split()):
            return house[0].upper() + house[1:]
    return None
