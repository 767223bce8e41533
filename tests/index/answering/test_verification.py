"""What people quote: true however it was damaged on the way, false wherever one thing was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import IndexSettings, Library, Verification, differences
from index.answering.verification import find
from index.ingest.build import build
from index.storage import Generation, Shelf
from tests.index.answering.quoted_articles import (
    ATTRIBUTION,
    DAMAGES,
    FALSIFICATIONS,
    TYPOGRAPHY,
    changed,
    sentences,
    write_corpus,
)


@pytest.fixture(scope="module")
def quoted_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quoted")
    (folder / "corpus").mkdir()
    write_corpus(folder / "corpus")
    build(IndexSettings(index_dir=folder / "index", corpus_dir=folder / "corpus"))
    return folder / "index"


@pytest.fixture(scope="module")
def generation(quoted_index: Path) -> Iterator[Generation]:
    generation = Shelf(quoted_index).open()
    yield generation
    generation.close()


def test_every_sentence_is_found_as_it_stands(generation: Generation) -> None:
    for sentence in sentences():
        found = find([sentence.text], generation)
        assert (found.verdict, found.differs_in) == ("exact", ()), sentence
        assert found.matches[0].text.strip("«».") == sentence.text.strip("«».")
        assert found.matches[0].source.title == sentence.title


def test_true_quotations_are_verified_whatever_befell_them(generation: Generation) -> None:
    verified = Counter[str]()
    for damage, sentence, text in changed(DAMAGES, every=4):
        found = find([text], generation)
        assert found.verdict != "not_found", (damage, text)
        assert sentence.title in {match.source.title for match in found.matches}
        verified[damage] += 1
    assert sum(verified.values()) >= 200
    assert verified.keys() == DAMAGES.keys()


def test_false_quotations_are_not_verified(generation: Generation) -> None:
    refused = Counter[str]()
    for what, sentence, text in changed(FALSIFICATIONS):
        found = find([text], generation)
        assert found.verdict == "not_found", (what, text)
        assert not found.matches
        refused[what] += 1
        assert sentence.text != text
    assert sum(refused.values()) >= 200
    assert refused.keys() == FALSIFICATIONS.keys()


def test_nor_are_those_that_were_damaged_or_attributed_besides(generation: Generation) -> None:
    ways = list((ATTRIBUTION | TYPOGRAPHY).values())
    for number, (what, sentence, text) in enumerate(changed(FALSIFICATIONS)):
        damaged = ways[number % len(ways)](replace(sentence, text=text))
        assert find([damaged], generation).verdict == "not_found", (what, damaged)


def parts(found: Verification) -> list[tuple[str, str]]:
    return [(part.text, part.verdict) for part in found.parts]


@pytest.mark.parametrize(
    ("text", "differs_in"),
    [
        ("FERRIES to Nils Quay will stop", ("case",)),
        ("our 14 bridges", None),
        ("we have  14 bridges to repair", ("spacing",)),
        ("14.50 crowns—a third more", ("dashes",)),
        ("called the plan “regrettable”, and", ("punctuation",)),
        ("cafe\u0301 owner Mats Lund", ("case", "letter forms")),
        ("The na\u00efve hope of a quick re\u00adpair", ("invisible characters",)),
        ("«We are not a museum» Mayor Ilse Brandt", ("quotation marks", "punctuation")),
        ("We are not a museum – we have 14 bridges to repair", ("speech tag",)),
        ("Tickets to Lunde now cost 14.5 crowns", None),
        ("Rund 30% der Milch", ("spacing",)),
        ("Обʼїзд через Вербівку", ("quotation marks",)),
    ],
)
def test_what_differs_in_form_is_named(generation: Generation, text: str, differs_in: tuple[str, ...] | None) -> None:
    found = find([text], generation)
    assert found.verdict == ("not_found" if differs_in is None else "differs")
    assert found.differs_in == (differs_in or ())


def test_each_quotation_and_each_side_of_an_ellipsis_is_a_part(generation: Generation) -> None:
    found = find(["I read that “nobody asked us” and that the hull is “cracked in nine places”."], generation)
    assert parts(found) == [("nobody asked us", "differs"), ("cracked in nine places", "altered")]
    assert found.verdict == "not_found"
    sides = find(["The town of Elwood … for €1.25 million"], generation)
    assert sides.verdict == "exact"
    assert parts(sides) == [("The town of Elwood", "exact"), ("for €1.25 million", "exact")]
    several = find(["Nobody asked us", "we have 14 bridges to repair."], generation)
    assert [match.source.title for match in several.matches] == [
        "Ferry line leaves Nils Quay",
        "Elwood sells its lighthouse",
    ]


def test_across_sentences_and_paragraphs(generation: Generation) -> None:
    texts = [sentence.text for sentence in sentences()][:6]
    assert find([" ".join(texts[1:3])], generation).verdict == "exact"
    assert find(["\n\n".join(texts[1:3])], generation).verdict == "exact"
    assert find(["\n\n".join(texts[:2])], generation).differs_in == ("spacing",)
    assert find([f"{texts[0]} … {texts[5]}"], generation).verdict == "exact"


def test_an_ellipsis_that_leaves_out_a_negation_is_said(generation: Generation) -> None:
    found = find(["The line does […] expect to return before 2027"], generation)
    assert found.verdict == "differs"
    assert [(remark.kind, remark.text) for remark in found.remarks] == [("negation", "not")]
    harmless = find(["The line does not […] return before 2027"], generation)
    assert (harmless.verdict, harmless.remarks) == ("exact", ())


def test_sides_that_no_article_has_in_this_order_are_said_to_be_apart(generation: Generation) -> None:
    found = find(["have 14 bridges to repair … The town of Elwood will"], generation)
    assert [remark.kind for remark in found.remarks] == ["apart"]


def test_brackets_of_an_editor_are_recognised(generation: Generation) -> None:
    added = find(["The buyer [the Marrow Lamp Society], a cooperative of 38 families"], generation)
    assert (added.verdict, added.remarks[0].kind, added.remarks[0].text) == (
        "differs",
        "brackets",
        "the Marrow Lamp Society",
    )
    put_for = find(["[Renn] said that he had learnt of [the plan] from a neighbour"], generation)
    assert [remark.text for remark in put_for.remarks] == ["Renn", "the plan"]
    figure = find(["a cooperative of [39] families from Port Marrow"], generation)
    assert figure.verdict == "not_found"


def test_an_altered_quotation_is_compared_with_the_place_that_has_most_of_it(generation: Generation) -> None:
    found = find(["Tickets to Lunde now cost 15.50 crowns – a third less than last year"], generation)
    (part,) = found.parts
    assert part.verdict == "altered"
    assert part.nearest is not None
    assert part.nearest == found.nearest
    differing = differences(part.text, part.nearest.text)
    assert differing
    assert [part.text[start:end] for start, end in differing.given] == ["15.50", "less"]
    assert [part.nearest.text[start:end] for start, end in differing.passage] == ["14.50", "more"]


def test_what_resembles_nothing_is_not_found(quoted_index: Path, one_model: object) -> None:
    assert one_model
    library = Library.open(quoted_index)
    found = library.verify("Penguins elected a new treasurer yesterday evening")
    assert [part.verdict for part in found.parts] == ["not_found"]
    assert found.nearest is not None
    library.close()
