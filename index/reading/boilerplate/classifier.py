"""The lines of a page -> which are the article (headline, headings, paragraphs) and why the others are not.

First each line speaks for itself (a button, a form, a credit, a date line), then its neighbours speak for it: where the
article begins and ends, which line is its headline, and what stands between its paragraphs. How much page furniture a
text shows decides how hard it is judged: a text that is an article already loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from index.reading.boilerplate import evidence
from index.reading.boilerplate.extent import article_range, closing_label
from index.reading.boilerplate.headline import LONGEST_HEAD, find_headline, first_paragraph
from index.reading.boilerplate.labelled_lines import Judged, chronicle, judge_each
from index.reading.boilerplate.lines import Line, split_lines
from index.reading.boilerplate.vocabulary import normal

Origin = Literal["page", "visible", "extracted", "article"]
"""Where a text comes from: a file that may be all of a page's text, what a page's markup shows, what was extracted from
it as the article, or an archive's article."""

_PAGE = {"page": 2, "visible": 0, "article": 4}
_MOST_OF_WEAK_SIGNS = 1.5
_SHORTEST_ARTICLE = 2
_SHORTEST_FEED = 3
_LONGEST_INTRODUCTION = 60
_WEAK_SIGNS = frozenset(("photo credit", "time stamp", "counter"))


def judge(text: str, *, origin: Origin = "page", title: str = "", lines: Sequence[Line] | None = None) -> list[Judged]:
    """Each line of a text with its kind, or with `why` it is furniture.

    `title` is a headline known from elsewhere, `lines` are the text's where its format has its own.
    """
    lines = split_lines(text) if lines is None else lines
    judged = judge_each(text, lines, split_credits=origin == "article")
    if not judged:
        return []
    is_page = origin in _PAGE and _page_evidence(judged) >= _PAGE[origin]
    first, last = 0, len(judged) - 1
    if is_page:
        _drop_repetitions(judged)
        first, last = article_range(judged)
    elif origin == "extracted":
        last = closing_label(judged) - 1
    # A date that heads an entry of a chronicle is a heading like others.
    for index in chronicle(judged):
        judged[index].byline = None
    is_known = origin == "extracted" or (origin == "article" and title != "" and not is_page)
    headline = find_headline(judged, first, title, is_known=is_known)
    if headline is not None:
        _mark_head(judged, headline, max(first, headline + 1), is_page=is_page)
        first = headline if is_page else 0
    if is_page or origin == "extracted":
        _drop_outside(judged, first, last)
        body = [item for item in judged[first : last + 1] if item.kind != "title"]
        _drop_inside(body)
        if is_page:
            _drop_paths(body)
            _drop_link_runs(body)
    _drop_closing_links(judged)
    _drop_about_author(judged)
    _mark_headings(judged)
    _restore_if_nothing_left(judged)
    return judged


def _page_evidence(judged: Sequence[Judged]) -> float:
    """How much of a web page's furniture the text shows: about 0 for a plain article, 2 and more for a page."""
    evidence_found = weak = 0.0
    for item in judged:
        if item.section in ("stories", "comments"):
            evidence_found += 1
        elif item.why is not None and item.why != "no words":
            weak += 0.5 * (item.why in _WEAK_SIGNS)
            evidence_found += item.why not in _WEAK_SIGNS
        elif item.section or item.byline is not None or item.caption == "sure":
            evidence_found += 0.5
    short = sum(item.is_short for item in judged)
    return evidence_found + min(weak, _MOST_OF_WEAK_SIGNS) + (len(judged) >= 20 and short > 0.5 * len(judged))


def _drop_repetitions(judged: Sequence[Judged]) -> None:
    """Long lines that stand twice are kept once; short ones that stand three times on a page are buttons."""
    counts = Counter(item.line.text for item in judged)
    seen: set[str] = set()
    for item in judged:
        text = item.line.text
        if item.why is None and (
            (item.is_paragraph and item.line.length >= 12 and text in seen)
            or (not item.is_paragraph and counts[text] >= 3)
        ):
            item.drop("repeated on the page")
        seen.add(text)


def _mark_head(judged: Sequence[Judged], headline: int, first: int, *, is_page: bool) -> None:
    """Mark the headline, and what stands between it and the first paragraph."""
    judged[headline].kind = "title"
    judged[headline].why = None
    judged[headline].is_paragraph = False
    name = normal(judged[headline].line.text)
    above = judged[max(headline - LONGEST_HEAD // 2, 0) : headline]
    if all(item.is_short for item in above):
        for item in above:
            item.drop("byline and date" if item.byline is not None else "label above the headline")
    stop = max(first_paragraph(judged, first), headline + 1)
    for item in judged[headline + 1 : stop + 1]:
        if item.line.length <= 40 and normal(item.line.text) == name:
            item.drop("headline repeated")
    second = first_paragraph(judged, stop + 1)
    if second - stop <= LONGEST_HEAD and any(item.byline is not None for item in judged[stop:second]):
        stop = second  # a standfirst stands above the byline
    for item in judged[headline + 1 : stop]:
        if item.byline is not None:
            item.drop("byline and date")
        elif item.caption is not None:
            item.drop("photo caption")
        elif item.is_short and item.line.length <= 5 and not item.line.is_bullet:
            if is_page:
                item.drop("label or name beside the headline")
            else:
                item.kind = "heading"


def _drop_outside(judged: Sequence[Judged], first: int, last: int) -> None:
    for index, item in enumerate(judged):
        if first <= index <= last:
            continue
        if item.section:
            item.drop("label of a part of the page")
        elif item.byline is not None:
            item.drop("byline and date" if 0 < index - last <= 2 else "date line of another story")
        elif item.caption is not None:
            item.drop("photo caption")
        elif not item.is_paragraph:
            item.drop("menu or link")
        else:
            item.drop("above the article" if index < first else "teaser of another story")


def _drop_inside(body: Sequence[Judged]) -> None:
    """Furniture between the article's paragraphs: labels, captions, date lines, teasers."""
    under_label = False
    for item in body:
        under_label = item.section == "stories" or (under_label and item.is_short)
        if item.section:
            item.drop("label of a part of the page")
        elif under_label:
            item.drop("link to another story")
        elif item.caption == "sure" and item.line.length <= 45:
            item.drop("photo caption")
        elif item.byline is not None:
            item.drop("byline and date")
    for item, following in pairwise(body):
        if following.why == "form" and item.is_paragraph and evidence.speaks_to_readers(item.line.text):
            item.drop("newsletter, podcast or membership promotion")
    _drop_teasers(body)


def _drop_paths(body: Sequence[Judged]) -> None:
    for item in body:
        if item.is_short and evidence.is_breadcrumb(item.line.text, item.line.length):
            item.drop("path through the site")


def _drop_teasers(body: Sequence[Judged]) -> None:
    """A headline glued to its summary on a page whose own paragraphs stand apart."""
    pairs = list(pairwise(body))
    paragraphs = [below for above, below in pairs if below.is_paragraph and not _heads(above, below)]
    if len(paragraphs) < 3 or sum(item.line.gap for item in paragraphs) < 0.75 * len(paragraphs):
        return
    for above, below in pairs:
        if _heads(above, below):
            above.drop("teaser of another story")
            below.drop("teaser of another story")


def _heads(above: Judged, below: Judged) -> bool:
    """Whether a line as long as a headline stands right on top of a paragraph, with a gap above both."""
    if not above.is_short or above.line.is_bullet or above.line.length < 9:
        return False
    return above.line.gap and below.is_paragraph and not below.line.gap


def _drop_closing_links(judged: Sequence[Judged]) -> None:
    """A label of other stories, or a feed with times of day, below the last paragraph, and the links under it."""
    last = max((index for index, item in enumerate(judged) if item.why is None and item.is_paragraph), default=None)
    if last is None:
        return
    below = range(last + 1, len(judged))
    begins = [index for index in below if judged[index].section == "stories"]
    feed = [index for index in below if evidence.is_feed_entry(judged[index].line.text)]
    if len(feed) >= _SHORTEST_FEED:
        begins.append(feed[0] - (feed[0] > last + 1))
    for index in range(min(begins), len(judged)) if begins else ():
        item = judged[index]
        item.drop("label of a part of the page" if item.section else "link to another story")


def _drop_about_author(judged: Sequence[Judged]) -> None:
    """A last paragraph that introduces whom the byline names, as NAME is a staff writer, and the name above it."""
    authors = {name.casefold() for item in judged if item.byline is not None for name in item.byline.authors}
    names = authors | {name.split()[-1] for name in authors}
    kept = [item for item in judged if item.why is None and item.kind != "title"]
    for above, item in pairwise(kept[_SHORTEST_ARTICLE - 1 :][-4:] if names else ()):
        text = item.line.text.casefold()
        introduced = (evidence.introduces_author(text[len(name) :]) for name in names if text.startswith(name))
        if item.is_paragraph and item.line.length <= _LONGEST_INTRODUCTION and any(introduced):
            item.drop("about the author")
            if above.line.text.casefold() in authors:
                above.drop("about the author")


def _drop_link_runs(body: Sequence[Judged]) -> None:
    """Three or more short lines in a row are links when they adjoin furniture or read like headlines, else a list."""
    run: list[Judged] = []
    before: Judged | None = None
    for item in [*body, None]:
        if item is not None and item.is_short and not item.line.is_bullet:
            run.append(item)
            continue
        framed = before is not None and before.is_paragraph and item is not None and item.is_paragraph
        announced = before is not None and before.line.text.endswith(":")
        if len(run) >= 3 and not announced and (not framed or _are_headlines(run)):
            heads_next = item is not None and item.is_paragraph and run[-1].line.length <= 12
            for short in run[:-1] if heads_next else run:
                short.drop("menu or link")
        run = []
        before = item


def _are_headlines(run: Sequence[Judged]) -> bool:
    lengths = [item.line.length for item in run]
    return min(lengths) >= 5 and all(item.line.text[0].isupper() and item.line.text[-1] not in ",;" for item in run)


def _mark_headings(judged: Sequence[Judged]) -> None:
    """Short lines that stand between paragraphs and announce the next one."""
    kept = [item for item in judged if item.why is None]
    is_interview = sum(item.line.length <= 12 and item.line.text.endswith("?") for item in kept) >= 3
    for item, following in pairwise(kept):
        if item.kind == "title" or not item.is_short or item.line.is_bullet or " | " in item.line.text:
            continue
        if item.line.text[-1] in (",;.!" if not is_interview else ",;.!?"):
            continue
        if item.line.length <= 16 and following.is_paragraph:
            item.kind = "heading"


def _restore_if_nothing_left(judged: Sequence[Judged]) -> None:
    """A text of which nothing would be left is an unusual article rather than a page without one."""
    if any(item.why is None and item.kind != "title" for item in judged):
        return
    for item in judged:
        if item.why in ("menu or link", "teaser of another story", "above the article", "repeated on the page"):
            item.why = None
