"""Clippings, and all that is kept of somebody -> messages of at most a screenful. Pure functions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from telegram.constants import MessageEntityType

from bot.records import Clipping, Digest, Watch
from bot.texts import Texts
from bot.views.answers import add_attribution, add_folding, attribution
from bot.views.composer import Composed, Composer, clip, one_line

# Five, of four or five lines each on a phone, with two rows of buttons.
CLIPPINGS_A_PAGE = 5
MOST_NOTE_CHARACTERS = 1000
_SENTENCE_UNITS = 110
_SOURCE_UNITS = _NOTE_LINE_UNITS = 40
_ATTRIBUTION_UNITS = 120


@dataclass(frozen=True, slots=True)
class KeptVote:
    """A vote on an answer to a question, as who cast it may see it."""

    question: str
    verdict: str
    at: str


@dataclass(frozen=True, slots=True)
class MyData:
    """All that is kept of one person."""

    person: int
    clippings: Sequence[Clipping] = ()
    votes: Sequence[KeptVote] = ()
    watches: Sequence[Watch] = ()
    digest: Digest | None = None
    alerts: int = 0

    def __bool__(self) -> bool:
        return bool(self.clippings or self.votes or self.watches or self.digest)


def clippings_text(clippings: Sequence[Clipping], offset: int, total: int, texts: Texts) -> Composed:
    """A page of a list of clippings."""
    composer = Composer().add(texts.clippings_heading.format(count=total)).line_break(2)
    for number, clipping in enumerate(clippings, start=offset + 1):
        said = clip(clipping.quote.highlight.text, _SENTENCE_UNITS)
        composer.line_break().add(f"{number}. {said}").line_break()
        composer.add(attribution(clipping.quote.source, _SOURCE_UNITS, texts), MessageEntityType.ITALIC)
        if clipping.note:
            composer.line_break().add(f"✎ {clip(clipping.note, _NOTE_LINE_UNITS)}")
    return composer.line_break(2).add(texts.clippings_file).compose()


def clipping_message(clipping: Clipping, texts: Texts) -> Composed:
    """One clipping with its note, and how to write one."""
    composer = Composer()
    below = Composer()
    add_attribution(below, clipping.quote, _ATTRIBUTION_UNITS, texts)
    if clipping.note:
        below.line_break(2).add(f"✎ {clipping.note}")
    below.line_break(2).add(texts.clipping_foot.format(day=clipping.saved_at[:10]), MessageEntityType.ITALIC)
    add_folding(composer, clipping.quote, below)
    return composer.compose()


def my_data_text(kept: MyData, texts: Texts) -> str:
    """What is kept of somebody, in figures."""
    if not kept:
        return texts.my_data_none
    noted = sum(bool(clipping.note) for clipping in kept.clippings)
    lines = [
        texts.my_data_heading.format(person=kept.person),
        texts.my_data_clippings.format(count=len(kept.clippings), notes=noted),
        texts.my_data_watches.format(count=len(kept.watches), alerts=kept.alerts),
        texts.my_data_votes.format(count=len(kept.votes)),
    ]
    return "\n".join([*lines, "", texts.my_data_foot])


def my_data_file(kept: MyData) -> bytes:
    """The same as a file, whole: JSON in UTF-8."""
    clippings = [
        {"quote": _quoted(clipping), "note": clipping.note, "saved_at": clipping.saved_at}
        for clipping in kept.clippings
    ]
    votes = [asdict(vote) for vote in kept.votes]
    watches = [{"words": watch.words, "made_at": watch.made_at} for watch in kept.watches]
    digest = asdict(kept.digest) if kept.digest else None
    whole = {"person": kept.person, "clippings": clippings, "watches": watches, "digest": digest, "votes": votes}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def note_of(text: str) -> str:
    """What somebody wrote, as a note: one line for each of theirs."""
    return "\n".join(one_line(line) for line in text.strip().splitlines())


def _quoted(clipping: Clipping) -> dict[str, object]:
    quote = asdict(clipping.quote)
    del quote["also_in"], quote["confidence"]
    return quote
