"""One line -> who wrote the article and when it appeared, if the line says that and nothing else.

A byline is recognised by being used up: dates, times, reading times, labels, names and roles are taken away, and
nothing may be left that is a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.reading.dates import FoundDate, find_dates

MOST_WORDS = 40

_LABEL = (
    r"first published|originally published|published(?: on| at)?|posted(?: on| at| in)?|publication date|date published"
    r"|release date|issued|date|created|опубліковано|дата публікації|опубликовано|дата публикации|дата|veröffentlicht(?: am)?"
    r"|erstellt(?: am)?|publié(?:e)?(?: le)?|paru le|publicado(?: el)?|publicada(?: el)?|fecha|pubblicato(?: il)?"
    r"|opublikowano|gepubliceerd(?: op)?"
)
_UPDATED = (
    r"last updated(?: on| at)?|updated(?: on| at)?|last modified|modified|edited|оновлено|обновлено|изменено|змінено"
    r"|aktualisiert(?: am)?|stand|zuletzt aktualisiert(?: am)?|zuletzt geändert|geändert|mis(?:e)? à jour(?: le)?|modifié(?: le)?"
    r"|actualizado(?: el)?|actualizada(?: el)?|aggiornato(?: il)?|zaktualizowano|bijgewerkt"
)
_LABELS = re.compile(rf"\b(?:(?P<updated>{_UPDATED})|(?P<published>{_LABEL}))\b\s*:?", re.IGNORECASE)
_TIME = re.compile(
    r"\b(?:at |um |à |a las |o |в |о |об )?\d\d?[:.h]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|uhr|h|hrs)?"
    r"(?:\s*\(?(?:[A-Z]{2,4}T?|GMT|UTC)(?:[+-]\d\d?(?::?\d\d)?)?\)?)?(?:[+-]\d\d:?\d\d|Z)?"
    r"|\bT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d?\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_READ_TIME = re.compile(
    r"(?:reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|час читання|время чтения)?\s*:?\s*\d+\s*[- ]?"
    r"(?:min(?:ute)?s?|minuten|minutos|хв|мин)\w*\.?[- ]*(?:read(?:ing)?|lesezeit|de lecture|de lectura|читання|чтения)?\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi"
    r"|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|понеділок|вівторок"
    r"|середа|четвер|п['’]ятниця|субота|неділя|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b"
    r"|\bр\.|\bг\.|\b(?:року|года)\b|\b(?:the|am|le|el|den)\s*$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\W*(?:(?:written|reported|posted|published|story|text|words|analysis|opinion|compiled|contributed|edited|reporting)\s+by"
    r"|by|authors?|written by|автори?|автор[ыи]?|текст|авторка|von|autor(?:in|en)?|ein beitrag von|eine analyse von|par|rédigé par"
    r"|auteure?s?|por|redactado por|autor(?:es|a)?|texto|di|door|autorzy|opracowanie|підготува(?:в|ла|ли)|подготовил[аи]?)"
    r"(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[|•·,;/]|\s[–—-]\s|\s(?:and|und|et|y|та|і|й|и|e|en|i|&)\s)\s*")
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "le",
        "van",
        "der",
        "den",
        "von",
        "zu",
        "zur",
        "ter",
        "ten",
        "bin",
        "ibn",
        "al",
        "el",
        "of",
        "for",
        "the",
        "and",
        "für",
        "and",
        "y",
        "e",
        "st",
        "news",
        "desk",
        "newsroom",
        "staff",
        "team",
        "editorial",
        "writer",
        "reporter",
        "correspondent",
        "press",
        "agency",
        "і",
        "та",
        "и",
        "редакція",
        "редакция",
    ]
)
_ROLE = re.compile(
    r"^(?:(?:senior|chief|staff|special|political|foreign|defen[cs]e|deputy|managing|associate|guest|our|bbc)\s+)*(?:writers?"
    r"|reporters?|correspondents?|editors?|editor-in-chief|contributors?|columnists?|journalists?|author|analysts?|producer"
    r"|журналіст\w*|кореспондент\w*|редактор\w*|журналист\w*|корреспондент\w*|redakteur\w*|korrespondent\w*|journalistin"
    r"|journaliste|correspondante?|rédacteur\w*|periodista|corresponsal|redactora?)\b.*$"
    r"|^(?:in|from|for|aus|à|depuis|en|desde)\s+[^\W\d_].*$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:desk|newsroom|staff|team|department|institute|centre|center|ministry|agency|bureau|press service|press office|association"
    r"|foundation|university|council|committee|office|unit|observatory|society|федерація|редакці[яї]|редакци[яи]|агентство"
    r"|інститут|институт|центр|міністерство|министерство|відділ|отдел|прес-?служба|пресс-?служба|університет|университет|redaktion"
    r"|institut|ministerium|agentur|abteilung|zentrum|universität|rédaction|ministère|agence|université|service|redacción"
    r"|instituto|centro|ministerio|agencia|departamento|universidad)\b",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"^(?P<name>\S.*?)(?:['’]s?)?\s+(?:news ?desk|newsroom|news (?:team|staff|service)|editorial (?:team|staff|board)|web desk"
    r"|desk|редакція|редакция|redaktion|redacción)$|^(?:редакція|редакция|redaktion|die redaktion|la rédaction"
    r"(?: d[eu']?)?|la redacción(?: de)?)\s+(?P<name_after>[A-ZА-ЯІЇЄҐ«\"„].*)$",
    re.IGNORECASE,
)
_GENERIC_DESK = frozenset(
    [
        "our",
        "the",
        "news",
        "web",
        "online",
        "digital",
        "international",
        "national",
        "world",
        "foreign",
        "business",
        "sports",
        "sport",
        "politics",
        "political",
        "editorial",
        "local",
        "breaking",
        "national",
        "metro",
        "city",
        "video",
        "photo",
        "data",
        "science",
        "tech",
        "technology",
        "culture",
        "opinion",
        "our",
    ]
)
_WORD = re.compile(r"[^\W\d_][^\s,;|/]*")
_LEFTOVER = re.compile(r"[\s|•·,;:()\[\]/–—.\-©@]+")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline states; `published` and `updated` are dates not yet settled between two readings."""

    authors: tuple[str, ...] = ()
    published: FoundDate | None = None
    updated: FoundDate | None = None
    publisher: str | None = None


def read_byline(text: str, words: int, *, signed: bool = True) -> Byline | None:
    """The byline or date line that `text` is, or None when it says anything else.

    `signed` is False when no word of the line can introduce an author.
    """
    if words > MOST_WORDS or len(text) > 300 or "©" in text:
        return None
    by = _BY.match(text) if signed else None
    dates = find_dates(text)
    if by is None and not dates:
        return None
    published, updated = _labelled(text, dates)
    rest = text
    for found in reversed(dates):
        rest = rest[: found.start] + " | " + rest[found.end :]
    rest = _READ_TIME.sub(" | ", rest)
    rest = _TIME.sub(" | ", rest)
    rest = _LABELS.sub(" | ", rest)
    rest = _WEEKDAY.sub(" ", rest)
    rest = rest.strip(" |•·,;:-–—()[]\t\xa0")
    by = _BY.match(rest) if signed else None
    if not _LEFTOVER.sub("", rest):
        return Byline((), published, updated, None)
    if by is not None:
        names = _names(rest[by.end() :])
        if names:
            return Byline(names, published, updated, _publisher_of(names))
        return None
    if not dates:
        return None
    organisation = _organisation(rest)
    if organisation is not None:
        return Byline((organisation,), published, updated, _publisher_of((organisation,)))
    # A place or a section beside the date: a date line, but nobody's name for certain.
    parts = [part for part in _SEPARATOR.split(rest) if part]
    if words <= 16 and all(_is_name(part) for part in parts):
        return Byline((), published, updated, None)
    return None


def _labelled(text: str, dates: list[FoundDate]) -> tuple[FoundDate | None, FoundDate | None]:
    """The dates by what stands before them; without a label the first one is the publication's."""
    published: FoundDate | None = None
    updated: FoundDate | None = None
    last = 0
    for found in dates:
        labels = list(_LABELS.finditer(text, last, found.start))
        last = found.end
        if labels and labels[-1]["updated"]:
            updated = updated or found
        elif published is None:
            published = found
    return published, updated


def _names(text: str) -> tuple[str, ...]:
    """The names in a list of names and roles; nothing when anything in it is neither."""
    names = []
    for part in _SEPARATOR.split(text):
        part = part.strip(" .,;:|•·–—-()[]@\t\xa0")
        if not part or _ROLE.match(part):
            continue
        part = re.sub(r"^(?:by|and|und|et|y)\s+", "", part, flags=re.IGNORECASE)
        for_whom = re.match(r"^(.+?)\s+(?:in|for|für|für die|pour|para)\s+[A-ZА-ЯІЇЄҐ]\S*.*$", part)
        if for_whom and _is_name(for_whom.group(1)):
            part = for_whom.group(1)
        if not _is_name(part):
            return ()
        names.append(part)
    return tuple(dict.fromkeys(names))


def _is_name(text: str) -> bool:
    words = _WORD.findall(text)
    if not words or len(words) > 9 or len(text) > 90 or text[-1] in "!?" or any(c.isdigit() for c in text):
        return False
    if re.search(r"[.!?]\s+\S*[^\W\d_]{3}", text) and not re.search(r"\b(?:St|Dr|Jr|Sr|Mr|Ms|Mrs|Prof)\.\s", text):
        return False
    named = [word for word in words if word.lower().strip(".") not in _PARTICLES]
    return bool(named) and all(word[0].isupper() or not word[0].islower() for word in named)


def _organisation(text: str) -> str | None:
    """An organisation that signs the date line, when the line holds its name and nothing else."""
    name = text.strip(" |•·,;:–—-")
    if "|" in name or not _ORGANISATION.search(name) or not _is_name(name.replace(",", " ")):
        return None
    return name if len(_WORD.findall(name)) >= 2 else None


def _publisher_of(names: tuple[str, ...]) -> str | None:
    """The publisher whose own desk signs: the name in front of "news desk" and the like, unless it is no name."""
    for name in names:
        desk = _DESK.match(name)
        if desk is None:
            continue
        house = (desk["name"] or desk["name_after"]).strip()
        house = house.strip('«»"„“”')
        if house and not all(word.lower() in _GENERIC_DESK for word in house.split()):
            return house[0].upper() + house[1:]
    return None
