"""The learnt model of lines: its weights fit its features, an article begins once, languages of no list are read."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.boilerplate.classifier import judge
from index.reading.boilerplate.features import NAMES, features_of
from index.reading.boilerplate.labelled_lines import label_each
from index.reading.boilerplate.lines import split_lines
from index.reading.boilerplate.model import (
    AFTER,
    ARTICLE,
    BEFORE,
    STATES,
    WEIGHTS,
    Weights,
    most_probable,
    read_with_reasons,
    shipped_weights,
)

FINNISH = [
    "Kaupunginvaltuusto päätti tiistai-iltana sulkea vanhan uimahallin, jonka katon korjaaminen maksaisi miljoonia.",
    "Valtuutettu Aino Lehto sanoi asukkaille, että päätös oli raskas mutta rakennus on ollut vuosia vaarallinen.",
    "Kaupungintalon eteen kokoontuneet uimarit kertoivat etsivänsä toisen altaan naapurilaaksosta ennen talvea.",
    "Vuonna 1961 avattu halli tarvitsee insinöörien maaliskuisen selvityksen mukaan kahden miljoonan remontin.",
    "Valtuusto neuvottelee nyt naapurikuntien kanssa altaiden yhteiskäytöstä, ja koululaiset kulkevat linja-autolla.",
]


def kept(text: str) -> list[str]:
    return [item.line.text for item in judge(text) if item.why is None and item.kind != "title"]


def test_weights_know_where_they_come_from() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert stored["fitted"]["by"].startswith("python -m benchmarks.fit_boilerplate")
    assert sum(stored["fitted"]["pages"].values()) > 200
    with pytest.raises(ValueError, match="fit them again"):
        Weights.of(stored | {"features": stored["features"][1:]})


def test_features_have_a_name_each_and_stay_small() -> None:
    text = "\n".join(["Menu", "Search", *FINNISH, "12:40", "© 2026"])
    features = features_of(label_each(text, split_lines(text), split_credits=False))
    assert features.shape == (9, len(NAMES))
    assert np.isfinite(features).all()
    assert np.abs(features).max() <= 2


@given(st.lists(st.lists(st.floats(-12, 0), min_size=len(STATES), max_size=len(STATES)), min_size=1, max_size=30))
def test_an_article_begins_once_and_ends_once(logs: list[list[float]]) -> None:
    found = most_probable(np.array(logs, dtype=np.float32), shipped_weights()).tolist()
    names = [STATES[state] for state in found]
    assert names.count("first") <= 1
    assert names.count("end") <= 1
    assert "after" not in names or "end" in names
    assert names[-1] != "inside"


@pytest.mark.parametrize("label", ["Mainos", "Artikkeli jatkuu mainoksen jälkeen", "Kuva", "Jaa", "00:00 / 03:12"])
def test_a_label_in_a_language_of_no_list_does_not_cut_an_article(label: str) -> None:
    head = ["Siirry sisältöön", "Etusivu", "Uutiset", "Urheilu", "Sää", "Haku", "Kirjaudu"]
    body = [row for paragraph in FINNISH for row in (paragraph, label)]
    text = "\n".join(
        [*head, "Vanha uimahalli suljetaan kuudenkymmenen vuoden jälkeen", "3.3.2026", *body, "Ota yhteyttä"]
    )
    assert kept(text) == FINNISH


def test_states_are_of_each_line() -> None:
    text = "\n".join(
        ["Home", "News", "Search", "Hall to close", "By Ann Lee", *FINNISH, "Contact", "About us", "Terms"]
    )
    lines = label_each(text, split_lines(text), split_credits=False)
    states, _ = read_with_reasons(lines, shipped_weights())
    assert states[0] == BEFORE
    assert [state for state, item in zip(states, lines, strict=True) if item.line.text in FINNISH] == [ARTICLE] * 5
    assert states[-1] == AFTER
