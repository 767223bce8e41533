"""Bytes of a file -> its text, or word that it is not text.

The byte order mark is not part of the text, and what is no character of any text (a few broken bytes, a stray NUL) is
U+FFFD; nothing else is changed, so that offsets hold in the file.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import UnreadableError
from index.text.words import main_language, words_of

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = [
    "cp1251", "cp1252", "cp1250", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_r", "koi8_u", "cp866",
    "iso8859_2", "iso8859_5", "iso8859_15", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_SAMPLE = 4096
_LETTERS = {
    "de": "äöüßéèàç",
    "fr": "àâäçéèêëîïôöùûüÿœæñ",
    "es": "áéíóúüñçªº",
    "it": "àèéìíîòóùú",
    "pt": "áâãàçéêíóôõúüªº",
    "pl": "ąćęłńóśźż",
    "nl": "áéëïóöüèê",
    "en": "éèêàâäöüçñôîïáíóúøåæ",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяыэъё",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
# Control characters that a text may hold, as a share of its characters, besides one.
_TOLERATED = 1 / 200
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_EXPECTED_IN_WIDE = re.compile(r"[\s\w.,;:!?'\"«»“”„’()\[\]/–—-]")
_UNUSUAL = re.compile(r"[^\x00-\u2fff\u3000-\u9fff\uac00-\ud7af\ufe00-\uffee\U0001f000-\U0001faff]")
_MARK = "\ufeff"
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
    text = _try(data, "utf-8")
    if text is None and declared:
        text = _try(data, declared)
    if text is None:
        text = _mostly_utf8(data)
    if text is None:
        matches = from_bytes(data, cp_isolation=_ENCODINGS, enable_fallback=False)
        texts = [text for match in matches if (text := _try(data, match.encoding)) is not None]
        text = min(texts, key=_foreign_letters, default=None)
    if text is None:
        raise UnreadableError("is not text")
    return _checked(text)


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


def _foreign_letters(text: str) -> int:
    """How many letters the language of a text does not have: the right encoding shows the fewest."""
    letters = _LETTERS.get(main_language(words_of(text[:_SAMPLE])[:400]) or "")
    if letters is None:
        return 0
    return sum(letter > "\x7f" and letter.isalpha() and letter not in letters for letter in text[:_SAMPLE].lower())


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
