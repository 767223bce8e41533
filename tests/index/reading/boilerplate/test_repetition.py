"""Lines that many articles of a site share: found whatever the order, never at the price of what stories share."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from index.models import Article
from index.reading import Document, read
from index.reading.boilerplate.repetition import (
    WHY,
    as_read,
    find_repeated,
    line_keys,
    repeated_blocks,
    site_of,
    without_blocks,
)

SLOGAN = "Our reporters walk so that you can read."
LABEL = "Harbour Gazette morning edition"
BACKGROUND = (
    "The old bridge was closed by the flood of 2022, and the region has argued ever since about who should pay"
    " for a new one."
)
NO_ANSWER = "The ministry did not answer questions in time."
PEOPLE = "fishermen teachers drivers nurses farmers painters sailors bakers".split()


def story(number: int, *, top: str = "", middle: str = "", end: Sequence[str] = (), folder: str = "") -> Article:
    people = PEOPLE[number % len(PEOPLE)]
    rows = [
        f"Headline of story number {number}",
        top,
        f"The council voted on case {number} on Tuesday, and {number + 3} of its members were against the plan.",
        middle,
        f"A second paragraph says what the {people} of house {number} thought of it in the end.",
        f"The {people} asked for another {number + 2} days, which the council granted after a short debate.",
        *end,
    ]
    text = "\n\n".join(row for row in rows if row)
    return read(Document(f"{folder}{number}.txt", f"{number:012d}", "text", text.encode()))


def cleaned(articles: Sequence[Article]) -> list[Article]:
    keys = [line_keys(article) for article in articles]
    sites = [site_of(article.source) for article in articles]
    repeated = find_repeated(zip(sites, keys, strict=True))
    return [
        without_blocks(article, repeated_blocks(own, repeated.get(site, frozenset())))
        for article, own, site in zip(articles, keys, sites, strict=True)
    ]


def gone(article: Article) -> list[str]:
    return [article.text[part.start : part.end] for part in article.furniture if part.why == WHY]


def test_a_line_that_many_pages_share_becomes_furniture_in_all_of_them() -> None:
    articles = [story(number, end=[SLOGAN] if number < 6 else []) for number in range(30)]
    for before, after in zip(articles, cleaned(articles), strict=True):
        assert gone(after) == ([SLOGAN] if SLOGAN in before.text else [])
        assert len(after.blocks) + len(after.furniture) == len(before.blocks) + len(before.furniture)
        assert as_read(after, line_keys(before)) == before


@pytest.mark.parametrize("count", [5, 40])
def test_labels_at_the_edges_are_found_in_small_and_large_corpora(count: int) -> None:
    for after in cleaned([story(number, top=LABEL, end=[SLOGAN]) for number in range(count)]):
        assert gone(after) == [LABEL, SLOGAN]


def test_a_sentence_at_the_end_of_nearly_every_article_is_the_site_s() -> None:
    about = "The Gazette has been printed in the old customs house at the harbour since 1911."
    assert {tuple(gone(one)) for one in cleaned([story(n, end=[about]) for n in range(20)])} == {(about,)}
    few = [story(number, end=[about] if number % 2 else []) for number in range(20)]
    assert {tuple(gone(one)) for one in cleaned(few)} == {()}


@pytest.mark.parametrize("count", [6, 80])
def test_background_and_formulas_that_articles_share_are_kept(count: int) -> None:
    articles = [story(n, middle=BACKGROUND if n % 3 else "", end=[NO_ANSWER] if n % 2 else []) for n in range(count)]
    assert all(gone(one) == [] for one in cleaned(articles))


def test_a_sentence_within_every_article_is_kept() -> None:
    assert all(gone(one) == [] for one in cleaned([story(number, middle=BACKGROUND) for number in range(40)]))


@pytest.mark.parametrize("rewritten", [1, 2])
def test_a_story_that_many_papers_carry_or_rewrite_stays_whole(rewritten: int) -> None:
    """Fifty versions of one agency story among a hundred others: not a line of it is furniture."""
    wire = [
        "The strait was closed to all ships on Monday after two tankers met in the fog.",
        "“Nobody was hurt,” the harbour master said.",
        "Both crews were taken ashore by pilot boats within an hour.",
        "Traffic on the strait",
        "About sixty ships pass here on an ordinary day, most of them with oil.",
        "The authority expects to open the strait again on Wednesday.",
    ]
    versions = []
    for number in range(50):
        rows = [f"Headline {number} about the strait", *wire]
        for row in range(1, 1 + rewritten):
            rows[row] = f"Version {number} of row {row} was rewritten by the desk of paper number {number}."
        versions.append(read(Document(f"w{number}.txt", f"a{number:011d}", "text", "\n\n".join(rows).encode())))
    others = [story(number, end=[SLOGAN]) for number in range(100)]
    after = cleaned([*versions, *others])
    assert all(gone(one) == [] for one in after[:50])
    assert all(gone(one) == [SLOGAN] for one in after[50:])


def test_what_one_site_repeats_is_another_s_own_sentence() -> None:
    articles = [story(number, end=[SLOGAN], folder="gazette/") for number in range(10)]
    articles += [story(number, end=[SLOGAN] if number == 50 else [], folder="courier/") for number in range(50, 60)]
    after = cleaned(articles)
    assert all(gone(one) == [SLOGAN] for one in after[:10])
    assert all(gone(one) == [] for one in after[10:])


def test_the_order_of_articles_does_not_matter() -> None:
    articles = [
        story(n, top=LABEL if n % 2 else "", end=[SLOGAN] * (n % 3 > 0), folder="a/" if n % 5 else "")
        for n in range(60)
    ]
    expected = {one.source.source_id: one for one in cleaned(articles)}
    assert any(gone(one) for one in expected.values())
    random.Random(3).shuffle(articles)  # noqa: S311
    assert {one.source.source_id: one for one in cleaned(articles)} == expected


def test_an_article_of_nothing_but_repeated_lines_stays_whole() -> None:
    same = read(Document("same.txt", "0" * 12, "text", f"A headline\n\n{SLOGAN}".encode()))
    after = cleaned([*(story(number, end=[SLOGAN]) for number in range(10)), same])
    assert gone(after[0]) == [SLOGAN]
    assert after[-1] is not same
    assert gone(after[-1]) == []


def test_no_articles_repeat_nothing() -> None:
    assert find_repeated([]) == {}
