"""Words and patterns by which a sentence is read: numbers, days, months, negations, moods, and what joins names."""

from __future__ import annotations

import re

from index.text.normalise import fold

TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
POSSESSIVE = re.compile(r"['’]s?$")
_NUMBER_NAMES = (
    "two zwei два дві две двох|three drei три трьох трех|four vier чотири четыре|five funf п'ять пять|six sechs шість"
    " шесть|seven sieben сім семь|eight acht вісім восемь|nine neun дев'ять девять|ten zehn десять"
    "|eleven elf одинадцять одиннадцать|twelve zwolf дванадцять двенадцать dozen|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty zwanzig двадцять двадцать"
)
NUMBERS = {
    fold(name): float(number)
    for number, names in enumerate(_NUMBER_NAMES.split("|"), start=2)
    for name in names.split()
} | {"thirty": 30.0, "forty": 40.0, "fifty": 50.0, "sixty": 60.0, "seventy": 70.0, "eighty": 80.0, "ninety": 90.0}
_ORDINAL_NAMES = "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {name: number for number, name in enumerate(_ORDINAL_NAMES.split(), start=2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
SCALES |= {"тисяч": 1e3, "тысяч": 1e3, "мільйон": 1e6, "миллион": 1e6, "мільярд": 1e9, "миллиард": 1e9}
SCALES |= {"decade": 10.0, "decades": 10.0, "hundredths": 1e-2, "thousandths": 1e-3, "tenths": 1e-1}
SCALES |= {"trillion": 1e12, "tn": 1e12, "millionen": 1e6, "milliarden": 1e9, "tausend": 1e3}
# Figures that are more than their words one by one.
PHRASES = {
    ("half", "a", "dozen"): 6.0,
    ("a", "quarter", "of", "a", "century"): 25.0,
    ("half", "a", "century"): 50.0,
    ("a", "quarter", "of", "a", "million"): 250_000.0,
    ("half", "a", "million"): 500_000.0,
    ("a", "third"): 1 / 3,
    ("two", "thirds"): 2 / 3,
    ("three", "quarters"): 0.75,
}
# Of a year.
MONTHS = 12
DAY = re.compile(
    fold(
        r"(mon(?:day|tag)|поне(?:діл|дел)\w+)|(tuesday|dienstag|вівтор\w+|вторник\w*)|(wednesday|mittwoch|серед[аиуою]|сред[аыуе])"
        r"|(thursday|donnerstag|четвер(?:г\w*|га)?)|(friday|freitag|п'ятниц\w+|пятниц\w+)|(satur?day|samstag|sonnabend|суб+от\w+)"
        r"|(sun(?:day)|sonntag|неділ\w+|воскрес\w+)"
    )
)
MONTH = re.compile(
    fold(
        r"(jan(?:uary?|uar)?|січн\w+|январ\w+)|(feb(?:ruary|ruar)?|лют(?:ого|ий|ому)|феврал\w+)|(mar(?:ch)?|märz|березн\w+|март[ае]?)"
        r"|(apr(?:il)?|квітн\w+|апрел\w+)|(may|mai|травн\w+|ма[йя])|(june?|juni|червн\w+|июн\w+)|(july?|juli|липн\w+|июл\w+)"
        r"|(aug(?:ust)?|серпн\w+|август\w*)|(sept?(?:ember)?|вересн\w+|сентябр\w+)|(o[ck]t(?:ober)?|жовтн\w+|октябр\w+)"
        r"|(nov(?:ember)?|листопад\w*|ноябр\w+)|(de[cz](?:ember)?|грудн\w+|декабр\w+)"
    )
)
# Between the number of a day and its month: "the 13th of October".
BETWEEN = frozenset("of th st nd rd the".split())
YEARS = range(1900, 2100)
NEGATIONS = frozenset(
    fold(word)
    for word in "not no never none nobody nothing neither nor cannot не ні ніхто нічого ніколи жоден жодного нема"
    " немає нет никто ничего никогда ни nicht kein keine keinen keiner keinem nie niemals niemand nichts".split()
)
CLITIC_NEGATION = re.compile(r"n['’]t$")
_MOODS = {
    "future": "will shall would 'll буде будуть будет будут wird werden soll sollen",
    "possible": "may might could likely unlikely possibly perhaps probably expect expects expected whether if faces"
    " favourite може можуть может могут возможно ймовірно вероятно очікується ожидается"
    " könnte vielleicht ob",
    "intended": "plan plans planned planning want wants wanted hope hopes hoped intend intends intended aim aims"
    " consider considers considering considered thinking threaten threatens threatened promise promises promised"
    " offer offers offered prepare prepares preparing discussing examining willing ready планує планують"
    " планирует хоче хочет намерен намір погрожує пригрозив пригрозил обіцяє обещает droht drohte",
    "attempted": "try tries tried trying attempt attempts attempted looking searching намага* пытал* versucht"
    " versuchte",
    "demanded": "demand demands demanded urge urges urged must should вимага* требу* має должен должна"
    " повинен повинна forder* muss müssen",
}
MOOD_OF = {fold(word): mood for mood, words in _MOODS.items() for word in words.split() if not word.endswith("*")}
MOOD_BEGINNINGS = [
    (fold(word[:-1]), mood) for mood, words in _MOODS.items() for word in words.split() if word.endswith("*")
]
# "is to", "are set to", "is due to", "is going to".
FUTURE = re.compile(
    r"\b(?:is|are|was|were)\s+(?:(?:set|due|going|about)\s+)?to\s+(?=[a-z])|\bset to\b|\b(?:is|are)\s+going\b"
)
REPLACING = re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE)
# These deny less than "no" alone: what was so is over, or somebody is against it.
NO_BUT = {"longer": "ended", "to": "refused"}
CALLED_FOR = re.compile(r"\bcall(?:s|ed|ing)?\s+(?:\w+\s+){0,4}?(?:for|on|to)\b")
AGREED_TO = re.compile(r"\bagree[ds]?\s+to\s+(?!(?:an?|the|its|his|her|their|this|that|these|those)\b)[a-z]+\b")
NUMBER_TEN = re.compile(r"\b(?:[Nn]o\.|[Nn]umber|№)\s*(?=\d)")
BE = frozenset("is are was were be been being get gets got".split())
# In German the participle stands at the end of the sentence.
WERDEN = frozenset("wird wurde wurden werden worden".split())
BY = frozenset(("by", "von", "vom"))
# A name behind one of these is where or when something is, not who does it.
PLACING = frozenset(
    fold(word)
    for word in "in at near off on around outside inside over across close im bei nahe auf у в біля поблизу над на"
    " возле около".split()
)
TITLES = frozenset(
    "president king queen prime minister mr mrs ms dr general bishop mayor chancellor governor senator secretary judge"
    " prince princess pope sir lord professor captain colonel президент міністр министр мэр мер".split()
)


# Between a passive and its "by": "was handed over to Ostland by".
BY_WITHIN = 5
# Words that news puts in or leaves out without saying anything else.
LIGHT = frozenset(
    "percent per cent according near close around about some least once following because since amid despite while"
    " went come came go goes going take took taken put puts held hold give gave given get got make made makes saw see"
    " set having being people person number also again new recently later ago already announced announcement reported"
    " reports report statement told spokesman spokeswoman spokesperson officials official authorities off aboard"
    " within well as still total nearly almost roughly approximately"
    " prozent відсотків процентов процента на при".split()
)
AND = frozenset("and und та і й и".split())
BELONGING = frozenset("of from in with by over".split())
SAID = frozenset(("said", "says"))
ARTICLES = frozenset("the a an its their his her der die das dem den ein einer einem eine".split())
# How who says something is told from what is said: "said the mayor", "laut Ministerium".
SPEECH = re.compile(
    "sa(?:id|ys)|told|tells|ask(?:ed|s)|add(?:ed|s)|according|argu(?:ed|es)|insist(?:ed|s)|repl(?:ied|ies)|stat(?:ed|es)"
    "|wr(?:ote|ites)|announced|explain(?:ed|s)|warn(?:ed|s)|report(?:ed|s)"
    "|sag(?:t|te|ten)|erklärt(?:e|en)?|beton(?:t|te|ten)|teilte|schr(?:ieb|eibt)|fügte|laut|zufolge|berichte(?:t|te)"
    "|(?:с|роз)каза(?:в|ла|ли)|каже|заяви(?:в|ла|ли)|дода(?:в|ла|ли)|повідоми(?:в|ла|ли)|пи(?:ше|сав|сала)|словами"
    "|(?:с|рас)сказал(?:а|и)?|говорит|заявил(?:а|и)?|добавил(?:а|и)?|сообщил(?:а|и)?|пишет|словам"
)
