"""Golden questions: asked of each new generation before it is published, and able to stop it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index import IndexSettings
from index.cli.main import main
from index.errors import GoldenError
from index.ingest.build import build
from index.ingest.golden import Failure, GoldenQuestion, GoldenReport, read_golden
from index.storage import Shelf
from tests.index.stories import FERRY, MAYOR, WriteArticle

pytestmark = pytest.mark.usefixtures("one_model")

WHEN = "When will the new bridge open?"
WHY = "Why was the night ferry to the northern islands cancelled?"


@pytest.fixture(autouse=True)
def _articles(write_article: WriteArticle) -> None:
    write_article("ferry.txt", FERRY)
    write_article("bridge.txt", MAYOR)


def write_golden(folder: Path, *lines: dict[str, Any] | str) -> None:
    texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
    (folder / "golden.jsonl").write_text("".join(f"{text}\n" for text in texts), encoding="utf-8")


def ask(settings: IndexSettings, *lines: dict[str, Any]) -> GoldenReport:
    write_golden(settings.corpus_dir, *lines)
    report = build(settings, full=True).golden
    assert report
    return report


def test_right_answers_pass(settings: IndexSettings) -> None:
    lines: list[dict[str, Any]] = [
        {"question": WHEN},
        {"question": WHEN, "expect": "would  open in JUNE"},
        {"question": WHEN, "source": "bridge.txt"},
        {"question": WHY, "expect": "waves of six metres", "source": "ferry.txt"},
        {"question": "Which song won the talent show on television?", "answered": False},
    ]
    report = ask(settings, *lines)
    assert report == GoldenReport(asked=5, failed=(), changed=())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({"question": WHEN, "expect": "in July"}, 'has no quote that holds "in July"'),
        ({"question": WHEN, "source": "market.txt"}, "has no quote from market.txt"),
        ({"question": WHEN, "expect": "open in June", "source": "market.txt"}, "has no quote from market.txt"),
        ({"question": WHEN, "answered": False}, "is answered but should not be"),
        ({"question": "Which song won the talent show on television?"}, "is refused"),
    ],
)
def test_wrong_answers_fail_and_say_how(settings: IndexSettings, line: dict[str, Any], reason: str) -> None:
    assert ask(settings, line).failed == (Failure(line["question"], reason),)


def test_a_strict_build_publishes_nothing_when_a_question_fails(
    settings: IndexSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    build(settings)
    (settings.corpus_dir / "bridge.txt").write_text(MAYOR.replace("June", "July"))
    write_golden(settings.corpus_dir, {"question": WHEN, "expect": "June"})
    with pytest.raises(GoldenError, match="1 of 1 golden questions"):
        build(settings, strict=True)
    assert Shelf(settings.index_dir).numbers() == [1]
    command = ["build", "--index-dir", str(settings.index_dir), "--corpus", str(settings.corpus_dir)]
    assert main([*command, "--strict"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    assert main(command) == 0
    assert "1 asked, 1 failed, 1 with another first quote" in capsys.readouterr().out


def test_a_strict_build_asks_even_if_nothing_changed(
    settings: IndexSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    build(settings)
    assert build(settings, strict=True).golden is None
    write_golden(settings.corpus_dir, {"question": WHEN, "expect": "June"})
    report = build(settings, strict=True)
    assert (report.published, report.golden) == (False, GoldenReport(asked=1, failed=(), changed=()))
    assert build(settings).golden is None
    write_golden(settings.corpus_dir, {"question": WHEN, "expect": "July"})
    command = ["build", "--index-dir", str(settings.index_dir), "--corpus", str(settings.corpus_dir)]
    assert main([*command, "--strict"]) == 2
    assert '1 of 1 golden questions fail; "When will the new bridge open?"' in capsys.readouterr().err
    assert main([*command, "--strict", "--full"]) == 2
    assert Shelf(settings.index_dir).numbers() == [1]


def test_a_failing_strict_build_does_not_end_a_rollback(settings: IndexSettings, write_article: WriteArticle) -> None:
    build(settings)
    write_article("bridge.txt", MAYOR.replace("June", "July"))
    build(settings)
    Shelf(settings.index_dir).roll_back()
    write_article("bridge.txt", MAYOR)
    write_golden(settings.corpus_dir, {"question": WHEN, "expect": "July"})
    with pytest.raises(GoldenError):
        build(settings, strict=True)
    assert Shelf(settings.index_dir).rolled_back() == 2
    assert not build(settings).published
    assert Shelf(settings.index_dir).rolled_back() is None


def test_a_question_whose_first_quote_changed_is_named(settings: IndexSettings, write_article: WriteArticle) -> None:
    write_golden(settings.corpus_dir, {"question": WHEN}, {"question": WHY})
    build(settings)
    write_article("bridge.txt", MAYOR.replace("June", "July"))
    report = build(settings).golden
    assert report
    assert [change.question for change in report.changed] == [WHEN]
    assert "June" in (report.changed[0].before or "")
    assert "July" in (report.changed[0].after or "")


def test_golden_questions_are_no_article_and_may_lie_in_or_beside_a_corpus(settings: IndexSettings) -> None:
    write_golden(settings.corpus_dir, {"question": WHEN})
    write_golden(settings.corpus_dir.parent, {"question": WHY}, "", {"question": WHEN})
    assert read_golden([settings.corpus_dir]) == [GoldenQuestion(WHEN), GoldenQuestion(WHY)]
    report = build(settings)
    assert report.articles == 2
    assert report.golden
    assert report.golden.asked == 2
    assert not build(settings).published


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("what?", "line 2, is not JSON"),
        ('["what?"]', "line 2, is not a JSON object"),
        ('{"expect": "June"}', 'line 2, has no "question"'),
        ('{"question": ""}', 'line 2, has no "question"'),
        ('{"question": 7}', 'line 2, has a "question" that is not text'),
        ('{"question": "Who?", "answer": "me"}', 'line 2, has the unknown key "answer"'),
        ('{"question": "Who?", "expect": "me", "answered": false}', "line 2, expects no answer and a quote"),
    ],
)
def test_a_bad_line_is_one_clear_sentence(settings: IndexSettings, line: str, complaint: str) -> None:
    write_golden(settings.corpus_dir, {"question": WHEN}, line)
    with pytest.raises(GoldenError, match=complaint):
        build(settings)
    assert not settings.index_dir.exists()
