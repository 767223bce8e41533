"""Records of archives as programs export them: text without markup, names one by one, dates of every kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.errors import UnreadableError
from index.ingest.corpus import scan
from index.models import Article
from index.reading import Document, read
from index.reading.formats.fields import names, plain_text
from index.reading.metadata.names import names_in

STORY = (
    "The lighthouse of Vik was painted white again in June, as it had been until the war, and a crowd came to see it."
)


def reading(**fields: Any) -> Article:
    record = {"_id": "7", "title": "Lighthouse painted", "text": STORY, **fields}
    return read(Document("archive.jsonl#7", "0" * 12, "jsonl", json.dumps(record).encode()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            f"<p>{STORY}</p>\n<p>Paint &amp; brushes were given by a school.</p>",
            f"{STORY}\n\nPaint & brushes were given by a school.",
        ),
        (f"<div>{STORY}<script>track('x < y');</script><style>p {{}}</style></div>", STORY),
        (f"{STORY}<br><br>It is closed.<br/>Until May.", f"{STORY}\n\nIt is closed.\n\nUntil May."),
        ("It was <b>white</b> until the war, the keeper said.", "It was white until the war, the keeper said."),
        ("The keeper&#8217;s son &quot;helped&quot; him.", 'The keeper’s son "helped" him.'),
        ("The keeper&amp;#8217;s son helped.", "The keeper’s son helped."),
        ("&lt;p&gt;It was closed.&lt;/p&gt;&lt;p&gt;It opens in May.&lt;/p&gt;", "It was closed.\n\nIt opens in May."),
        (["It was closed.", "", "It opens in <i>May</i>."], "It was closed.\n\nIt opens in May."),
        (
            [{"type": "p", "text": "It was closed."}, {"content": "It opens in May."}],
            "It was closed.\n\nIt opens in May.",
        ),
        ({"content": "It was closed."}, "It was closed."),
        ("It was closed, the keep… [+2312 chars]", "It was closed, the keep…"),
        ("It was closed, the keep... [+99 characters]", "It was closed, the keep..."),
        ("Of those with a < b and b > c, R&D took AT&T; nobody knows why <3.", None),
        ("A line begins with <p> in that language, the teacher said.", None),
        ("It was closed [+2 more] for a year.", None),
    ],
)
def test_text_as_exported(value: Any, expected: str | None) -> None:
    assert plain_text(value) == (value if expected is None else expected)


def test_text_of_a_record_is_what_offsets_count_in() -> None:
    article = reading(text=f"<p>{STORY}</p><p>It is open.</p><script>var a = 1;</script>")
    assert [article.text[block.start : block.end] for block in article.blocks] == [STORY, "It is open."]
    assert reading(text=None, content=STORY).text == STORY


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Nora Lund", ["Nora Lund"]),
        ("By Nora Lund", ["Nora Lund"]),
        ("Nora Lund and Per Eide", ["Nora Lund", "Per Eide"]),
        ("by Nora Lund, Per Eide and Åse Moe", ["Nora Lund", "Per Eide", "Åse Moe"]),
        ("Von Nora Lund und Per Eide, dpa", ["Nora Lund", "Per Eide"]),
        ("Von der Leyen", ["Von der Leyen"]),
        ("Nora Lund; Per Eide | Åse Moe", ["Nora Lund", "Per Eide", "Åse Moe"]),
        ("Lund, Nora; Eide, Per", ["Lund, Nora", "Eide, Per"]),
        ("Lund, Nora", ["Lund, Nora"]),
        ("Per Eide, Jr.", ["Per Eide Jr."]),
        ("Miguel Ortega y Gasset", ["Miguel Ortega y Gasset"]),
        ("Nora Lund, Staff Writer", ["Nora Lund"]),
        ("Nora Lund (Reuters)", ["Nora Lund"]),
        ("desk@courier.example (Nora Lund)", ["Nora Lund"]),
        ("Reuters", ["Reuters"]),
        ("['Nora Lund', \"Per O'Dea\"]", ["Nora Lund", "Per O'Dea"]),
        (["Nora Lund", "By Per Eide", "Nora Lund", None, 12], ["Nora Lund", "Per Eide"]),
        ([{"name": "Nora Lund"}, {"first_name": "Per", "last_name": "Eide"}], ["Nora Lund", "Per Eide"]),
        ({"name": "Nora Lund &amp; Per Eide"}, ["Nora Lund", "Per Eide"]),
        ("admin", []),
        ("desk@courier.example", []),
        (None, []),
    ],
)
def test_authors_as_exported(value: Any, expected: list[str]) -> None:
    found = dict.fromkeys(name for line in names(value) for name in names_in(line))
    assert list(found) == expected


@pytest.mark.parametrize(
    "date",
    ["2024-03-03", "2024-03-03T23:30:00+02:00", "Sun, 03 Mar 2024 10:00:00 GMT", 1709467200, "1709467200",
     1709467200000, 1709467200.5, {"$date": "2024-03-03T10:00:00Z"}, {"$date": {"$numberLong": "1709467200000"}}],
)  # fmt: skip
def test_dates_as_exported(date: Any) -> None:
    assert reading(date=date).source.published == "2024-03-03"
    assert reading(publishedAt=date).source.published == "2024-03-03"


def test_titles_publishers_and_addresses_as_exported() -> None:
    source = reading(
        title="Vik&#8217;s <em>lighthouse</em> &amp; its keeper",
        source={"id": "courier", "name": "The Courier"},
        url="https://courier.example/a?b=1&amp;c=2",
    ).source
    assert (source.title, source.publisher) == ("Vik’s lighthouse & its keeper", "The Courier")
    assert source.url == "https://courier.example/a?b=1&c=2"


def test_ids_as_exported_and_records_without_text(tmp_path: Path) -> None:
    records = [
        {"_id": {"$oid": "65e4"}, "text": STORY},
        {"id": 5, "text": [STORY]},
        {"id": 6, "text": [], "title": "T"},
    ]
    archive = tmp_path / "archive.jsonl"
    archive.write_text("".join(json.dumps(record) + "\n" for record in records))
    found = list(scan([archive], max_file_mb=10))
    assert [getattr(entry, "path", "") for entry in found] == [
        "archive.jsonl#65e4",
        "archive.jsonl#5",
        "archive.jsonl:3",
    ]
    with pytest.raises(UnreadableError, match="is empty"):
        reading(text="<p> </p>")
