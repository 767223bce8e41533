"""Filters in a question: what is one and what is not, and that they are applied before anything is ranked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import IndexSettings, Library
from index.answering.calibration import Thresholds
from index.cli.main import main
from index.encoding.encoder import Encoder
from index.errors import FilterError
from index.ingest.build import build
from index.models import LeftOut
from index.query.filters import Filters, parse

FERRIES = 60


class TestParsing:
    @pytest.mark.parametrize(
        ("question", "words", "filters"),
        [
            ("who denied it? from:BBC", "who denied it?", {"publishers": ("bbc",)}),
            ('From:"Sky  NEWS" who denied it?', "who denied it?", {"publishers": ("sky news",)}),
            ("who from:«Українська правда» denied it", "who denied it", {"publishers": ("украінська правда",)}),
            ("from:“Le Monde” qui?", "qui?", {"publishers": ("le monde",)}),
            ("from:bbc from:sky who?", "who?", {"publishers": ("bbc", "sky")}),
            ("who? after:2024-10-12, before:2025.", "who?", {"after": ("2024-10-12",), "before": ("2025",)}),
            ('who in:"Troop reports" in:Kyiv', "who", {"title": ("troop", "reports", "kyiv")}),
            ('who? from:"Sky Ne', "who?", {"publishers": ("sky ne",)}),
            ("after:2024-02-29", "", {"after": ("2024-02-29",)}),
        ],
    )
    def test_filters_are_taken_out_of_the_question(
        self, question: str, words: str, filters: dict[str, tuple[str, ...]]
    ) -> None:
        rest, found = parse(question)
        assert rest == words
        assert found == Filters(**filters, written=found.written)
        assert found.written
        assert all(part in question for part in found.written.split())

    @pytest.mark.parametrize(
        "question",
        [
            "Kremlin: what did it say?",
            "What happened at 10:30?",
            "from: whom?",
            "He is from:",
            "log-in:page",
            "https://example.org/from:here",
            'from:"" who?',
            "",
            "before: and after: the war",
            "sofrom:here",
        ],
    )
    def test_ordinary_questions_with_a_colon_have_none(self, question: str) -> None:
        assert parse(question) == (question, Filters())

    @pytest.mark.parametrize(
        "value", ["yesterday", "2024-13-40", "2023-02-29", "2024-1", "0000", "24", "٢٠٢٤", "2024-"]
    )
    def test_what_is_no_date_is_said_to_be_none(self, value: str) -> None:
        with pytest.raises(FilterError, match="2024-10-12") as caught:
            parse(f"who denied it? after:{value}")
        assert caught.value.written == f"after:{value}"

    @given(st.lists(st.sampled_from(["from:", "IN:", '"', "“", "„", "bbc", " ", "\n", ":", "?", "é", "x"])))
    def test_any_text_can_be_asked(self, pieces: list[str]) -> None:
        text = "".join(pieces)
        words, filters = parse(text)
        assert filters or words == text
        assert all(part in text for part in filters.written.split())

    @pytest.mark.parametrize(
        ("written", "fits"),
        [
            ("from:GAZETTE", True),
            ("from:herald from:gazette", True),
            ("from:herald", False),
            ("after:2024-10-12", True),
            ("after:2024-10-13", False),
            ("after:2024", True),
            ("after:2025", False),
            ("before:2024-10-14", True),
            ("before:2024-10-13", False),
            ("before:2024", False),
            ("after:2024-10 before:2024-11", True),
            ("in:korea in:SOLDIERS", True),
            ("in:north in:moscow", False),
        ],
    )
    def test_all_filters_must_hold(self, written: str, fits: bool) -> None:
        _, filters = parse(written)
        assert filters.fit("North Korean soldiers", "The Harbour Gazette", "2024-10-13") is fits
        if "in:" not in written:
            assert not filters.fit("North Korean soldiers", None, None)

    @pytest.mark.parametrize(
        ("written", "publisher", "published", "left_out"),
        [
            ("from:gazette", None, None, LeftOut(without_publisher=1)),
            ("from:gazette", None, "2024-10-13", LeftOut(without_publisher=1)),
            ("from:gazette", "Harbour Gazette", None, LeftOut()),
            ("after:2024", "Harbour Gazette", None, LeftOut(undated=1)),
            ("before:2024", None, None, LeftOut(undated=1)),
            ("before:2024", None, "2025-01-01", LeftOut()),
            ("from:gazette after:2024", None, None, LeftOut(undated=1, without_publisher=1)),
            ("from:gazette after:2024", "Herald", None, LeftOut()),
            ("from:gazette after:2024", None, "2023-12-31", LeftOut()),
            ("from:gazette after:2024", None, "2024-10-13", LeftOut(without_publisher=1)),
            ("in:ferry from:gazette", None, None, LeftOut(without_publisher=1)),
            ("in:weather from:gazette", None, None, LeftOut()),
            ("in:ferry", None, None, LeftOut()),
        ],
    )
    def test_only_what_fits_otherwise_is_left_out_for_what_it_does_not_state(
        self, written: str, publisher: str | None, published: str | None, left_out: LeftOut
    ) -> None:
        _, filters = parse(written)
        assert filters.left_out("Ferry 17 is late", publisher, published) == left_out


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Library]:
    """Sixty dated articles of the Gazette on late ferries, an undated one, and one of the Herald's that says little."""
    folder = tmp_path_factory.mktemp("harbour")
    rows = [
        {
            "id": f"ferry-{number}",
            "title": f"Ferry {number} is late",
            "text": f"Ferry {number} was late on Tuesday because a storm damaged the harbour of Port Elwood.",
            "publisher": "Harbour Gazette",
            "published": f"2024-{number % 12 + 1:02}-15",
        }
        for number in range(FERRIES)
    ]
    rows.append({"id": "herald", "title": "Weather", "text": "A storm came.", "publisher": "The Hérald of Elwood"})
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=folder / "corpus.jsonl")
    with pytest.MonkeyPatch.context() as patch:
        for module in ("ingest.build", "library"):
            patch.setattr(f"index.{module}.Encoder", lambda *_, **__: encoder)
        build(settings)
        library = Library.open(settings.index_dir, settings)
    yield library
    library.close()


class TestAsking:
    QUESTION = "Why was the ferry late on Tuesday?"

    def test_a_rare_source_is_found_behind_any_number_of_better_passages(
        self, harbour: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.answering.pipeline._SEARCHED", FERRIES // 3)
        unfiltered = harbour.search(self.QUESTION, 1000)
        assert "The Hérald of Elwood" not in {quote.source.publisher for quote in unfiltered}
        (found,) = harbour.search(f"{self.QUESTION} from:herald", 1000)
        assert found.text == "A storm came."
        rules = replace(harbour.pipeline.rules, thresholds=Thresholds(answer=1, maybe=0, near=0))
        monkeypatch.setattr(harbour.pipeline, "rules", rules)
        answer = harbour.ask(f"from:herald {self.QUESTION}")
        assert answer.question == f"from:herald {self.QUESTION}"
        shown = answer.leads
        assert {quote.source.publisher for quote in shown} == {"The Hérald of Elwood"}

    def test_every_quote_fits_the_filters(self, harbour: Library) -> None:
        found = harbour.search(f"{self.QUESTION} after:2024-03 before:2024-05", 1000)
        assert {quote.source.published for quote in found} == {"2024-03-15", "2024-04-15"}
        assert len(found) == FERRIES // 6
        answer = harbour.ask(f"{self.QUESTION} in:17", 3)
        assert {quote.source.title for quote in answer.quotes} == {"Ferry 17 is late"}

    def test_an_answer_says_how_many_articles_its_filters_cannot_judge(self, harbour: Library) -> None:
        assert harbour.ask(f"{self.QUESTION} after:2024").left_out == LeftOut(undated=1)
        assert harbour.ask(f"{self.QUESTION} after:2024 from:gazette").left_out == LeftOut()
        assert harbour.ask(f"{self.QUESTION} before:2000").left_out == LeftOut(undated=1)
        assert harbour.ask("after:2024").left_out == harbour.left_out("late after:2024") == LeftOut(undated=1)
        assert harbour.ask(self.QUESTION).left_out == LeftOut()

    def test_pages_of_filtered_results_follow_one_another(self, harbour: Library) -> None:
        words = "storm from:gazette before:2024-06"
        paged = [quote for offset in (0, 10, 20) for quote in harbour.search(words, 10, offset)]
        assert paged == harbour.search(words, 30)
        assert len({quote.passage_id for quote in paged}) == len(paged) == 25

    def test_filters_alone_show_the_newest_articles_that_fit(self, harbour: Library) -> None:
        found = harbour.search("from:gazette before:2024-12", 7)
        assert [quote.source.published for quote in found] == ["2024-11-15"] * 5 + ["2024-10-15"] * 2
        answer = harbour.ask("from:gazette")
        assert (answer.kind, answer.confidence, len(answer.leads)) == ("refusal", 0, 3)
        obstacle = harbour.obstacle("from:gazette")
        assert obstacle
        assert (obstacle.kind, obstacle.subject) == ("only_filters", "from:gazette")

    def test_filters_that_no_article_fits_are_named(self, harbour: Library) -> None:
        question = f'{self.QUESTION} from:"the times" after:2024'
        answer = harbour.ask(question)
        assert (answer.kind, answer.leads) == ("refusal", ())
        obstacle = harbour.obstacle(question)
        assert obstacle
        assert (obstacle.kind, obstacle.subject) == ("no_article", 'from:"the times" after:2024')
        assert harbour.search(question) == []
        assert harbour.obstacle(self.QUESTION) is None

    def test_sources_take_the_same_filters(self, harbour: Library) -> None:
        assert [source.title for source in harbour.sources("from:HERALD weather")] == ["Weather"]
        assert len(harbour.sources("before:2024-02")) == FERRIES // 12
        assert harbour.sources("from:herald after:2000") == []
        with pytest.raises(FilterError):
            harbour.sources("before:christmas")

    def test_a_text_to_verify_has_no_filters(self, harbour: Library) -> None:
        assert harbour.verify("A storm from:gazette after:christmas came.").verdict == "not_found"


class TestOnTheTerminal:
    def test_what_no_article_fits_is_refused_by_name(
        self, seeds_index: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at = ["--index-dir", str(seeds_index)]
        assert main(["ask", "who denied it? from:Nobody", *at]) == 3
        unpublished = "\nArticles left out that may fit: 4 without a publisher.\n"
        assert capsys.readouterr().out == f"No article fits from:Nobody.\n{unpublished}"
        assert main(["search", "troops after:2030", *at]) == 0
        undated = "\nArticles left out that may fit: 3 without a date.\n"
        assert capsys.readouterr().out == f"No article fits after:2030.\n{undated}"
        assert main(["sources", "from:nobody", *at]) == 0
        assert capsys.readouterr().out == "No article fits from:nobody.\n"
        assert main(["ask", "who denied it? after:yesterday", *at]) == 2
        assert capsys.readouterr().err.startswith("after:yesterday holds no date")

    def test_what_filters_leave_out_is_said_below_whatever_is_found(
        self, seeds_index: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        at = ["--index-dir", str(seeds_index)]
        question = "Who dismissed the reports as fake news? from:independent after:2024"
        line = "\n\nArticles left out that may fit: 3 without a date, 4 without a publisher.\n"
        for command in ("ask", "search"):
            assert main([command, question, *at]) == 0
            printed = capsys.readouterr().out
            assert printed.startswith("  | ")
            assert printed.endswith(line)
        assert main(["ask", question, "--json", *at]) == 0
        assert json.loads(capsys.readouterr().out)["left_out"] == {"undated": 3, "without_publisher": 4}
        assert main(["ask", "Who dismissed the reports as fake news?", "--json", *at]) == 0
        assert "left_out" not in json.loads(capsys.readouterr().out)

    def test_a_bad_line_does_not_end_a_batch(
        self, seeds_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lines = [
            "Who dismissed the reports as fake news? from:independent",
            "who denied it? after:yesterday",
            "x" * 5000,
            "from:independent",
            "Who dismissed the reports as fake news?",
        ]
        (tmp_path / "questions.txt").write_text("\n".join(lines))
        assert main(["ask", "--batch", "questions.txt", "--json", "--index-dir", str(seeds_index)]) == 0
        printed = capsys.readouterr()
        answers = [json.loads(line) for line in printed.out.splitlines()]
        assert [answer["question"] for answer in answers] == lines
        assert [answer["kind"] for answer in answers] == ["answer", "refusal", "refusal", "refusal", "answer"]
        assert ["left_out" in answer for answer in answers] == [True, False, False, True, False]
        assert all(answer.keys() - {"left_out"} == answers[-1].keys() for answer in answers)
        assert {quote["source"]["publisher"] for quote in answers[0]["quotes"]} == {"The Kyiv Independent"}
        assert len(printed.err.splitlines()) == 2
