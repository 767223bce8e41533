"""Tells a greeting, thanks, a laugh or a nod from a question, and a cry for help from both."""

from __future__ import annotations

import re

# A greeting, a farewell or thanks, and what people say of an answer: closed classes, in the languages of the bot and
# those that its readers greet in.
_PHRASES = """
    hi, hello, hey, hiya, howdy, yo, good morning, good afternoon, good evening, good night, good day, greetings, hi
    there, hello there, hey there, how are you, how are you doing, how do you do, what's up, whats up, sup, nice to
    meet you, thanks, thank you, thank you very much, thank you so much, thanks a lot, many thanks, thx, ty, thanks
    so much, thank you a lot, cheers, great thanks, ok thanks, okay thanks, cool thanks, bye, goodbye, see you, see
    you later, good bye, ok, okay, k, okey, alright, all right, fine, sure, yes, yep, yeah, yup, no, nope, nah,
    right, good, great, cool, nice, awesome, amazing, perfect, excellent, brilliant, wow, well done, good job, nice
    one, good one, great job, great work, nice work, good work, very good, very nice, so good, so cool, got it, i
    see, understood, noted, interesting, very interesting, makes sense, fair enough, never mind, nevermind, no
    problem, no worries, my bad, oops, sorry, hm, mm, mhm, uh, um, oh, ah, aha, meh, lol, lmao, rofl, omg, wtf, xd,
    kek, you are welcome, you're welcome, i love it, love it, i like it, that helps, that helped, very helpful,
    helpful, you are great, you're great, привіт, вітаю, добрий день, доброго дня, добрий ранок, доброго ранку,
    добрий вечір, доброго вечора, здрастуйте, як справи, дякую, щиро дякую, дуже дякую, спасибі, до побачення,
    па-па, ок, окей, так, ні, ага, угу, добре, гаразд, зрозуміло, ясно, супер, круто, клас, чудово, цікаво,
    молодець, гарна робота, будь ласка, лол, ого, вау, хм, привет, здравствуйте, здравствуй, добрый день, доброе
    утро, добрый вечер, как дела, спасибо, большое спасибо, спасибо большое, благодарю, до свидания, пока, да, нет,
    хорошо, ладно, понятно, класс, отлично, интересно, молодец, пожалуйста, кек, ничего себе, hallo, guten tag,
    guten morgen, guten abend, danke, danke schön, vielen dank, tschüss, auf wiedersehen, bonjour, salut, bonsoir,
    merci, merci beaucoup, au revoir, hola, buenos días, buenas tardes, buenas noches, gracias, muchas gracias,
    adiós, ciao, buongiorno, grazie, dzień dobry, cześć, dziękuję
"""
_KNOWN = frozenset(" ".join(phrase.split()) for phrase in _PHRASES.split(",") if phrase.strip())
# A name or an address after the greeting ("hello bot", "thanks mate") changes nothing.
_ADDRESSES = frozenset(
    "bot all everyone everybody team friend friends mate man guys again you dear sir madam so much very indeed really "
    "then бот бота друзі друже друзья друг дуже очень".split()
)
_MOST_WORDS = max(len(phrase.split()) for phrase in _KNOWN)
_LAUGH = re.compile(r"a?(?:ha)+h?|(?:he){2,}|(?:hi){2,}|lo+l|а?(?:ха)+х?|(?:хе){2,}|(?:хи){2,}|(?:хі){2,}")
_HELP = re.compile(
    r"\W*(?:"
    r"(?:(?:i |we )?(?:need |want |get )?(?:some )?|(?:can|could|will) (?:you|somebody|someone|anyone) (?:please )?)"
    r"help(?: me| us)?(?: please)?|"
    r"what (?:can|do|could) you do|(?:what|who) are you|what is this(?: bot)?|how do you work|"
    r"how (?:do|can) i (?:use|ask)(?: (?:you|this|it|this bot))?|how does (?:this|it)(?: bot)? work|"
    r"(?:(?:list|show)(?: me)?(?: the| all)? )?commands?|"
    r"допомога|допоможи(?:ть|те)?(?: мені)?|що (?:ти вмієш|ти можеш|ви вмієте|ви можете)|хто ти|як це працює|"
    r"як користуватися|команди|"
    r"помощь|помоги(?:те)?(?: мне)?|что (?:ты умеешь|ты можешь|вы умеете|вы можете)|кто ты|как это работает|"
    r"как пользоваться|команды"
    r")\W*",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[^,.!?;:…\n–—]+[,.!?;:…\n–—]*\s*")
_JOINING = re.compile(r"(?:and|but|so|а|і|й|та|и|но|але)\b", re.IGNORECASE)


def is_small_talk(text: str) -> bool:
    """Whether the whole message says nothing but a greeting, a farewell, thanks, a laugh, a nod or signs."""
    words = _words(text)
    if not words:
        return not re.search(r"\w", text)
    # The places up to which phrases one after the other cover the words.
    reached = {0}
    for place in range(len(words)):
        if place not in reached:
            continue
        if _LAUGH.fullmatch(words[place]) or (place and words[place] in _ADDRESSES):
            reached.add(place + 1)
        for count in range(1, min(_MOST_WORDS, len(words) - place) + 1):
            if " ".join(words[place : place + count]) in _KNOWN:
                reached.add(place + count)
    return len(words) in reached


def asks_for_help(text: str) -> bool:
    """Whether the whole message asks what the bot is for and how it is used."""
    return _HELP.fullmatch(text) is not None


def without_reaction(text: str) -> str:
    """A message without the thanks or nods around what it asks: "ok, and when?" asks "and when?"."""
    parts = _SEGMENT.findall(text.strip())
    while len(parts) > 1 and is_small_talk(parts[0]):
        parts.pop(0)
    while len(parts) > 1 and is_small_talk(parts[-1]) and re.search(r"\w", parts[-1]):
        parts.pop()
    rest = "".join(parts).strip()
    first, _, others = rest.partition(" ")
    return others if _JOINING.match(others) and is_small_talk(first) else rest


def _words(text: str) -> list[str]:
    """The words of a message, letters that are drawn out ("okkkk") once."""
    lower = re.sub(r"([^\W\d])\1{2,}", r"\1", text.lower().replace("’", "'"))
    return re.findall(r"[\w'-]+", lower)
