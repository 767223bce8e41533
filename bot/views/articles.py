"""Articles, and what stands around a quote -> messages. Pure functions, with the promises of `answers`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram.constants import MessageEntityType

from bot.texts import Texts
from bot.views.accounts import differing_line
from bot.views.answers import (
    add_attribution,
    add_folding,
    add_quotes,
    attribution,
    is_web_address,
    source_link,
)
from bot.views.composer import CUT, Composed, Composer, clip, cut_end, one_line, shown, units
from bot.views.dates import shown_day
from index import Verification, differences
from index.models import Article, Quote, Source

# A list that a phone shows without scrolling, and two rows of numbered buttons under it.
SOURCES_A_PAGE = 8
PASSAGES_A_PAGE = 8
# With a long sentence each, a screen.
CARRIERS_A_PAGE = 3
# A screen of a phone; a paragraph that would nearly fill it is shown in parts.
_CONTEXT_UNITS = 1000
_CHUNK_UNITS = 800
# Three lines of a phone for a title with its source, and for a passage's first words.
_LISTED_UNITS = 120
_ROW_UNITS = 110
_ATTRIBUTION_UNITS = 250
_OPENING_UNITS = 110
# A third of a screen for what was given leaves the rest to what the archive has.
_GIVEN_UNITS = 400
# With a long sentence each, a screen.
MATCHES_A_PAGE = 3
# So many of a quotation's parts, and of the remarks on them, leave room for what comes nearest.
_PARTS_LISTED = 4
_PART_UNITS = 60
_REMARKS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class ContextPage:
    """A stretch of an article, and where the stretches before and after it begin."""

    message: Composed
    earlier: int | None
    later: int | None


def context_view(article: Article, quote: Quote, start: int | None, texts: Texts) -> ContextPage:
    """The article's paragraphs from number `start` on (around the quote when that is None), the quote marked."""
    chunks = _chunks(article)
    holding = next((number for number, (_, end) in enumerate(chunks) if end > quote.start), len(chunks) - 1)
    first = max(0, holding - 1) if start is None else max(0, min(start, len(chunks) - 1))
    count = _fitting(article, chunks[first:])
    if start is None and first + count <= holding:
        first, count = holding, _fitting(article, chunks[holding:])
    composer = Composer()
    add_attribution(composer, quote, _ATTRIBUTION_UNITS, texts)
    composer.line_break().add(
        texts.paragraphs.format(first=first + 1, last=first + count, total=len(chunks)), MessageEntityType.ITALIC
    )
    if holding < first:
        composer.line_break().add(texts.quote_is_earlier, MessageEntityType.ITALIC)
    elif holding >= first + count:
        composer.line_break().add(texts.quote_is_later, MessageEntityType.ITALIC)
    for begin, end in chunks[first : first + count]:
        composer.line_break()
        _add_chunk(composer, article, begin, end, quote)
    return ContextPage(
        composer.compose(),
        earlier=_page_before(article, chunks, first) if first else None,
        later=first + count if first + count < len(chunks) else None,
    )


def carriers_view(carriers: Sequence[Quote], offset: int, texts: Texts) -> Composed:
    """A page of the articles that carry a statement, each with its own wording."""
    composer = Composer().add(texts.carriers_heading.format(count=len(carriers))).line_break()
    page = carriers[offset : offset + CARRIERS_A_PAGE]
    add_quotes(composer, [quote.sentence_alone for quote in page], texts, first=offset + 1)
    return composer.compose()


def otherwise_view(quotes: Sequence[Quote], offset: int, texts: Texts) -> Composed:
    """A page of accounts that differ: the quote that was asked about, then the sentences that contradict it."""
    accounts = [(number, quote.source) for number, quote in enumerate(quotes, start=1)]
    composer = Composer().add(differing_line(accounts, texts)).line_break()
    page = quotes[offset : offset + CARRIERS_A_PAGE]
    add_quotes(composer, [quote.sentence_alone for quote in page], texts, first=offset + 1)
    return composer.compose()


def sources_view(sources: Sequence[Source], offset: int, heading: str, total: int, texts: Texts) -> Composed:
    """A page of a list of articles, numbered from behind `offset`; below, how many of `total` are not shown at all."""
    if not sources:
        return Composed(texts.sources_none)
    composer = Composer().add(heading).line_break()
    for number, source in enumerate(sources, start=offset + 1):
        composer.line_break().add(f"{number}. {attribution(source, _ROW_UNITS, texts)}")
    if total > offset + len(sources):
        composer.line_break().add(texts.and_more.format(count=total - offset - len(sources)))
    return composer.compose()


def card_view(source: Source, opening: Quote | None, passages: int, texts: Texts) -> Composed:
    """An article's card: what it states about itself, its address and its first lines."""
    composer = Composer()
    url = (source.url or "").strip()
    with composer.inside(MessageEntityType.BOLD):
        composer.add(clip(source.title, 2 * _LISTED_UNITS), url=url if is_web_address(url) else None)
    stated = (
        (texts.card_publisher, source.publisher),
        (texts.card_authors, ", ".join(source.authors)),
        (texts.card_published, shown_day(source.published, texts) if source.published else None),
        (texts.card_file, source.path),
    )
    for heading, value in stated:
        if value and one_line(value):
            composer.line_break().add(f"{heading}: {clip(value, _LISTED_UNITS)}")
    composer.line_break().add(texts.card_passages.format(count=passages))
    if opening:
        add_folding(composer.line_break(2), opening, Composer())
    return composer.compose()


def passages_view(source: Source, passages: Sequence[Quote], offset: int, total: int, texts: Texts) -> Composed:
    """A page of an article's passages by their first words."""
    composer = Composer().add(attribution(source, _LISTED_UNITS, texts), MessageEntityType.BOLD)
    composer.line_break().add(texts.card_passages.format(count=total)).line_break()
    for number, passage in enumerate(passages, start=offset + 1):
        composer.line_break().add(f"{number}. {clip(passage.text, _OPENING_UNITS)}")
    return composer.compose()


def verification_view(found: Verification, offset: int, texts: Texts) -> Composed:
    """Whether a text is in the archive word for word, and a page of the places; if not, how it differs from what comes
    nearest."""
    if found.verdict == "not_found":
        return _not_found_view(found, texts)
    articles = {quote.source.source_id for quote in found.matches}
    count = len(articles) if len(found.parts) > 1 else len(found.matches)
    if found.differs_in or (found.verdict == "differs" and not found.remarks):
        what = ", ".join(texts.form_differences[kind] for kind in found.differs_in)
        composer = Composer().add(texts.verified_alike.format(what=what, count=count))
    else:
        composer = Composer().add(texts.verified_exact.format(count=count))
    _add_remarks(composer, found, texts)
    composer.line_break()
    page = found.matches[offset : offset + MATCHES_A_PAGE]
    left = len(found.matches) - offset - len(page)
    below = texts.and_more.format(count=left) if left else ""
    add_quotes(composer, page, texts, first=offset + 1, below=below)
    return composer.compose()


def _add_remarks(composer: Composer, found: Verification, texts: Texts) -> None:
    for remark in found.remarks[:_REMARKS_SHOWN]:
        line = texts.remarks[remark.kind].format(text=clip(remark.text, _LISTED_UNITS))
        composer.line_break().add(line, MessageEntityType.ITALIC)


def _not_found_view(found: Verification, texts: Texts) -> Composed:
    """What is not in the archive, next to what comes nearest; of several parts, which are in it and which are not."""
    composer = Composer().add(texts.verified_not_found)
    lacking = [part for part in found.parts if not part.matches]
    failed = next((part for part in lacking if part.nearest), lacking[0] if lacking else None)
    if failed and failed.verdict == "altered":
        composer.add(f" {texts.verified_altered}")
    if len(found.parts) > 1:
        for part in found.parts[:_PARTS_LISTED]:
            where = f" – {attribution(part.matches[0].source, _PART_UNITS, texts)}" if part.matches else ""
            mark = "✓" if part.matches else "✗"
            composer.line_break().add(f"{mark} {clip(part.text, _PART_UNITS)}{where}")
        if len(found.parts) > _PARTS_LISTED:
            composer.line_break().add(texts.and_more.format(count=len(found.parts) - _PARTS_LISTED))
    _add_remarks(composer, found, texts)
    if found.nearest:
        _add_nearest(composer, failed.text if failed else found.text, found.nearest, texts)
    return composer.compose()


def _add_nearest(composer: Composer, text: str, nearest: Quote, texts: Texts) -> None:
    differing = differences(text, nearest.text)
    if differing:
        given, positions = shown(text)
        kept = cut_end(given, _GIVEN_UNITS)
        composer.line_break(2).add(texts.given_words).line_break()
        struck = [(positions[start], positions[end]) for start, end in differing.given if positions[end] <= kept]
        composer.add_marked(given[:kept], [(MessageEntityType.STRIKETHROUGH, *span) for span in struck])
        if kept < len(given):
            composer.add(f" {CUT}")
    composer.line_break(2).add(texts.nearest_words if differing else texts.nearest_passage).line_break()
    frame = Composer()
    add_attribution(frame, nearest, _LISTED_UNITS, texts)
    add_folding(composer, nearest, frame, underlined=differing.passage if differing else ())


def _chunks(article: Article) -> list[tuple[int, int]]:
    """The article's paragraphs as spans; a very long one is several."""
    chunks = []
    for block in article.blocks:
        start = block.start
        while units(article.text[start : block.end]) > _CHUNK_UNITS:
            length = cut_end(article.text[start : block.end], _CHUNK_UNITS)
            chunks.append((start, start + length))
            start += length
        if article.text[start : block.end].strip():
            chunks.append((start, block.end))
    return chunks


def _fitting(article: Article, chunks: Sequence[tuple[int, int]]) -> int:
    """How many of the chunks one message shows: at least one."""
    room = _CONTEXT_UNITS
    for count, (start, end) in enumerate(chunks):
        room -= units(article.text[start:end])
        if room < 0 and count:
            return count
    return len(chunks)


def _page_before(article: Article, chunks: Sequence[tuple[int, int]], first: int) -> int:
    return first - _fitting(article, chunks[:first][::-1])


def _add_chunk(composer: Composer, article: Article, begin: int, end: int, quote: Quote) -> None:
    """One paragraph in a blockquote, with the quote underlined and its sentence bold."""
    starts_inside = any(block.start < begin < block.end for block in article.blocks)
    ends_inside = any(block.start < end < block.end for block in article.blocks)
    before, after = f"{CUT} " if starts_inside else "", f" {CUT}" if ends_inside else ""
    text, positions = shown(article.text[begin:end])
    marks = []
    for kind, start, stop in (
        (MessageEntityType.UNDERLINE, quote.start, quote.end),
        (MessageEntityType.BOLD, quote.highlight.start, quote.highlight.end),
    ):
        start, stop = max(start, begin) - begin, min(stop, end) - begin
        if start < stop:
            marks.append((kind, len(before) + positions[start], len(before) + positions[stop]))
    composer.add_marked(before + text + after, marks, inside=MessageEntityType.BLOCKQUOTE)


def insertion_as_links(
    words: Sequence[str], quotes: Sequence[Quote], addresses: Sequence[str], texts: Texts
) -> Composed:
    """One's own words with a linked source where each look-up stood: the article's own page, or else `addresses`."""
    composer = Composer().add(words[0].lstrip())
    for quote, address, following in zip(quotes, addresses, words[1:], strict=True):
        named = attribution(quote.source, _ATTRIBUTION_UNITS, texts)
        composer.add(named, url=source_link(quote) or address).add(following)
    return composer.compose()


def insertion_as_quotes(words: Sequence[str], quotes: Sequence[Quote], texts: Texts) -> Composed:
    """One's own words, and below them the quotes that were looked up."""
    composer = Composer().add(one_line(" ".join(words))).line_break()
    add_quotes(composer, quotes, texts)
    return composer.compose()
