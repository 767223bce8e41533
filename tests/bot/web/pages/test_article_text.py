"""What a page shows of an article is the article's text, and what it marks is the quote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.pages.article_text import excerpt_of, marked, paragraphs_of
from index.models import Article, Block, Furniture, Highlight, Quote, Source

SOURCE = Source("0123456789ab", "a.txt", "A title")
WORDS = st.lists(st.sampled_from(["ferry", "<b>", "&amp;", "“так”", "🇺🇦", "e\u0301", "12.5"]), min_size=1, max_size=6)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, list[tuple[int, int]]]:
    """An article of lines, some of them furniture, and the spans of its sentences."""
    text = ""
    blocks: list[Block] = []
    furniture: list[Furniture] = []
    sentences: list[tuple[int, int]] = []
    for _ in range(draw(st.integers(1, 6))):
        start = len(text)
        if is_article := not blocks or draw(st.booleans()):
            for _ in range(draw(st.integers(1, 3))):
                text += " " if len(text) > start else ""
                begin = len(text)
                text += " ".join(draw(WORDS)) + "."
                sentences.append((begin, len(text)))
            blocks.append(Block(start, len(text)))
        else:
            text += "Subscribe now"
            furniture.append(Furniture(start, len(text), "appeal"))
        assert is_article == (blocks[-1].end == len(text))
        text += draw(st.sampled_from(["\n\n", "\r\n", "\n \n"]))
    return Article(SOURCE, text, tuple(blocks), tuple(furniture)), sentences


@st.composite
def quoted(draw: st.DrawFn) -> tuple[Article, Quote, list[tuple[int, int]]]:
    """An article, a quote of some of its sentences in a row, and all its sentences."""
    article, sentences = draw(articles())
    first = draw(st.integers(0, len(sentences) - 1))
    last = draw(st.integers(first, len(sentences) - 1))
    start, end = sentences[first][0], sentences[last][1]
    said = sentences[draw(st.integers(first, last))]
    highlight = Highlight(article.text[slice(*said)], *said)
    return article, Quote("f" * 16, article.text[start:end], start, end, highlight, 1.0, SOURCE), sentences


@given(quoted())
def test_each_paragraph_is_a_block_word_for_word(drawn: tuple[Article, Quote, list[tuple[int, int]]]) -> None:
    article, quote, _ = drawn
    for shown in (paragraphs_of(article), paragraphs_of(article, quote)):
        whole = ["".join(piece.text for piece in paragraph.pieces) for paragraph in shown]
        assert whole == [article.text[block.start : block.end] for block in article.blocks]
    left_out = sum(paragraph.left_out for paragraph in paragraphs_of(article, quote))
    ends = [block.start for block in article.blocks]
    assert left_out == sum(ends[0] < piece.start < ends[-1] for piece in article.furniture)


@given(quoted())
def test_the_quote_is_marked_and_nothing_else(drawn: tuple[Article, Quote, list[tuple[int, int]]]) -> None:
    article, quote, _ = drawn
    pieces = [piece for paragraph in paragraphs_of(article, quote) for piece in paragraph.pieces]
    marked_text = "".join(piece.text for piece in pieces if piece.mark)
    kept = (article.text[max(b.start, quote.start) : min(b.end, quote.end)] for b in article.blocks)
    assert marked_text == "".join(kept)
    assert "".join(piece.text for piece in pieces if piece.mark == "sentence") == quote.highlight.text


@given(quoted())
def test_an_excerpt_has_the_quote_with_the_sentences_beside_it(
    drawn: tuple[Article, Quote, list[tuple[int, int]]],
) -> None:
    article, quote, sentences = drawn
    before = [span for span in sentences if span[1] <= quote.start][-1:]
    after = [span for span in sentences if span[0] >= quote.end][:1]
    paragraphs = excerpt_of(article, quote, [*before, *after])
    text = " ".join("".join(piece.text for piece in paragraph.pieces) for paragraph in paragraphs)
    spans = [*before, *(span for span in sentences if quote.start <= span[0] < quote.end), *after]
    wanted = " ".join(article.text[start:end] for start, end in spans)
    assert text.split() == wanted.split()
    pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
    assert "".join(piece.text for piece in pieces if piece.mark == "sentence") == quote.highlight.text


def test_words_that_differ_are_marked() -> None:
    pieces = marked("six metres high", [(0, 3)])
    assert [(piece.text, piece.mark) for piece in pieces] == [("six", "quote"), (" metres high", "")]
