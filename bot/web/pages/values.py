"""Quotes, articles and answers -> what the templates show. Pure; every quoted character is a slice of a stored text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.texts import Texts
from bot.views.answers import is_web_address, left_out_line, lines_above, obstacle_sentence, source_link
from bot.views.composer import one_line
from bot.views.dates import shown_day
from bot.views.page_links import ANCHOR, quote_path, source_path
from bot.web.pages.article_text import MarkedPiece, ShownParagraph, Spans, marked
from index import differences, sure_language
from index.models import Answer, Company, Obstacle, Quote, Source

# Two paragraphs tell the language.
_SAMPLE = 800


@dataclass(frozen=True, slots=True)
class Cited:
    """The citation of an article: its title, what else it states, its own address, and its path here if it has one."""

    title: str
    stated: tuple[str, ...]
    address: str | None
    path: str = ""


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote among others: its text in pieces, its citation, the path of its page, its language where that is sure."""

    pieces: tuple[MarkedPiece, ...]
    cited: Cited
    path: str
    language: str | None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ShownCompany:
    """The other articles that state what a quote states, and those that contradict it."""

    agreeing: tuple[ShownQuote, ...]
    contradicting: tuple[ShownQuote, ...]


@dataclass(frozen=True, slots=True)
class ShownReply:
    """What a question got. `leads` are behind a fold under `leads_heading`; `sources` is a list of articles that it
    asked for; `more_after` is how many quotes come before the next ones, where there are any."""

    lines: tuple[str, ...]
    quotes: tuple[ShownQuote, ...] = ()
    leads_heading: str = ""
    leads: tuple[ShownQuote, ...] = ()
    sources: tuple[Cited, ...] = ()
    below: str = ""
    more_after: int | None = None


@dataclass(frozen=True, slots=True)
class Citer:
    """Cites articles in one language; `published` where the stored articles have pages of their own."""

    texts: Texts
    published: bool = False

    def cited(self, source: Source, address: str | None = None) -> Cited:
        """The citation of an article; `address` may lead to more than its page, such as a sentence on it."""
        authors = ", ".join(filter(None, map(one_line, source.authors)))
        stated = (
            one_line(source.publisher or ""),
            self.texts.by.format(authors=authors) if authors else "",
            shown_day(source.published, self.texts) if source.published else "",
        )
        url = (source.url or "").strip()
        own = url if is_web_address(url) else None
        path = source_path(source) if self.published else ""
        return Cited(one_line(source.title), tuple(filter(None, stated)), address or own, path)

    def shown(self, quote: Quote, number: int | None = None, spans: Spans | None = None) -> ShownQuote:
        """A quote with its highlighted sentence marked, or other spans of its text."""
        said = quote.highlight
        pieces = marked(quote.text, [(said.start - quote.start, said.end - quote.start)] if spans is None else spans)
        cited = self.cited(quote.source, source_link(quote))
        return ShownQuote(pieces, cited, quote_path(quote) + ANCHOR, sure_language(quote.text), number)

    def company(self, company: Company) -> ShownCompany:
        """Each with the sentence that agrees or contradicts, and no more."""
        return ShownCompany(self._sentences(company.also_in), self._sentences(company.contradicting))

    def nearest(self, was: Quote, nearest: Quote) -> ShownQuote:
        """What comes closest to a quote that has gone, the words that differ from it marked."""
        differing = differences(was.text, nearest.text)
        return self.shown(nearest, spans=differing.passage if differing else ())

    def listed(self, sources: Sequence[Source], words: str) -> ShownReply:
        """The articles that a text asks for."""
        heading = self.texts.sources_fitting.format(words=words, count=len(sources))
        if not sources:
            heading = self.texts.sources_no_match.format(words=words)
        return ShownReply((heading,), sources=tuple(map(self.cited, sources)))

    def replied(self, answer: Answer, obstacle: Obstacle | None, offset: int, most: int) -> ShownReply:
        """An answer's quotes from `offset` on, a maybe, a refusal or a friendly word, in the words of the bot."""
        texts, below = self.texts, left_out_line(answer.left_out, self.texts)
        match answer.kind:
            case "smalltalk":
                return ShownReply((texts.smalltalk,))
            case "maybe":
                leads = tuple(self._numbered([lead.sentence_alone for lead in answer.leads]))
                return ShownReply((texts.maybe,), leads, below=below)
            case "refusal":
                browsing = obstacle is not None and obstacle.kind == "only_filters"
                heading = texts.newest_fitting if browsing else texts.leads_heading
                leads = tuple(self._numbered([lead.sentence_alone for lead in answer.leads]))
                line = obstacle_sentence(obstacle, texts) if obstacle else texts.no_answer
                return ShownReply((line,), leads_heading=heading, leads=leads, below=below)
        offset = offset if offset < len(answer.quotes) else 0
        quotes = answer.quotes[offset : offset + most]
        more = offset + most if offset + most < len(answer.quotes) else None
        lines = tuple(lines_above(answer, quotes, texts, first=offset + 1))
        return ShownReply(lines, tuple(self._numbered(quotes, offset)), below=below, more_after=more)

    def _sentences(self, quotes: Iterable[Quote]) -> tuple[ShownQuote, ...]:
        return tuple(self.shown(quote.sentence_alone, spans=()) for quote in quotes)

    def _numbered(self, quotes: Sequence[Quote], offset: int = 0) -> Iterable[ShownQuote]:
        numbered = offset or len(quotes) > 1
        return (self.shown(quote, number if numbered else None) for number, quote in enumerate(quotes, offset + 1))


def language_of_paragraphs(paragraphs: Iterable[ShownParagraph]) -> str | None:
    """The language that an article is in, where that is sure."""
    text = " ".join(piece.text for one in paragraphs if one.kind == "paragraph" for piece in one.pieces)
    return sure_language(text[:_SAMPLE])
