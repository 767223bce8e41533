"""Answers and quotes -> messages: text and entities within Telegram's limits.

Pure functions. What they promise: a passage stands word for word inside a blockquote entity with its answering
sentence bold, white space apart; where it had to be shortened it shows […]; a refusal is one line, and what
filters left out one more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from telegram.constants import MessageEntityType, MessageLimit

from bot.texts import Texts
from bot.views.accounts import differing_line
from bot.views.composer import CUT, Composed, Composer, clip, cut_end, one_line, shown, units, words_end, words_start
from bot.views.dates import shown_day
from bot.views.screen import FOLDED_LINES, LINE_UNITS, SCREEN_LINES, lines_of, room_within
from index.models import NOTHING_LEFT_OUT, Answer, LeftOut, Obstacle, Quote, Source

MESSAGE_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)

# A line or two of names below a quote; how many more there are is said by number.
_ALSO_IN_SHOWN = 5
_AUTHORS_SHOWN = 3
# Servers take addresses of 2000 characters; the fragment may need the rest.
_LONGEST_URL = 1500
# A text fragment names a sentence by its first and last words: so many stand once on nearly every page.
_FRAGMENT_WORDS = 5
_ROOM_OF_CUT = units(CUT) + 1
_ROOM_OF_REST = units(" (+9999)")
# Less than this of a title and a publisher names nothing.
_SHORTEST_ATTRIBUTION = 30
# Nor does less of "by" and a name.
_SHORTEST_BY = 15
# What somebody asked is shown again within two lines.
_QUESTION_UNITS = 100
# How it was read may differ in its last words.
_READ_AS_UNITS = 300
_MARK = " · "
_MARK_UNITS = units(_MARK)
# Four lines of a phone for a source, and for where else it stands; where there is little room, two.
_FRAME_UNITS, _NARROW_UNITS = 160, 80
# Less of a sentence says nothing.
_FEWEST_LINES = 3


def welcome_message(articles: int, examples: Sequence[str], texts: Texts) -> Composed:
    """What the bot is, and questions to try."""
    lines = [f"{number}. {question}" for number, question in enumerate(examples, start=1)]
    asking = "\n".join([texts.try_these, *lines]) if lines else texts.just_ask
    return Composed(f"{texts.welcome.format(articles=articles)}\n\n{asking}")


def help_message(texts: Texts, *, is_admin: bool) -> Composed:
    """What the bot can do: filters, and what only admins can do, are folded."""
    commands, _, filters = texts.help.rpartition("\n\n")
    composer = Composer().add(commands)
    for part in (filters, texts.help_admin if is_admin else ""):
        composer.line_break(2).add(part, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    return composer.compose()


def answer_message(answer: Answer, quotes: Sequence[Quote], texts: Texts, *, first: int = 1) -> Composed:
    """The message for these of an answer's quotes, numbered from `first` where there is more than one.

    It says first whose accounts differ.
    """
    composer = Composer()
    for line in lines_above(answer, quotes, texts, first=first):
        composer.add(line).line_break()
    add_quotes(composer, quotes, texts, first=first, below=left_out_line(answer.left_out, texts))
    return composer.compose()


def lines_above(answer: Answer, quotes: Sequence[Quote], texts: Texts, *, first: int = 1) -> Iterator[str]:
    """What is said above these of an answer's quotes: whose accounts differ, and how the question was read."""
    shown = {quote.passage_id for quote in quotes}
    for group in answer.differs:
        accounts = [(number, one.source) for number, one in enumerate(answer.quotes, 1) if one.passage_id in group]
        if len(accounts) > 1 and shown & set(group):
            yield differing_line(accounts, texts)
    if first > 1:
        yield texts.more_quotes.format(question=clip(answer.question, _QUESTION_UNITS))
    elif answer.read_as:
        yield _read_as_line(answer.read_as, texts)
    if answer.unanswered:
        yield texts.unanswered.format(question=clip(" ".join(answer.unanswered), _READ_AS_UNITS))


def add_quotes(composer: Composer, quotes: Sequence[Quote], texts: Texts, *, first: int = 1, below: str = "") -> None:
    """The quotes below one another, numbered where there is more than one, in what is left of a screenful.

    One that takes more than its share is shortened to its sentence and, if need be, to the beginning of that; the whole
    quote is folded below. `below` is a line to stand under them.
    """
    numbered = first > 1 or len(quotes) > 1
    labels = [f"[{number}] " if numbered else "" for number in range(first, first + len(quotes))]
    left = SCREEN_LINES - lines_of(composer.text) - lines_of(below)
    whole = [_whole(quote, label, _FRAME_UNITS, texts) for quote, label in zip(quotes, labels, strict=True)]
    if sum(lines_of(one.text) + 1 for one in whole) > left:
        # Sources are shortened before quotes are.
        whole = [_whole(quote, label, _NARROW_UNITS, texts) for quote, label in zip(quotes, labels, strict=True)]
    wants = [lines_of(one.text) + 1 for one in whole]
    shares = _shares(wants, left)
    # What is folded takes no room on the screen, but it does in the message.
    shortened = sum(want > share for want, share in zip(wants, shares, strict=True))
    folded_units = (MESSAGE_UNITS - 2 * SCREEN_LINES * LINE_UNITS) // max(1, shortened)
    for number, share in enumerate(shares):
        composer.line_break(2 if number else 1)
        if wants[number] <= share:
            composer.extend(whole[number])
        else:
            _add_shortened(composer, quotes[number], labels[number], share - 1, folded_units, texts)
    composer.line_break(2).add(below)


def leads_message(
    leads: Sequence[Quote], heading: str, texts: Texts, left_out: LeftOut = NOTHING_LEFT_OUT, *, read_as: str = ""
) -> Composed:
    """The message that shows passages that may not answer, under a heading that says so: their sentences only.

    read_as: what a follow-up was taken to ask.
    """
    composer = Composer().add(heading).line_break().add(_read_as_line(read_as, texts)).line_break()
    sentences = [lead.sentence_alone for lead in leads]
    add_quotes(composer, sentences, texts, below=left_out_line(left_out, texts))
    return composer.compose()


def refusal_message(
    texts: Texts, obstacle: Obstacle | None = None, left_out: LeftOut = NOTHING_LEFT_OUT, *, read_as: str = ""
) -> Composed:
    """The line that says there is no answer, or why there can't be one; below, what a follow-up was taken to ask, and
    what its filters left out."""
    refusal = obstacle_sentence(obstacle, texts) if obstacle else texts.no_answer
    below = (_read_as_line(read_as, texts), left_out_line(left_out, texts))
    composer = Composer().add(refusal)
    for line in filter(None, below):
        composer.line_break().add(line)
    return composer.compose()


def _read_as_line(question: str, texts: Texts) -> str:
    return texts.read_as.format(question=clip(question, _READ_AS_UNITS)) if question else ""


def left_out_line(left_out: LeftOut, texts: Texts) -> str:
    """How many articles were left out that may fit; empty where none were."""
    counts = ((texts.undated, left_out.undated), (texts.without_publisher, left_out.without_publisher))
    unstated = ", ".join(words.format(count=count) for words, count in counts if count)
    return texts.left_out.format(unstated=unstated) if unstated else ""


def obstacle_sentence(obstacle: Obstacle, texts: Texts) -> str:
    """Why a question can have no answer."""
    subject = clip(obstacle.subject, _QUESTION_UNITS)
    match obstacle.kind:
        case "no_article":
            return texts.sources_no_match.format(words=subject)
        case "other_writing":
            return texts.other_writing if subject else texts.reads_english
        case "only_filters":
            return texts.only_filters.format(filters=subject)


def quote_message(quote: Quote, texts: Texts) -> Composed:
    """The message that shows one quote alone."""
    composer = Composer()
    add_quotes(composer, [quote], texts)
    return composer.compose()


def passage_message(passage: Quote, texts: Texts, *, heading: str | None = None) -> Composed:
    """The message that shows a passage: its highlighted sentence, and the whole of it to fold out."""
    composer = Composer()
    if heading:
        composer.add(heading).line_break()
    said = replace(passage.sentence_alone, also_in=passage.also_in)
    if said.text == passage.text:
        add_quotes(composer, [said], texts)
        return composer.compose()
    room = SCREEN_LINES - lines_of(composer.text) - lines_of(texts.whole_passage) - FOLDED_LINES - 2
    _add_cut(composer, said, "", room, texts)
    composer.line_break(2).add(texts.whole_passage).line_break()
    add_passage(composer, passage, MESSAGE_UNITS - composer.units - 1, kind=MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    return composer.compose()


def attribution(source: Source, room: int, texts: Texts) -> str:
    """Title · publisher · by its authors · date, as far as the article states them, within `room` code units."""
    return "".join(_fitted_attribution(source, room, texts))


def source_link(quote: Quote) -> str | None:
    """The address of the article, leading to the answering sentence where a browser can; None without a web address."""
    url = (quote.source.url or "").strip()
    if not is_web_address(url):
        return None
    words = one_line(quote.highlight.text).split(" ")
    ends = [words] if len(words) <= 2 * _FRAGMENT_WORDS else [words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]]
    fragment = ",".join(percent_encoded(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    linked = f"{url}{'' if '#' in url else '#'}:~:text={fragment}"
    return linked if len(linked) <= _LONGEST_URL else url


def is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= _LONGEST_URL and " " not in url


def _shares(wants: Sequence[int], room: int) -> list[int]:
    """How many lines each may take: all it wants where that fits, else what shorter ones leave, evenly."""
    shares = [0] * len(wants)
    for served, position in enumerate(sorted(range(len(wants)), key=wants.__getitem__)):
        shares[position] = min(wants[position], room // (len(wants) - served))
        room -= shares[position]
    return shares


def _whole(quote: Quote, label: str, frame: int, texts: Texts) -> Composer:
    """The quote, its attribution and where else it stands, each of these two in `frame` units."""
    composer = Composer()
    add_passage(composer, quote, MESSAGE_UNITS)
    composer.line_break().add(label)
    add_attribution(composer, quote, frame - units(label), texts)
    _add_also_in(composer, quote.also_in, texts, frame)
    return composer


def _add_shortened(composer: Composer, quote: Quote, label: str, lines: int, folded: int, texts: Texts) -> None:
    """The quote's sentence, as far as it fits into so many lines with its source; and the quote in `folded` units,
    folded."""
    _add_cut(composer, quote, label, lines - FOLDED_LINES, texts)
    composer.line_break()
    add_passage(composer, quote, folded, kind=MessageEntityType.EXPANDABLE_BLOCKQUOTE)


def _add_cut(composer: Composer, quote: Quote, label: str, lines: int, texts: Texts) -> None:
    """The quote's sentence with its source, cut to so many lines."""
    frame = Composer().add(label)
    most = max(1, lines // 5)
    add_attribution(frame, quote, (most + 1) * LINE_UNITS - units(label), texts)
    _add_also_in(frame, quote.also_in, texts, most * LINE_UNITS)
    said = quote.sentence_alone
    room = room_within(shown(said.text).text, max(_FEWEST_LINES, lines - lines_of(frame.text)))
    add_passage(composer, said, room)
    composer.line_break().extend(frame)


def add_attribution(composer: Composer, quote: Quote, room: int, texts: Texts) -> None:
    """The line under a quote: its attribution, the title linked where the article has an address."""
    title, particulars = _fitted_attribution(quote.source, room, texts)
    composer.add(title, url=source_link(quote)).add(particulars)


def _add_also_in(composer: Composer, others: Sequence[Quote], texts: Texts, room: int) -> None:
    """A line that names other articles with the same statement: as many as fit, and how many more there are."""
    line = Composer()
    for count, other in enumerate(others[:_ALSO_IN_SHOWN]):
        before = "\n" + texts.also_in if count == 0 else "; "
        left = room - line.units - units(before) - _ROOM_OF_REST
        title, particulars = _fitted_attribution(other.source, left, texts)
        if left < _SHORTEST_ATTRIBUTION:
            break
        line.add(before).add(title, url=source_link(other)).add(particulars)
    else:
        count = min(len(others), _ALSO_IN_SHOWN)
    if count and count < len(others):
        line.add(f" (+{len(others) - count})")
    composer.extend(line)


def _fitted_attribution(source: Source, room: int, texts: Texts) -> tuple[str, str]:
    """The title and what follows it, on one line within `room` code units."""
    left = max(room // 2, room - units(one_line(source.title)) - _MARK_UNITS)
    if particulars := _particulars(source, left - _MARK_UNITS, texts):
        particulars = _MARK + particulars
    return clip(source.title, room - units(particulars)), particulars


def _particulars(source: Source, room: int, texts: Texts) -> str:
    """Publisher · by its authors · date, as far as the article states them, within `room`: authors are cut first."""
    authors = [one_line(author) for author in source.authors if one_line(author)]
    named = ", ".join(authors[:_AUTHORS_SHOWN])
    if len(authors) > _AUTHORS_SHOWN:
        named += f" (+{len(authors) - _AUTHORS_SHOWN})"
    publisher, by = one_line(source.publisher or ""), texts.by.format(authors=named) if named else ""
    published = shown_day(source.published, texts) if source.published else ""
    left = room - sum(units(part) + _MARK_UNITS for part in (publisher, published) if part)
    if units(by) > left:
        by = clip(by, left) if left >= _SHORTEST_BY else ""
    return clip(_MARK.join(filter(None, (publisher, by, published))), room)


Spans = Sequence[tuple[int, int]]


def add_passage(
    composer: Composer,
    quote: Quote,
    room: int,
    *,
    underlined: Spans = (),
    kind: MessageEntityType = MessageEntityType.BLOCKQUOTE,
) -> None:
    """The passage in a blockquote (of this kind) of at most `room` code units, its answering sentence bold.

    `underlined` are spans of the quote's text that are marked besides, where the passage is shown whole.
    """
    text, positions = shown(quote.text)
    start = positions[max(0, min(quote.highlight.start - quote.start, len(quote.text)))]
    end = positions[max(0, min(quote.highlight.end - quote.start, len(quote.text)))]
    before, sentence, after = excerpt(text, start, end, room)
    whole = len(before) + len(sentence) + len(after) == len(text)
    marks = [(MessageEntityType.BOLD, len(before), len(before) + len(sentence))]
    if whole:
        marks += [(MessageEntityType.UNDERLINE, positions[start], positions[end]) for start, end in underlined]
    composer.add_marked(before + sentence + after, marks, inside=kind)


def add_folding(composer: Composer, quote: Quote, below: Composer, *, underlined: Spans = ()) -> None:
    """The passage with what stands below it, in what is left of a screenful and of the message; folded where it does
    not fit."""
    lines = SCREEN_LINES - lines_of(composer.text) - lines_of(below.text)
    fits = lines_of(shown(quote.text).text) <= lines
    kind = MessageEntityType.BLOCKQUOTE if fits else MessageEntityType.EXPANDABLE_BLOCKQUOTE
    room = MESSAGE_UNITS - composer.units - below.units - 2
    add_passage(composer, quote, room, underlined=underlined, kind=kind)
    composer.line_break().extend(below)


def excerpt(text: str, start: int, end: int, room: int) -> tuple[str, str, str]:
    """What fits into `room` code units of `text` before, from and after its part `start` to `end`; cuts show […]."""
    before, sentence, after = text[:start], text[start:end], text[end:]
    if units(text) <= room:
        return before, sentence, after
    around = room - units(sentence)
    if around < 2 * _ROOM_OF_CUT:
        kept = sentence[: cut_end(sentence, room - 2 * _ROOM_OF_CUT)].rstrip()
        return (f"{CUT} " if before else ""), kept, f" {CUT}"
    # What follows the sentence explains it more often than what stands before it.
    room_before = max(min(units(before), around // 3), around - units(after))
    if units(before) > room_before:
        before = f"{CUT} " + before[words_start(before, room_before - _ROOM_OF_CUT) :]
    room_after = around - units(before)
    if units(after) > room_after:
        after = after[: words_end(after, room_after - _ROOM_OF_CUT)] + f" {CUT}"
    return before, sentence, after
