"""What stands around an answering sentence, and which accounts are told apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Answer, IndexSettings, Library
from index.answering.quoting import leads_on, leans_back, make_quote
from index.ingest.build import build
from index.models import Article, Block, Passage, Source, Span
from index.text.passages import passage_id


def article_of(*sentences: str) -> tuple[Article, list[Passage]]:
    """An article of one paragraph, each sentence a passage of its own but for those joined by a bar."""
    text, passages, at = " ".join(sentences).replace("|", " "), [], 0
    for group in sentences:
        parts = group.split("|")
        spans = []
        for part in parts:
            start = text.index(part, at)
            at = start + len(part)
            spans.append(Span(start, at))
        body = text[spans[0].start : at]
        passages.append(Passage(passage_id("s", body), "s", spans[0].start, at, tuple(spans)))
    return Article(Source("s", "s.txt", "Title"), text, (Block(0, len(text)),)), passages


class TestWhatStandsAround:
    @pytest.mark.parametrize(
        "sentence",
        [
            "He said that the plan had failed.",
            "“They are lying.”",
            "But she denied it.",
            "According to him, nobody was hurt.",
            "«Мы этого не делали».",
            "Вони заперечили це.",
        ],
    )
    def test_some_sentences_can_t_stand_alone(self, sentence: str) -> None:
        assert leans_back(sentence)

    @pytest.mark.parametrize(
        "sentence",
        [
            "Peskov said that the plan had failed.",
            "“Nobody was hurt,” Peskov said on Monday.",
            "Hearings begin on Monday.",
            "Israel's minister denied it.",
            "Цього не було, сказав міністр.",
        ],
    )
    def test_others_can(self, sentence: str) -> None:
        assert not leans_back(sentence)

    @pytest.mark.parametrize("sentence", ["He listed three reasons:", "“Nobody was hurt.", "«Никто не пострадал."])
    def test_some_announce_the_next(self, sentence: str) -> None:
        assert leads_on(sentence)

    @pytest.mark.parametrize(
        "sentence", ["„Nein“, sagte er.", "“No,” he said.", "«Нет», — сказал он.", 'He said "no".', "He left at 10:30."]
    )
    def test_others_announce_nothing(self, sentence: str) -> None:
        assert not leads_on(sentence)

    def test_a_sentence_that_stands_alone_is_quoted_alone(self) -> None:
        article, (passage,) = article_of("Anna came home.|Peskov dismissed the reports.|Nobody was hurt.")
        quote = make_quote(article, passage, 1, 0.9, 600)
        assert quote
        assert quote.text == quote.highlight.text == "Peskov dismissed the reports."
        assert quote.passage_id == passage.passage_id

    def test_a_pronoun_is_shown_with_whom_it_means(self) -> None:
        article, (passage,) = article_of("It was cold.|Dmitry Peskov spoke to reporters.|He dismissed them.|All slept.")
        quote = make_quote(article, passage, 2, 0.9, 600)
        assert quote
        assert quote.text == "Dmitry Peskov spoke to reporters. He dismissed them."
        assert quote.highlight.text == "He dismissed them."

    def test_also_when_that_is_in_the_passage_before(self) -> None:
        article, (before, passage) = article_of(
            "The day began calmly.|Dmitry Peskov spoke to reporters.", "He dismissed the reports.|Nobody was hurt."
        )
        quote = make_quote(article, passage, 0, 0.9, 600, before.sentences)
        assert quote
        assert quote.text == "Dmitry Peskov spoke to reporters. He dismissed the reports."
        assert article.text[quote.start : quote.end] == quote.text
        assert quote.passage_id == passage.passage_id

    def test_what_is_announced_follows(self) -> None:
        article, (passage,) = article_of("Anna gave a reason:|the bridge was closed.|All slept.")
        quote = make_quote(article, passage, 0, 0.9, 600)
        assert quote
        assert quote.text == "Anna gave a reason: the bridge was closed."

    def test_what_does_not_fit_is_left_out(self) -> None:
        article, (passage,) = article_of("Dmitry Peskov spoke to reporters.|He dismissed the reports.")
        quote = make_quote(article, passage, 1, 0.9, 40)
        assert quote
        assert quote.text == "He dismissed the reports."


@pytest.mark.usefixtures("one_model")
def test_disagreeing_reports_are_shown_apart_side_by_side(settings: IndexSettings, corpus: Path) -> None:
    rows = [
        ("a", "Gazette", "At least 12 people were killed when the ferry sank off Port Elwood."),
        ("b", "Gazette", "At least 12 people were killed when a ferry sank off Port Elwood."),
        ("c", "Gazette", "At least 14 people were killed when the ferry sank off Port Elwood."),
        ("d", "Herald", "At least 30 people died when the ferry sank near Port Elwood on Monday."),
    ]
    lines = [json.dumps({"id": i, "title": f"Ferry {i}", "text": text, "publisher": by}) for i, by, text in rows]
    (corpus / "archive.jsonl").write_text("\n".join(lines))
    build(settings)
    library = Library.open(settings.index_dir, settings)
    answer = library.ask("How many people were killed when the ferry sank off Port Elwood?", 4)
    library.close()
    said = [next(word for word in quote.text.split() if word.isdigit()) for quote in answer.quotes]
    assert sorted(said) == ["12", "14", "30"]
    assert {quote.source.publisher for quote in answer.quotes} == {"Gazette", "Herald"}
    # What contradicts the first stands right behind it.
    assert {said[0], said[1]} == {"12", "14"}
    twelve = answer.quotes[said.index("12")]
    assert [other.source.title for other in twelve.also_in] in (["Ferry a"], ["Ferry b"])
    assert {"12", "14"} <= {word for group in answer.differs for word in _figures_of(answer, group)}


def _figures_of(answer: Answer, passage_ids: Sequence[str]) -> set[str]:
    quotes = (quote for quote in answer.quotes if quote.passage_id in passage_ids)
    return {word for quote in quotes for word in quote.text.split() if word.isdigit()}
