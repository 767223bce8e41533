"""Hypothesis strategies for what the index answers: any text, any length, and sources that state much or little."""

from __future__ import annotations

from hypothesis import strategies as st

from index.models import Answer, Highlight, LeftOut, Quote, Source

_TELLING = (
    "Gen. Smith “denied” it. It said so!",
    "👩🏽‍🚀🇺🇦 e\u0301e\u0302\u0323\u0301 flags",
    "שלום עולם مرحبا بالعالم",
    "新聞は新聞。見出し",
    "a\u00a0b\u2028c\td\r\ne  f",
    "\u202eabc\u202c \ud83d",
    "[…] [1]",
)
_SPACES = st.sampled_from([" ", "  ", "\n\n", "\u2028"])


def sentences() -> st.SearchStrategy[str]:
    """Any words, or words repeated until they are far over any limit; never only white space."""
    words = st.text(min_size=1, max_size=30) | st.sampled_from(_TELLING)
    repeated = st.tuples(words, st.sampled_from([1, 1, 1, 1, 30, 1000])).map(lambda drawn: drawn[0] * drawn[1])
    return repeated.map(lambda text: text.strip() if text.strip("\u2028\u2029 \t\n") else "word.").filter(str.strip)


def sources() -> st.SearchStrategy[Source]:
    line = st.sampled_from(["The Kyiv Independent", "", " ", "T" * 300, "👩🏽‍🚀 " * 150]) | st.text(max_size=10)
    return st.builds(
        Source,
        source_id=st.just("0123456789ab"),
        path=st.just("a.txt"),
        title=line.map(lambda title: title if title.strip() else "A title"),
        publisher=st.none() | line,
        authors=st.lists(line, max_size=5).map(tuple),
        published=st.sampled_from([None, "2024-10-13"]),
        url=st.sampled_from([None, "https://example.org/a-b?c=d#e", "https://e.org/" + "x" * 2000, "ftp:x"]),
    )


@st.composite
def quotes(draw: st.DrawFn, *, folding: bool = True) -> Quote:
    parts = draw(st.lists(sentences(), min_size=1, max_size=3))
    position = draw(st.integers(0, len(parts) - 1))
    gaps = [draw(_SPACES) for _ in parts]
    before = "".join(part + gap for part, gap in zip(parts[:position], gaps[:position], strict=True))
    text = before + "".join(part + gap for part, gap in zip(parts[position:], gaps[position:], strict=True)).rstrip()
    start = draw(st.sampled_from([0, 5000]))
    sentence = text[len(before) :][: len(parts[position])]
    highlight = Highlight(sentence, start + len(before), start + len(before) + len(sentence))
    return Quote(
        passage_id="0123456789abcdef",
        text=text,
        start=start,
        end=start + len(text),
        highlight=highlight,
        confidence=0.5,
        source=draw(sources()),
        also_in=tuple(draw(st.lists(quotes(folding=False), max_size=2)) * draw(st.integers(1, 4))) if folding else (),
    )


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    quoted = draw(st.lists(quotes(), min_size=1, max_size=2)) * draw(st.integers(1, 5))
    left_out = draw(st.sampled_from([LeftOut(), LeftOut(undated=3), LeftOut(12, 10**6)]))
    return Answer(draw(sentences())[:500], "answer", quoted[0].confidence, 1, 1.0, quotes=quoted, left_out=left_out)
