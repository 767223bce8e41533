"""Start parameters that carry a question."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import MessageLimit

from bot.services.question_links import QuestionLinks

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))


@patiently
@given(st.text(min_size=1, max_size=300))
def test_any_question_survives_its_link(question: str) -> None:
    links = QuestionLinks()
    parameter = links.parameter(question)
    assert len(parameter) <= MessageLimit.DEEP_LINK_LENGTH
    assert re.fullmatch(r"[A-Za-z0-9_-]+", parameter)
    assert links.question(parameter) == question
