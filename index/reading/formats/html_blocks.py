"""The tree of a web page -> its blocks: the stretches of text that the page sets apart, with where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml.etree import _Element, iterwalk  # type: ignore[import-untyped]

from index.reading.boilerplate.evidence import speaks_to_readers
from index.reading.boilerplate.lines import ends_sentence
from index.reading.metadata.markup import touches
from index.text.words import length_in_words, words_of

UNSEEN = frozenset("script style noscript template svg head iframe object canvas math select datalist textarea".split())
BLOCKS = frozenset(
    """
    address article aside blockquote body br button caption dd details dialog div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main menu nav ol option p pre section
    summary table tbody td textarea tfoot th thead title tr ul video audio input
    """.split()
)
_BOXES = frozenset(("div", "aside", "section"))
_LONGEST_NOTICE = 80
"""Words. Longer, and it is a part of the article that addresses its readers."""
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACE = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


@dataclass(slots=True)
class PageBlock:
    """A stretch of visible text that stands in `element` and in no block element within it.

    `linked` counts the characters of it that are links; `words` are in lower case, `length` is how many words long it
    is in any script. With `hidden` the page shows it only after a script has run, if at all.
    """

    text: str
    element: _Element
    linked: int
    hidden: bool
    words: tuple[str, ...]
    length: int
    ends_sentence: bool


def page_blocks(tree: _Element) -> list[PageBlock]:
    """The blocks of a page, in order.

    One `<br>` is a line break within a block, two in a row part it. The cells of a row of figures are one block.
    """
    blocks: list[PageBlock] = []
    text = ""
    linked = breaks = 0
    holder, hidden = tree, False
    for kind, element, piece, in_link, in_hidden in _flow(tree):
        if kind == "text":
            piece = _SPACE.sub(" ", piece)
            if breaks and piece.strip():
                if breaks == 1:
                    text += "\n"
                else:
                    _add(blocks, text, holder, linked, hidden)
                    text, linked = "", 0
                breaks = 0
            text += piece
            hidden = in_hidden
            linked += in_link * len(piece.strip())
        elif kind == "cell":
            text += " | " if text.strip() else ""
        elif kind == "br":
            breaks += bool(text.strip())
        else:
            _add(blocks, text, holder, linked, hidden)
            text, linked, breaks, holder = "", 0, 0, element
    _add(blocks, text, holder, linked, hidden)
    return blocks


def without_notices(kept: Sequence[PageBlock]) -> list[PageBlock]:
    """The blocks of an article without small boxes between them that speak to the page's readers.

    Notices about consent, subscriptions and devices stand in a box of their own, inside the element that holds most of
    the article. A box of one block may be an interview's question.
    """
    boxes = [list(box) for _, box in groupby(kept, key=lambda block: block.element.getparent())]
    if not boxes:
        return []
    body = max(boxes, key=lambda box: sum(block.length for block in box))[0].element.getparent()
    return [block for box in boxes for block in box if not _is_notice(box, body)]


def _is_notice(box: Sequence[PageBlock], body: _Element) -> bool:
    around = box[0].element.getparent()
    if around is None or around is body or around.tag not in _BOXES or body not in around.iterancestors():
        return False
    speaking = sum(speaks_to_readers(block.text) for block in box)
    return len(box) > 1 and 2 * speaking >= len(box) and sum(block.length for block in box) <= _LONGEST_NOTICE


def folded(text: str) -> str:
    """White space folded, line breaks kept; soft hyphens and the like, which pages do not show, taken out."""
    text = _INVISIBLE.sub("", text)
    return "\n".join(row for row in (" ".join(row.split()) for row in text.split("\n")) if row)


def _add(blocks: list[PageBlock], text: str, element: _Element, linked: int, hidden: bool) -> None:
    if text and not text.isspace() and (text := folded(text).strip(" |")):
        words = tuple(words_of(text))
        length = length_in_words(text, words)
        blocks.append(PageBlock(text, element, min(linked, len(text)), hidden, words, length, ends_sentence(text)))


def _flow(tree: _Element) -> Iterator[tuple[str, _Element, str, bool, bool]]:
    """The text of a page in pieces, each with whether it is linked and hidden, and what parts the pieces."""
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    links = hidden = 0
    row: _Element | None = None
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in UNSEEN:
                walker.skip_subtree()
                continue
            links += tag == "a"
            hidden += is_hidden(element)
            if tag == "tr" and _is_row_of_figures(element):
                row = element
            if row is not None and tag in ("td", "th"):
                yield "cell", element, "", False, False
            elif tag == "br":
                yield "br", element, "", False, False
            elif tag in BLOCKS:
                yield "block", element, "", False, False
            if touches(element):
                yield "text", element, " ", False, hidden > 0
            yield "text", element, element.text or "", links > 0, hidden > 0
            continue
        if event == "end" and tag not in UNSEEN:
            links -= tag == "a"
            hidden -= is_hidden(element)
            if tag in BLOCKS and tag != "br" and not (row is not None and tag in ("td", "th")):
                yield "block", _around(element), "", False, False
            if element is row:
                row = None
        if element is not tree:
            yield "text", element, element.tail or "", links > 0, hidden > 0


def is_hidden(element: _Element) -> bool:
    """Whether a browser shows nothing of an element, as far as the element itself tells."""
    style = element.get("style") or ""
    return element.get("hidden") is not None or "display:none" in style.replace(" ", "")


def _around(element: _Element) -> _Element:
    """The nearest block element around one."""
    parent = element.getparent()
    while parent is not None and parent.tag not in BLOCKS:
        parent = parent.getparent()
    return element if parent is None else parent


def _is_row_of_figures(row: _Element) -> bool:
    """Whether a table row holds several cells and nothing but text in them, rather than parts of the page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) >= 2 and not any(
        inner.tag in BLOCKS or inner.tag == "table" for cell in cells for inner in cell.iterdescendants()
    )
