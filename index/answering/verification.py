"""Text -> whether the corpus holds it word for word, part by part: exact, in another form, altered, or not at all.

A part is a quotation in the text, or one side of an ellipsis in it. What only says whose words they are is no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.answering.diff import differences
from index.answering.framing import contradicts, is_frame, is_negation, states_source
from index.answering.places import (
    KeptText,
    Run,
    TextPlace,
    in_order,
    left_out,
    longest_run,
    negation_left_out,
    places,
    shared_run,
    spoken_places,
)
from index.answering.quotations import Body, Side, bodies, next_to, quotations, sides, unwrapped
from index.models import Article, Highlight, Quote, Span
from index.storage import Generation
from index.text.pasted import unwrapped_mail, without_markup
from index.text.wording import FormDifference, Wording

Verdict = Literal["exact", "differs", "not_found"]
PartVerdict = Literal["exact", "differs", "altered", "not_found"]
RemarkKind = Literal["negation", "brackets", "apart"]

# An article that holds a text word for word is among the first by its words; looking through more takes time.
_ARTICLES_TRIED = 200
# Of longer texts, the words alone find the article.
_WORDS_IN_PAIRS = 60
# Fewer words in a row than this stand in many articles by chance.
_FEWEST_IN_A_ROW, _FEWEST_EVER = 3, 2
# A line or side of fewer words is found anywhere.
_FEWEST_ALONE = 4


@dataclass(frozen=True, slots=True)
class Part:
    """The finding on one quotation, or one side of an ellipsis.

    `differs_in`: what differs in form. `nearest`: of an altered one, the sentences that it was made from.
    """

    text: str
    verdict: PartVerdict
    differs_in: tuple[FormDifference, ...] = ()
    matches: tuple[Quote, ...] = ()
    nearest: Quote | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What has to be said of parts that are in the corpus.

    negation: an ellipsis or brackets leave `text` out, which says no. brackets: `text` was added or put for other
    words. apart: no article has the sides of an ellipsis one after the other.
    """

    kind: RemarkKind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """The finding on a text, as good as that on its worst part.

    `matches` are the places where it stands, one an article, or one a part; `nearest` what comes closest. `differs_in`
    is what differs in form in any part.
    """

    text: str
    verdict: Verdict
    matches: tuple[Quote, ...] = ()
    nearest: Quote | None = None
    parts: tuple[Part, ...] = ()
    remarks: tuple[Remark, ...] = ()
    differs_in: tuple[FormDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class _Account:
    """What a text was taken for. `alternatives`: for each article that has it all, its first and its last place."""

    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...] = ()
    alternatives: tuple[tuple[TextPlace, TextPlace], ...] = ()

    @property
    def is_found(self) -> bool:
        return all(part.verdict in ("exact", "differs") for part in self.parts)


def find(texts: Sequence[str], generation: Generation) -> Verification:
    """Look texts up in the kept text of the articles; `nearest` is left empty where nothing was altered."""
    search = _Search(generation)
    readings = [search.read(text) for text in texts if text.strip()]
    parts = tuple(part for reading in readings for part in reading.parts)
    remarks = tuple(dict.fromkeys(remark for reading in readings for remark in reading.remarks))
    text = "\n\n".join(texts)
    failed = [part for part in parts if part.verdict not in ("exact", "differs")]
    if failed or not parts:
        nearest = next((part.nearest for part in failed if part.nearest), None)
        return Verification(text, "not_found", (), nearest, parts, remarks)
    exact = not remarks and all(part.verdict == "exact" for part in parts)
    matches = parts[0].matches if len(parts) == 1 else tuple(part.matches[0] for part in parts)
    differs_in = tuple(dict.fromkeys(kind for part in parts for kind in part.differs_in))
    return Verification(text, "exact" if exact else "differs", matches, None, parts, remarks, differs_in)


class _Search:
    """The readings of texts in one generation; what was read of an article is kept for the next one."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._kept: dict[str, KeptText] = {}
        self._candidates: dict[str, list[KeptText]] = {}

    def read(self, text: str) -> _Account:
        """The first reading by which the corpus has all of a text; else the one that says best what it has not."""
        text = unwrapped_mail(text)
        plain = without_markup(text)
        found = self._found(text)
        if found is None and plain != text and (reading := self._found(plain)):
            found = replace(reading, parts=tuple(map(_with_markup, reading.parts)))
        return found or self._altered(unwrapped(plain or text))

    def _found(self, text: str) -> _Account | None:
        readings = self._readings(unwrapped(text))
        return next((reading for reading in readings if reading and reading.is_found), None)

    def _readings(self, text: str) -> Iterator[_Account | None]:
        yield self._whole(text)
        yield self._sides(text)
        for body in bodies(text):
            piece, among = text[body.start : body.end], self._articles(text)
            reading = self._whole(piece, among) or self._sides(piece, among)
            if reading and any(self._frames(text, body, first, last) for first, last in reading.alternatives):
                yield reading
        yield self._quotations(text)
        yield self._lines(text)

    # Readings

    def _whole(self, text: str, among: Sequence[KeptText] | None = None) -> _Account | None:
        """The text in a row, with or without the tags that interrupt what somebody says."""
        given = Wording.of(unwrapped(text))
        if not given.tokens:
            return None
        candidates = self._articles(text) if among is None else among
        for look in (places, spoken_places):
            every = [found for kept in candidates if (found := list(look(given, kept)))]
            if every:
                found = [min(here, key=lambda place: len(place.form.differs_in)) for here in every]
                least = min(len(place.form.differs_in) for place in found)
                matches = [place for place in found if bool(place.form.differs_in) == bool(least)]
                matches.sort(key=lambda place: len(place.form.differs_in))
                return _Account(
                    (self._part(text, matches),), alternatives=tuple((one, one) for here in every for one in here)
                )
        return None

    def _sides(self, text: str, among: Sequence[KeptText] | None = None) -> _Account | None:
        """The sides of ellipses and brackets, one after the other in one article or, if need be, each by itself."""
        given = [(side, Wording.of(unwrapped(side.text))) for side in sides(unwrapped(text))]
        if not given or (len(given) == 1 and not given[0][0].inserted):
            return None
        candidates = self._articles(text) if among is None else among
        chains = [chain for kept in candidates if (chain := in_order(given, kept))]
        if not chains:
            return self._sides_apart([side for side, _ in given])
        least = min(_differences(chain) for chain in chains)
        chains = [chain for chain in chains if _differences(chain) == least]
        columns = list(zip(*chains, strict=True))
        parts = [self._part(side.text, column) for (side, _), column in zip(given, columns, strict=True)]
        alternatives = tuple((chain[0], chain[-1]) for chain in chains)
        return _Account(tuple(parts), tuple(_remarks([side for side, _ in given], chains[0])), alternatives)

    def _sides_apart(self, given: Sequence[Side]) -> _Account | None:
        if any(side.after == "brackets" for side in given) or len(given) < 2:
            return None
        readings = [self._whole(side.text) for side in given]
        found = [reading for reading in readings if reading]
        long = all(len(Wording.of(side.text).tokens) >= _FEWEST_ALONE for side in given)
        if len(found) < len(given) or not long:
            return None
        parts = tuple(part for reading in found for part in reading.parts)
        return _Account(parts, (Remark("apart"),), found[0].alternatives)

    def _quotations(self, text: str) -> _Account | None:
        """Each quotation in the text by itself, where the words around them are the writer's own."""
        spans = quotations(text)
        readings = [self._quotation(text[span.start : span.end]) for span in spans]
        if not spans or self._goes_on_outside(text, spans, readings):
            return None
        return _joined(readings)

    def _quotation(self, text: str) -> _Account:
        return self._whole(text) or self._sides(text) or self._judged(text)

    def _lines(self, text: str) -> _Account | None:
        """Each line by itself, where some are in the corpus; lines that say whose they are do not count."""
        lines = [line for line in text.splitlines() if Wording.of(line).tokens]
        if len(lines) < 2:
            return None
        readings = [self._whole(line) or self._sides(line) or self._quotations(line) for line in lines]
        found = [
            reading
            for reading, line in zip(readings, lines, strict=True)
            if reading and reading.is_found and len(Wording.of(line).tokens) >= _FEWEST_ALONE
        ]
        sources = [place.kept.article.source for one in found for place, _ in one.alternatives]
        if not found:
            return None
        return _joined(
            [
                reading or self._judged(line)
                for reading, line in zip(readings, lines, strict=True)
                if not any(states_source(Wording.of(line), source) for source in sources)
            ]
        )

    def _altered(self, text: str) -> _Account:
        """What a text that is not in the corpus was made from: by quotations, by lines, else all that is no frame."""
        reading = self._quotations(text) or self._lines(text)
        if reading and any(part.verdict != "not_found" for part in reading.parts):
            return reading
        body = self._unframed(text)
        parted = [side.text for side in sides(body)]
        if len(parted) < 2:
            return self._judged(body)
        apart = _joined([self._whole(side) or self._judged(side) for side in parted])
        return self._judged(body) if apart.is_found else apart

    def _judged(self, text: str) -> _Account:
        """A text that is not in the corpus: altered, where it resembles a place in it."""
        run = self._nearest(text)
        quote = self._sentences(run) if run else None
        if run is None or quote is None or differences(unwrapped(text), quote.text) is None:
            return _Account((Part(text, "not_found"),))
        place = run.place
        return _Account((Part(text, "altered", nearest=quote),), alternatives=((place, place),))

    # Around quotations

    def _frames(self, text: str, body: Body, first: TextPlace, last: TextPlace) -> bool:
        """Whether what a text has around a body says whose it is."""
        source = first.kept.article.source
        head, tail = text[: body.start], text[body.end :]
        quoted = len(Wording.of(text[body.start : body.end]).tokens)
        before = first.kept.beside(first, len(Wording.of(head).tokens), after=False)
        behind = last.kept.beside(last, len(Wording.of(tail).tokens), after=True)
        return is_frame(head, body.before, before, source, quoted) and is_frame(
            tail, body.after, behind, source, quoted
        )

    def _goes_on_outside(self, text: str, spans: Sequence[Span], readings: Sequence[_Account]) -> bool:
        """Whether the words outside the quotation marks are those of an article that has a quotation, but altered."""
        for span, reading in zip(spans, readings, strict=True):
            for after in (False, True):
                piece, own = next_to(text, span, spans, after=after)
                words = Wording.of(piece)
                found = [last if after else first for first, last in reading.alternatives]
                beside = [place.kept.beside(place, len(words.tokens), after=after) for place in found]
                if any(contradicts(words, one, own=own) for one in beside):
                    return True
        return False

    def _unframed(self, text: str) -> str:
        """The shortest part of an altered text that only a frame surrounds."""
        whole = self._nearest(text)
        for body in reversed(bodies(text)) if whole else ():
            piece = text[body.start : body.end]
            run = longest_run(Wording.of(unwrapped(piece)), whole.kept) if whole else None
            if run and whole and run.length == whole.length and self._frames(text, body, run.place, run.place):
                return piece
        return text

    # Articles

    def _articles(self, text: str) -> list[KeptText]:
        """The articles whose words come nearest to a text's, best first."""
        known = self._candidates.get(text)
        if known is None:
            known = self._candidates[text] = list(self._look_up(text))
        return known

    def _look_up(self, text: str) -> Iterator[KeptText]:
        given = Wording.of(text)
        words = [given.text[token.start : token.end] for token in given.tokens]
        words += [token.form for token in given.tokens]
        rows = self._generation.matching(words, _ARTICLES_TRIED)
        if len(given.tokens) <= _WORDS_IN_PAIRS:
            rows = self._generation.matching([" ".join(given.forms)], _ARTICLES_TRIED // 2) + rows
        for source_id in dict.fromkeys(self._generation.passage(number).source_id for number, _ in rows):
            if source_id not in self._kept and (article := self._generation.article(source_id)):
                self._kept[source_id] = KeptText.of(article)
            if source_id in self._kept:
                yield self._kept[source_id]

    def _nearest(self, text: str) -> Run | None:
        """Where most words of a text stand in a row; among equals, where most of the others stand too."""
        given = Wording.of(unwrapped(text))
        lengths = {number: shared_run(given, kept) for number, kept in enumerate(self._articles(text))}
        longest = max(lengths.values(), default=0)
        if longest < max(_FEWEST_EVER, min(_FEWEST_IN_A_ROW, (len(given.tokens) + 1) // 2)):
            return None
        runs = (longest_run(given, self._articles(text)[number]) for number in lengths if lengths[number] == longest)
        return max((run for run in runs if run), key=lambda run: run.alike, default=None)

    def _part(self, text: str, found: Sequence[TextPlace]) -> Part:
        differs_in = found[0].form.differs_in
        quotes = tuple(self._quote(place.kept.article, place.span) for place in found)
        return Part(text, "differs" if differs_in else "exact", differs_in, quotes)

    def _quote(self, article: Article, span: Span, highlight: Span | None = None) -> Quote:
        passages = self._generation.passages_of(article.source.source_id)
        holding = next((passage for passage in passages if passage.end > span.start), None)
        marked = highlight or span
        return Quote(
            passage_id=holding.passage_id if holding else "",
            text=article.text[span.start : span.end],
            start=span.start,
            end=span.end,
            highlight=Highlight(article.text[marked.start : marked.end], marked.start, marked.end),
            confidence=1.0,
            source=article.source,
        )

    def _sentences(self, run: Run) -> Quote:
        """The whole sentences around a run, as a quote."""
        article, tokens = run.kept.article, run.kept.wording.tokens
        span = run.kept.in_article(tokens[run.first].start, tokens[run.last].end)
        touched = [
            sentence
            for passage in self._generation.passages_of(article.source.source_id)
            for sentence in passage.sentences
            if sentence.start < span.end and sentence.end > span.start
        ]
        if not touched:
            return self._quote(article, span)
        start = min(span.start, touched[0].start)
        return self._quote(article, Span(start, max(span.end, touched[-1].end)))


def _differences(chain: Sequence[TextPlace]) -> int:
    return sum(len(place.form.differs_in) for place in chain)


def _with_markup(part: Part) -> Part:
    return replace(part, verdict="differs", differs_in=(*part.differs_in, "markup"))


def _joined(readings: Sequence[_Account]) -> _Account:
    return _Account(
        tuple(part for reading in readings for part in reading.parts),
        tuple(remark for reading in readings for remark in reading.remarks),
        tuple(places for reading in readings for places in reading.alternatives),
    )


def _remarks(given: Sequence[Side], chain: Sequence[TextPlace]) -> Iterator[Remark]:
    """What the ellipses and brackets of a quotation leave out or put in."""
    for number, side in enumerate(given):
        before = chain[number - 1] if number else None
        if before and (said := negation_left_out(before, chain[number])):
            yield Remark("negation", said)
        if side.after == "brackets":
            inserted = Wording.of(side.inserted)
            original = Wording.of(left_out(before, chain[number])) if before else None
            if original is None or inserted.forms != original.forms:
                yield Remark("negation" if any(map(is_negation, inserted.forms)) else "brackets", side.inserted.strip())
