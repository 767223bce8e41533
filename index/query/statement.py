"""Tells a statement that somebody wants checked ("Peskov denied the reports.") from a question or a few words."""

from __future__ import annotations

import re

# What opens a question, a request or a condition, but no statement.
_OPENS_OTHERWISE = re.compile(
    r"\W*(?:(?:in|on|at|by|for|from|to|of|with|since|until|under|about) )?"
    r"(?:who|whom|whose|which|what|when|where|why|how|is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|tell|show|give|find|"
    r"list|name|describe|explain|if|whether|any|cost|reason|number)(?:n['’]t)?\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|cannot|may|might|must|should|did|does|do|said|says|told|won|lost|"
    r"beat|fell|rose|gave|took|made|went|came|left|began|became|held|met|paid|sold|bought|built|found|got|kept|knew|led|"
    r"put|ran|saw|sent|set|shot|spent|spoke|stood|struck|taught|thought|wrote|broke|chose|drew|drove|flew|grew|hit|hurt|"
    r"[a-z]{2,}ed)\b|n['’]t\b"
)
# "This artist is the first to ...": a riddle, not a statement.
_ASKS = re.compile(r"\b(?:this|these|what|how|why|whose)\b|[^,] which\b|…|\.\.\.", re.IGNORECASE)
_SUBJECT = re.compile(r"\w[\w'’-]*(?: [A-Z][\w'’-]*)*\s+")
_LEAST_WORDS = 3


def is_statement(text: str) -> bool:
    """Whether an English text states something: it opens with who or what it is about, and has a verb behind that."""
    words = re.findall(r"[\w'’-]+", text)
    if len(words) < _LEAST_WORDS or "?" in text or not text[:1].isupper():
        return False
    if _OPENS_OTHERWISE.match(text) or _ASKS.search(text):
        return False
    if text.rstrip()[-1:] in ".!":
        return _VERB.search(text, len(words[0])) is not None
    # Without a stop "vote that removed the president" is a noun with what belongs to it: the verb must follow a name.
    subject = _SUBJECT.match(text)
    return subject is not None and _VERB.match(text, subject.end()) is not None
