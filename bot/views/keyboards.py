"""The buttons under messages: quotes, answers, refusals, articles. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import InlineKeyboardButtonLimit, InlineQueryLimit

from bot.callback_data import Origin, OriginKind, Press, QuoteReference, Verb
from bot.records import Alert, Clipping
from bot.texts import Texts
from bot.views.citation import citation
from bot.views.clipping_files import FILE_KINDS
from bot.views.composer import clip
from bot.views.deep_links import PASSAGE
from bot.views.page_links import ANCHOR, quote_page
from bot.views.pressed import VERDICTS
from index.models import Quote, Source

# As many as a narrow phone shows without cutting their labels.
_A_ROW = 5
# What a button as wide as a phone shows of somebody's words.
_WORDS_UNITS = 30


@dataclass(frozen=True, slots=True)
class Buttons:
    """Makes buttons that speak one language; with `verdicts`, answers can be judged.

    With a `public_url`, each quote has a page there; one with https opens as a Mini App where the chat takes those.
    """

    texts: Texts
    verdicts: bool = False
    public_url: str = ""
    mini_apps: bool = False

    def for_answer(
        self, quotes: Sequence[Quote], *, generation: int, offset: int = 0, more: bool = False
    ) -> InlineKeyboardMarkup:
        """Under an answer's quotes from `offset` on: what can be done with the first of them, then the others."""
        origin = Origin(OriginKind.ANSWER, offset)
        turning = self._numbered(quotes, origin)[1:]
        if offset:
            turning.insert(0, self._press(self.texts.button_back, Press(Verb.ANSWER, number=0)))
        if more:
            turning.append(self._press(self.texts.button_more, Press(Verb.ANSWER, number=offset + len(quotes))))
        rows = [*self._quote_rows(quotes[0], origin, number=_first_of(quotes, offset)), *_rows(turning)]
        return InlineKeyboardMarkup([*rows, *self._verdict_rows(generation)])

    def for_maybe(self, leads: Sequence[Quote], *, generation: int) -> InlineKeyboardMarkup:
        """Under a maybe: the same, and the whole passage of each sentence shown."""
        origin = Origin(OriginKind.MAYBE)
        rows = [*self._quote_rows(leads[0], origin, number=_first_of(leads)), self._passages(leads, origin)]
        return InlineKeyboardMarkup([*rows, *self._verdict_rows(generation)])

    def for_quote(
        self,
        quote: Quote,
        *,
        origin: Origin | None = None,
        more_about: str | None = None,
        counted: bool = True,
        several: bool = False,
    ) -> InlineKeyboardMarkup:
        """Under one quote, or the first of `several`; `more_about` are the words that looked it up inline.

        Unless `counted`, nobody has looked yet which other articles say the same: a press will.
        """
        rows = self._quote_rows(quote, origin, counted=counted, number=1 if several else None)
        last = self._back(origin, quote.source)
        if counted:
            subject = str(QuoteReference.to(quote))
            last.insert(0, self._press(self.texts.button_citation, Press(Verb.CITATION, subject, origin=origin)))
        if more_about and (more := self.more(more_about)):
            last.append(more)
        return InlineKeyboardMarkup([*rows, *([last] if last else [])])

    def more(self, words: str) -> InlineKeyboardButton | None:
        """A button that looks words up inline in the chat where it is pressed; None for more words than can be."""
        if len(words) > InlineQueryLimit.MAX_QUERY_LENGTH:
            return None
        return InlineKeyboardButton(self.texts.button_more, switch_inline_query_current_chat=words)

    def as_typed(self, keyboard: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup:
        """A follow-up's buttons, and the one that asks it without what it was taken to refer to."""
        rows = keyboard.inline_keyboard if keyboard else ()
        return InlineKeyboardMarkup([*rows, [self._press(self.texts.button_as_typed, Press(Verb.AS_TYPED))]])

    def for_examples(self, questions: Sequence[str]) -> InlineKeyboardMarkup | None:
        """Under the welcome: the questions to try."""
        rows = [[self._press(question, Press(Verb.EXAMPLE, number=n))] for n, question in enumerate(questions, 1)]
        return InlineKeyboardMarkup(rows) if rows else None

    def for_refusal(self, label: str, *, generation: int) -> InlineKeyboardMarkup | None:
        """Under a refusal: the button that opens its leads, with this label; none where that is empty."""
        rows = [[self._press(label, Press(Verb.LEADS))]] if label else []
        rows += self._verdict_rows(generation, Origin(OriginKind.REFUSAL))
        return InlineKeyboardMarkup(rows) if rows else None

    def for_leads(self, leads: Sequence[Quote]) -> InlineKeyboardMarkup:
        """Under the leads of a refusal: the whole passage of each, and the way back to it."""
        back = self._press(self.texts.button_back, Press(Verb.ANSWER, number=0))
        return InlineKeyboardMarkup([self._passages(leads, Origin(OriginKind.REFUSAL)), [back]])

    def for_context(
        self, quote: Quote, *, earlier: int | None, later: int | None, origin: Origin | None
    ) -> InlineKeyboardMarkup:
        """Under an article's paragraphs: the steps that there are, and the way back."""
        subject = str(QuoteReference.to(quote))
        steps = [
            self._press(label, Press(Verb.CONTEXT, subject, start, origin))
            for label, start in ((self.texts.button_earlier, earlier), (self.texts.button_later, later))
            if start is not None
        ]
        back = [self._press(self.texts.button_quote, Press(Verb.QUOTE, subject, origin=origin))]
        return InlineKeyboardMarkup([*([steps] if steps else []), [*back, *self._back(origin, quote.source)]])

    def for_citation(self, quote: Quote, *, origin: Origin | None) -> InlineKeyboardMarkup:
        """Under a full citation: the ways back."""
        back = self._press(self.texts.button_quote, Press(Verb.QUOTE, str(QuoteReference.to(quote)), origin=origin))
        return InlineKeyboardMarkup([[back, *self._back(origin, quote.source)]])

    def for_carriers(
        self,
        quote: Quote,
        carriers: Sequence[Quote],
        *,
        offset: int,
        a_page: int,
        origin: Origin | None,
        verb: Verb = Verb.CARRIERS,
    ) -> InlineKeyboardMarkup:
        """Under a page of the articles that carry one statement, or differ about it (as `verb` has it): each in its
        context, and the pages beside it."""
        numbers = [
            self._press(f"[{number}]", Press(Verb.CONTEXT, str(QuoteReference.to(carrier)), origin=origin))
            for number, carrier in enumerate(carriers[offset : offset + a_page], start=offset + 1)
        ]
        subject = str(QuoteReference.to(quote))
        numbers += self._turns(verb, subject, offset, a_page, len(carriers), origin)
        back = self._press(self.texts.button_quote, Press(Verb.QUOTE, subject, origin=origin))
        return InlineKeyboardMarkup([*_rows(numbers), [back]])

    def for_sources(
        self, sources: Sequence[Source], *, offset: int, a_page: int, total: int
    ) -> InlineKeyboardMarkup | None:
        """Under a list of articles: each by number, and the pages before and after."""
        turns = self._turns(Verb.SOURCES, "", offset, a_page, total)
        rows = [*self._cards(sources, Origin(OriginKind.SOURCES, offset)), *([turns] if turns else [])]
        return InlineKeyboardMarkup(rows) if rows else None

    def for_choice(self, sources: Sequence[Source]) -> InlineKeyboardMarkup:
        """Under articles to choose from: each by number."""
        return InlineKeyboardMarkup(self._cards(sources))

    def _cards(self, sources: Sequence[Source], origin: Origin | None = None) -> list[list[InlineKeyboardButton]]:
        """The cards of articles, by number from behind the offset of their list."""
        first = 1 + (origin.offset if origin else 0)
        return _rows(
            self._press(str(number), Press(Verb.CARD, source.source_id, origin=origin))
            for number, source in enumerate(sources, start=first)
        )

    def for_verified(self, quotes: Sequence[Quote], *, offset: int, a_page: int, total: int) -> InlineKeyboardMarkup:
        """Under a page of the places where a text stands: each by its number, and the pages before and after."""
        numbers = self._numbered(quotes, Origin(OriginKind.VERIFIED, offset))
        turns = self._turns(Verb.VERIFIED, "", offset, a_page, total)
        return InlineKeyboardMarkup([*_rows(numbers), *([turns] if turns else [])])

    def for_timeline(
        self, quotes: Sequence[Quote], *, offset: int, a_page: int, total: int, files: tuple[int, int]
    ) -> InlineKeyboardMarkup:
        """Under a page of a timeline: each quote by its number, the pages before and after, and the whole as a file:
        as Markdown or CSV, by these numbers."""
        origin = Origin(OriginKind.TIMELINE, offset)
        numbers = [
            self._press(str(number), Press(Verb.QUOTE, str(QuoteReference.to(quote)), origin=origin))
            for number, quote in enumerate(quotes, start=offset + 1)
        ]
        turns = self._turns(Verb.TIMELINE, "", offset, a_page, total)
        kinds = zip((self.texts.button_markdown, self.texts.button_csv), files, strict=True)
        saved = [self._press(label, Press(Verb.TIMELINE_FILE, number=number)) for label, number in kinds]
        return InlineKeyboardMarkup([*_rows(numbers), *([turns] if turns else []), saved])

    def for_card(self, source: Source, passages: int, *, origin: Origin | None) -> InlineKeyboardMarkup | None:
        """Under an article's card: its passages, its own page, and the way back to the list."""
        row: list[InlineKeyboardButton] = []
        if passages:
            label = self.texts.button_passages.format(count=passages)
            row.append(self._press(label, Press(Verb.PASSAGES, source.source_id, 0, origin)))
        rows = [row, self._back(origin, source)]
        return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None

    def for_passages(
        self, source: Source, passages: Sequence[Quote], *, offset: int, a_page: int, total: int, origin: Origin | None
    ) -> InlineKeyboardMarkup:
        """Under the passages of an article: each in its context, pages, and the way back to the card."""
        numbers = [
            self._press(
                str(number), Press(Verb.CONTEXT, str(QuoteReference.to(passage)), origin=Origin(OriginKind.CARD))
            )
            for number, passage in enumerate(passages, start=offset + 1)
        ]
        turns = self._turns(Verb.PASSAGES, source.source_id, offset, a_page, total, origin)
        turns.append(self._press(self.texts.button_back, Press(Verb.CARD, source.source_id, origin=origin)))
        return InlineKeyboardMarkup([*_rows(numbers), turns])

    def for_clippings(self, ids: Sequence[int], *, offset: int, a_page: int, total: int) -> InlineKeyboardMarkup:
        """Under a list of clippings: each by number, the pages before and after, and all as a file."""
        numbers = [
            self._press(str(number), Press(Verb.CLIPPING, f"{clipping_id:x}", offset))
            for number, clipping_id in enumerate(ids, start=offset + 1)
        ]
        turns = self._turns(Verb.CLIPPINGS, "", offset, a_page, total)
        files = [self._press(kind.label, Press(Verb.EXPORT, number=number)) for number, kind in enumerate(FILE_KINDS)]
        return InlineKeyboardMarkup([*_rows(numbers), *([turns] if turns else []), files])

    def for_clipping(self, clipping: Clipping, *, offset: int) -> InlineKeyboardMarkup:
        """Under one clipping; `offset` is that of the list to go back to."""
        subject = f"{clipping.clipping_id:x}"
        origin = Origin(OriginKind.CLIPPING, clipping.clipping_id)
        in_context = Press(Verb.CONTEXT, str(clipping.reference), origin=origin)
        return InlineKeyboardMarkup(
            [
                [
                    self._press(self.texts.button_context, in_context),
                    self._copy(clipping.quote, "", origin),
                    *self._to_page(clipping.quote, ""),
                ],
                [
                    self._press(self.texts.button_delete, Press(Verb.UNSAVE, subject, offset)),
                    self._press(self.texts.button_back, Press(Verb.CLIPPINGS, number=offset)),
                ],
            ]
        )

    def for_my_data(self) -> InlineKeyboardMarkup:
        """Under what is kept of somebody: all of it as a file."""
        return InlineKeyboardMarkup([[self._press(self.texts.button_file, Press(Verb.MY_DATA))]])

    def for_forgetting(self) -> InlineKeyboardMarkup:
        """Under the question whether to delete all that is kept of somebody."""
        delete = self._press(self.texts.button_delete, Press(Verb.FORGET_ME))
        return InlineKeyboardMarkup([[delete, self._press(self.texts.button_drop, Press(Verb.KEEP_ME))]])

    def for_watches(self, ids: Sequence[int]) -> InlineKeyboardMarkup:
        """Under a list of watches: each is ended by its number."""
        ends = [
            self._press(f"✕ {number}", Press(Verb.UNWATCH, f"{watch_id:x}", 1))
            for number, watch_id in enumerate(ids, start=1)
        ]
        return InlineKeyboardMarkup(_rows(ends))

    def for_alert(self, alert: Alert, quotes: Sequence[Quote], *, offset: int, a_page: int) -> InlineKeyboardMarkup:
        """Under quotes of an alert from `offset` on, which are all of it where they are as many as it has."""
        end = [self._press(self.texts.button_unwatch, Press(Verb.UNWATCH, f"{alert.watch.watch_id:x}"))]
        total = len(alert.hits)
        if total == len(quotes) == 1:
            return InlineKeyboardMarkup([*self._quote_rows(quotes[0], None, counted=False), end])
        origin = Origin(OriginKind.ALERT, alert.alert_id)
        numbers = [
            self._press(f"[{number}]", Press(Verb.QUOTE, str(QuoteReference.to(quote)), origin=origin))
            for number, quote in enumerate(quotes, start=offset + 1)
        ]
        turns = self._turns(Verb.ALERT, f"{alert.alert_id:x}", offset, a_page, total)
        return InlineKeyboardMarkup([*_rows(numbers), *([turns] if turns else []), end])

    def for_alerts(self, alerts: Sequence[Alert]) -> InlineKeyboardMarkup:
        """Under a summary: what opens the quotes of each alert."""
        return InlineKeyboardMarkup(
            [
                [
                    self._press(
                        self.texts.button_alert.format(
                            words=clip(alert.watch.words, _WORDS_UNITS), count=len(alert.hits)
                        ),
                        Press(Verb.ALERT, f"{alert.alert_id:x}", 0),
                    )
                ]
                for alert in alerts
            ]
        )

    def _passages(self, leads: Sequence[Quote], origin: Origin) -> list[InlineKeyboardButton]:
        """The whole passages of leads, by number where there is more than one."""
        if len(leads) > 1:
            return self._numbered(leads, origin)
        subject = str(QuoteReference.to(leads[0]))
        return [self._press(self.texts.button_passage, Press(Verb.QUOTE, subject, origin=origin))]

    def _numbered(self, quotes: Sequence[Quote], origin: Origin) -> list[InlineKeyboardButton]:
        """Each quote alone, by its number in the message."""
        return [
            self._press(f"[{number}]", Press(Verb.QUOTE, str(QuoteReference.to(quote)), origin=origin))
            for number, quote in enumerate(quotes, start=origin.offset + 1)
        ]

    def _quote_rows(
        self, quote: Quote, origin: Origin | None, *, counted: bool = True, number: int | None = None
    ) -> list[list[InlineKeyboardButton]]:
        """What can be done with a quote: its number stands on each button where the message shows others too."""
        subject = str(QuoteReference.to(quote))
        which = f"[{number}] " if number else ""
        first = [self._press(which + self.texts.button_context, Press(Verb.CONTEXT, subject, origin=origin))]
        if quote.also_in or not counted:
            count = 1 + len(quote.also_in)
            label = self.texts.button_carriers.format(count=count) if counted else self.texts.button_sources
            first.append(self._press(which + label, Press(Verb.CARRIERS, subject, origin=origin)))
        first.append(self._press(which + self.texts.button_save, Press(Verb.SAVE, subject)))
        otherwise = self._press(which + self.texts.button_otherwise, Press(Verb.OTHERWISE, subject, origin=origin))
        share = InlineKeyboardButton(which + self.texts.button_share, switch_inline_query=f"{PASSAGE}{subject}")
        return [first, [otherwise], [self._copy(quote, which, origin), share, *self._to_page(quote, which)]]

    def page_of(self, quote: Quote) -> str:
        """The address of a quote's page; empty where quotes have none."""
        return quote_page(self.public_url, quote) if self.public_url else ""

    def _to_page(self, quote: Quote, which: str) -> list[InlineKeyboardButton]:
        """Opens the quote's page, if quotes have one."""
        label, page = which + self.texts.button_page, self.page_of(quote)
        if self.mini_apps and page.startswith("https://"):
            # Telegram puts its own words behind the # of a Mini App's address.
            return [InlineKeyboardButton(label, web_app=WebAppInfo(page))]
        return [InlineKeyboardButton(label, url=page + ANCHOR)] if page else []

    def _copy(self, quote: Quote, which: str, origin: Origin | None) -> InlineKeyboardButton:
        """Copies a citation; opens one too long for a button as a message, which can be copied."""
        copied = citation(quote, int(InlineKeyboardButtonLimit.MAX_COPY_TEXT), self.texts, self.page_of(quote))
        label = which + self.texts.button_copy
        if copied:
            return InlineKeyboardButton(label, copy_text=CopyTextButton(copied))
        return self._press(label, Press(Verb.CITATION, str(QuoteReference.to(quote)), origin=origin))

    def _verdict_rows(self, generation: int, origin: Origin | None = None) -> list[list[InlineKeyboardButton]]:
        if not self.verdicts:
            return []
        return [[self._press(sign, Press(verb, number=generation, origin=origin)) for verb, sign in VERDICTS.items()]]

    def _back(self, origin: Origin | None, source: Source) -> list[InlineKeyboardButton]:
        if origin is None:
            return []
        presses = {
            OriginKind.ANSWER: Press(Verb.ANSWER, number=origin.offset),
            OriginKind.MAYBE: Press(Verb.ANSWER, number=0),
            OriginKind.REFUSAL: Press(Verb.LEADS),
            OriginKind.CARD: Press(Verb.CARD, source.source_id),
            OriginKind.SOURCES: Press(Verb.SOURCES, number=origin.offset),
            OriginKind.ALERT: Press(Verb.ALERT, f"{origin.offset:x}", 0),
            OriginKind.CLIPPING: Press(Verb.CLIPPING, f"{origin.offset:x}"),
            OriginKind.TIMELINE: Press(Verb.TIMELINE, number=origin.offset),
            OriginKind.VERIFIED: Press(Verb.VERIFIED, number=origin.offset),
        }
        return [self._press(self.texts.button_back, presses[origin.kind])]

    def _turns(
        self, verb: Verb, subject: str, offset: int, a_page: int, total: int, origin: Origin | None = None
    ) -> list[InlineKeyboardButton]:
        """The pages before and after, where there are any."""
        turns = []
        if offset > 0:
            turns.append(self._press("◀", Press(verb, subject, max(0, offset - a_page), origin)))
        if offset + a_page < total:
            turns.append(self._press("▶", Press(verb, subject, offset + a_page, origin)))
        return turns

    def _press(self, label: str, press: Press) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=press.encode())


def _first_of(quotes: Sequence[Quote], offset: int = 0) -> int | None:
    """The number of the first of the quotes that a message shows from `offset` on; None where they have none."""
    return offset + 1 if offset or len(quotes) > 1 else None


def _rows(buttons: Iterable[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Buttons in rows that a phone shows."""
    row = list(buttons)
    return [row[start : start + _A_ROW] for start in range(0, len(row), _A_ROW)]
