"""For any bytes: offsets hold, nothing is lost or counted twice, and nothing but UnreadableError is raised."""

from __future__ import annotations

import html
import json
import pickle
import unicodedata
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import UnreadableError
from index.models import Article
from index.reading import Document, read
from index.reading.boilerplate.repetition import as_read, line_keys, without_blocks
from index.text.passages import split
from tests.index.reading.page_files import load_page, page_names

_LINES = [line for name in page_names() for line in load_page(name).text.splitlines()]
_ODD = [
    "",
    " ",
    "\t",
    "©",
    "* * *",
    "1:40 PM",
    "—",
    "«»",
    "\u200f",
    "\u00ad",
    "cut\0",
    "\ufeff",
    "[1]",
    "| |",
    "...",
    "(",
    "2024",
]
_ANY_LINE = st.one_of(st.sampled_from(_LINES), st.sampled_from(_ODD), st.text(max_size=60))
_ANY_PAGE = st.lists(_ANY_LINE, max_size=40).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", "\x0b"]).map(lambda end: end.join(lines))
)
_QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def document(kind: str, data: bytes, sidecar: bytes | None = None) -> Document:
    return Document("any.name", "0" * 12, kind, data, sidecar)


def check(article: Article) -> None:
    spans = [(block.start, block.end) for block in article.blocks]
    parts = sorted(spans + [(part.start, part.end) for part in article.furniture])
    assert all(0 <= start < end <= len(article.text) for start, end in parts)
    assert all(before[1] <= after[0] for before, after in pairwise(parts))
    assert list(article.blocks) == sorted(article.blocks, key=lambda block: block.start)
    assert list(article.furniture) == sorted(article.furniture, key=lambda part: part.start)
    covered = bytearray(len(article.text))
    for start, end in parts:
        covered[start:end] = b"\1" * (end - start)
    missed = [character for character, seen in zip(article.text, covered, strict=True) if not seen]
    assert all(character.isspace() for character in missed)
    assert article.source.title.strip()
    assert all(part.why for part in article.furniture)
    article.text.encode()
    repr(article.source).encode()


@_QUICK
@given(_ANY_PAGE)
def test_any_text(text: str) -> None:
    try:
        article = read(document("text", text.encode()))
    except UnreadableError:
        return
    assert article.text == text.encode().decode("utf-8-sig").replace("\0", "\ufffd")
    check(article)
    assert read(document("text", text.encode())) == article


@_QUICK
@given(st.sampled_from(["text", "markdown", "html", "jsonl", "pdf", "docx"]), st.binary(max_size=400))
def test_any_bytes(kind: str, data: bytes) -> None:
    with suppress(UnreadableError):
        check(read(document(kind, data)))


@_QUICK
@given(_ANY_PAGE, st.text(max_size=80))
def test_any_record(text: str, title: str) -> None:
    record = json.dumps({"_id": "1", "title": title, "text": text, "date": title, "author": [title, 3, None]})
    try:
        article = read(document("jsonl", record.encode()))
    except UnreadableError:
        assert not text.strip()
        return
    assert len(article.text) == len(text)
    check(article)


@_QUICK
@given(_ANY_PAGE)
def test_any_markdown(text: str) -> None:
    markdown = f"---\ntitle: A\n---\n# Head\n\n{text}"
    try:
        article = read(document("markdown", markdown.encode()))
    except UnreadableError:
        assert any(unicodedata.category(character) == "Cc" for character in text)
        return
    assert article.text == markdown.replace("\0", "\ufffd")
    assert article.source.title == "A"
    check(article)


_TAGS = st.sampled_from(["p", "h1", "h2", "li", "div", "article", "table", "td", "span", "blockquote", "br", "script"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_TAGS, _ANY_LINE), max_size=25))
def test_any_html(elements: list[tuple[str, str]]) -> None:
    markup = "".join(f"<{tag}>{text}</{tag}>" for tag, text in elements)
    page = f"<html><head><title>T</title></head><body>{markup}</body></html>"
    with suppress(UnreadableError):
        check(read(document("html", page.encode())))


@pytest.mark.parametrize(
    "text", ["word", "Two words", "ПРИВІТ", "今日は良い天気です。", "مرحبا بالعالم", "...", "1", "* * *", "Subscribe"]
)
def test_the_shortest_texts_are_articles(text: str) -> None:
    article = read(document("text", text.encode()))
    check(article)
    assert article.source.title


@pytest.mark.parametrize(
    "text",
    [
        "政府は月曜日、新しい橋の建設を承認した。工事は来年の春に始まり、三年かかる見込みだ。\n\n住民の多くは計画を歓迎している。\n",
        (
            "وافق المجلس يوم الاثنين على بناء جسر جديد فوق النهر، بحسب بيان رسمي.\n\n"
            "وسيبدأ العمل في الربيع المقبل ويستمر ثلاث سنوات.\n"
        ),
        "המועצה אישרה ביום שני את בניית הגשר החדש מעל הנהר, כך נמסר בהודעה רשמית.\n\nהעבודה תתחיל באביב הבא.\n",
        "สภาเมืองอนุมัติการสร้างสะพานใหม่เมื่อวันจันทร์ตามแถลงการณ์อย่างเป็นทางการ\n\nงานจะเริ่มในฤดูใบไม้ผลิปีหน้า\n",
    ],
)
def test_scripts_without_spaces_and_from_right_to_left_lose_nothing(text: str) -> None:
    article = read(document("text", text.encode()))
    check(article)
    assert article.furniture == ()


def test_documents_can_be_sent_between_processes() -> None:
    original = document("text", b"Some words that are an article.", b'title = "T"')
    assert pickle.loads(pickle.dumps(original)) == original  # noqa: S301
    assert original.fingerprint == pickle.loads(pickle.dumps(original)).fingerprint  # noqa: S301
    assert original.fingerprint != document("text", b"Some words that are an article.").fingerprint


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["text", "markdown", "html", "jsonl"]), _ANY_PAGE, st.sets(st.integers(0, 30)))
def test_passages_of_any_article_hold_only_its_own_paragraphs(kind: str, text: str, repeated: set[int]) -> None:
    """Also once some of its lines were called furniture because the corpus repeats them."""
    data = {
        "html": "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines()),
        "jsonl": json.dumps({"text": text}),
    }.get(kind, text)
    try:
        read_alone = read(document(kind, data.encode()))
    except UnreadableError:
        return
    numbers = [number for number in sorted(repeated) if number < len(read_alone.blocks)]
    numbers = [number for number in numbers if read_alone.blocks[number].kind != "title"]
    article = without_blocks(read_alone, numbers)
    assert as_read(article, line_keys(read_alone)) == read_alone
    for one in (read_alone, article):
        check(one)
        passages = split(one)
        own = {index for block in one.blocks if block.kind == "paragraph" for index in range(block.start, block.end)}
        covered: set[int] = set()
        for before, after in pairwise(passages):
            assert before.end <= after.start
        for passage in passages:
            assert passage.sentences[0].start == passage.start
            assert passage.sentences[-1].end == passage.end
            assert all(left.end <= right.start for left, right in pairwise(passage.sentences))
            inside = {index for index in range(passage.start, passage.end) if not one.text[index].isspace()}
            assert inside <= own
            covered |= inside
        assert covered == {index for index in own if not one.text[index].isspace()}
        assert len({passage.passage_id for passage in passages}) == len(passages)
