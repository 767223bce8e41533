"""A question as people write it -> the question itself: greetings, apologies and "could you tell me" ask nothing.

Words of courtesy are rare in news, so that retrieval would take them for the most telling ones.
"""

from __future__ import annotations

import re

_SO_FAR = r"(?=\s*(?:[,.!:;]|\s[–—-]\s|$))"
_ASKING = (
    r"(?=\s+(?:who|whom|whose|what|when|where|which|why|how|is|are|was|were|do|does|did|has|have|had|can|could|would|"
    r"please|tell|sorry|i|i'm|i'd)\b)"
)
_GREETING = (
    r"(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|day)|привіт|вітаю|доброго дня|добрий день|"
    r"привет|здравствуйте|добрый день)(?: (?:there|all|everyone|everybody|bot|team|friends?|guys|sir|madam|again))*"
)
_OPENINGS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_GREETING}(?:{_SO_FAR}|{_ASKING})",
        rf"(?:i'?m |i am )?(?:so |very )?sorry(?: to (?:bother|disturb|trouble) you)?(?: again)?(?:,? but\b|{_SO_FAR})",
        rf"(?:excuse|pardon) me(?:,? but\b|{_SO_FAR})",
        rf"(?:i have )?(?:just )?(?:a|one|another)(?: \w+)? question(?: for you)?(?: about [^:?.!]*(?=:))?{_SO_FAR}",
        r"(?:could|can|would|will) (?:you|someone|anyone) (?:please |kindly |maybe )?(?:tell|remind) (?:me|us)\b",
        r"(?:could|can|would|will) you (?:please |kindly )?let (?:me|us) know\b",
        r"(?:please|pls|kindly)\b",
        r"(?:tell|remind) me\b",
        r"do you (?:happen to )?know\b(?= (?:who|whom|whose|what|when|where|which|why|how|if|whether)\b)",
        r"(?:does|do) (?:anyone|anybody|somebody|someone) know\b",
        r"i(?: would|'d) (?:like|love) to (?:know|ask|find out|learn)\b",
        r"i want(?:ed)? to (?:know|ask|find out)\b",
        r"i (?:wonder|was wondering|am wondering)\b",
        r"may i ask\b",
        r"any idea\b",
        r"(?:quick )?question\s*:",
        r"what do (?:the |your )?(?:articles|archive|papers|news) (?:say|have|know) (?:about|on)\b",
        r"(?:do|does) (?:you|the archive|the articles) (?:have|say|know) (?:anything|something) (?:about|on)\b",
        r"(?:is there )?(?:any|some)thing (?:about|on)\b",
        r"(?:i(?:'m| am) )?(?:looking|searching) for\b",
        r"(?:find|show|give|get) (?:me|us)\b",
        r"(?:i )?need (?:to know|info|information)(?: (?:about|on))?\b",
        r"(?:any )?(?:info|information|news|details) (?:about|on)\b",
        r"(?:скажіть|підкажіть|скажите|подскажите)(?:,? (?:будь ласка|пожалуйста))?(?!\w)",
        r"(?:будь ласка|пожалуйста)(?!\w)",
    )
]
# Said at the end without any mark: "who won pls".
_TAIL = re.compile(r"\s(?:pls|plz|thx|ty)[\s.!?)]*$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,.!:;–—-]+")
_CLOSING = re.compile(
    r"[,.!?;–—-]\s*(?:please|pls|thanks|thx|thank you)(?: (?:a lot|(?:very|so) much|in advance|all))*[\s.!?)]*$|"
    r"[,.!?;–—-]\s*(?:дякую|спасибо|будь ласка|пожалуйста)[\s.!?)]*$",
    re.IGNORECASE,
)
# A single word that is left ("please explain") was no question with courtesies around it.
_LEAST_WORDS = 2


def without_courtesies(text: str) -> str:
    """The question without what is said around it; as it is where hardly a word would be left."""
    bare = text.replace("’", "'")
    start, end = _skip(bare, 0), len(bare)
    while opening := next((match for pattern in _OPENINGS if (match := pattern.match(bare, start))), None):
        start = _skip(bare, opening.end())
    if closing := _CLOSING.search(bare, start):
        end = closing.start()
    while tail := _TAIL.search(bare, start, end):
        end = tail.start()
    asked = text[start:end].strip()
    return asked if len(re.findall(r"\w+", asked)) >= _LEAST_WORDS else text


def _skip(text: str, start: int) -> int:
    between = _BETWEEN.match(text, start)
    return between.end() if between else start
