"""Statements to be checked, told from questions and from mere words."""

from __future__ import annotations

import pytest

from index.query.statement import is_statement


@pytest.mark.parametrize(
    "text",
    ["Lund denied the reports.", "The mill was sold to a bank.", "Anna Lund won the race", "Prices didn't fall."],
)
def test_a_statement(text: str) -> None:
    assert is_statement(text)


@pytest.mark.parametrize(
    "text",
    [
        "Who denied the reports?",
        "Lund denied the reports?",
        "cost of the mill",
        "Share of the money kept by the club",
        "Result of the vote that removed the chairman",
        "When the tower fell.",
        "This singer was the first to win twice.",
        "The mill was sold for how much.",
        "Lund resigned",
    ],
)
def test_no_statement(text: str) -> None:
    assert not is_statement(text)
