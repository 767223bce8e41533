"""Bytes of a file -> its text, or word that it is not text.

The byte order mark is not part of the text, and what is no character of any text (a few broken bytes, a stray NUL) is
U+FFFD; nothing else is changed, so that offsets hold in the file.
"""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableError
from index.reading.encodings import NAMES, Reading, is_settled, reading_in, readings

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages that declare the first are in, if they are not in plain ASCII: the second holds all of it and more.
_AS_BROWSERS_DO = {
    "iso8859_1": "cp1252", "ascii": "cp1252", "iso8859_9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis_620": "cp874", "iso8859_11": "cp874",
}  # fmt: skip
# By how much less likely each character may be in the declared encoding: e to the power of this.
_AGAINST_DECLARED = 1.0
# Foreign names alone are likelier than this; what is no text in the declared encoding is not.
_LEAST_LIKELY_DECLARED = -12.0
# A reading so much less likely than the best is not named beside it.
_FAR_LESS_LIKELY = 30.0
# Control characters that a text may hold, as a share of its characters, besides one.
_TOLERATED = 1 / 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_EXPECTED_IN_WIDE = re.compile(r"[\s\w.,;:!?'\"«»“”„’()\[\]/–—-]")
_UNUSUAL = re.compile(r"[^\x00-\u2fff\u3000-\u9fff\uac00-\ud7af\ufe00-\uffee\U0001f000-\U0001faff]")
_MARK = "\ufeff"
_JAPANESE_BY_ESCAPES = re.compile(rb"\x1b\$[@B][!-~]{2,}\x1b\([BJ]")
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def decode(data: bytes, declared: str | None = None) -> str:
    """The text that `data` holds; `declared` is an encoding that the document names, tried after UTF-8.

    Raises:
        UnreadableError: the bytes are no text in any encoding that is plausible.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _try(data[len(mark) :], encoding)
            return _checked(text if text is not None else data[len(mark) :].decode(encoding, "replace"))
    if b"\0" in data[:4096] or len(data) % 2 == 0:
        wide = _wide(data)
        if wide is not None:
            return wide
    text = _try(data, "iso2022_jp" if _JAPANESE_BY_ESCAPES.search(data) else "utf-8")
    if text is None:
        text = _mostly_utf8(data)
    return _checked(text if text is not None else _of_old_encoding(data, declared))


def is_page(data: bytes) -> bool:
    """Whether a file is a web page, whatever its name says: markup from the first character on."""
    return _PAGE.match(data) is not None


def without_broken_characters(text: str) -> str:
    """Lone surrogates and NULs, which no store can hold, as U+FFFD each: the length stays."""
    if text.isascii() and "\0" not in text:
        return text
    return re.sub("[\ud800-\udfff\0]", "\ufffd", text)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _of_old_encoding(data: bytes, declared: str | None) -> str:
    """The text of bytes that are no UTF-8; what the document declares is believed unless the text speaks against it."""
    _checked(data[:100_000].decode("latin-1"))
    found = readings(data)
    named = _declared_reading(found, data, declared) if declared else None
    if named is not None:
        return named
    if is_settled(found):
        return found[0].text
    if len(found) > 1 and found[1].weight > found[0].weight - _FAR_LESS_LIKELY:
        first, second = (NAMES.get(one.encoding, one.encoding.replace("_", "-")) for one in found[:2])
        raise UnreadableError(f"is in an encoding that can't be told ({first} or {second}?): save it as UTF-8")
    raise UnreadableError("is not text, or in an encoding that is not known: save it as UTF-8")


def _declared_reading(found: list[Reading], data: bytes, declared: str) -> str | None:
    """The text in the encoding that a document declares, if nothing speaks clearly against it."""
    try:
        codec = codecs.lookup(declared).name.replace("-", "_")
    except LookupError:
        return None
    own = reading_in(data, _AS_BROWSERS_DO.get(codec, codec))
    if own is None or (found and own.average < found[0].average - _AGAINST_DECLARED):
        return None
    return own.text if own.average >= _LEAST_LIKELY_DECLARED else None


def _checked(text: str) -> str:
    text = text.removeprefix(_MARK)
    beginning, nuls = text[:100_000], text.count("\0")
    controls = len(_CONTROL.findall(beginning))
    if controls > _TOLERATED * len(beginning) + 1 or nuls > _TOLERATED * len(text) + 1:
        raise UnreadableError("is not text")
    return text.replace("\0", "\ufffd")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, if nearly all its characters are letters and punctuation of one script."""
    sample = data[: 4096 - 4096 % 2]
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(sample, encoding) or ""
        spaces = text.count(" ") + text.count("\n")
        if (
            spaces >= len(text) / 20
            and len(_EXPECTED_IN_WIDE.findall(text)) >= 0.97 * len(text)
            and not _UNUSUAL.search(text)
            and len({ord(character) >> 8 for character in text}) <= 4
        ):
            return _try(data, encoding)
    return None


def _mostly_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, as cut files and careless joins leave it."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(character > "\x7f" for character in text) - broken
    return text if broken <= 3 + len(text) // 2000 and beyond_ascii >= 10 * broken else None
