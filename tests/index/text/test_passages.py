"""Passages: of the right size, never across furniture, with ids that survive moves."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from index.models import Article, Block, Furniture, Passage, Source
from index.text.passages import MAX_WORDS, count_words, split

WORDS = (
    "harbour mayor ferry storm council budget bridge report winter market school river police vote museum train "
    "festival hospital farmer price water island election company court minister worker teacher engine garden"
).split()


def article_of(*paragraphs: str, furniture_after: int | None = None) -> Article:
    """An article of paragraphs; after one of them, a line of furniture."""
    text, blocks, furniture = "", [], []
    for number, paragraph in enumerate(paragraphs):
        blocks.append(Block(len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
        if number == furniture_after:
            furniture.append(Furniture(len(text), len(text) + 9, "form"))
            text += "Subscribe\n\n"
    return Article(Source("0123456789ab", "a.txt", "A title"), text, tuple(blocks), tuple(furniture))


def paragraphs_of(seed: int, count: int) -> list[str]:
    """Made-up paragraphs of one to four sentences."""
    chance = random.Random(seed)  # noqa: S311

    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(6, 24))).capitalize() + "."

    return [" ".join(sentence() for _ in range(chance.randint(1, 4))) for _ in range(count)]


def texts(article: Article) -> list[str]:
    return [article.text[passage.start : passage.end] for passage in split(article)]


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=12))
def test_passages_never_overlap_and_lose_no_character_of_a_paragraph(paragraphs: list[str]) -> None:
    article = article_of(*paragraphs)
    passages = split(article)
    covered: set[int] = set()
    for passage in passages:
        assert passage.start == passage.sentences[0].start
        assert passage.end == passage.sentences[-1].end
        assert covered.isdisjoint(range(passage.start, passage.end))
        covered.update(range(passage.start, passage.end))
        for one, next_one in zip(passage.sentences, passage.sentences[1:], strict=False):
            assert one.end <= next_one.start
    for block in article.blocks:
        kept = {at for at in range(block.start, block.end) if not article.text[at].isspace()}
        assert kept <= covered
    assert len({passage.passage_id for passage in passages}) == len(passages)


@given(st.integers(0, 10_000))
def test_passages_have_about_60_to_120_words(seed: int) -> None:
    article = article_of(*paragraphs_of(seed, 20))
    sizes = [count_words(text) for text in texts(article)]
    assert max(sizes) <= MAX_WORDS
    assert min(sizes) >= 35


def test_a_passage_never_crosses_furniture() -> None:
    article = article_of("Short one.", "Short two.", "Short three.", furniture_after=1)
    assert texts(article) == ["Short one.\n\nShort two.", "Short three."]


def test_a_passage_never_crosses_a_heading() -> None:
    article = article_of("Before it.", "The Heading", "After it.")
    before, heading, after = article.blocks
    headed = Article(article.source, article.text, (before, Block(heading.start, heading.end, "heading"), after))
    assert texts(headed) == ["Before it.", "After it."]


def test_a_text_without_an_end_in_sight_is_cut_to_passages_all_the_same() -> None:
    article = article_of(" ".join(WORDS * 40))
    assert len(texts(article)) > 5
    assert "".join(texts(article)).replace(" ", "") == "".join(WORDS * 40)


def ids(passages: tuple[Passage, ...]) -> set[str]:
    return {passage.passage_id for passage in passages}


def test_ids_survive_text_that_is_added_in_front() -> None:
    for seed in range(30):
        paragraphs = paragraphs_of(seed, 24)
        before = split(article_of(*paragraphs))
        after = split(article_of(*paragraphs_of(1_000 + seed, 1), *paragraphs))
        assert len(ids(before) - ids(after)) <= 2, f"seed {seed}"


def test_the_same_passage_has_different_ids_in_two_articles_and_at_two_places() -> None:
    here = article_of("The same words.", "Other words.", "The same words.")
    first, other, last = here.blocks
    blocks = (first, Block(other.start, other.end, "heading"), last)
    elsewhere = Source("ba9876543210", "b.txt", "A title")
    passages = [*split(Article(here.source, here.text, blocks)), *split(Article(elsewhere, here.text, blocks))]
    assert len(passages) == 4
    assert len({passage.passage_id for passage in passages}) == 4
