"""A character of Word's symbol fonts -> the Unicode character that a reader sees."""

from __future__ import annotations

# Greek letters of the font Symbol, at the places of the Latin letters A-Z and a-z.
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{0x41 + number: letter for number, letter in enumerate(_GREEK[0])},
    **{0x61 + number: letter for number, letter in enumerate(_GREEK[1])},
    **dict(enumerate("ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…", 0xA1)),
    0xC6: "∅", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD1: "∇", 0xD5: "∏", 0xD6: "√", 0xD7: "⋅", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS = {
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖",
    0x9F: "•", 0xA7: "▪", 0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_UNKNOWN = "\ufffd"
# Word keeps the places of such a font in a private area of Unicode.
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str:
    """The character at the place `code` (hexadecimal) of a font; U+FFFD where it is not known."""
    try:
        place = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if place in _PRIVATE:
        place -= _PRIVATE.start
    elif place > 0xFF:
        return chr(place) if place < 0xD800 or 0xF900 <= place <= 0x10FFFF else _UNKNOWN
    known = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}.get(font.lower(), {})
    if place in known:
        return known[place]
    is_plain = 0x20 <= place < 0x7F and (font.lower() == "symbol" or not font.lower().startswith(("wing", "webd")))
    return chr(place) if is_plain and not chr(place).isalpha() else _UNKNOWN
