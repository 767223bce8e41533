"""Frames -> invented topics, to train a reader of two sentences on who does what to whom and on opposites.

A frame says one thing in several ways, and its opposite in as many; or what one party does to another, and then its
opposite is the same with the parties exchanged. Names, days and who says so are drawn; all is said to be for fitting.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

FRAMES = Path(__file__).with_name("data") / "agreement-frames.jsonl"
_OF_EACH = 3
_STARTS = "Bal Cor Dun Els Fen Gar Hol Ister Kal Lor Mar Nor Os Pel Quel Ros Sel Tor Ul Var Wen Yar Zel Thal".split()
_PLACE_ENDS = "wick ford mere burg holm stead dale minster by ton".split()
_COUNTRY_ENDS = "via mark land onia istan ara".split()
_COMPANY_ENDS = "co tek ex onda air line gas works bank ora".split()
_FIRST = "Ada Boris Clara Dario Edith Farid Greta Hugo Irma Jonas Katya Lucas Mira Nils Olga Pavel Rosa Stefan".split()
_SURNAME_ENDS = "er sson ek ova ini au ard ley quist ow".split()
_ROLES = {
    "person": "minister;mayor;senator;judge;professor;coach;director;general;governor;banker".split(";"),
    "team": "Rovers;United;City;Athletic;Wanderers;Town".split(";"),
    "group": "the hikers;the fishermen;the guards;the students;the soldiers;the farmers;the pensioners;the drivers;the"
    " protesters;the villagers".split(";"),
    "hospital": "the hospital in;the school in;the museum in;the village of;the orphanage in".split(";"),
    "office": "the competition office of;the supreme court of;the regional council of;the transport ministry of".split(
        ";"
    ),
}
_SLOTS = {
    "good": "bread;petrol;coffee;tobacco;sugar;electricity;firewood;beer".split(";"),
    "thing": "the wind farm;the new stadium;the night market;the motorway;the pension reform;the rent cap".split(";"),
    "thing2": "black coffee;red wine;cold baths;afternoon naps;dark chocolate".split(";"),
    "crime": "fraud;bribery;theft;perjury;arson".split(";"),
    "facility": "the library;the swimming pool;the maternity ward;the station;the bridge;the theatre".split(";"),
    "who": "climber;schoolboy;sailor;hiker;pilot".split(";"),
    "prize": "prize;medal;honorary degree;invitation".split(";"),
}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SOURCES = "the police;a spokesman;the news agency;state radio;the ministry;officials;witnesses".split(";")
_DATED = (
    "{clause} on {day}.",
    "On {day} {clause}.",
    "On {day}, {clause}, {source} said.",
    "{clause} on {day}, {source} reported.",
    "{source} said on {day} that {clause}.",
    "According to {source}, {clause} on {day}.",
)
_UNDATED = ("{clause}.", "{clause}, {source} said.", "According to {source}, {clause}.", "{source} said that {clause}.")
_MOODS = (
    ("modality", "{a} plans to {infinitive}"),
    ("modality", "{a} may {infinitive}"),
    ("modality", "{a} is expected to {infinitive}"),
    ("modality", "{a} will {infinitive} next year"),
    ("polarity", "{a} did not {infinitive}"),
    ("polarity", "{a} denied that it had agreed to {infinitive}"),
    ("said", "critics demanded that {a} should {infinitive}"),
)
# Of what nobody does on purpose.
_UNMEANT = _MOODS[1:5]
# Words that are no names begin a clause with a capital letter only where they begin the sentence.
_CAPITAL = re.compile(r"^(?:The|A|An|Crime|Unemployment|Police|Troops|Shares|Voters|Parliament|Inspectors)\b")


def topics(count: int, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many topics, each of the next frame; the same for the same seed."""
    frames = [json.loads(line) for line in FRAMES.read_text(encoding="utf-8").splitlines()]
    for number in range(count):
        draw = random.Random(f"{seed} {number}")  # noqa: S311
        frame = frames[number % len(frames)]
        yield {
            "topic": f"{frame['frame']}-{number}",
            "language": "en",
            "part": "fit",
            **(_of_parties(frame, draw) if "parties" in frame else _of_opposites(frame, draw)),
        }


def _of_parties(frame: Mapping[str, Any], draw: random.Random) -> dict[str, Any]:
    one, other, third = (_party(kind, draw) for kind in (*frame["parties"], frame["parties"][0]))
    same, swapped = _drawn(frame["said"], draw), _drawn(frame["said"], draw)
    fixed = {"o": draw.choice(frame["objects"]), "l": _place(draw)}
    tell = _Teller(draw)

    def told(clause: str, first: Sequence[str], second: Sequence[str]) -> str:
        return tell(clause, {**fixed, "a": draw.choice(first), "b": draw.choice(second)})

    mood, clause = draw.choice(_MOODS)
    return {
        "same": [told(clause, one, other) for clause in same],
        "contradicting": [{"kind": "roles", "text": told(clause, other, one)} for clause in swapped],
        "related": [
            {"kind": mood, "text": told(clause.replace("{infinitive}", frame["infinitive"]), one, other)},
            {"kind": "actor", "text": told(draw.choice(frame["said"]), third, other)},
        ],
    }


def _of_opposites(frame: Mapping[str, Any], draw: random.Random) -> dict[str, Any]:
    country, another = _party("country", draw), _party("country", draw)
    fixed = {name: draw.choice(values) for name, values in _SLOTS.items()}
    fixed |= {"l": _place(draw), "n": country[0], "m": another[0], "c": _party("company", draw)[0]}
    fixed |= {"t": _party("team", draw)[0]}
    person = _party("person", draw)
    sides = [frame["said"], frame["opposite"]]
    draw.shuffle(sides)
    tell = _Teller(draw)

    def told(clause: str) -> str:
        given = {**fixed, "p": draw.choice(person)}
        return tell(clause, {**given, "s": frame["subject"].format(**given)})

    mood, clause = draw.choice(_UNMEANT)
    hedged = clause.replace("{a}", "{s}").replace("{infinitive}", frame["infinitive"])
    return {
        "same": [told(clause) for clause in _drawn(sides[0], draw)],
        "contradicting": [{"kind": "antonym", "text": told(clause)} for clause in _drawn(sides[1], draw)],
        "related": [{"kind": mood, "text": told(hedged)}],
    }


def _drawn(clauses: Sequence[str], draw: random.Random) -> list[str]:
    return draw.sample(list(clauses), min(_OF_EACH, len(clauses)))


class _Teller:
    """Makes sentences of clauses: when it was, and who says so, in one way or another."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._day = draw.choice(_DAYS)
        self._is_dated = draw.random() < 0.7

    def __call__(self, clause: str, given: Mapping[str, str]) -> str:
        dated = self._is_dated and self._draw.random() < 0.9
        frame = self._draw.choice(_DATED if dated else _UNDATED)
        said = clause.format(**given)
        said = _CAPITAL.sub(lambda found: found[0].lower(), said)
        sentence = frame.format(clause=said, day=self._day, source=self._draw.choice(_SOURCES))
        return sentence[0].upper() + sentence[1:]


def _party(kind: str, draw: random.Random) -> list[str]:
    """A name and other ways to name its bearer."""
    start = draw.choice(_STARTS)
    if kind == "country":
        return [start + draw.choice(_COUNTRY_ENDS)]
    if kind == "company":
        name = start + draw.choice(_COMPANY_ENDS)
        return [name, f"the company {name}"]
    if kind == "team":
        return [f"{_place(draw)} {draw.choice(_ROLES['team'])}"]
    if kind == "person":
        first, last = draw.choice(_FIRST), start.lower().capitalize() + draw.choice(_SURNAME_ENDS)
        role = draw.choice(_ROLES["person"])
        return [f"{first} {last}", f"{role} {first} {last}", f"the {role} {first} {last}", last]
    if kind in ("office", "hospital"):
        return [f"{draw.choice(_ROLES[kind])} {_place(draw)}"]
    return [draw.choice(_ROLES[kind])]


def _place(draw: random.Random) -> str:
    return draw.choice(_STARTS) + draw.choice(_PLACE_ENDS)
