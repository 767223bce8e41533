"""`python -m index` as a user runs it: output, exit status, errors in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import IndexSettings, Library
from index.answering.calibration import FILE_NAME_WITH_READER, Thresholds, load_calibration_with_reader
from index.answering.reader import Reader
from index.cli.main import main
from index.encoding.encoder import Encoder
from index.evaluation.feedback import FILE_NAME, FeedbackStore
from index.ingest.build import build
from index.ingest.corpus import scan
from index.models import Article
from index.reading import Document, read
from tests.conftest import SEEDS

SOURCE_KEYS = ["source_id", "path", "title", "publisher", "authors", "published", "url"]
QUOTE_KEYS = ["passage_id", "text", "start", "end", "highlight", "confidence", "source", "also_in"]
ANSWER_KEYS = ["question", "kind", "answered", "confidence", "generation", "took_ms", "quotes", "leads"]

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(seeds_index: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the index of the five articles: (exit status, stdout, stderr)."""

    def run(*arguments: str, index_dir: Path = seeds_index) -> tuple[int, str, str]:
        try:
            status = main([*arguments, "--index-dir", str(index_dir)])
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def assert_one_line(err: str) -> None:
    assert err.count("\n") == 1, err
    assert "Traceback" not in err


def check_quote(quote: dict[str, Any], *, nested: bool = False) -> None:
    assert list(quote) == (QUOTE_KEYS[:-1] if nested else QUOTE_KEYS)
    assert list(quote["source"]) == SOURCE_KEYS
    text = (SEEDS / quote["source"]["path"]).read_bytes().decode("utf-8-sig")
    assert text[quote["start"] : quote["end"]] == quote["text"]
    highlight = quote["highlight"]
    assert text[highlight["start"] : highlight["end"]] == highlight["text"]
    assert quote["start"] <= highlight["start"] < highlight["end"] <= quote["end"]
    assert 0 <= quote["confidence"] <= 1
    for other in quote.get("also_in", []):
        check_quote(other, nested=True)


def test_how_a_question_was_read_is_said_where_it_is_not_as_typed(run: Run) -> None:
    question = "who denied the troop reports in October 2024?"
    _, out, _ = run("ask", "--json", question)
    answer = json.loads(out)
    assert list(answer) == [*ANSWER_KEYS, "read_as"]
    assert answer["read_as"] == "who denied the troop reports in October 2024 (2024-10)?"
    status, out, _ = run("ask", question)
    assert (status, out.splitlines()[:2]) == (0, [f"Read as: {answer['read_as']}", ""])


def test_the_denial_of_the_troop_reports(run: Run) -> None:
    status, out, err = run("ask", "--json", "who denied the troop reports?")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ANSWER_KEYS
    assert answer["answered"]
    assert answer["kind"] == "answer"
    assert answer["leads"] == []
    for quote in answer["quotes"]:
        check_quote(quote)
    first = answer["quotes"][0]
    assert "Peskov" in first["highlight"]["text"]
    carriers = {quote["source"]["path"][:3] for shown in answer["quotes"] for quote in (shown, *shown["also_in"])}
    assert carriers >= {"000", "003"}


@pytest.mark.parametrize(
    "question",
    ["What is the capital of France?", "What is the weather like where you are?", "What does a membership cost?"],
)
def test_what_the_articles_do_not_answer_is_refused(run: Run, question: str) -> None:
    status, out, _ = run("ask", "--json", question)
    answer = json.loads(out)
    assert status == 3
    assert (answer["kind"], answer["answered"], answer["quotes"], answer["leads"]) == ("refusal", False, [], [])
    assert 0 < answer["confidence"] < 0.2
    assert run("ask", question)[:2] == (3, "The articles do not answer this.\n")


def judge(index_dir: Path, **thresholds: float) -> None:
    """Give an index a calibration with other thresholds."""
    shipped = load_calibration_with_reader(Encoder().identity, Reader(1).identity, index_dir)
    assert shipped
    replace(shipped, thresholds=Thresholds(**thresholds)).save(index_dir / FILE_NAME_WITH_READER)


def test_a_maybe_shows_its_leads_sentences_and_is_no_answer(run: Run, own_index: Path, tmp_path: Path) -> None:
    judge(own_index, answer=1, maybe=0, near=0)
    question = "Who denied the troop reports?"
    status, out, _ = run("ask", "--json", question, index_dir=own_index)
    answer = json.loads(out)
    assert status == 3
    assert (answer["kind"], answer["answered"], answer["quotes"], len(answer["leads"])) == ("maybe", False, [], 2)
    assert answer["confidence"] == answer["leads"][0]["confidence"]
    for lead in answer["leads"]:
        check_quote(lead)
    status, out, _ = run("ask", question, index_dir=own_index)
    said = " ".join(out.replace("  | ", " ").split())
    assert status == 3
    assert said.startswith("Not sure that this answers it: ")
    assert said.index(answer["leads"][0]["source"]["title"]) < said.index(answer["leads"][1]["source"]["title"])
    for lead in answer["leads"]:
        assert " ".join(lead["highlight"]["text"].split()) in said
    assert out.count("  | ") == len([line for line in out.splitlines() if line.startswith("  | ")]) > 1
    batch = tmp_path / "questions.txt"
    batch.write_text(question, encoding="utf-8")
    status, out, _ = run("ask", "--batch", str(batch), "--json", index_dir=own_index)
    assert (status, json.loads(out)["kind"]) == (0, "maybe")


def test_a_refusal_is_one_line_and_its_leads_are_in_the_json(run: Run, own_index: Path) -> None:
    judge(own_index, answer=1, maybe=1, near=0)
    status, out, _ = run("ask", "--json", "Who denied the troop reports?", index_dir=own_index)
    answer = json.loads(out)
    assert (status, answer["kind"], len(answer["leads"])) == (3, "refusal", 3)
    for lead in answer["leads"]:
        check_quote(lead)
    assert run("ask", "Who denied the troop reports?", index_dir=own_index)[:2] == (
        3,
        "The articles do not answer this.\n",
    )


def test_who_sets_a_threshold_is_answered_from_there(
    run: Run, own_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSWER_THRESHOLD", "0")
    assert json.loads(run("ask", "--json", "How do I bake bread?", index_dir=own_index)[1])["kind"] == "answer"
    monkeypatch.setenv("ANSWER_THRESHOLD", "1")
    assert json.loads(run("ask", "--json", "Who denied the reports?", index_dir=own_index)[1])["kind"] == "maybe"


def test_a_greeting_is_no_question(run: Run) -> None:
    status, out, _ = run("ask", "--json", "Hello!")
    answer = json.loads(out)
    assert status == 0
    assert (answer["kind"], answer["answered"], answer["quotes"], answer["leads"]) == ("smalltalk", False, [], [])


def test_a_batch_answers_each_line_in_order(run: Run, tmp_path: Path) -> None:
    questions = [
        "Who denied the reports?",
        '{"_id": "q1", "text": "When did Putin visit Pyongyang?"}',
        "",
        "thanks",
        '{"text": "half a pair \\ud83d"}',
    ]
    batch = tmp_path / "questions.txt"
    batch.write_text("\n".join(questions), encoding="utf-8")
    status, out, _ = run("ask", "--batch", str(batch), "--json")
    assert status == 0
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["question"] for answer in answers] == [
        "Who denied the reports?",
        "When did Putin visit Pyongyang?",
        "thanks",
        "half a pair \ufffd",
    ]


def test_search_ranks_without_refusing_and_pages(run: Run) -> None:
    quotes = json.loads(run("search", "missiles", "--limit", "6", "--json")[1])
    assert len(quotes) == 6
    for quote in quotes:
        check_quote(quote)
    later = json.loads(run("search", "missiles", "--limit", "3", "--offset", "3", "--json")[1])
    assert later == quotes[3:]


def test_sources_and_show_agree_with_the_files(run: Run) -> None:
    sources = json.loads(run("sources", "--json")[1])
    assert sorted(source["path"] for source in sources) == sorted(path.name for path in SEEDS.iterdir())
    lines = run("show", "--all", "--json")[1].splitlines()
    assert len(lines) == len(sources)
    for line in lines:
        shown = json.loads(line)
        assert list(shown) == ["source", "article", "furniture"]
        text = (SEEDS / shown["source"]["path"]).read_bytes().decode("utf-8-sig")
        for piece in shown["article"] + shown["furniture"]:
            assert text[piece["start"] : piece["end"]] == piece["text"]
    status, out, _ = run("show", sources[0]["source_id"])
    assert status == 0
    assert "\n\n".join(piece["text"] for piece in json.loads(lines[0])["article"]) == out.rstrip("\n")


@pytest.mark.usefixtures("one_model")
def test_files_with_the_same_text_are_named_beside_the_article(
    run: Run, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    for name in "bcdae":
        write_article(f"{name}.txt", "The night ferry was cancelled on Monday after waves closed the harbour.")
    write_article("mayor.txt", "Mayor Ilse Brandt told the council that the bridge would open in June.")
    build(settings)
    heading, *lines = run("sources", index_dir=settings.index_dir)[1].splitlines()
    assert heading == "Articles: 2"
    assert [line.partition("  [")[2] for line in lines] == [
        "a.txt; same text: b.txt, c.txt, d.txt and 1 more]",
        "mayor.txt]",
    ]
    (source, _) = json.loads(run("sources", "--json", index_dir=settings.index_dir)[1])
    assert list(source) == SOURCE_KEYS


@pytest.mark.usefixtures("one_model")
def test_an_article_is_shown_by_number_file_or_words_of_its_title(
    run: Run, settings: IndexSettings, write_article: Callable[..., Path]
) -> None:
    write_article("one.txt", "The night ferry was cancelled on Monday after waves.", title="Ferry cancelled")
    write_article("two.txt", "The day ferry was late on Friday because of fog.", title="Ferry late")
    build(settings)
    heading, first, second = run("sources", index_dir=settings.index_dir)[1].splitlines()
    assert (heading, first[:3], second[:3]) == ("Articles: 2", "1. ", "2. ")
    for words in (("2",), ("two.txt",), ("two",), ("late",), ("ferry", "la")):
        assert "because of fog" in run("show", *words, index_dir=settings.index_dir)[1], words
    # A number is the place among all articles, also where only some are listed.
    assert run("sources", "late", index_dir=settings.index_dir)[1].splitlines()[1].startswith("2. ")
    status, out, err = run("show", "ferry", index_dir=settings.index_dir)
    assert (status, out) == (2, "")
    assert_one_line(err)
    assert '"ferry" fits 2 articles' in err
    assert "Ferry cancelled; " in err


def test_a_timeline_says_by_what_each_quote_is_dated(run: Run) -> None:
    status, out, err = run("timeline", "--json", "peskov", "fake", "news")
    assert (status, err) == (0, "")
    timeline = json.loads(out)
    assert list(timeline) == ["words", "dated", "undated"]
    assert timeline["words"] == "peskov fake news"
    assert timeline["dated"]
    for one in timeline["dated"]:
        check_quote(one["quote"])
        assert one["by"] == "sentence" or one["first"] == one["last"] == one["quote"]["source"]["published"]
    assert [one["first"] for one in timeline["dated"]] == sorted(one["first"] for one in timeline["dated"])
    told = next(one for one in timeline["dated"] if "on Oct. 10" in one["quote"]["highlight"]["text"])
    assert (told["first"], told["last"], told["by"]) == ("2024-10-10", "2024-10-10", "sentence")
    for quote in timeline["undated"]:
        check_quote(quote)
        assert quote["source"]["published"] is None
    plain = run("timeline", "peskov fake news")[1]
    assert "2024-10-10\n  | " in plain
    assert run("timeline", "pizza recipe mozzarella")[:2] == (3, "Nothing found.\n")


def test_verify_tells_exact_from_alike_from_absent(run: Run) -> None:
    article = a_seed_article()
    sentence = next(article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph")[:80].rsplit(" ", 1)[
        0
    ]
    status, out, _ = run("verify", sentence, "--json")
    assert (status, json.loads(out)["verdict"]) == (0, "exact")
    status, out, _ = run("verify", sentence.upper().replace(" ", "  "), "--json")
    finding = json.loads(out)
    assert (status, finding["verdict"]) == (0, "differs")
    assert finding["matches"][0]["text"] == sentence
    status, out, _ = run("verify", "The harbour was closed by snow for the third year.", "--json")
    finding = json.loads(out)
    assert (status, finding["verdict"], finding["matches"]) == (3, "not_found", [])
    check_quote(finding["nearest"])


def test_verify_says_what_was_altered_and_what_is_left_out(run: Run) -> None:
    article = a_seed_article()
    text = next(article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph")
    words = text.split()[:14]
    status, out, _ = run("verify", " ".join([*words[:7], "pineapples", *words[8:]]), "--json")
    finding = json.loads(out)
    (part,) = finding["parts"]
    assert (status, finding["verdict"], part["verdict"]) == (3, "not_found", "altered")
    assert part["altered"]["given"] == ["pineapples"]
    status, out, _ = run("verify", " ".join([*words[:7], "pineapples", *words[8:]]))
    assert "Given: 'pineapples'" in out
    status, out, _ = run("verify", f"{' '.join(words[:5])} […] {' '.join(words[9:])}", "--json")
    finding = json.loads(out)
    assert status == 0
    assert len(finding["parts"]) == 2


def a_seed_article() -> Article:
    document = next(iter(scan((SEEDS,), max_file_mb=10)))
    assert isinstance(document, Document)
    return read(document)


def test_status_describes_the_generation_and_doctor_is_content(run: Run) -> None:
    status = json.loads(run("status", "--json")[1])
    assert status["articles"] == 5
    assert {"generation", "articles", "passages", "model", "backend", "built_at"} <= set(status)


@pytest.mark.parametrize("command", [("status",), ("ask", "who?"), ("search", "x"), ("sources",), ("show", "--all")])
def test_without_an_index_each_command_says_how_to_build_one(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    status, out, err = run(*command, index_dir=tmp_path / "none")
    assert (status, out) == (2, "")
    assert "python -m index build" in err
    assert_one_line(err)


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (("ask", "   "), "empty"),
        (("ask", "x" * 5000), "5000 characters"),
        (("ask",), "question"),
        (("timeline", " "), "empty"),
        (("show", "000000000000"), "000000000000"),
        (("show",), "or --all"),
        (("show", "snow", "in", "july"), "snow in july"),
        (("build", "--corpus", "nowhere"), "nowhere"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(run: Run, arguments: tuple[str, ...], needle: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert needle in err
    assert_one_line(err)


@pytest.mark.parametrize(
    ("env", "needle"),
    [("COLOUR=red\n", "COLOUR"), ("MAX_QUOTES=many\n", "MAX_QUOTES"), ("MAX_FILE_MB=-1\n", "MAX_FILE_MB")],
)
def test_a_bad_env_file_is_refused_in_words(run: Run, env: str, needle: str) -> None:
    Path(".env").write_text(env, encoding="utf-8")
    status, _, err = run("status")
    assert status == 2
    assert needle in err
    assert_one_line(err)


def test_settings_of_the_bot_in_the_env_file_are_not_the_index_s_business(run: Run) -> None:
    Path(".env").write_text(
        "TELEGRAM_BOT_TOKEN=1:x\nADMIN_USER_IDS=1\nPLAYGROUND_PORT=0\nMAX_QUOTES=\n", encoding="utf-8"
    )
    assert run("status")[0] == 0


def test_feedback_is_exported_as_a_data_set(run: Run, library: Library, tmp_path: Path, own_index: Path) -> None:
    quote = library.search("ballistic missiles", 1)[0]
    store = FeedbackStore(own_index / FILE_NAME)
    store.vote(b"answer", b"voter", "What was supplied?", [quote.passage_id], "good", library.generation)
    store.refuse("What is the price of tea?", [], library.generation)
    status, out, _ = run("feedback", "export", str(tmp_path / "set"), index_dir=own_index)
    assert (status, out.split()[0]) == (0, "2")
    assert (tmp_path / "set" / "qrels" / "test.tsv").read_text().splitlines()[1:] == [f"q1\t{quote.passage_id}\t1"]


def test_build_reports_progress_as_json_lines(run: Run, settings: Any, write_article: Callable[..., Path]) -> None:
    write_article("a.txt", "The night ferry was cancelled on Monday after waves closed the harbour of the town.")
    status, out, err = run("build", "--json", "--corpus", str(settings.corpus_dir), index_dir=settings.index_dir)
    assert (status, err) == (0, "")
    events = [json.loads(line) for line in out.splitlines()]
    assert {event["event"] for event in events[:-1]} == {"progress"}
    assert events[-1]["event"] == "report"
    assert events[-1]["published"]
    assert events[-1]["added"] == ["a.txt"]
