"""Two questions in one -> each by itself; what the second leaves unsaid is carried over from the first.

Only English is taken apart, and only where both sides ask: "Who won and what was the turnout?", but neither "When and
where was it signed?" nor "Who said how many died and why?".
"""

from __future__ import annotations

import re

from index.query.question_form import AUXILIARY

_SUBJECT = (
    r"(?:he|she|it|they|we|i|you|there|this|that|these|those|the|a|an|his|her|its|their|any|anyone|anybody|no|all|"
    r"[A-Z]\w+)"
)
_HOW = r"how (?:many|much|long|often|far|old|big|large|high|tall|deep|wide|fast|soon|late|well)\b"
_PREPOSITION = r"(?:(?:in|on|at|by|for|from|to|of|with|since|until|under|about|after|before|against) )?"
# "When the tower fell" does not ask, "when did the tower fall" does; "who" asks before any verb.
_ASKING = (
    rf"{_PREPOSITION}(?:(?:who|whom|whose|which|what)(?:['’]s)?\s+\w|{_HOW}\s+\w|(?:when|where|why|how)(?:['’]s\s|\s+{AUXILIARY}\b)"
    rf"|(?i:{AUXILIARY})\s+(?-i:{_SUBJECT})\b)"
)
_OPENS = re.compile(rf"\W*(?i:(?:and|but|also|so)\s+)?(?i:{_ASKING})")
_BETWEEN_SENTENCES = re.compile(r"(?<=\?)\s+(?=\S)|(?<=[.!;])\s+(?=\S)|\s*\n+\s*")
# Behind a comma alone "who" and "which" begin a relative clause.
_AFTER_A_COMMA = rf"(?:what|when|where|why|how)\s+{AUXILIARY}\b"
_CONJUNCTION = re.compile(
    rf"[,;]?\s+(?:and|but)(?:\s+(?:also|then))?\s+(?=(?i:{_ASKING}))|[,;]\s+(?=(?i:{_AFTER_A_COMMA}))"
)
# Behind these a question is one that is told of, not asked.
_REPORTING = re.compile(
    r"\b(?:say|says|said|tell|tells|told|explain\w*|know|knew|knows|describe[sd]?|reveal\w*|decide[sd]?|ask(?:s|ed)?|"
    r"wonder\w*|show(?:s|ed)?|see|saw|discuss\w*|disclose[sd]?|report(?:s|ed)?|announce[sd]?|f[io]und? out|learn\w*)\b"
    r"[^?.;]*?\b(?:who|whom|whose|what|which|when|where|why|how|whether|if)\b",
    re.IGNORECASE,
)
# No question by itself: "In which year", "on what grounds", "what for", "who did not".
_HALF = re.compile(
    rf"\W*(?:(?:in|on|at|by|for|from|to|of|with|under) (?!.*\b{AUXILIARY}\b).*|what (?:for|else|about)|"
    rf"\w+ {AUXILIARY}(?: not)?|.*\bis it true\b.*)[\s?.!]*",
    re.IGNORECASE,
)
_LEAST_WORDS = 2
_MOST_PARTS = 3

_LEANS = re.compile(r"\b(?:it|its|he|him|his|she|her|they|them|their|there|this|that|these|those)\b", re.IGNORECASE)
# A question of so few words says too little by itself.
_SHORT = 4
_PERSON = re.compile(r"\b(?:he|him|his|she|her)\b", re.IGNORECASE)
_NAME = r"[A-Z][\w'’-]*(?:\s+(?:of\s+(?:the\s+)?|the\s+)?[A-Z][\w'’-]*)*"
_STOPS = (
    r"is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must|be|been|in|on|at|by|for|"
    r"from|to|with|since|until|after|before|who|whom|which|that|when|where|why|how|what|and|or|as|not"
)
_THING = re.compile(
    rf"(?:\b(?:the|a|an|this|that|these|those|his|her|its|their)\s+(?:(?!(?:{_STOPS})\b)[\w'’-]+\s*)+|(?<=\s){_NAME})"
)
_HELPED = re.compile(
    r"\b(?:do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)\s+$", re.IGNORECASE
)
_PARTICIPLE = re.compile(r"\w+ed[?.,;!]*$")


def questions_in(text: str) -> tuple[str, ...]:
    """The questions that a text asks, in order; the text alone where it asks no more than one."""
    sentences = [sentence for sentence in _BETWEEN_SENTENCES.split(text.strip()) if sentence]
    if not all(_asks(sentence) for sentence in sentences):
        return (text,)
    parts = [part for sentence in sentences for part in _coordinated(sentence)]
    if not 1 < len(parts) <= _MOST_PARTS:
        return (text,)
    first = parts[0].strip().rstrip("?.!;, ")
    # Where the first names nothing, "it" is whatever it asks for.
    topic = _topic(first)
    whole = "" if _LEANS.search(first) else first[:1].lower() + first[1:]
    for_persons = whole if re.match(r"\W*who\b", first, re.IGNORECASE) and topic[:1].islower() else topic
    later = [_carry_over(part, (for_persons if _PERSON.search(part) else topic) or whole) for part in parts[1:]]
    return tuple(_ended(part) for part in (parts[0], *later))


def _asks(text: str) -> bool:
    return bool(_OPENS.match(text)) and len(re.findall(r"\w+", text)) >= _LEAST_WORDS


def _coordinated(sentence: str) -> list[str]:
    for conjunction in _CONJUNCTION.finditer(sentence):
        left, right = sentence[: conjunction.start()], sentence[conjunction.end() :]
        if (
            _asks(left)
            and not _HALF.fullmatch(left)
            and not _HALF.fullmatch(right)
            and not _REPORTING.search(left)
            and not _quotes_open(left)
        ):
            return [left, *_coordinated(right)]
    return [sentence]


def _quotes_open(text: str) -> bool:
    """Whether a text ends within quotation marks."""
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”") or text.count("«") > text.count("»")


def _topic(question: str) -> str:
    """What the first question is about: the first thing or person that it names after its question word."""
    found = _THING.search(question)
    if found is None:
        return ""
    words = found[0].split()
    # "did the bridge open", "was the bridge closed": the verb comes behind the thing.
    helped = _HELPED.search(question[: found.start()]) and words[0][0].islower()
    if len(words) > _LEAST_WORDS and (helped or _PARTICIPLE.match(words[-1])):
        words.pop()
    return " ".join(words).rstrip("?.,;!")


def _carry_over(part: str, topic: str) -> str:
    """A later question with the topic of the first where it leans on that, or says too little without."""
    if not topic or topic.lower() in part.lower():
        return part
    bare = part.strip().rstrip("?.!;, ")
    leans = _LEANS.search(bare) is not None
    names = re.search(rf"(?<=\s){_NAME}", bare) is not None
    if leans or (not names and len(bare.split()) <= _SHORT):
        return f"{bare} ({topic})"
    return part


def _ended(question: str) -> str:
    question = question.strip().rstrip(",;.!? ")
    question = re.sub(r"^(?:and|but|also|so)\s+", "", question, flags=re.IGNORECASE)
    return f"{question[:1].upper()}{question[1:]}?"
