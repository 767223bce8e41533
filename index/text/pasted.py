"""A text as it was pasted -> its words without what copying put among them.

That is markup, links, numbers of notes and of points in a list, and bytes that were read in another encoding. What a
writer may have meant stays, so that a text is looked up as it is first, and then without this.
"""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# "â€œ" is a quotation mark, and "Ã©" a letter, the UTF-8 of which was read as windows-1252 or Latin-1. Where
# windows-1252 has no character, as in a closing mark, nothing is left of the last byte.
_MISREAD = re.compile(r"(?:[ÂÃÐÑ]|â(?:€|\x80))[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€")
_CLOSING_MARK = "â€"
_LINK = re.compile(r"(?<!\S)(?:https?://|www\.)\S+")
_PASSED_ON = re.compile(r"\A\s*RT\s+@\w+:?\s+")
# Close behind a word, where brackets that an editor put in have a space before them.
_NOTE = re.compile(r"(?:(?<=[^\W\d]{3})|(?<=[.,;:!?…”’\"'»)]))(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3})")
_POINT = re.compile(r"\A\s*(?:[•*–-]|\d{1,3}[.)])\s+")
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)


def unwrapped_mail(text: str) -> str:
    """The text with the lines of a quoted mail joined: they end where the mail program wrapped them."""
    lines: list[str] = []
    for line in text.split("\n"):
        quoted = _QUOTED_LINE.match(line)
        before = _QUOTED_LINE.match(lines[-1]) if lines else None
        if quoted and before and line[quoted.end() :].strip() and lines[-1][before.end() :].strip():
            lines[-1] += " " + line[quoted.end() :]
        else:
            lines.append(line)
    return "\n".join(lines)


def without_markup(text: str) -> str:
    """The text as it was before it was copied, as far as that shows."""
    text = _MISREAD.sub(_read_again, text)
    text = html.unescape(_TAG.sub(" ", text))
    text = _PASSED_ON.sub("", _LINK.sub("", _POINT.sub("", text)))
    text = _NOTE.sub("", text)
    return _QUOTED_LINE.sub("", text).strip()


def _read_again(misread: re.Match[str]) -> str:
    if misread[0] == _CLOSING_MARK:
        return "”"
    for encoding in ("cp1252", "latin-1"):
        try:
            return misread[0].encode(encoding).decode()
        except UnicodeError:
            continue
    return misread[0]
