"""What of a page is judged once more when it is known what its article tells."""

from __future__ import annotations

import numpy as np
import pytest

from index.reading.boilerplate.labelled_lines import LabelledLine, label_each
from index.reading.boilerplate.lines import split_lines
from index.reading.boilerplate.second_look import look_again
from index.reading.boilerplate.topic import stems_of
from index.text.words import with_pairs, words_of

_ARTICLE = (
    "The harbour council voted on Monday to replace the old lighthouse with an automatic beacon on the northern pier.",
    "Keepers of the lighthouse said the automatic beacon would never see a fishing boat drifting towards the pier.",
    "The council answered that fishing boats carry transmitters today, and that the lighthouse costs too much to heat.",
    "Its keepers have asked the harbour court whether the council may close a lighthouse that fishermen paid for.",
)
_BOX = ("Orchestra moves into the old tram depot", "Ten bakeries share one oven")
_RELATED = (
    "The keepers told the harbour court that no automatic beacon sees the fishing boats, which the council has known"
    " for years."
)
_UNRELATED = "Violinists rehearse beside tram tracks, and their conductor praises every echo under the iron ceiling."


def _page(*rows: str) -> tuple[LabelledLine, ...]:
    text = "\n".join(rows)
    return tuple(label_each(text, split_lines(text), split_credits=False))


def _looked_at(rows: tuple[str, ...], kept: str, doubted: str, chance: float) -> list[str]:
    """What a second look keeps of a page; `kept` marks the lines that the model kept, with one letter each."""
    lines = _page(*rows)
    assert len(lines) == len(rows)
    mask = np.array([letter == "x" for letter in kept])
    chances = np.where(mask, 0.9, 0.01)
    chances[[row == doubted for row in rows]] = chance
    found = look_again(lines, mask, chances)
    return [row for row, is_found in zip(rows, found, strict=True) if is_found]


@pytest.mark.parametrize(
    ("paragraph", "chance", "is_kept"),
    [
        (_RELATED, 0.3, True),
        (_RELATED, 0.05, False),
        (_UNRELATED, 0.3, False),
    ],
)
def test_a_doubted_paragraph_behind_a_box_is_kept_if_it_tells_of_the_same(
    paragraph: str, chance: float, is_kept: bool
) -> None:
    found = _looked_at((*_ARTICLE, *_BOX, paragraph), "xxxx---", paragraph, chance)
    assert found == [*_ARTICLE, *([paragraph] if is_kept else [])]


_SPORT = (
    "The goalkeeper of the rowing town's handball team signed on Monday for a club in the south after nine winters.",
    "Her coach learnt of the transfer from a photograph in which she already wore the yellow shirt.",
    "Supporters have sold scarves to keep her, and the mascot wrote an open letter to its former owner.",
)


@pytest.mark.parametrize(("other", "is_kept"), [(_SPORT, False), (_ARTICLE, True)], ids=["unlike", "alike"])
def test_a_second_story_below_is_left_out(other: tuple[str, ...], is_kept: bool) -> None:
    article, below = 3 * _ARTICLE, 4 * other
    links = (*_BOX, "Choir sings in a quarry", "Market moves to the station")
    found = _looked_at((*article, *links, *below), "x" * len(article) + 4 * "-" + "x" * len(below), "", 0)
    assert found == [*article, *(below if is_kept else ())]


def test_what_stands_far_below_the_end_is_left_out() -> None:
    far = tuple(f"{name} opens a market" for name in "Alba Bern Cork Dover Essen Faro Genoa Hull Izmir Jena".split())
    assert _looked_at((*_ARTICLE, *far, _RELATED), "xxxx" + 11 * "-", _RELATED, 0.5) == [*_ARTICLE]


@pytest.mark.parametrize(
    ("paragraph", "chance", "is_kept"),
    [
        (_UNRELATED, 0.5, False),
        (_UNRELATED, 0.9, True),
        (_RELATED, 0.5, True),
    ],
)
def test_a_doubted_end_is_left_out_if_it_tells_of_something_else(paragraph: str, chance: float, is_kept: bool) -> None:
    found = _looked_at((*_ARTICLE, *_BOX, paragraph), "xxxx--x", paragraph, chance)
    assert found == [*_ARTICLE, *([paragraph] if is_kept else [])]


@pytest.mark.parametrize(("paragraph", "is_kept"), [(_RELATED, True), (_UNRELATED, False)])
def test_a_paragraph_within_the_article_comes_back_if_it_tells_of_the_same(paragraph: str, is_kept: bool) -> None:
    rows = (*_ARTICLE[:2], paragraph, *_ARTICLE[2:])
    assert (paragraph in _looked_at(rows, "xx-xx", paragraph, 0.6)) == is_kept


@pytest.mark.parametrize(("chance", "is_kept"), [(0.3, False), (0.8, True)])
def test_doubted_lines_within_the_article_are_left_out_if_they_tell_of_something_else(
    chance: float, is_kept: bool
) -> None:
    rows = (*_ARTICLE[:3], _BOX[0], _UNRELATED, _BOX[1], *_ARTICLE[3:])
    assert (_UNRELATED in _looked_at(rows, "xxx-x-x", _UNRELATED, chance)) == is_kept


def test_stems_leave_out_endings_and_words_without_a_meaning_of_their_own() -> None:
    assert stems_of(words_of("The lighthouses of a lighthouse")) == {"lighth"}


def test_scripts_without_spaces_are_compared_by_pairs_of_characters() -> None:
    assert with_pairs(["灯台守", "1912", "pier"]) == ["灯台", "台守", "1912", "pier"]
    assert stems_of(words_of("灯台は古い")) == {"灯台", "台は", "は古", "古い"}
