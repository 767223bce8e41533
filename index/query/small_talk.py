"""Tells a greeting or a word of thanks from a question."""

from __future__ import annotations

import re

_PHRASES = """
    hi, hello, hey, hiya, howdy, yo, good morning, good afternoon, good evening, good night, good day, greetings,
    hi there, hello there, hey there, how are you, how are you doing, how do you do, what's up, whats up, sup,
    nice to meet you, thanks, thank you, thank you very much, thank you so much, thanks a lot, many thanks, thx, ty,
    cheers, great thanks, ok thanks, okay thanks, cool thanks, bye, goodbye, see you, see you later, good bye,
    привіт, вітаю, добрий день, доброго дня, добрий ранок, доброго ранку, добрий вечір, доброго вечора, здрастуйте,
    як справи, дякую, щиро дякую, дуже дякую, спасибі, до побачення, па-па,
    привет, здравствуйте, здравствуй, добрый день, доброе утро, добрый вечер, как дела, спасибо, большое спасибо,
    спасибо большое, благодарю, до свидания, пока,
    hallo, guten tag, guten morgen, guten abend, danke, danke schön, vielen dank, tschüss, auf wiedersehen,
    bonjour, salut, bonsoir, merci, merci beaucoup, au revoir, hola, buenos días, buenas tardes, buenas noches,
    gracias, muchas gracias, adiós, ciao, buongiorno, grazie, dzień dobry, cześć, dziękuję
"""
_KNOWN = frozenset(phrase.strip() for phrase in _PHRASES.replace("\n", " ").split(","))
# A name or an address after the greeting ("hello bot", "thanks mate") changes nothing.
_ADDRESSES = frozenset(
    "bot all everyone everybody team friend friends mate guys again you dear sir madam бот друзі друже".split()
)


def is_small_talk(text: str) -> bool:
    """Whether the whole message is a greeting, a farewell or thanks."""
    words = re.findall(r"[\w'’-]+", text.lower().replace("’", "'"))
    while words and words[-1] in _ADDRESSES and " ".join(words) not in _KNOWN:
        words.pop()
    if not words:
        return False
    return any(
        " ".join(words[:cut]) in _KNOWN and (cut == len(words) or " ".join(words[cut:]) in _KNOWN)
        for cut in range(1, len(words) + 1)
    )
