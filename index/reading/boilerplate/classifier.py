"""The lines of a page -> which are the article (headline, headings, paragraphs) and why the others are not.

First each line speaks for itself (a button, a form, a credit, a date line), then its neighbours speak for it: where the
article begins and ends, which line is its headline, and what stands between its paragraphs. How much page furniture a
text shows decides how hard it is labelled: a text that is an article already loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal

from index.reading.boilerplate import evidence
from index.reading.boilerplate.headline import find_headline, first_paragraph
from index.reading.boilerplate.labelled_lines import LabelledLine, chronicle, label_each
from index.reading.boilerplate.lines import Line, split_lines
from index.reading.boilerplate.model import (
    AFTER,
    ARTICLE,
    BEFORE,
    INSIDE,
    Weights,
    read_with_reasons,
    shipped_weights,
)
from index.reading.metadata.shown_lines import LONGEST_HEAD
from index.text.normalise import as_label

Origin = Literal["page", "visible", "extracted", "article"]
"""Where a text comes from: a file that may be all of a page's text, what a page's markup shows, what was extracted from
it as the article, or an archive's article."""

_PAGE = {"page": 2, "visible": 0, "article": 4}
_MOST_OF_WEAK_SIGNS = 1.5
_LONG_PAGE = 20
_SHORTEST_MENU = 5
_LONGEST_BUTTON = 8
_OFTEN = 3
_SHORTEST_ARTICLE = 2
_SHORTEST_FEED = 3
# A sentence of so many words is not said twice by chance.
_LONG_LINE = 12
_LONGEST_CAPTION = 45
# A teaser has one paragraph, rarely two.
_STAND_TOGETHER = 3
_LINKS = frozenset(("menu or link", "link to another story"))
_APPEALS = frozenset(("membership appeal", "newsletter, podcast or membership promotion", "form"))
_LONGEST_INTRODUCTION = 60
_MAY_BE_ARTICLE = frozenset(
    ("menu or link", "teaser of another story", "above the article", "repeated on the page", "note to readers")
)
_WEAK_SIGNS = frozenset(("photo credit", "time stamp", "counter"))


def judge(
    text: str,
    *,
    origin: Origin = "page",
    title: str = "",
    lines: Sequence[Line] | None = None,
    weights: Weights | None = None,
) -> list[LabelledLine]:
    """Each line of a text with its kind, or with `why` it is furniture.

    `title` is a headline known from elsewhere, `lines` are the text's where its format has its own, `weights` those of
    the model where they are not the shipped ones.
    """
    lines = split_lines(text) if lines is None else lines
    labelled = label_each(text, lines, split_credits=origin == "article")
    if not labelled:
        return []
    is_page = origin in _PAGE and _page_evidence(labelled) >= _PAGE[origin]
    states, reasons = read_with_reasons(labelled, weights or shipped_weights()) if is_page else ([], {})
    first = next((index for index, state in enumerate(states) if state == ARTICLE), 0) if is_page else 0
    # A date that heads an entry of a chronicle is a heading like others.
    for index in chronicle(labelled):
        labelled[index].byline = None
        if states and states[index - 1] == states[index + 1] == ARTICLE:
            states[index] = ARTICLE
    is_known = origin == "extracted" or (origin == "article" and title != "" and not is_page)
    headline = find_headline(labelled, first, title, is_known=is_known)
    if headline is not None:
        _mark_head(labelled, headline, max(first, headline + 1), is_page=is_page)
        if is_page:
            _forget_dates_above(labelled, headline, first)
    if is_page:
        _drop_outside(labelled, states, reasons)
        _drop_repetitions(labelled)
        _drop_between_appeals(labelled)
        _drop_rest_of_box(labelled, states)
        _drop_behind_label(labelled)
        _drop_teasers([item for item in labelled[first:] if item.why is None and item.kind != "title"])
    if is_page or origin == "extracted":
        _drop_inside(labelled)
    _drop_closing_links(labelled)
    _drop_about_author(labelled)
    _mark_headings(labelled)
    _restore_if_nothing_left(labelled)
    return labelled


def _page_evidence(labelled: Sequence[LabelledLine]) -> float:
    """How much of a web page's furniture the text shows: about 0 for a plain article, 2 and more for a page."""
    evidence_found = weak = 0.0
    for item in labelled:
        if item.section in ("stories", "comments"):
            evidence_found += 1
        elif item.why is not None and item.why != "no words":
            weak += 0.5 * (item.why in _WEAK_SIGNS)
            evidence_found += item.why not in _WEAK_SIGNS
        elif item.section or item.byline is not None or item.caption == "sure":
            evidence_found += 0.5
    short = [item.is_short for item in labelled]
    evidence_found += len(labelled) >= _LONG_PAGE and sum(short) > 0.5 * len(labelled)
    # What needs no list of words: a menu is a row of very short lines, a label or a button stands on a page many times.
    very_short = [
        is_short and item.line.length <= 3 and not item.line.is_bullet
        for is_short, item in zip(short, labelled, strict=True)
    ]
    repeated = Counter(item.line.text for item in labelled if item.line.length <= _LONGEST_BUTTON)
    evidence_found += 2 * (_longest_run(very_short) >= _SHORTEST_MENU)
    evidence_found += max(repeated.values(), default=0) >= _OFTEN
    return evidence_found + min(weak, _MOST_OF_WEAK_SIGNS)


def _drop_repetitions(labelled: Sequence[LabelledLine]) -> None:
    """A sentence that stands twice in the article, as a standfirst or a quotation set large does, is kept once."""
    seen: set[str] = set()
    for item in labelled:
        if item.why is None and item.kind != "title" and item.line.length >= _LONG_LINE:
            if item.line.text in seen:
                item.drop("repeated on the page")
            seen.add(item.line.text)


def _mark_head(labelled: Sequence[LabelledLine], headline: int, first: int, *, is_page: bool) -> None:
    """Mark the headline, and what stands between it and the first paragraph."""
    labelled[headline].kind = "title"
    labelled[headline].why = None
    labelled[headline].is_paragraph = False
    name = as_label(labelled[headline].line.text)
    above = labelled[max(headline - LONGEST_HEAD // 2, 0) : headline]
    if all(item.is_short for item in above):
        for item in above:
            item.drop("byline and date" if item.byline is not None else "label above the headline")
    stop = max(first_paragraph(labelled, first), headline + 1)
    for item in labelled[headline + 1 : stop + 1]:
        if item.line.length <= 40 and as_label(item.line.text) == name:
            item.drop("headline repeated")
    second = first_paragraph(labelled, stop + 1)
    if second - stop <= LONGEST_HEAD and any(item.byline is not None for item in labelled[stop:second]):
        stop = second  # a standfirst stands above the byline
    for item in labelled[headline + 1 : stop]:
        if item.byline is not None:
            item.drop("byline and date")
        elif item.caption is not None:
            item.drop("photo caption")
        elif item.is_short and item.line.length <= 5 and not item.line.is_bullet:
            if is_page:
                item.drop("label or name beside the headline")
            else:
                item.kind = "heading"


def _forget_dates_above(labelled: Sequence[LabelledLine], headline: int, first: int) -> None:
    """Where the article is dated below its headline, what dates and names stand above it are of something else."""
    below = labelled[headline + 1 : first]
    if any(item.byline is not None and item.byline.published is not None for item in below):
        for item in labelled[:headline]:
            if item.byline is not None:
                item.drop("date line of another story")
                item.byline = None


def _drop_outside(labelled: Sequence[LabelledLine], states: Sequence[int], reasons: Mapping[int, str]) -> None:
    """Furniture by the model's word; the reason is what the line looks like, what decided on it, or where it stands."""
    body = [index for index, state in enumerate(states) if state == ARTICLE]
    last = body[-1] if body else -1
    under_label = False
    for index, (item, state) in enumerate(zip(labelled, states, strict=True)):
        under_label = item.section == "stories" or (under_label and item.is_short)
        if state == ARTICLE or item.kind == "title":
            continue
        if item.section:
            item.drop("label of a part of the page")
        elif item.byline is not None:
            item.drop("byline and date" if state != AFTER or index - last <= 2 else "date line of another story")
        elif item.caption is not None:
            item.drop("photo caption")
        elif not item.is_paragraph:
            item.drop("link to another story" if under_label and state == INSIDE else "menu or link")
        else:
            item.drop(reasons.get(index) or ("above the article" if state == BEFORE else "teaser of another story"))


def _drop_inside(labelled: Sequence[LabelledLine]) -> None:
    """Furniture that its own words give away between the article's paragraphs."""
    for item in labelled:
        if item.why is not None or item.kind == "title":
            continue
        if item.section:
            item.drop("label of a part of the page")
        elif item.caption == "sure" and item.line.length <= _LONGEST_CAPTION:
            item.drop("photo caption")
        elif item.byline is not None:
            item.drop("byline and date")


def _drop_between_appeals(labelled: Sequence[LabelledLine]) -> None:
    """A paragraph between two lines of an appeal belongs to it."""
    for above, item, below in zip(labelled, labelled[1:], labelled[2:], strict=False):
        if above.why in _APPEALS and below.why in _APPEALS:
            item.drop(above.why)


def _drop_rest_of_box(labelled: Sequence[LabelledLine], states: Sequence[int]) -> None:
    """Two or more short lines right below furniture within the article, or one amid it: the rest of a box of links."""
    for above, item, below in zip(labelled, labelled[1:], labelled[2:], strict=False):
        if item.is_short and item.kind != "title" and above.why in _LINKS and below.why in _LINKS:
            item.drop("link to another story")
    under = -1
    for index, item in enumerate(labelled):
        if item.is_short and states[index] == ARTICLE and item.kind != "title" and not item.line.is_bullet:
            continue
        box = labelled[under + 1 : index]
        if len(box) >= 2 and under >= 0 and states[under] == INSIDE:
            for link in box:
                link.drop("link to another story")
        under = index


def _drop_behind_label(labelled: Sequence[LabelledLine]) -> None:
    """Paragraphs that stand one by one in a feed with times below its label, where the article's own stand together."""
    kept = [item.why is None and item.is_paragraph for item in labelled]
    for label, item in enumerate(labelled):
        if item.section != "stories" or not any(kept[label:]) or _longest_run(kept[:label]) < _STAND_TOGETHER:
            continue
        words = [other.line.length * is_kept for other, is_kept in zip(labelled, kept, strict=True)]
        is_feed = any(
            above.why == "time stamp"
            for above, below in zip(labelled[label:], kept[label + 1 :], strict=False)
            if below
        )
        if is_feed and _longest_run(kept[label:]) < _STAND_TOGETHER and 2 * sum(words[label:]) < sum(words[:label]):
            for other in labelled[label:]:
                other.drop("teaser of another story" if other.is_paragraph else "menu or link")
            return


def _longest_run(kept: Sequence[bool]) -> int:
    return max((sum(1 for _ in group) for is_kept, group in groupby(kept) if is_kept), default=0)


def _drop_teasers(body: Sequence[LabelledLine]) -> None:
    """A headline glued to its summary on a page whose own paragraphs stand apart."""
    pairs = list(pairwise(body))
    paragraphs = [below for above, below in pairs if below.is_paragraph and not _heads(above, below)]
    if len(paragraphs) < 3 or sum(item.line.gap for item in paragraphs) < 0.75 * len(paragraphs):
        return
    for above, below in pairs:
        if _heads(above, below):
            above.drop("teaser of another story")
            below.drop("teaser of another story")


def _heads(above: LabelledLine, below: LabelledLine) -> bool:
    """Whether a line as long as a headline stands right on top of a paragraph, with a gap above both."""
    if not above.is_short or above.line.is_bullet or above.line.length < 9:
        return False
    return above.line.gap and below.is_paragraph and not below.line.gap


def _drop_closing_links(labelled: Sequence[LabelledLine]) -> None:
    """A label of other stories, or a feed with times of day, below the last paragraph, and the links under it."""
    last = max((index for index, item in enumerate(labelled) if item.why is None and item.is_paragraph), default=None)
    if last is None:
        return
    below = range(last + 1, len(labelled))
    begins = [index for index in below if labelled[index].section == "stories"]
    feed = [index for index in below if evidence.is_feed_entry(labelled[index].line.text)]
    if len(feed) >= _SHORTEST_FEED:
        begins.append(feed[0] - (feed[0] > last + 1))
    for index in range(min(begins), len(labelled)) if begins else ():
        item = labelled[index]
        item.drop("label of a part of the page" if item.section else "link to another story")


def _drop_about_author(labelled: Sequence[LabelledLine]) -> None:
    """A last paragraph that introduces whom the byline names, as NAME is a staff writer, and the name above it."""
    authors = {name.casefold() for item in labelled if item.byline is not None for name in item.byline.authors}
    names = authors | {name.split()[-1] for name in authors}
    kept = [item for item in labelled if item.why is None and item.kind != "title"]
    for above, item in pairwise(kept[_SHORTEST_ARTICLE - 1 :][-4:] if names else ()):
        text = item.line.text.casefold()
        introduced = (evidence.introduces_author(text[len(name) :]) for name in names if text.startswith(name))
        if item.is_paragraph and item.line.length <= _LONGEST_INTRODUCTION and any(introduced):
            item.drop("about the author")
            if above.line.text.casefold() in authors:
                above.drop("about the author")


def _mark_headings(labelled: Sequence[LabelledLine]) -> None:
    """Short lines that stand between paragraphs and announce the next one."""
    kept = [item for item in labelled if item.why is None]
    is_interview = sum(item.line.length <= 12 and item.line.text.endswith("?") for item in kept) >= 3
    for item, following in pairwise(kept):
        if item.kind == "title" or not item.is_short or item.line.is_bullet or " | " in item.line.text:
            continue
        if item.line.text[-1] in (",;.!" if not is_interview else ",;.!?"):
            continue
        if item.line.length <= 16 and following.is_paragraph:
            item.kind = "heading"


def _restore_if_nothing_left(labelled: Sequence[LabelledLine]) -> None:
    """A text of which nothing would be left is an unusual article rather than a page without one."""
    if any(item.why is None and item.kind != "title" for item in labelled):
        return
    for item in labelled:
        if item.why in _MAY_BE_ARTICLE:
            item.why = None
