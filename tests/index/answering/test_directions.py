"""Who gives and who gets, who wins and who loses, who does it and to whom it is done."""

from __future__ import annotations

import pytest

from index.answering.claim_reader import read_claim
from index.answering.directions import turned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ostland lent Tarsa 2 billion crowns.", "Ostland received a loan of 2 billion crowns from Tarsa."),
        ("Ada Brix sold the farm to Ole Dahl.", "Ada Brix bought the farm from Ole Dahl."),
        ("Osk Wanderers beat Tarn City.", "Osk Wanderers were beaten by Tarn City."),
        ("Osk Wanderers lost the final to Tarn City.", "Tarn City lost the final to Osk Wanderers."),
        ("The dairy Osk was bought by the brewer Halm.", "The dairy Osk bought the brewer Halm."),
        ("Judge Brix accused mayor Dahl of bribery.", "Judge Brix was accused of bribery by mayor Dahl."),
        ("Ostland closed the border with Tarsa.", "The border with Ostland was closed by Tarsa."),
        ("For its railway Tarsa borrowed money from Ostland.", "Tarsa lent Ostland money for a railway."),
    ],
)
def test_parties_that_change_places_are_seen(one: str, other: str) -> None:
    assert turned(read_claim(one), read_claim(other))
    assert turned(read_claim(other), read_claim(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ostland lent Tarsa 2 billion crowns.", "Tarsa received a loan of 2 billion crowns from Ostland."),
        ("Ada Brix sold the farm to Ole Dahl.", "Ole Dahl bought the farm from Ada Brix."),
        ("Osk Wanderers beat Tarn City.", "Tarn City were beaten by Osk Wanderers."),
        ("Osk Wanderers lost the final to Tarn City.", "Tarn City won the final against Osk Wanderers."),
        ("The dairy Osk was bought by the brewer Halm.", "The dairy Osk was sold to the brewer Halm."),
        ("Judge Brix accused mayor Dahl of bribery.", "Mayor Dahl was accused of bribery by judge Brix."),
        ("On Monday the zoo in Marle got a panda.", "Rain fell on Marle."),
        ("", "Rain fell on Marle."),
    ],
)
def test_the_same_parties_in_another_order_are_not_turned(one: str, other: str) -> None:
    assert not turned(read_claim(one), read_claim(other))
    assert not turned(read_claim(other), read_claim(one))
