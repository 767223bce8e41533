"""Bylines and dates: what a line states is taken, what it may only mean is left open."""

from __future__ import annotations

import pytest

from index.reading import Document, read
from index.reading.metadata.bylines import read_byline
from index.reading.metadata.dates import parse_date

BODY = (
    "The harbour wall will be rebuilt next year, the council said on Tuesday after a debate of six hours.\n\n"
    "Members voted for the plan by a majority of two, and asked for a report on the cost every month.\n"
)


def published(*head: str, body: str = BODY) -> str | None:
    text = "\n".join(["Harbour wall to be rebuilt", *head, "", body])
    return read(Document("a.txt", "0" * 12, "text", text.encode())).source.published


@pytest.mark.parametrize(
    ("line", "authors", "dates"),
    [
        ("By Ann Lee", ("Ann Lee",), None),
        (
            "by ANN LEE and Bo Ray, Courier News | March 5, 2024 9:04 PM | 2 min read",
            ("ANN LEE", "Bo Ray"),
            "2024-03-05",
        ),
        ("By Ann Lee in Porto and Bo Ray", ("Ann Lee", "Bo Ray"), None),
        ("Ann Lee, staff writer", ("Ann Lee",), None),
        ("By Staff Reporter", (), None),
        ("BY ANN LEE AND BO RAY", ("ANN LEE", "BO RAY"), None),
        ("Story by Ann Lee • 3h", ("Ann Lee",), None),
        ("Ein Interview von Anna Lehmann", ("Anna Lehmann",), None),
        ("Par Anne Leroy (avec AFP)", ("Anne Leroy",), None),
        ("Журналіст: Іван Лис", ("Іван Лис",), None),
        ("dpa | 5. März 2024", (), "2024-03-05"),
        ("First published on Tue 5 Mar 2024 06.00 GMT", (), "2024-03-05"),
        ("05.03.2024 | 18:22 | Українське агентство новин", (), "2024-03-05"),
        ("13-10-2024", (), "2024-10-13"),
        ("Вт, 5 мар. 2024", (), "2024-03-05"),
        ("Di., 5. März 2024, 18:05 Uhr", (), "2024-03-05"),
        ("Updated 7 March 2024; first published 5 March 2024", (), "2024-03-05"),
        ("By our correspondent", (), None),
        ("Por Redacción", (), None),
        ("By ANN LEE alee@courier.example", ("ANN LEE",), None),
        ("Posted on 5 March 2024 by admin in News", (), "2024-03-05"),
        ("Mar 5, 2024 Updated 5 hrs ago", (), "2024-03-05"),
        ("Écrit par Anne Le Goff", ("Anne Le Goff",), None),
        ("Propos recueillis par Anne Leroy", ("Anne Leroy",), None),
        ("2024年3月5日 18時30分", (), "2024-03-05"),
        ("Ann Lee • 5 March 2024", ("Ann Lee",), "2024-03-05"),
        ("(Reporting by Ann Lee; Editing by Bo Ray)", ("Ann Lee",), None),
        ("Von Anna Lehmann und Max Roth, Kiel", ("Anna Lehmann", "Max Roth"), None),
        ("Par Anne Leroy, publié le 5 mars 2024 à 14h05", ("Anne Leroy",), "2024-03-05"),
        ("Por Ana León - 5 de marzo de 2024", ("Ana León",), "2024-03-05"),
        ("Автор: Олена Лис, 5 березня 2024, 14:05", ("Олена Лис",), "2024-03-05"),
        ("Текст: Анна Лис | 5 марта 2024 г.", ("Анна Лис",), "2024-03-05"),
        ("Institute for Harbour Research 5-3-2024", ("Institute for Harbour Research",), None),
        ("New York | 5 March 2024", (), "2024-03-05"),
        ("Porto, March 5, 2024", (), "2024-03-05"),
        ("Tuesday, the 5th of March 2024", (), "2024-03-05"),
        ("2024-03-05T21:04:00+02:00", (), "2024-03-05"),
        ("05.03.2024, 14:05 Uhr", (), "2024-03-05"),
        ("2024年3月5日", (), "2024-03-05"),
        ("Von Anna Lehmann, Volontärin (Sport)", ("Anna Lehmann",), None),
        ("Von Anna LehmannKorrespondentin", ("Anna Lehmann",), None),
        ("By Ann LeeTwitter", ("Ann Lee",), None),
        ("Von N24 Redaktion", ("N24 Redaktion",), None),
        ("Ann Van Der Lee|Published 4 months ago", ("Ann Van Der Lee",), None),
        ("서울 김하나 기자 hana@courier.example", ("김하나",), None),
        ("Can Demir | 05.03.2024 - Güncelleme : 06.03.2024", ("Can Demir",), "2024-03-05"),
        ("Aktualizacja: 06.03.2024 23:49 Publikacja: 05.03.2024 21:52", (), "2024-03-05"),
        ("公開日：2024/03/05 11:30 更新日：2024/03/06 11:30", (), "2024-03-05"),
        ("2024年3月5日 01時28分 (3月5日 01時40分更新)", (), "2024-03-05"),
        ("입력 2024.03.05 22:09", (), "2024-03-05"),
        ("5.3.2024 18:41 Uhr teilen", (), "2024-03-05"),
        ("March 5, 2024 11:30 am (Updated 11:54 am) email link share print", (), "2024-03-05"),
    ],
)
def test_bylines_are_taken_apart(line: str, authors: tuple[str, ...], dates: str | None) -> None:
    byline = read_byline(line, len(line.split()))
    assert byline is not None
    assert byline.authors == authors
    if dates is not None:
        assert byline.published is not None
        assert byline.published.meanings == (dates,)


@pytest.mark.parametrize(
    "line",
    [
        "By the end of the year the wall will stand.",
        "On March 5, 2024 the council voted.",
        "Von der Brücke ist nichts geblieben",
        "Text: the words of the song",
        "5 March 2024, 14:05: The wall gave way",
    ],
)
def test_what_is_no_byline(line: str) -> None:
    assert read_byline(line, len(line.split())) is None


def test_only_the_day_of_publication_counts() -> None:
    assert published("By Ann Lee", "5 March 2024") == "2024-03-05"
    assert published("Published 5 March 2024", "Updated 7 March 2024") == "2024-03-05"
    assert published("Last updated on 7 March 2024") is None
    assert published("Updated", "7 March 2024") is None
    assert published("The wall on 4 March 2024. (Photo: Ann Lee)") is None
    assert published("5 March") is None
    assert published(body=BODY.replace("Tuesday", "March 5, 2024")) is None
    assert published(body="PORTO, March 5, 2024 (Courier) - " + BODY) == "2024-03-05"


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (("Ann Lee and Bo Ray", "5 March 2024 14:05"), ("Ann Lee", "Bo Ray")),
        (("Ann Lee Ann Lee", "5 March 2024 14:05"), ("Ann Lee",)),
        (("Ann Lee", "Bo Ray", "Published 5 March 2024"), ("Ann Lee", "Bo Ray")),
        (("Ann Lee@annlee", "5 March 2024 14:05"), ("Ann Lee",)),
        (("Ann Lee", "Porto - 5 March 2024 - 08:22"), ("Ann Lee",)),
        (("Ann Lee 5 March 2024 - 14:41",), ("Ann Lee",)),
        (("By Ann Lee", "Bo Ray", "5 March 2024"), ("Ann Lee", "Bo Ray")),
        (("Author of the article:", "Ann Lee", "Published 5 March 2024"), ("Ann Lee",)),
        (("Ann Lee",), ("Ann Lee",)),
        (("Harbour Wall", "5 March 2024 14:05"), ()),
        (("Photo Gallery", "Press Images"), ()),
        (("Old Town", "Ann Lee"), ()),
    ],
)
def test_names_on_lines_of_their_own(head: tuple[str, ...], names: tuple[str, ...]) -> None:
    text = "\n".join(["Harbour wall to be rebuilt", *head, "", BODY])
    assert read(Document("a.txt", "0" * 12, "text", text.encode())).source.authors == names


def test_whom_the_story_is_about_has_not_written_it() -> None:
    body = BODY + "\nThe mayor, Ann Lee, called the vote a relief after years of storms and broken stones.\n"
    text = f"Harbour wall to be rebuilt\nAnn Lee\n5 March 2024 14:05\n\n{body}"
    assert read(Document("a.txt", "0" * 12, "text", text.encode())).source.authors == ()


def test_day_first_by_evidence() -> None:
    assert published("03/05/2024") is None
    assert published("25/05/2024") == "2024-05-25"
    assert published("05/25/2024") == "2024-05-25"
    assert published("03.05.2024") == "2024-05-03"
    assert published("Friday 03/05/2024") == "2024-05-03"
    assert published("Tuesday 03/05/2024") == "2024-03-05"
    assert published("03/05/2024", "Photo taken: 28/04/2024") == "2024-05-03"
    german = "Die Mauer am Hafen wird im nächsten Jahr neu gebaut, sagte der Rat am Dienstag nach langer Debatte.\n"
    assert published("03/05/2024", body=german) == "2024-05-03"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-03-05", "2024-03-05"),
        ("20240305", "2024-03-05"),
        ("2024-03-05T23:59:00-08:00", "2024-03-05"),
        ("Tue, 05 Mar 2024 21:04:00 GMT", "2024-03-05"),
        ("1709672640", "2024-03-05"),
        ("5 mars 2024", "2024-03-05"),
        ("5 maaliskuuta 2024", "2024-03-05"),
        ("1970-01-01", None),
        ("2024-02-30", None),
        ("03/05/2024", None),
        ("yesterday", None),
        ("2024", None),
    ],
)
def test_dates_of_fields(value: str, day: str | None) -> None:
    assert parse_date(value) == day


def test_a_long_first_sentence_is_cut_after_a_word_for_a_title() -> None:
    text = "The council of the small harbour town decided on Tuesday that the wall must be rebuilt. More."
    title = read(Document("a.txt", "0" * 12, "text", text.encode())).source.title
    assert title.endswith("…")
    assert text.startswith(title[:-1])
    assert text[len(title) - 1] == " "
    assert len(title) <= 81
