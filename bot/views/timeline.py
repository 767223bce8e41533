"""A timeline -> a page of a message, or a file to keep. Pure.

On a page each quote is a line with its day; one that stands on the day of publication is marked so. In a file the
sentences stand whole.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from telegram.constants import MessageEntityType

from bot.texts import Texts
from bot.views.composer import Composed, Composer, clip, one_line
from bot.views.dates import shown_days
from index import DatedQuote, Timeline
from index.models import Quote

# With a day and a publisher, three lines of a phone each, under four of heading.
QUOTES_A_PAGE = 8
_SENTENCE_UNITS = 70
_PUBLISHER_UNITS = 22
_WORDS_UNITS = 80
_COLUMNS = (
    *("first_day", "last_day", "dated_by", "sentence", "title", "publisher", "authors", "published", "url", "file"),
    "passage_id",
)
_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>#|~])")


def quotes_of(timeline: Timeline) -> list[Quote]:
    """The quotes in the order in which they are numbered: the dated ones, then the others."""
    return [*(dated.quote for dated in timeline.dated), *timeline.undated]


def timeline_view(timeline: Timeline, offset: int, texts: Texts) -> Composed:
    """The quotes from number `offset` on, a page of them."""
    composer = Composer()
    heading = texts.timeline_heading.format(
        words=clip(timeline.words, _WORDS_UNITS), dated=len(timeline.dated), undated=len(timeline.undated)
    )
    composer.add(heading).line_break().add(texts.timeline_order, MessageEntityType.ITALIC).line_break()
    entries = list(_entries(timeline, texts))[offset : offset + QUOTES_A_PAGE]
    apart = False
    for number, (days, quote) in enumerate(entries, start=offset + 1):
        if not days and not apart:
            composer.line_break(2 if number > offset + 1 else 1).add(texts.timeline_undated, MessageEntityType.BOLD)
            apart = True
        composer.line_break().add(f"{number}. ")
        if days:
            composer.add(days, MessageEntityType.BOLD).add(" · ")
        publisher = clip(quote.source.publisher or "", _PUBLISHER_UNITS)
        composer.add(clip(quote.highlight.text, _SENTENCE_UNITS)).add(f" ({publisher})" if publisher else "")
    return composer.compose()


def timeline_markdown(timeline: Timeline, texts: Texts) -> str:
    """The whole timeline as a Markdown document."""
    lines = [f"# {_escaped(timeline.words)}", "", _escaped(texts.timeline_order), ""]
    apart = False
    for days, quote in _entries(timeline, texts):
        if not days and not apart:
            lines += ["", f"## {_escaped(texts.timeline_undated)}", ""]
            apart = True
        stated = (quote.source.title, quote.source.publisher, ", ".join(quote.source.authors), quote.source.published)
        named = " · ".join(_escaped(part) for part in stated if part and one_line(part))
        address = f" <{quote.source.url}>" if quote.source.url and not re.search(r"[\s<>]", quote.source.url) else ""
        day = f"**{days}** – " if days else ""
        lines.append(f"- {day}{_escaped(quote.highlight.text)} ({named}){address}")
    return "\n".join(lines) + "\n"


def timeline_csv(timeline: Timeline) -> str:
    """The whole timeline as a table; `dated_by` is sentence or publication, and empty for what has no day."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for dated in timeline.dated:
        writer.writerow([dated.first, dated.last, "sentence" if dated.told else "publication", *_cells(dated.quote)])
    for quote in timeline.undated:
        writer.writerow(["", "", "", *_cells(quote)])
    return file.getvalue()


def _cells(quote: Quote) -> Iterable[str]:
    source = quote.source
    stated = (source.title, source.publisher, "; ".join(source.authors), source.published, source.url, source.path)
    return (quote.highlight.text, *(value or "" for value in stated), quote.passage_id)


def _entries(timeline: Timeline, texts: Texts) -> Iterator[tuple[str, Quote]]:
    """Each quote with its days in words; none for what is not dated."""
    for dated in timeline.dated:
        yield _days(dated, texts), dated.quote
    for quote in timeline.undated:
        yield "", quote


def _days(dated: DatedQuote, texts: Texts) -> str:
    days = shown_days(dated.first, dated.last, texts)
    return days if dated.told else texts.timeline_published.format(date=days)


def _escaped(text: str) -> str:
    return _MARKDOWN_SIGN.sub(r"\\\1", one_line(text))
