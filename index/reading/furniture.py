"""The lines of a page -> which are the article (headline, headings, paragraphs) and why the others are not.

First each line speaks for itself (a button, a form, a credit, a date line), then its neighbours speak for it: the
article is the stretch of the page with the most running text in it (maximum subsequence segmentation, Pasternack and
Roth, 2009), its headline stands above it, and other stories are told from it by their labels, time stamps and layout.
How much page furniture a text shows decides how hard it is judged: a text that is an article already loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.models import BlockKind
from index.reading import evidence
from index.reading.bylines import Byline, read_byline
from index.reading.concepts import Concept, concepts_in
from index.reading.lines import Line
from index.reading.vocabulary import normal
from index.reading.words import function_share, main_language

_SAMPLE_WORDS = 600


@dataclass(slots=True)
class Judged:
    """A line under judgement: what it is, or why it is furniture."""

    line: Line
    function_share: float | None
    why: str | None = None
    section: str | None = None
    caption: str | None = None
    byline: Byline | None = None
    kind: BlockKind = "paragraph"
    is_paragraph: bool = False
    value: float = 0.0

    @property
    def is_short(self) -> bool:
        """Neither running text nor known furniture: a heading, a menu entry, a list item, another headline."""
        return not self.is_paragraph and self.why is None


def judge(lines: Sequence[Line], *, is_article: bool = False, title: str = "") -> list[Judged]:
    """Each line with its kind, or with `why` it is furniture.

    `is_article` says that the text is known to be an article (a field of an archive), `title` is a headline known from
    elsewhere.
    """
    judged = _judge_each(lines)
    if not judged:
        return []
    evidence = _page_evidence(judged)
    looks_like_page = evidence >= (4 if is_article else 2)
    _drop_repetitions(judged, looks_like_page)
    _value(judged)
    first, last = _article_range(judged) if looks_like_page else (0, len(judged) - 1)
    headline = _headline(judged, first, title, looks_like_page=looks_like_page, is_article=is_article)
    if headline is not None:
        first = _mark_head(judged, headline, first, looks_like_page)
    if looks_like_page:
        _drop_outside(judged, headline if headline is not None else first, last)
        _drop_inside(judged, first, last)
    _mark_headings(judged, headline)
    _restore_if_nothing_left(judged)
    return judged


def _judge_each(lines: Sequence[Line]) -> list[Judged]:
    sample: list[str] = []
    for line in lines:
        if line.ends_sentence:
            sample += line.words
        if len(sample) > _SAMPLE_WORDS:
            break
    language = main_language(sample)
    return [_judge_one(line, function_share(line.words, language)) for line in lines]


def _judge_one(line: Line, share: float | None) -> Judged:
    item = Judged(line, share)
    concepts = concepts_in(line.words)
    item.why = evidence.certain(line.text, line.length, concepts)
    item.why = item.why or evidence.promotion(line.text, line.length, concepts)
    item.section = evidence.section(line.text)
    if item.why is None:
        item.caption = evidence.caption(line.text, line.length, concepts)
        item.byline = read_byline(line.text, line.length, signed=bool(concepts & Concept.WRITER))
        item.is_paragraph = item.byline is None and _is_running_text(item)
    return item


def _is_running_text(item: Judged) -> bool:
    line, share = item.line, item.function_share
    if line.ends_sentence:
        return line.length >= 8 or (line.length >= 4 and (share is None or share >= 0.2) and not line.text.isupper())
    if line.text.endswith(":"):
        return line.length >= 7 and (share is None or share >= 0.25)
    return line.length >= 22 and (share is None or share >= 0.25)


def _page_evidence(judged: Sequence[Judged]) -> float:
    """How much of a web page's furniture the text shows: about 0 for a plain article, 2 and more for a page."""
    evidence = 0.0
    for item in judged:
        if item.section in ("stories", "comments") or item.why not in (
            None,
            "no words",
            "photo credit",
            "time stamp",
            "counter",
        ):
            evidence += 1
        elif (
            item.why in ("photo credit", "time stamp", "counter")
            or item.section
            or item.byline is not None
            or item.caption == "sure"
        ):
            evidence += 0.5
    short = sum(item.is_short for item in judged)
    if len(judged) >= 20 and short > 0.5 * len(judged):
        evidence += 1
    return evidence


def _drop_repetitions(judged: Sequence[Judged], looks_like_page: bool) -> None:
    """Long lines that stand twice are kept once; short ones that stand three times on a page are buttons."""
    counts = Counter(item.line.text for item in judged)
    seen: set[str] = set()
    for item in judged:
        text = item.line.text
        if item.why is None and looks_like_page:
            if item.is_paragraph and item.line.length >= 12 and text in seen:
                item.why, item.is_paragraph = "repeated on the page", False
            elif not item.is_paragraph and counts[text] >= 3:
                item.why = "repeated on the page"
        seen.add(text)


def _value(judged: Sequence[Judged]) -> None:
    """What each line adds to the stretch that it belongs to: running text its words, anything else a loss."""
    for item in judged:
        words = item.line.length
        if item.is_paragraph and item.caption != "sure" and not item.section:
            item.value = min(words, 60) if words >= 8 else 1
        elif item.section in ("stories", "comments"):
            item.value = -25
        elif item.why is not None:
            item.value = -8 if item.line.length < 15 else -20
        elif item.byline is not None or item.caption is not None:
            item.value = -2
        else:
            item.value = -6
    # A single paragraph between labels and time stamps is a teaser, not a stretch of an article.
    for before, item, after in zip(judged, judged[1:], judged[2:], strict=False):
        if item.is_paragraph and _is_label(before) and _is_label(after):
            item.value = min(item.value, 5)


def _is_label(item: Judged) -> bool:
    return item.section is not None or item.why in ("time stamp", "button or link", "repeated on the page")


def _article_range(judged: Sequence[Judged]) -> tuple[int, int]:
    """The first and last line of the article's paragraphs: the stretch with the greatest sum of values."""
    end = _closing_label(judged)
    best, best_range = 0.0, (0, len(judged) - 1)
    total, start = 0.0, 0
    for index, item in enumerate(judged[:end]):
        if total <= 0:
            total, start = 0.0, index
        total += item.value
        if total > best:
            best, best_range = total, (start, index)
    return best_range


def _closing_label(judged: Sequence[Judged]) -> int:
    """Where other stories or comments begin after the article, if a label says so and no article follows it."""
    text_before = 0
    paragraphs_before = 0
    stamps_before = 0
    for index, item in enumerate(judged):
        if item.is_paragraph and not item.section:
            text_before += item.line.length
            paragraphs_before += 1
        enough = paragraphs_before >= 3 or text_before >= 80
        if enough and item.section == "comments":
            return index
        if enough and item.section == "stories" and not _goes_on(judged, index):
            return index
        if item.why == "time stamp":
            if enough and not stamps_before and not _goes_on(judged, index):
                return index
            stamps_before += 1
    return len(judged)


def _goes_on(judged: Sequence[Judged], label: int) -> bool:
    """Whether an article goes on after a label: three paragraphs in a row with nothing between them."""
    run = 0
    for item in judged[label + 1 :]:
        run = run + 1 if item.is_paragraph and item.caption is None else 0
        if run >= 3:
            return True
    return False


def _headline(
    judged: Sequence[Judged], first: int, title: str, *, looks_like_page: bool, is_article: bool
) -> int | None:
    """The line that is the article's headline, or None when no line is."""
    stop = _first_paragraph(judged, first)
    counts = Counter(normal(item.line.text) for item in judged)
    body = set().union(*(item.line.words for item in judged[stop : stop + 8])) if stop < len(judged) else set()
    best, best_score = None, 0.0
    for index in range(stop - 1, -1, -1):
        item = judged[index]
        if item.why not in (None, "repeated on the page") or item.section or item.byline or item.caption == "sure":
            continue
        line = item.line
        if title and normal(title) == normal(line.text):
            return index
        if (
            is_article
            or line.is_bullet
            or not 2 <= line.length <= 32
            or (line.ends_sentence and line.text[-1] in ".;:,")
        ):
            continue
        content = {word for word in line.words if len(word) > 3}
        shared = len(content & body) / len(content) if content else 0.0
        score = 1 + 3 * shared - 0.15 * (stop - 1 - index)
        score += 1 if line.length >= 5 else 0
        score += 1.5 if counts[normal(line.text)] >= 2 and line.length >= 4 else 0
        score += 1.5 if any(later.byline for later in judged[index + 1 : min(index + 4, stop + 1)]) else 0
        score += 0.5 if index == 0 or line.gap else 0
        if score > best_score + 1e-9:
            best, best_score = index, score
    if best is None or best_score < 1.5:
        return None
    return best


def _first_paragraph(judged: Sequence[Judged], first: int) -> int:
    for index in range(first, len(judged)):
        item = judged[index]
        if item.is_paragraph and item.caption is None and not item.section:
            return index
    return len(judged)


def _mark_head(judged: Sequence[Judged], headline: int, first: int, looks_like_page: bool) -> int:
    """Mark headline, date lines and captions above the first paragraph; the article begins after the headline."""
    judged[headline].kind = "title"
    judged[headline].why = None
    name = normal(judged[headline].line.text)
    stop = max(_first_paragraph(judged, max(first, headline + 1)), headline + 1)
    for item in judged[headline + 1 : stop + 1]:
        if item.why is None and normal(item.line.text) == name:
            item.why = "headline repeated"
    for item in judged[headline + 1 : stop]:
        if item.why is None and item.byline is not None:
            item.why = "byline and date"
        elif item.why is None and item.caption is not None:
            item.why = "photo caption"
            item.is_paragraph = False
        elif item.why is None and looks_like_page and item.section:
            item.why = "label of a part of the page"
    return headline + 1


def _drop_outside(judged: Sequence[Judged], first: int, last: int) -> None:
    for index, item in enumerate(judged):
        if first <= index <= last or item.why is not None:
            continue
        item.is_paragraph, was_paragraph = False, item.is_paragraph
        if item.section:
            item.why = "label of a part of the page"
        elif item.byline is not None:
            item.why = "date line of another story"
        elif item.caption is not None:
            item.why = "photo caption"
        elif index < first:
            item.why = "above the article" if was_paragraph else "menu or link"
        else:
            item.why = "teaser of another story" if was_paragraph else "menu or link"


def _drop_inside(judged: Sequence[Judged], first: int, last: int) -> None:
    """Furniture between the article's paragraphs: labels, captions, date lines, runs of links, teasers."""
    body = judged[first : last + 1]
    for item in body:
        if item.why is None and item.section:
            item.why = "label of a part of the page"
        elif item.why is None and item.caption == "sure" and item.line.length <= 45:
            item.why = "photo caption"
        elif item.why is None and item.byline is not None:
            item.why = "byline and date"
        elif item.why is None and evidence.is_breadcrumb(item.line.text, item.line.length):
            item.why = "path through the site"
        if item.why is not None:
            item.is_paragraph = False
    _drop_teasers(body)
    _drop_link_runs(body)


def _drop_teasers(body: Sequence[Judged]) -> None:
    """A headline glued to its summary on a page whose own paragraphs stand apart, followed by furniture or the end."""
    paragraphs = [item for item in body if item.is_paragraph]
    apart = sum(item.line.gap for item in paragraphs)
    if len(paragraphs) < 4 or apart < 0.7 * len(paragraphs):
        return
    for above, below in pairwise(body):
        if (
            above.is_short
            and above.line.length >= 9
            and above.line.gap
            and below.is_paragraph
            and not below.line.gap
            and not above.line.is_bullet
        ):
            above.why = below.why = "teaser of another story"
            below.is_paragraph = False


def _drop_link_runs(body: Sequence[Judged]) -> None:
    """Three or more short lines in a row are links, unless they are a list that a line before announces."""
    run: list[Judged] = []
    before: Judged | None = None
    for item in [*body, None]:
        if item is not None and item.is_short and not item.line.is_bullet and item.kind != "title":
            run.append(item)
            continue
        announced = before is not None and before.line.text.endswith(":")
        if len(run) >= 3 and not announced:
            for short in run[:-1] if item is not None and item.is_paragraph and run[-1].line.length <= 12 else run:
                short.why = "menu or link"
        run = []
        before = item


def _mark_headings(judged: Sequence[Judged], headline: int | None) -> None:
    """Short lines that stand between paragraphs and announce the next one."""
    kept = [(index, item) for index, item in enumerate(judged) if item.why is None]
    for (index, item), (_, following) in pairwise(kept):
        if index == headline or not item.is_short or item.line.is_bullet:
            continue
        if item.line.length <= 16 and following.is_paragraph and item.line.text[-1] not in ",;":
            item.kind = "heading"


def _restore_if_nothing_left(judged: Sequence[Judged]) -> None:
    """A text of which nothing would be left is an unusual article rather than a page without one."""
    if any(item.why is None and item.kind != "title" for item in judged):
        return
    for item in judged:
        if item.why in ("menu or link", "teaser of another story", "above the article", "repeated on the page"):
            item.why = None
