"""Answers, quotes and articles as plain text for a terminal."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.models import Answer, Article, DatedQuote, LeftOut, Obstacle, ObstacleKind, Quote, Source, Timeline

if TYPE_CHECKING:
    from index.answering.verification import RemarkKind, Verification

# Lines longer than this are tiring to read, however wide the terminal is.
_WIDEST = 100
# The gist of a sentence: about two lines.
_SHORT = 160
# Of an agency's report dozens of papers may have copies: some are enough to see which text it is.
_COPIES_NAMED = 3
_OBSTACLES: dict[ObstacleKind, str] = {
    "no_article": "No article fits {subject}.",
    "other_writing": "The model {subject} was not made for this writing: set EMBEDDING_MODEL to one that was.",
    "only_filters": "{subject} says which articles to ask, but not what: add a question.",
}
_REMARKS: dict[RemarkKind, str] = {
    "negation": "Beware, what is left out or put in says no: {text!r}.",
    "brackets": "In brackets, not the article's words: {text!r}.",
    "apart": "No article has what stands around the ellipsis in this order.",
}
_UNSURE = "Not sure that this answers it:"
_FRIENDLY = "Hello! Ask a question about the articles, and I will quote what they say."


def format_answer(answer: Answer, obstacle: Obstacle | None = None) -> str:
    """An answer as its quotes; a maybe as the sentences of its leads; a refusal in one line, as the obstacle to an
    answer if one is known. Below stands what its filters left out."""
    return with_left_out(_format_reply(answer, obstacle), answer.left_out)


def with_left_out(text: str, left_out: LeftOut) -> str:
    """The text, and below it how many articles were left out that may fit, if any were."""
    counts = {"date": left_out.undated, "publisher": left_out.without_publisher}
    unstated = ", ".join(f"{count} without a {what}" for what, count in counts.items() if count)
    return f"{text}\n\nArticles left out that may fit: {unstated}." if unstated else text


def _format_reply(answer: Answer, obstacle: Obstacle | None) -> str:
    match answer.kind:
        case "smalltalk":
            return _FRIENDLY
        case "answer":
            return _heads(answer) + format_quotes(answer.quotes)
        case "maybe":
            return f"{_heads(answer)}{_UNSURE}\n{format_quotes([lead.sentence_alone for lead in answer.leads])}"
        case "refusal":
            return _in_words(obstacle) if obstacle else "The articles do not answer this."


def _heads(answer: Answer) -> str:
    heads = [_in_dispute(quotes) for quotes in _disputed(answer)]
    heads += [f"Read as: {answer.read_as}"] if answer.read_as else []
    heads += [f"Not answered: {question}" for question in answer.unanswered]
    return "\n".join([*heads, "", ""]) if heads else ""


def format_quotes(quotes: Sequence[Quote], obstacle: Obstacle | None = None) -> str:
    """Each quote with its answering sentence marked, its source, and who else says the same.

    Where there is none, why, if there is a known `obstacle`.
    """
    if not quotes and obstacle:
        return _in_words(obstacle)
    return "\n\n".join(_format_quote(quote) for quote in quotes) or "Nothing found."


def format_timeline(timeline: Timeline, obstacle: Obstacle | None = None) -> str:
    """A paragraph for each quote: its days and whether it names them, its sentence, its source; undated ones apart.

    Where there is none, why, if there is a known `obstacle`.
    """
    if not timeline:
        return _in_words(obstacle) if obstacle else "Nothing found."
    entries = [_entry(_days(one), one.quote) for one in timeline.dated]
    if timeline.undated:
        entries += ["Without a date:", *(_entry("-", quote) for quote in timeline.undated)]
    return "\n\n".join(entries)


def _days(dated: DatedQuote) -> str:
    days = dated.first if dated.first == dated.last else f"{dated.first} to {dated.last}"
    return days if dated.told else f"{days} (published)"


def _entry(days: str, quote: Quote) -> str:
    return f"{days}\n{_format_quote(quote.sentence_alone)}"


def format_source(source: Source) -> str:
    """A citation in one line: only what is known."""
    stated = (source.title, source.publisher, ", ".join(source.authors), source.published)
    return " · ".join(part for part in stated if part)


def format_sources(numbered: Iterable[tuple[int, Source]], copies: Iterable[tuple[str, str]] = ()) -> str:
    """One article a line: its number, its id, its citation, its file, and which files hold the same text."""
    same: defaultdict[str, list[str]] = defaultdict(list)
    for copy, original in copies:
        same[original].append(copy)
    return "\n".join(
        f"{number}. {source.source_id}  {format_source(source)}  [{_with_copies(source.path, same[source.path])}]"
        for number, source in numbered
    )


def format_article(article: Article, *, furniture: bool) -> str:
    """The kept text, a blank line between blocks; with `furniture` also what was left out, in its place, and why."""
    pieces = [(block.start, article.text[block.start : block.end]) for block in article.blocks]
    if furniture:
        pieces += [
            (piece.start, f"[left out: {piece.why}] {article.text[piece.start : piece.end]}")
            for piece in article.furniture
        ]
    return "\n\n".join(text for _, text in sorted(pieces))


def format_verification(finding: Verification) -> str:
    """The finding in a sentence, then where the text stands or what comes nearest."""
    remarks = [_REMARKS[remark.kind].format(text=remark.text) for remark in finding.remarks]
    if finding.verdict == "not_found":
        return "\n".join([*_format_lacking(finding), *remarks])
    head = "Word for word in:"
    if finding.differs_in:
        head = f"In the corpus, with differences only in form ({', '.join(finding.differs_in)}):"
    places = [f"  {match.text!r}: {format_source(match.source)}" for match in finding.matches]
    return "\n".join([head, *places, *remarks])


def _format_lacking(finding: Verification) -> Iterable[str]:
    from index.answering.diff import differences

    lacking = [part for part in finding.parts if not part.matches]
    altered = next((part for part in lacking if part.nearest), None)
    yield "Not in the corpus word for word: altered." if altered else "Not in the corpus."
    if len(finding.parts) > 1:
        for part in finding.parts:
            where = format_source(part.matches[0].source) if part.matches else part.verdict.replace("_", " ")
            yield f"  {part.text!r}: {where}"
    if altered and altered.nearest and (differing := differences(altered.text, altered.nearest.text)):
        given = ", ".join(repr(altered.text[start:end]) for start, end in differing.given)
        original = ", ".join(repr(altered.nearest.text[start:end]) for start, end in differing.passage)
        yield f"Given: {given or 'nothing else'}; there: {original or 'nothing else'}."
    if finding.nearest:
        yield f"The nearest passage says:\n{_format_quote(finding.nearest)}"


def _disputed(answer: Answer) -> Iterable[list[Quote]]:
    groups = ([quote for quote in answer.quotes if quote.passage_id in group] for group in answer.differs)
    return (group for group in groups if len(group) > 1)


def _in_dispute(quotes: Sequence[Quote]) -> str:
    """Who gives accounts that differ, and when."""
    *others, last = [_account(quote.source) for quote in quotes]
    return f"Accounts differ: {'; '.join(others)}, and {last}."


def _account(source: Source) -> str:
    return ", ".join(filter(None, (source.publisher or f"“{source.title}”", source.published)))


def _with_copies(path: str, copies: Sequence[str]) -> str:
    named = ", ".join(copies[:_COPIES_NAMED])
    more = f" and {len(copies) - _COPIES_NAMED} more" if len(copies) > _COPIES_NAMED else ""
    return f"{path}; same text: {named}{more}" if copies else path


def _format_quote(quote: Quote) -> str:
    start, end = quote.highlight.start - quote.start, quote.highlight.end - quote.start
    mark, unmark = ("\033[1m", "\033[0m") if sys.stdout.isatty() else (">>", "<<")
    if quote.text == quote.highlight.text:
        mark, unmark = "", ""
    marked = f"{quote.text[:start]}{mark}{quote.text[start:end]}{unmark}{quote.text[end:]}"
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    paragraphs = [
        textwrap.fill(line, width, initial_indent="  | ", subsequent_indent="  | ")
        for line in marked.splitlines()
        if line.strip()
    ]
    also = [f"  also in: {format_source(other.source)}" for other in quote.also_in]
    return "\n".join([*paragraphs, f"  {format_source(quote.source)}", *also])


def _in_words(obstacle: Obstacle) -> str:
    if obstacle.kind == "other_writing" and not obstacle.subject:
        return "The bundled model reads English: ask in English, or set EMBEDDING_MODEL to a multilingual model."
    return _OBSTACLES[obstacle.kind].format(subject=obstacle.subject)


def shorten(text: str) -> str:
    """The beginning of a text, up to about two lines, in one."""
    return textwrap.shorten(text, _SHORT, placeholder=" […]")
