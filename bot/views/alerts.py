"""Watches, and what new articles have for them -> messages of at most a screenful. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telegram.constants import MessageEntityType

from bot.records import Alert, Digest, Watch
from bot.texts import Texts
from bot.views.answers import add_attribution, add_folding, add_passage
from bot.views.composer import Composed, Composer, clip, shown
from bot.views.keyboards import Buttons
from bot.views.screen import FOLDED_LINES, SCREEN_LINES, lines_of
from bot.views.view import View
from index.models import Quote, WatchReason

# Five sentences of three lines with their sources fill a screen; what is more is opened by a button.
QUOTES_A_PAGE = 5
# In a heading, and in one line of a list.
_HEADING_UNITS, _WORDS_UNITS = 80, 36
# A fifth of what a message can hold.
_SENTENCE_UNITS = 700
_ATTRIBUTION_UNITS = 120
_LISTED_ATTRIBUTION_UNITS = 40
# Why it is one, its sentence, its source, and the line between it and what follows.
_LINES_OF_A_QUOTE = 7
# More watches than this are said by number in a digest, and have a button all the same.
_NAMED = 10


@dataclass(frozen=True, slots=True)
class AlertedQuote:
    """A quote as it stands in the archive now, and why it is one for the watch."""

    quote: Quote
    why: WatchReason


def alert_view(alert: Alert, quotes: Sequence[AlertedQuote], offset: int, buttons: Buttons) -> View:
    """Some of an alert's quotes, those from `offset` on, each with why it is one."""
    texts = buttons.texts
    composer = _headed(alert, texts)
    alone = len(alert.hits) == len(quotes) == 1
    for number, alerted in enumerate(quotes, start=offset + 1):
        said = alerted.quote if alone else alerted.quote.sentence_alone
        label = "" if alone else f"[{number}] "
        composer.line_break(2 if alone else 1)
        composer.add(f"{label}{_reason(alerted.why, texts)}", MessageEntityType.ITALIC).line_break()
        if alone:
            below = Composer()
            add_attribution(below, said, _ATTRIBUTION_UNITS, texts)
            add_folding(composer, said, below)
        else:
            _add_sentence(composer, said, texts)
    shown_quotes = [alerted.quote for alerted in quotes]
    keyboard = buttons.for_alert(alert, shown_quotes, offset=offset, a_page=QUOTES_A_PAGE)
    return View(composer.compose(), keyboard)


def summary_view(alert: Alert, buttons: Buttons) -> View:
    """How much there is for a watch, and the button that opens it."""
    said = buttons.texts.alert_summary.format(words=clip(alert.watch.words, _WORDS_UNITS), count=len(alert.hits))
    composer = _in_doubt(Composer(), buttons.texts) if alert.in_doubt else Composer()
    return View(composer.add(said).compose(), buttons.for_alerts([alert]))


def digest_view(
    alerts: Sequence[Alert], quotes: Mapping[int, Sequence[AlertedQuote]], day: str, buttons: Buttons
) -> View:
    """What a day brought for every watch, in figures, and the buttons that open it; `quotes` are those shown at once,
    by the number of their alert."""
    texts = buttons.texts
    composer = Composer()
    if any(alert.in_doubt for alert in alerts):
        _in_doubt(composer, texts)
    composer.add(texts.digest_heading.format(day=day, count=sum(len(alert.hits) for alert in alerts))).line_break(2)
    named = 0
    for alert in alerts[:_NAMED]:
        if named and lines_of(composer.text) > SCREEN_LINES - 4:
            break
        named += 1
        composer.add(f"– “{clip(alert.watch.words, _WORDS_UNITS)}”: {len(alert.hits)}").line_break()
        for alerted in quotes.get(alert.alert_id, ()):
            if lines_of(composer.text) > SCREEN_LINES - _LINES_OF_A_QUOTE:
                break
            composer.add(_reason(alerted.why, texts), MessageEntityType.ITALIC).line_break()
            _add_sentence(composer, alerted.quote.sentence_alone, texts)
            composer.line_break(2)
    if named < len(alerts):
        composer.line_break().add(texts.and_more.format(count=len(alerts) - named))
    return View(composer.compose(), buttons.for_alerts(alerts))


def watches_view(watches: Sequence[Watch], digest: Digest | None, most: int, buttons: Buttons) -> View:
    """What is watched for in a place, and when it is told."""
    texts = buttons.texts
    told = digest_text(digest, texts)
    if not watches:
        return View(Composed(f"{texts.watches_none}\n{told}"))
    composer = Composer().add(texts.watches_heading.format(count=len(watches), most=most)).line_break(2)
    for number, watch in enumerate(watches, start=1):
        composer.add(f"{number}. {clip(watch.words, _WORDS_UNITS)}").line_break()
    composer.line_break(2).add(told)
    return View(composer.compose(), buttons.for_watches([watch.watch_id for watch in watches]))


def digest_text(digest: Digest | None, texts: Texts) -> str:
    """When what comes of watches is told."""
    return texts.digest_at.format(time=_clock(digest)) if digest else texts.digest_off


def _clock(digest: Digest) -> str:
    time = f"{digest.minute // 60:02}:{digest.minute % 60:02}"
    return f"{time} {digest.zone}" if digest.zone else time


def _headed(alert: Alert, texts: Texts) -> Composer:
    composer = _in_doubt(Composer(), texts) if alert.in_doubt else Composer()
    return composer.add(texts.alert_heading.format(words=clip(alert.watch.words, _HEADING_UNITS)))


def _in_doubt(composer: Composer, texts: Texts) -> Composer:
    return composer.add(texts.alert_in_doubt, MessageEntityType.ITALIC).line_break()


def _add_sentence(composer: Composer, said: Quote, texts: Texts) -> None:
    """One of several sentences, folded if it is longer than what a phone shows of it then."""
    fits = lines_of(shown(said.text).text) <= FOLDED_LINES
    kind = MessageEntityType.BLOCKQUOTE if fits else MessageEntityType.EXPANDABLE_BLOCKQUOTE
    add_passage(composer, said, _SENTENCE_UNITS, kind=kind)
    add_attribution(composer.line_break(), said, _LISTED_ATTRIBUTION_UNITS, texts)


def _reason(why: WatchReason, texts: Texts) -> str:
    return {"answers": texts.why_answers, "words": texts.why_words, "filters": texts.why_filters}[why]
