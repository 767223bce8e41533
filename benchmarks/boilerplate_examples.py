"""Pages whose lines are labelled, to fit the reading of boilerplate on: saved ones, ones with phrases, made-up ones.

A line of a saved page is the article's where most of its words stand in the publisher's own paragraphs, in runs of
four. Pages with phrases to keep and to drop (as in trafilatura's evaluation data) are labelled by these; lines that no
phrase tells take Quotedesk's reading of the HTML and count half. Each page is used again with changes that pages of
other sites show: labels between the paragraphs, a box of headlines among them, another page's end above the headline.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import trafilatura
from numpy.typing import NDArray

from benchmarks.furniture import flatten as flatten_tree
from benchmarks.saved_pages import SavedPage, covered, flatten, folded, load_pages, runs_of
from index.errors import UnreadableError
from index.reading import Document, read
from index.reading.boilerplate.labelled_lines import LabelledLine, label_each
from index.reading.boilerplate.lines import split_lines
from index.reading.boilerplate.model import AFTER, ARTICLE, BEFORE, INSIDE

# Shares of a line's words that stand in the article: from the first on it is the article's, between both nobody knows.
_MOSTLY, _PARTLY = 0.75, 0.3
# Fewer words in a row stand on many pages by chance.
_FEWEST_WORDS = 5
_SENTENCE = 8
# A short last paragraph stands so near the paragraphs above it.
_NEAR_END = 6
_SILVER = 0.5
# What is left out right above the article is often its headline or standfirst.
_UNSURE_ABOVE, _UNSURE = 12, 0.3
_LABELS = """Advertisement|Anzeige|Publicité|Publicidad|Reklama|Реклама|Annons|Mainos|Annonce|Pubblicità|広告|광고|Image
|Story continues below advertisement|Image caption|Share|Teilen|Partager|Compartir|Поділитися|00:00|0:00 / 3:41|Video
|Play audio|Foto|Article content|ADVERTISEMENT|Sponsored|Listen|Save|Copy link|Close|Schließen|Fermer|Cerrar|Lukk
|Sulje|Zamknij|Bezárás|Kapat|Bu haberi paylaş|Iklan|Quảng cáo|Tangazo|विज्ञापन|إعلان""".replace("\n", "").split("|")
_BOX_LABELS = """Also interesting|Auch interessant|Plus d'infos|Más del tema|Read more|Läs mer|Les også|Lue myös
|Our picks|Więcej na ten temat|Další zprávy|Olvasta már?|Daha fazla|Mais sobre isto|Подробнее по теме|Більше новин
|Don't forget|Das sollten Sie wissen|Ce que vous devez savoir|Soma pia|関連記事|관련 기사""".replace("\n", "").split(
    "|"
)

# Every other page gets the fillers of another one.
_FILLED = 0.5
_STAMPS = "News|2 hours ago|vor 3 Stunden|12:40|il y a 5 heures|Video|вчора|03.05.2024".split("|")


@dataclass(frozen=True, slots=True)
class Example:
    """A page's lines with the state of each (of BEFORE, ARTICLE, INSIDE, AFTER), and how much each counts.

    `group` is the publisher; `headline` the index of the headline's line, -1 where none is known.
    """

    name: str
    group: str
    origin: str
    text: str
    lines: tuple[LabelledLine, ...]
    states: NDArray[np.int64]
    counts: NDArray[np.float64]
    headline: int = -1
    page: SavedPage | None = None


def from_saved_pages(folder: Path) -> Iterator[Example]:
    """Examples of a folder in the layout of benchmarks/saved_pages.py; a page without its article's text gives none."""
    for page in load_pages(folder):
        text = flatten(page.html.decode("utf-8", "replace"))
        lines = _lines_of(text)
        belongs, counts = _belonging(lines, page.paragraphs, page.other)
        if not belongs.any():
            continue
        states = _states(belongs)
        titles = {folded(title) for title in (page.title, *page.titles) if title}
        first = int(np.argmax(belongs))
        named = [index for index in range(first) if folded(lines[index].line.text) in titles]
        headline = named[-1] if named else -1
        yield Example(page.id, page.host, "saved", text, lines, states, counts, headline, page)


def from_phrases(folder: Path) -> Iterator[Example]:
    """Examples of the half of a folder in benchmarks/furniture.py's layout that rules may be tuned on."""
    segments = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    for name, phrases in sorted(segments.items()):
        if sha256(name.encode()).digest()[0] % 2 == 1:
            continue
        data = (folder / "html" / name).read_bytes()
        tree = trafilatura.load_html(data)
        if tree is None:
            continue
        text = flatten_tree(tree)
        lines = _lines_of(text)
        belongs, counts = _belonging(lines, _read_from_html(name, data), ())
        counts *= _SILVER
        for index, item in enumerate(lines):
            if item.line.length >= 3 and _is_told(phrases["with"], item.line.text):
                belongs[index] |= item.line.length >= _SENTENCE
                counts[index] = float(belongs[index])
        for index, item in enumerate(lines):
            if _is_told(phrases["without"], item.line.text):
                belongs[index], counts[index] = False, 1.0
        if not belongs.any():
            continue
        states, first = _states(belongs), int(np.argmax(belongs))
        counts[max(0, first - _UNSURE_ABOVE) : first] *= _UNSURE
        yield Example(name, name, "phrases", text, lines, states, counts)


def _read_from_html(name: str, data: bytes) -> list[str]:
    """What reading the markup keeps, which is right more often than reading the text alone."""
    try:
        article = read(Document(name, "0" * 12, "html", data))
    except UnreadableError:
        return []
    return [article.text[block.start : block.end] for block in article.blocks if block.kind != "title"]


def from_made_up_pages() -> Iterator[Example]:
    """Examples of the made-up pages that the tests read."""
    from tests.index.reading.page_files import load_page, page_names

    for name in page_names():
        page = load_page(name)
        lines = _lines_of(page.text)
        kinds = [
            [other.kind for other in page.lines if other.start < item.line.end and item.line.start < other.end]
            for item in lines
        ]
        belongs = np.array([any(kind in ("paragraph", "heading") for kind in kinds_of) for kinds_of in kinds])
        headline = next((index for index, kinds_of in enumerate(kinds) if "title" in kinds_of), -1)
        yield Example(
            name,
            f"made up: {name}",
            "made up",
            page.text,
            lines,
            _states(belongs),
            np.ones(len(lines)),
            headline,
        )


def changed(example: Example, others: Sequence[Example], chance: random.Random) -> Example:
    """The example as another site might show it; what is put in comes from `others`."""
    rows = [
        (item, bool(state == ARTICLE), float(count))
        for item, state, count in zip(example.lines, example.states, example.counts, strict=True)
    ]
    body = [index for index, row in enumerate(rows) if row[1]]
    first, last = body[0], body[-1]
    head = example.headline if example.headline >= 0 else max(0, first - 4)
    above, beside, inside, below = rows[:head], rows[head:first], rows[first : last + 1], rows[last + 1 :]
    if chance.random() < 0.3:
        above = above[len(above) - min(len(above), chance.randint(0, 3)) :]
    if chance.random() < 0.2:
        below = below[: chance.randint(0, 4)]
    other = chance.choice(others)
    closing = [item for item, state in zip(other.lines, other.states, strict=True) if state == AFTER]
    if chance.random() < 0.4 and len(closing) > 8:
        start = chance.randrange(len(closing) - 6)
        above = [*above, *((item, False, 1.0) for item in closing[start : start + chance.randint(4, 25)])]
    if chance.random() < 0.4:
        below = [*_teasers(others, chance), *below]
    if chance.random() < 0.25:
        above = [*above, *_teasers(others, chance)]
    if chance.random() < 0.4:
        inside = _with_labels(inside, chance)
    headlines = [item for item in closing if 4 <= item.line.length <= 20 and not item.why]
    if chance.random() < 0.35 and len(inside) > 4 and len(headlines) > 6:
        start = chance.randrange(len(headlines) - 5)
        label = [_labelled(chance.choice(_BOX_LABELS))] if chance.random() < 0.8 else []
        box = [(item, False, 1.0) for item in (*label, *headlines[start : start + chance.randint(1, 5)])]
        place = chance.randrange(2, len(inside) - 1)
        inside = [*inside[:place], *box, *inside[place:]]
    if chance.random() < _FILLED:
        inside = _with_fillers(inside, others, chance)
    rows = [*above, *beside, *inside, *below]
    lines = tuple(row[0] for row in rows)
    return Example(
        example.name,
        example.group,
        "changed",
        "",
        lines,
        _states(np.array([row[1] for row in rows])),
        np.array([row[2] for row in rows]),
    )


_Row = tuple[LabelledLine, bool, float]


def _with_labels(inside: Sequence[_Row], chance: random.Random) -> list[_Row]:
    """The article's lines with the same labels after every paragraph, or every second or third."""
    labels = [_labelled(chance.choice(_LABELS)) for _ in range(chance.choice((1, 1, 2, 3)))]
    every = chance.choice((1, 1, 2, 3))
    rows: list[_Row] = []
    seen = 0
    for row in inside:
        rows.append(row)
        seen += row[1]
        if row[1] and seen % every == 0:
            gap = row[0].line.gap
            rows += [(replace(label, line=replace(label.line, gap=gap)), False, 1.0) for label in labels]
    return rows


def _with_fillers(inside: Sequence[_Row], others: Sequence[Example], chance: random.Random) -> list[_Row]:
    """The article's lines with what stands between another article's: captions, offers, notes to readers."""
    found = [one for one in chance.sample(others, 12) if (one.states == INSIDE).sum() > 2][:2]
    rows = list(inside)
    for one in found:
        lines = [item for item, state in zip(one.lines, one.states, strict=True) if state == INSIDE]
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(lines))
            place = chance.randint(1, len(rows))
            rows[place:place] = [(item, False, 1.0) for item in lines[start : start + chance.randint(1, 4)]]
    return rows


def _teasers(others: Sequence[Example], chance: random.Random) -> list[_Row]:
    """What other articles open with, below their headlines, as pages show other stories without any label."""
    rows: list[_Row] = []
    pairs, labels = chance.random() < 0.7, chance.random() < 0.4
    for other in chance.sample(others, chance.randint(2, 7)):
        opening = int(np.argmax(other.states == ARTICLE))
        if labels:
            rows.append((_labelled(chance.choice((*_BOX_LABELS, *_STAMPS))), False, 1.0))
        if pairs and other.headline >= 0:
            rows.append((other.lines[other.headline], False, 1.0))
        rows.append((other.lines[opening], False, 1.0))
    return rows


def _lines_of(text: str) -> tuple[LabelledLine, ...]:
    return tuple(label_each(text, split_lines(text), split_credits=False))


def _labelled(text: str) -> LabelledLine:
    return _lines_of(text)[0]


def _is_told(phrases: Sequence[str], text: str) -> bool:
    """Whether a line holds a phrase, or is a good part of one."""
    return any(" ".join(phrase.split()) in text or (len(text) > 25 and text in phrase) for phrase in phrases)


def _belonging(
    lines: Sequence[LabelledLine], paragraphs: Sequence[str], headings: Sequence[str]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which lines are the article's, and how much each counts: not at all where nobody knows."""
    known, whole = runs_of(paragraphs), {folded(text) for text in paragraphs}
    names = {folded(text) for text in headings}
    belongs, counts = np.zeros(len(lines), dtype=np.bool_), np.ones(len(lines))
    certain: list[int] = []
    for index, item in enumerate(lines):
        there, total = covered([item.line.text], known)
        if (total >= _FEWEST_WORDS and there >= _MOSTLY * total) or (total and folded(item.line.text) in whole):
            belongs[index] = True
            certain += [index] if item.line.length >= _SENTENCE else []
        elif total >= 2 and folded(item.line.text) in names:
            belongs[index] = True
        elif total >= _FEWEST_WORDS and there >= _PARTLY * total:
            counts[index] = 0
    if not certain:
        return np.zeros_like(belongs), counts
    certain = _without_copies(lines, certain, belongs, counts)
    first, last = certain[0], certain[-1]
    belongs[:first] = False
    for index in range(last + 1, len(lines)):
        belongs[index] &= index <= last + _NEAR_END and lines[index].line.length >= 4
    return belongs, counts


def _without_copies(
    lines: Sequence[LabelledLine], certain: list[int], belongs: NDArray[np.bool_], counts: NDArray[np.float64]
) -> list[int]:
    """The article's lines, of those that stand twice on the page the one amid the others; copies don't count."""
    places: dict[str, list[int]] = {}
    for index in certain:
        places.setdefault(lines[index].line.text, []).append(index)
    middle = float(np.median([found[0] for found in places.values() if len(found) == 1] or certain))
    own = {min(found, key=lambda index: abs(index - middle)) for found in places.values()}
    for index in certain:
        if index not in own:
            belongs[index], counts[index] = False, 0
    return sorted(own)


def _states(belongs: NDArray[np.bool_]) -> NDArray[np.int64]:
    found = np.flatnonzero(belongs)
    states = np.full(len(belongs), INSIDE, dtype=np.int64)
    states[: found[0]] = BEFORE
    states[found[-1] + 1 :] = AFTER
    states[belongs] = ARTICLE
    return states
