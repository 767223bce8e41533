"""What is measured of a page's lines: worths of words, the article's topic, beginnings of lines, what decided."""

from __future__ import annotations

import numpy as np
import pytest

from index.reading.boilerplate.features import NAMES, features_of
from index.reading.boilerplate.labelled_lines import label_each
from index.reading.boilerplate.learnt_words import worth_of
from index.reading.boilerplate.lines import split_lines
from index.reading.boilerplate.reasons import deciding_reasons

PAGE = """Ferry to Holm Island stops in winter
The ferry to Holm Island will not sail between November and March, the harbour office said on Monday.
Islanders depend on the ferry for post, for school and for the harbour's only shop, said Ada Lund.
Ada Lund is standing on the quay below the harbour office. Foto Bo Ek/Nordbild
The harbour office wants to sail again in spring, when the ferry has a second engine.
Minister resigns over unpaid taxes after a long debate in parliament on Thursday evening.
Islanders depend on the ferry for post, for school and for the harbour's only shop, said Ada Lund. Read on"""


def column(name: str) -> list[float]:
    lines = label_each(PAGE, split_lines(PAGE), split_credits=False)
    found: list[float] = features_of(lines)[:, NAMES.index(name)].tolist()
    return found


def test_worths_of_words_and_of_pairs_add_up() -> None:
    worths = {"subscribe": 2.0, "your account": 4.0, "minister": -1.0}
    assert worth_of((), worths) == (0.0,) * 5
    single, pairs, page, article, everything = worth_of(("subscribe", "with", "your", "account"), worths)
    assert single == pytest.approx(0.5)
    assert pairs == pytest.approx(4 / 3)
    assert page == pytest.approx(1.0)
    assert article == 0.0
    assert everything == pytest.approx(0.6)
    assert worth_of(("minister",), worths)[-1] < 0


def test_another_story_shares_few_words_with_the_densest_text() -> None:
    shares = column("words of the densest text")
    assert shares[5] < min(shares[index] for index in (1, 2, 4, 6))


def test_a_line_that_a_longer_one_begins_with_is_known() -> None:
    assert [index for index, value in enumerate(column("opens a longer line")) if value] == [2]
    assert [index for index, value in enumerate(column("begins with another line")) if value] == [6]


def test_a_name_behind_the_last_sentence_is_measured() -> None:
    tails = column("words behind the last sentence")
    assert tails[3] == pytest.approx(3 / 15)
    assert max(tails[:3]) == 0
    assert column("capitals behind the last sentence")[3] == 1


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slashes", "photo caption"),
        ("worth of pairs", "note to readers"),
        ("begins with another line", "repeated on the page"),
        ("text above", ""),
    ],
)
def test_the_reason_is_that_of_the_features_that_decided(name: str, reason: str) -> None:
    spoke = np.zeros((1, len(NAMES)), dtype=np.float32)
    spoke[0, NAMES.index(name)] = 1
    assert deciding_reasons(spoke) == [reason]
