"""Names: persons told from ids, buttons and houses, lists taken apart, places that disagree brought to one answer."""

from __future__ import annotations

import pytest

from index.reading.metadata.names import agreed, is_house, is_person, names_in, paper


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Mira Holm", ("Mira Holm",)),
        ("By Mira Holm, Tom Reed and Ana León", ("Mira Holm", "Tom Reed", "Ana León")),
        ("Mira Holm og Jens Dahl", ("Mira Holm", "Jens Dahl")),
        ("Mira Holm ve Can Demir", ("Mira Holm", "Can Demir")),
        ("Mira Holm und Jens Dahl, dpa", ("Mira Holm", "Jens Dahl")),
        ("Mira Holm@miraholm", ("Mira Holm",)),
        ("Mira Holm (mho)", ("Mira Holm",)),
        ("Will Moore", ("Will Moore",)),
        ("mira holm", ("mira holm",)),
        ("김하나", ("김하나",)),
        ("Institute for Rivers and Lakes", ("Institute for Rivers and Lakes",)),
        ("N24 Redaktion", ("N24 Redaktion",)),
        ("Mira Holm in Bergen", ("Mira Holm",)),
        ("Mira Holm and team", ("Mira Holm",)),
        ("Mira Holm, chief political correspondent, Bergen", ("Mira Holm",)),
        ("Mira Holm, Harbour News", ("Mira Holm",)),
        ("Wire/Mira Holm", ("Mira Holm",)),
        ("Mira Holm Reporter", ("Mira Holm",)),
        ("Mira Holm mira@courier.example", ("Mira Holm",)),
        ("Posts by Mira Holm", ("Mira Holm",)),
        ("Anna von der Aue", ("Anna von der Aue",)),
        ("Press Union of Rivers", ("Press Union of Rivers",)),
        ("김하나 기자", ("김하나",)),
        ("204817", ()),
        ("user8812", ()),
        ("admin", ()),
        ("READ MORE", ()),
        ("Lire la suite", ()),
        ("https://pages.example/holm", ()),
        ("desk@courier.example", ()),
        ("courier.example", ()),
        ("", ()),
    ],
)
def test_names_of_a_field(value: str, names: tuple[str, ...]) -> None:
    assert names_in(value) == names


@pytest.mark.parametrize(
    ("text", "expected"), [("Mira Holm", True), ("Reuters", False), ("A. B.", False), ("王芳", True)]
)
def test_a_person_has_two_names_or_a_few_characters(text: str, expected: bool) -> None:
    assert is_person(text) is expected


def test_a_house_is_known_by_its_words() -> None:
    assert is_house("Harbour Courier Online", {"Harbour Courier"})
    assert is_house("The Courier", {"Courier"})
    assert not is_house("Fazil Dag", {"faz"})


@pytest.mark.parametrize(
    ("claims", "authors"),
    [
        ([("Mira Holm",), (), (), ()], ("Mira Holm",)),
        ([("Courier Online",), (), (), ("Mira Holm",)], ("Mira Holm",)),
        ([("Courier Online",), (), (), ()], ("Courier Online",)),
        ([("Mira Holm",), (), ("Mira Holm", "Tom Reed"), ()], ("Mira Holm", "Tom Reed")),
        ([("MIRA HOLM",), (), (), ("Mira Holm",)], ("MIRA HOLM",)),
        ([("Mira Holm",), (), (), ("Tom Reed",)], ()),
        ([("Mira Holm",), ("Tom Reed",), (), ()], ()),
        ([("Mira Holm",), ("Tom Reed",), (), ("Mira Holm",)], ("Mira Holm",)),
        (
            [("Mira Holm", "Harbour Team"), ("Tom Reed",), ("Mira Holm Harbour Team",), ()],
            ("Mira Holm", "Harbour Team"),
        ),
        ([("Mira Holm",), ("Mira Holm",), (), ("Tom Reed",)], ("Mira Holm",)),
        ([("Mira Holm",), (), ("Tom Reed",), ("Tom Reed",)], ("Tom Reed",)),
    ],
)
def test_places_that_disagree(claims: list[tuple[str, ...]], authors: tuple[str, ...]) -> None:
    assert agreed(claims, {"Courier"}) == authors


@pytest.mark.parametrize(
    ("value", "host", "name"),
    [
        ("The Harbour Courier", "courier.example", "The Harbour Courier"),
        ("The Harbour Courier - Since 1871", "", "The Harbour Courier"),
        ("News from the coast | Harbour Courier", "harbourcourier.example", "Harbour Courier"),
        ("www.courier.example", "courier.example", ""),
        ("courier.example", "courier.example", ""),
        ("https://courier.example", "", ""),
        ("News, weather and views of the coast", "", ""),
        ("www", "", ""),
    ],
)
def test_a_publisher_is_the_name_of_a_paper(value: str, host: str, name: str) -> None:
    assert paper(value, host) == name


def test_a_section_is_no_publisher() -> None:
    assert paper("Security", "courier.example", ["security"]) == ""
