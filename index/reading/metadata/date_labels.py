"""What stands beside the dates of a line: labels, times of day, weekdays; and which date is the publication's."""

from __future__ import annotations

import re

from index.reading.metadata.dates import FoundDate, find_dates
from index.text.patterns import any_of

_PUBLISHED = r"""
    first published|originally published|published(?: on| at)?|posted(?: on| at| in)?|publication date|date published
    release date|issued|date|created|опубліковано|дата публікації|опубликовано|дата публикации|дата
    veröffentlicht(?: am)?|erstellt(?: am)?|publiée?(?: le)?|paru le|publicad[oa](?: el)?|fecha|pubblicato(?: il)?
    opublikowano|gepubliceerd(?: op)?|udgivet|julkaistu|avaldatud|paskelbta|objavljeno|megjelent|közzétéve
    publi[ck](?:a[ctd]|er|ov)\w*|publiser\w*|diterbitkan|giriş|yayın\w*|đăng|δημοσίευση|публикувано
    公開日?|掲載日?|投稿日?|配信|发布|發佈|发表|發表|입력|등록|게재|פורסם|نشر
    """
_UPDATED = r"""
    last updated(?: on| at)?|updated(?: on| at)?|last modified(?: on)?|modified|edited
    оновлено|обновлено|изменено|змінено
    (?:zuletzt )?aktualisiert(?: am)?|stand|(?:zuletzt )?geändert(?: am)?|mise? à jour(?: le)?|modifiée?(?: le)?
    (?:sist |sidst |senast )?(?:oppdatert|uppdaterad|opdateret)|päivitetty|aggiornato(?: il)?|bijgewerkt|uuendatud
    (?:ostatnia |zuletzt |última )?(?:aktuali[sz]|zaktualizow|actuali[sz])\w*(?: el| a)?
    (?:son )?güncell?e\w*|frissít\w*|ažurirano|posodobljeno|atnaujinta|diperbarui|cập nhật|ενημέρωση
    (?:最終)?更新日?|(?:최종\s?)?수정|עודכן|(?:آخر )?تحديث
    """
_PUBLISHED_LABEL = any_of(_PUBLISHED, before=r"\b", after=r"\b\s*[:：]?")
_UPDATED_LABEL = any_of(_UPDATED, before=r"\b", after=r"\b\s*[:：]?")
# The day of a change without its year, behind a full date.
_CHANGED_LATER = any_of(_UPDATED, before=r"\|\s*", after=r"\b\s*:?\s*[^\W\d_]*\.?\s*\d{0,2}\.?\s*[^\W\d_]*\s*$")
TIME = re.compile(
    r"\b(?:at |um |à |a las |às |alle |ore |kl\.? |o |o godz\. |в |о |об )?\d\d?[:.h]\d\d(?:[:.]\d\d)?"
    r"\s*(?:[ap]\.?m\.?|uhr|h|hrs)?"
    r"(?:\s*\(?(?:(?-i:[A-Z]{2,5})|gmt|utc|msk)\b(?:[+-]\d\d?(?::?\d\d)?)?\)?)?(?:[+-]\d\d:?\d\d|Z)?"
    r"|\b\d\d?(?:時|点|시)\s?(?:\d\d?(?:分|분))?|\bT\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|\b\d\d?\s*[ap]\.?m\b\.?",
    re.IGNORECASE,
)
_READ_TIME = re.compile(
    r"(?:reading time|read time|lesezeit|lesedauer|temps de lecture|tiempo de lectura|час читання|время чтения)?\s*:?"
    r"\s*\d+\s*[- ]?(?:min(?:ute)?s?|minuten|minutos|хв|мин)\w*\.?[- ]*(?:read(?:ing)?|lesezeit|de lecture|de lectura"
    r"|читання|чтения)?\b",
    re.IGNORECASE,
)
_WEEKDAY = any_of(
    r"""
    (?:mon|tue|tues|wednes|thurs|fri|satur|sun)(?:day)?|wed|thur?|sat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag
    lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo
    понеділок|вівторок|середа|четвер|п['’]ятниця|субота|неділя
    пн|вт|ср|чт|пт|сб|вс|нд|(?:mo|di|mi|do|fr|sa|so)(?=[.,]*\s*\|)
    понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|року|года
    """,
    before=r"\b",
    after=r"\b",
)
# What joins a date to the words before it and stays behind when the date is taken away.
_HANGING = re.compile(r"\b(?:on|am|le|el|il|den|the|of|vom|dated|р|г)\.?\s*(?=\||$)|(?<=\|)\s*(?:р|г)\.", re.IGNORECASE)
# What stands beside names without being one: addresses, accounts and the section that a blog files its posts under.
_ADDRESS = re.compile(r"\S+@\S+\.\w+|@\w+")
_AGO = re.compile(
    r"\b(?:(?:an?|one|\d+)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\s+ago"
    r"|vor \d+ (?:minuten|stunden|tagen)|il y a \d+ (?:minutes|heures|jours)|hace \d+ (?:minutos|horas|días)"
    r"|\d\d?[hdw]|\d+\s+(?:хвилин|годин|дн|минут|час)\w*\s+(?:тому|назад))\b",
    re.IGNORECASE,
)
# A day without its year beside a full date, as a change has it.
_DAY_ALONE = re.compile(r"\d\d?[月월]\s?\d\d?[日일]")
_COUNTER = re.compile(r"(?:(?<=[|•·])|^)\s*\d+\s+[^\W\d_]+\s*(?=[|•·]|$)")
_GLUED = re.compile(r"(?<=[^\W\dA-ZÀ-Þ_]{2})(?=[A-ZÀ-Þ\d])")
_OTHER_LABEL = re.compile(r"(?P<label>[^\W\d_][^|•·:\d]{2,30}):\s*(?:[^\W\d_]{2,10}[.,]?\s*)?$")
_WHO = re.compile(r"(?:by|von|par|por|автор|текст|text|texte|texto|dat|data|datum)", re.IGNORECASE)
EDGES = " |•·,;:/–—-()[]@.\t\xa0"


def tells_dates(text: str) -> bool:
    """Whether a line begins by saying that a date after it is when something appeared or was changed."""
    return (_PUBLISHED_LABEL.match(text) or _UPDATED_LABEL.match(text)) is not None and bool(find_dates(text))


def unglued(text: str) -> str:
    """A line with a space before each label or date that the page sets apart from a name by style alone."""
    cuts = [glue.end() for glue in _GLUED.finditer(text)]
    for cut in reversed(cuts):
        rest = text[cut:]
        if (
            _PUBLISHED_LABEL.match(rest)
            or _UPDATED_LABEL.match(rest)
            or any(one.start == 0 for one in find_dates(rest))
        ):
            text = f"{text[:cut]} {rest}"
    return text


def is_update_label(text: str) -> bool:
    """Whether a line only says that the date after it is that of a change."""
    return _UPDATED_LABEL.fullmatch(text.rstrip(": ：")) is not None


def is_publication_label(text: str) -> bool:
    """Whether a line only says that the date after it is that of the publication."""
    return _PUBLISHED_LABEL.fullmatch(text.rstrip(": ：")) is not None


def tells_age(text: str) -> bool:
    """Whether a line says how long ago something appeared."""
    return _AGO.search(text) is not None


def without_dates(text: str, dates: list[FoundDate]) -> str:
    """A line without its dates, times, reading times and the words that belong to them."""
    rest = text
    for found in reversed(dates):
        rest = rest[: found.start] + " | " + rest[found.end :]
    labels = (_CHANGED_LATER, _UPDATED_LABEL, _PUBLISHED_LABEL) if dates or tells_age(text) else ()
    for pattern in (_ADDRESS, _READ_TIME, TIME, _AGO, *labels, _DAY_ALONE, _COUNTER):
        rest = pattern.sub(" | ", rest)
    rest = _HANGING.sub(" ", _WEEKDAY.sub(" ", rest)).strip(EDGES)
    # What counts views or comments says nothing of when or who.
    return "" if dates and rest.replace(" ", "").isdecimal() else rest


def labelled_dates(text: str, dates: list[FoundDate]) -> tuple[FoundDate | None, FoundDate | None, bool]:
    """The dates of publication and of change by what stands before them, and whether a label says the former.

    Without a label the first date is the publication's; one with another label, as an event's, is neither.
    """
    published: FoundDate | None = None
    updated: FoundDate | None = None
    is_labelled = False
    last = 0
    for found in dates:
        changed = max((label.end() for label in _UPDATED_LABEL.finditer(text, last, found.start)), default=-1)
        appeared = max((label.end() for label in _PUBLISHED_LABEL.finditer(text, last, found.start)), default=-1)
        other = _OTHER_LABEL.search(text, last, found.start)
        last = found.end
        if changed > appeared:
            updated = updated or found
        elif appeared >= 0 and not is_labelled:
            published, is_labelled = found, True
        elif published is None and (other is None or _WHO.match(other["label"])):
            published = found
    return published, updated, is_labelled
