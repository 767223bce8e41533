"""Lines that many articles share: found whatever the order, never at the price of a whole article."""

from __future__ import annotations

import random

from index.models import Article
from index.reading import Document, read
from index.reading.repetition import WHY, line_keys, repeated_lines, without_repeated

SLOGAN = "Our reporters walk so that you can read."
BACKGROUND = (
    "The old bridge was closed by the flood of 2022, and the region has argued ever since about who should pay"
    " for a new one."
)


def article(number: int, *, slogan: bool = True, background: bool = False) -> Article:
    rows = [
        f"Headline of story number {number}",
        f"The council voted on case {number} on Tuesday, and {number + 3} of its members were against the plan.",
        *([BACKGROUND] if background else []),
        f"A second paragraph says what the neighbours of house {number} thought of it in the end.",
        *([SLOGAN] if slogan else []),
    ]
    return read(Document(f"{number}.txt", f"{number:012d}", "text", "\n\n".join(rows).encode()))


def test_a_line_that_many_pages_share_becomes_furniture_in_all_of_them() -> None:
    articles = [article(number, slogan=number < 6) for number in range(30)]
    repeated = repeated_lines(map(line_keys, articles))
    cleaned = [without_repeated(one, repeated) for one in articles]
    for before, after in zip(articles, cleaned, strict=True):
        gone = [before.text[part.start : part.end] for part in after.furniture if part.why == WHY]
        assert gone == ([SLOGAN] if SLOGAN in before.text else [])
        assert len(after.blocks) + len(after.furniture) == len(before.blocks) + len(before.furniture)


def test_background_that_some_articles_share_is_kept() -> None:
    articles = [article(number, slogan=False, background=number % 8 == 0) for number in range(80)]
    assert repeated_lines(map(line_keys, articles)) == frozenset()


def test_the_order_of_articles_does_not_matter() -> None:
    keys = [line_keys(article(number)) for number in range(12)]
    expected = repeated_lines(keys)
    assert expected
    random.Random(3).shuffle(keys)  # noqa: S311
    assert repeated_lines(keys) == expected


def test_an_article_of_nothing_but_repeated_lines_stays_whole() -> None:
    same = [read(Document(f"{number}.txt", "0" * 12, "text", SLOGAN.encode())) for number in range(5)]
    repeated = repeated_lines(map(line_keys, same))
    assert repeated
    assert all(without_repeated(one, repeated) is one for one in same)
