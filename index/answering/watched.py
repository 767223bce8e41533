"""Whether a passage holds all the words of a watch, in some form: what is not a question is matched, not answered."""

from __future__ import annotations

from index.answering.names import held_words, holds
from index.models import Quote
from index.text.normalise import fold
from index.text.words import function_words, main_language, words_of


def is_question(words: str) -> bool:
    """Whether somebody says that they ask: a question mark is one in nearly every language."""
    return words.rstrip().endswith(("?", "？", "؟"))


def holds_all(quote: Quote, words: str) -> bool:
    """Whether a passage, with the title of its article, holds each of the words that say something."""
    given = [fold(word) for word in words_of(words)]
    joining = function_words(main_language(given) or "en")
    wanted = [word for word in given if word not in joining] or given
    held = held_words(f"{quote.source.title} {quote.text}")
    return bool(wanted) and all(holds(held, part) for word in wanted for part in held_words(word).words)
