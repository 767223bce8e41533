"""Nine articles of a coast that nobody has seen, in three languages, and what becomes of their sentences when people
quote them: damaged, but true, or with one thing changed."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

_ENGLISH = {
    ("Elwood sells its lighthouse", "Elwood Gazette", "Ada Thorne", "2025-03-03"): """
The town of Elwood will sell its lighthouse for €1.25 million, twice what it paid in 2009.
“We are not a museum,” Mayor Ilse Brandt told the council on Monday – “we have 14 bridges to repair.”
The buyer, a cooperative of 38 families from Port Marrow, has promised that the lamp will never go dark.
Harbour master Olaf Renn called the plan “regrettable” and said that he had learnt of it from a neighbour.
Councillor Peter Vane was not convinced: the roof alone, he said, would cost 90,000 euros before the winter.
About 62% of those who answered a survey in February want the tower to stay in public hands.
""",
    ("Ferry line leaves Nils Quay", "The Strait Times", "Zoë Müller", "2025-03-05"): """
Ferries to Nils Quay will stop on 5 April after an accident that left three sailors injured.
The line does not expect to return before 2027, its director Renée Åström said in a letter to passengers.
Tickets to Lunde now cost 14.50 crowns – a third more than last year – and are sold only on board.
“Nobody asked us,” joked Café owner Mats Lund, who has served coffee on the pier since 1998.
The naïve hope of a quick repair is gone… the hull of the Marit is cracked in seven places.
Officials in Sund said that no other company had offered to run the route at night.
""",
    ("Rain fills the Hollin reservoir", "Hollin Daily", "Jonas Pike", "2025-03-09"): """
After 23 days of rain the Hollin reservoir is fuller than at any time since 1964.
Engineers opened two of the four gates on Friday and warned walkers to keep away from the river path.
The farms below the dam were not flooded, although the water rose to 3.4 metres at Hob Mill.
Deputy engineer Carla Stone said she would not rule out closing the road to Whitby next week.
It is “the kind of problem we used to dream of,” said Edwin Hale, whose orchard lost half its trees to drought.
Water charges will fall by 8% in July, the company announced, but only for homes with a meter.
""",
}
_UKRAINIAN = {
    ("Міст у Лужанах відкриють восени", "Лужанські вісті", "Олена Крук", "2025-02-11"): """
Новий міст у Лужанах відкриють 17 жовтня, на два роки пізніше, ніж обіцяла влада.
«Ми не економили на безпеці, – сказав мер Тарас Бойко, – але бетон подорожчав на 40%».
Будівництво коштувало 312 мільйонів гривень, і майже половину дала область.
Об’їзд через Вербівку не закриють, доки водії не звикнуть до нового розв’язку.
Інженерка Марія Дяк пояснила, що опори витримають навіть повінь, якої тут не бачили з 1969 року.
За даними поліції, торік на старому мосту сталося 26 аварій.
""",
    ("Бібліотека працюватиме вночі", "Голос Сяну", "Ігор Мельник", "2025-02-19"): """
Міська бібліотека Перелук із березня працюватиме до третьої години ночі.
Директорка Ганна Савчук не приховує, що ідею підказали студенти місцевого університету.
Уночі чергуватимуть 5 працівників, а світло в залах горітиме лише там, де хтось читає.
«Тиша – це теж послуга», – каже Савчук і показує порожній зал із 120 місцями.
Місто виділило на це 870 тисяч гривень, хоча депутат Роман Гнатів голосував проти.
Кав’ярню на першому поверсі не відкриватимуть, бо її оренда не окупається.
""",
    ("Пасіка на даху вокзалу", "Кур’єр Заріччя", "Софія Лис", "2025-02-27"): """
На даху вокзалу в Заріччі поставили 18 вуликів, і жоден пасажир на бджіл не скаржився.
Пасічник Богдан Рудий збирає звідти близько 200 кілограмів меду за літо.
Залізниця не бере з нього грошей за дах, але отримує кожну десяту банку.
Першого року загинула третина сімей: завадила спека до 39 градусів.
«Бджола не читає розкладу», – жартує начальниця станції Віра Тимчук.
У травні такі самі вулики з’являться на вокзалі в Дубовому.
""",
}
_GERMAN = {
    ("Altmark bekommt eine Fähre zurück", "Altmärker Bote", "Jens Kröger", "2025-01-14"): """
Nach elf Jahren fährt zwischen Rosenau und Werl wieder eine Fähre, zunächst nur am Wochenende.
„Wir haben nicht mit so vielen Radfahrern gerechnet“, sagte Bürgermeisterin Heike Sturm am Dienstag.
Die Überfahrt kostet 3,50 Euro – Kinder unter sechs Jahren zahlen nichts – und dauert vier Minuten.
Das Land übernimmt 75 Prozent der Kosten, der Kreis Hollen den Rest.
Fährmann Uwe Dietz will das Boot auch bei Hochwasser nicht stilllegen, solange der Pegel unter 5,20 Meter bleibt.
Eine Brücke, wie sie der Ort seit 1951 fordert, ist damit nicht vom Tisch.
""",
    ("Streit um die Linden von Kaltenfeld", "Kaltenfelder Zeitung", "Petra Aßmann", "2025-01-21"): """
In Kaltenfeld sollen 41 Linden gefällt werden, damit der Bus 12 künftig auf eigener Spur fährt.
Die Stadt hat die Anwohner nicht gefragt, räumte Baudezernent Ralf Möhring ein.
Gutachterin Sabine Voss hält die Hälfte der Bäume für krank, den Rest jedoch für gesund.
„Das ist keine Straße, das ist unser Wohnzimmer“, rief ein Rentner während der Sitzung.
Neu gepflanzt werden sollen 60 Ahorne, allerdings erst im Herbst 2026.
Die Grünen drohen mit einem Bürgerentscheid, falls der Rat am Beschluss festhält.
""",
    ("Käserei Brugg wächst", "Oberländer Anzeiger", "Urs Frey", "2025-01-30"): """
Die Käserei Brugg verkaufte im vergangenen Jahr 480 Tonnen Bergkäse, so viel wie nie zuvor.
Geschäftsführer Beat Ammann will trotzdem keine zweite Halle bauen.
Rund 30 % der Milch kommen von Höfen über 1200 Metern, vor allem aus dem Simmental.
Der Preis je Liter stieg im Mai auf 92 Rappen und ist seither nicht gesunken.
„Wir wachsen langsam … und das ist gut so“, sagt Kellermeisterin Rosa Gerber.
Exportiert wird vor allem nach Schweden, wo der Käse in 70 Läden liegt.
""",
}
ARTICLES = _ENGLISH | _UKRAINIAN | _GERMAN


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, what the article states about itself, and the language of both."""

    text: str
    title: str
    publisher: str
    author: str
    published: str
    language: str


def write_corpus(folder: Path) -> None:
    """The articles as one file of JSON lines; two sentences a paragraph."""
    lines = []
    for number, ((title, publisher, author, published), text) in enumerate(ARTICLES.items()):
        sentences = text.strip().splitlines()
        paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, len(sentences), 2)]
        fields = {"id": f"a{number}", "title": title, "publisher": publisher, "authors": [author]}
        lines.append(json.dumps(fields | {"published": published, "text": "\n\n".join(paragraphs)}, ensure_ascii=False))
    (folder / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def sentences() -> Iterator[Sentence]:
    for (title, publisher, author, published), text in ARTICLES.items():
        key = (title, publisher, author, published)
        language = "en" if key in _ENGLISH else "uk" if key in _UKRAINIAN else "de"
        for line in text.strip().splitlines():
            yield Sentence(line, title, publisher, author, published, language)


# What is done to a sentence; where it changes nothing, the sentence is not one for it.

Change = Callable[[Sentence], str]
_MARKS = {"en": "“”", "uk": "«»", "de": "„“"}
_SAID = {"en": "{0}, said {1}.", "uk": "{0}, – сказала {1}.", "de": "{0}, sagte {1}."}


def _quoted(sentence: Sentence) -> str:
    marks = _MARKS[sentence.language]
    return f"{marks[0]}{sentence.text}{marks[1]}"


def _every_third_word(text: str, change: Callable[[str], str]) -> str:
    numbers = count(1)
    return re.sub(r"\w{4,}", lambda match: change(match[0]) if next(numbers) % 3 == 0 else match[0], text)


def _words(sentence: Sentence, start: int, end: int | None) -> str:
    return " ".join(sentence.text.split()[start:end])


def _ellipsis(sentence: Sentence, mark: str) -> str:
    words = sentence.text.split()
    return " ".join([*words[:5], mark, *words[7:]])


TYPOGRAPHY: dict[str, Change] = {
    "straight marks": lambda s: re.sub("[“”„«»]", '"', s.text).replace("’", "'"),
    "other marks": lambda s: s.text.translate(str.maketrans("“”„«»’", "«»«““ʼ")),
    "no marks": lambda s: re.sub("[“”„«»]", "", s.text),
    "long dashes": lambda s: s.text.replace(" – ", "—"),
    "two hyphens": lambda s: s.text.replace(" – ", " -- "),
    "three dots": lambda s: s.text.replace("…", "..."),
    "decomposed": lambda s: unicodedata.normalize("NFD", s.text),
    "soft hyphens": lambda s: _every_third_word(s.text, lambda word: f"{word[:2]}\u00ad{word[2:]}"),
    "joiners": lambda s: s.text.replace(" ", "\u2060 ", 3) + "\u200b",
    "ligatures": lambda s: s.text.replace("fi", "ﬁ").replace("fl", "ﬂ"),
    "capitals": lambda s: s.text.upper(),
    "outside": lambda s: re.sub(r"([.,])([“”»])", r"\2\1", s.text),
}
SPACING: dict[str, Change] = {
    "double": lambda s: s.text.replace(" ", "  "),
    "no-break": lambda s: s.text.replace(" ", "\u00a0"),
    "wrapped": lambda s: re.sub(r"((?:\S+ ){4}\S+) ", r"\1\n", s.text),
    "percent": lambda s: re.sub(r" ?%", lambda match: "%" if match[0] == " %" else " %", s.text),
    "before marks": lambda s: re.sub(r"([,:])(?= )", r" \1", s.text),
    "none after marks": lambda s: re.sub(r"([,:]) (?=[^\W\d])", r"\1", s.text),
    "run together": lambda s: re.sub(r"\b(the|die|на|der|a) (?=\w)", r"\1", s.text, count=1),
}
CUTS: dict[str, Change] = {
    "beginning": lambda s: _words(s, 2, None),
    "end": lambda s: _words(s, 0, -3),
    "both": lambda s: _words(s, 2, -2),
    "dots around": lambda s: f"… {_words(s, 1, -2)} …",
    "dots within": lambda s: _ellipsis(s, "…"),
    "brackets within": lambda s: _ellipsis(s, "[...]"),
    "editor": lambda s: f"{_words(s, 0, 4)} [sic] {_words(s, 4, None)}",
    "editor's start": lambda s: f"[{s.title.split()[0]}] {_words(s, 2, None)}",
}
ATTRIBUTION: dict[str, Change] = {
    "in marks": _quoted,
    "by line": lambda s: f"{_quoted(s)} — {s.author}, {s.publisher}",
    "source": lambda s: f"{s.text}\n{s.title} · {s.publisher} · {s.author} · {s.published}",
    "in brackets": lambda s: f"{s.text} ({s.publisher})",
    "colon": lambda s: f"{s.publisher}: {_quoted(s)}",
    "tag": lambda s: _SAID[s.language].format(_quoted(s), s.author),
    "in prose": lambda s: f"Look at this! {_quoted(s)} Who would have thought?",
    "mail": lambda s: f"> {s.text}",
}
DAMAGES = {f"{kind}: {name}": change for kind, changes in (
    ("typography", TYPOGRAPHY), ("spacing", SPACING), ("cut", CUTS), ("attribution", ATTRIBUTION)
) for name, change in changes.items()}  # fmt: skip

_OTHER_WORD = {"en": "parrots", "uk": "папуги", "de": "papageien"}
_OTHER_NAME = {"en": "Quimby", "uk": "Жабинський", "de": "Wuttke"}
_NO = {"en": "not", "uk": "не", "de": "nicht"}
_DENIALS = re.compile(r"\b(?:not|never|no|nicht|keine|не|жоден) ")


def _word(sentence: Sentence) -> str:
    longest = max(re.findall(r"(?<![\w’])[^\W\d_A-ZА-ЯІЇЄҐÄÖÜ][^\W\d_]*", sentence.text), key=len)
    return sentence.text.replace(longest, _OTHER_WORD[sentence.language], 1)


def _figure(sentence: Sentence) -> str:
    return re.sub(r"\d(?=\D|\Z)", lambda match: str((int(match[0]) + 3) % 10), sentence.text, count=1)


def _name(sentence: Sentence) -> str:
    return re.sub(
        r"(?<=[^\W\d_], |.[^\W\d_] )[A-ZА-ЯІЇЄҐÄÖÜ][^\W\d_]{2,}", _OTHER_NAME[sentence.language], sentence.text, count=1
    )


def _negation(sentence: Sentence) -> str:
    if _DENIALS.search(sentence.text):
        return _DENIALS.sub("", sentence.text, count=1)
    words = sentence.text.split()
    return " ".join([*words[:4], _NO[sentence.language], *words[4:]])


def _left_out(sentence: Sentence) -> str:
    return re.sub(r"(?<=\w )[^\W\d_]{4,} (?=[^\W\d_])", "", sentence.text, count=1)


def _swapped(sentence: Sentence) -> str:
    words = sentence.text.split()
    at = next(n for n in range(2, len(words)) if words[n - 1].isalpha() and words[n].isalpha())
    return " ".join([*words[: at - 1], words[at], words[at - 1], *words[at + 1 :]])


FALSIFICATIONS: dict[str, Change] = {
    "word": _word,
    "figure": _figure,
    "name": _name,
    "negation": _negation,
    "word left out": _left_out,
    "words swapped": _swapped,
}


def changed(changes: dict[str, Change], every: int = 1) -> Iterator[tuple[str, Sentence, str]]:
    """What becomes of the sentences: the name of the change, the sentence, the text.

    Of the sentences that a change can befall, one of `every` so many; for each change it begins with another.
    """
    for turn, (name, change) in enumerate(changes.items()):
        befallen = [(sentence, change(sentence)) for sentence in sentences() if change(sentence) != sentence.text]
        for sentence, text in befallen[turn % min(every, len(befallen)) :: every]:
            yield name, sentence, text
