"""What is the same fact told twice, what contradicts it, and what is another fact."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product

import pytest

from index.answering.agreement import Relation, contradicting, read_sentences, relation
from index.encoding.encoder import Encoder
from tests.conftest import DATA

KINDS = "same", "contradicting", "related"
Relate = Callable[[str, str], Relation]


@pytest.fixture(scope="module")
def relate() -> Relate:
    encoder = Encoder()

    def related(one: str, other: str) -> Relation:
        first, second = read_sentences(encoder, (one, other))
        return relation(first, second)

    return related


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Farm minister Ada Brix approved the sale of the Holt estate on Monday.",
            "The sale of the Holt estate was approved by farm minister Ada Brix on Monday.",
        ),
        ("Prices of coffee in Marle rose 8 percent in May.", "In May, coffee prices in Marle increased by 8%."),
        ("Osk Wanderers beat Tarn City 2-0 on Sunday.", "Tarn City were beaten 2-0 by Osk Wanderers on Sunday."),
        ("The zoo in Belmar will close on 4 June.", "On June 4 the zoo in Belmar will be closed."),
        ("Twelve sailors were injured in Port Grell.", "A dozen sailors were hurt in Port Grell."),
        ("“We are ready,” said Ada Brix.", "'We are ready', said Ada Brix."),
        (
            "Judge Ada Brix accused mayor Ole Dahl of bribery on Friday.",
            "Mayor Ole Dahl was accused of bribery by judge Ada Brix on Friday.",
        ),
    ],
)
def test_one_fact_in_other_words_is_the_same(relate: Relate, one: str, other: str) -> None:
    assert relate(one, other) == "same"
    assert relate(other, one) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council of Marle banned kites on Friday.", "The council of Marle allowed kites on Friday."),
        ("Prices of coffee in Marle rose in May.", "Prices of coffee in Marle fell in May."),
        ("Osk Wanderers beat Tarn City on Sunday.", "Tarn City beat Osk Wanderers on Sunday."),
        ("Twelve sailors were injured in Port Grell.", "Thirty sailors were injured in Port Grell."),
        ("The zoo in Belmar will close on 4 June.", "The zoo in Marle will close on 4 June."),
        ("The zoo in Belmar will close on 4 June.", "The zoo in Belmar will close on 9 July."),
        ("Ada Brix approved the sale of the Holt estate.", "Ole Dahl approved the sale of the Holt estate."),
        ("Ada Brix said that the estate was sold.", "Ada Brix denied that the estate was sold."),
        ("The zoo in Belmar will close in June.", "The zoo in Belmar closed in June."),
        ("The zoo in Belmar plans to buy a panda.", "The zoo in Belmar bought a panda."),
        ("The bridge in Marle is open.", "The bridge in Marle is not open."),
        (
            "The brewer Halm sold its Tarn plant to the dairy Osk for 12 million crowns on Monday.",
            "The brewer Halm bought the Tarn plant from the dairy Osk for 12 million crowns on Monday.",
        ),
        (
            "Judge Ada Brix accused mayor Ole Dahl of bribery on Friday.",
            "Judge Ada Brix was accused of bribery by mayor Ole Dahl on Friday.",
        ),
        ("A farmer in Marle shot a hunter on Friday.", "A hunter in Marle shot a farmer on Friday."),
        ("The council of Marle was called on to close the zoo.", "The council of Marle closed the zoo."),
        ("The ninth round was the last on Sunday.", "The fourth round was the last on Sunday."),
        ("Міністерка Ада Брікс призначила нового директора.", "Міністерка Ада Брікс звільнила нового директора."),
    ],
)
def test_what_differs_in_one_thing_is_not(relate: Relate, one: str, other: str) -> None:
    assert relate(one, other) != "same"
    assert relate(other, one) != "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The council of Marle banned kites in public parks on Friday.",
            "The council of Marle allowed kites in public parks on Friday.",
        ),
        (
            "Twelve sailors were injured in Port Grell on Monday.",
            "Thirty sailors were injured in Port Grell on Monday.",
        ),
    ],
)
def test_the_opposite_of_one_event_contradicts(relate: Relate, one: str, other: str) -> None:
    assert relate(one, other) == "contradicting"
    assert relate(other, one) == "contradicting"


def test_who_says_less_does_not_state_the_same(relate: Relate) -> None:
    more, less = "Ada Brix bought the Holt estate for 3 million crowns.", "Ada Brix bought the Holt estate."
    assert relate(less, more) == "same"
    assert relate(more, less) == "apart"
    assert relate(less, "Ada Brix bought the Holt estate, which the council then did not allow.") != "same"


def test_another_event_does_not_contradict(relate: Relate) -> None:
    assert relate("The zoo in Belmar will close on 4 June.", "The zoo in Marle will stay open on 4 June.") == "apart"
    assert relate("Twelve sailors were injured in Port Grell.", "Coffee prices in Marle rose 8 percent.") == "apart"


def test_a_sentence_without_a_word_that_counts_is_compared_too(relate: Relate) -> None:
    assert relate("So it is.", "The zoo in Belmar will close on 4 June.") != "same"
    assert relate("The zoo in Belmar will close on 4 June.", "So it is.") != "same"


def test_what_contradicts_is_the_same_whether_all_is_compared_or_only_what_it_takes() -> None:
    encoder, found = Encoder(), set()
    topics = (
        (DATA.parent.parent / "benchmarks" / "data" / "agreement.jsonl").read_text(encoding="utf-8").splitlines()[:20:4]
    )
    for topic in map(json.loads, topics):
        others = [one if isinstance(one, str) else one["text"] for kind in KINDS for one in topic[kind]]
        sentences = read_sentences(encoder, others)
        for one, other in product(sentences[:2], sentences):
            assert contradicting(one, other) is (relation(one, other) == "contradicting")
            found.add(relation(one, other))
    assert {"contradicting", "apart"} <= found
