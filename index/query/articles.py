"""What somebody calls articles by -> those articles: an id, a place in a list, a file, words of the title, an author.

Words count as keyword search knows them, and may be half typed. Pure; articles stay in the order in which they are
given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePosixPath

from index.models import Source
from index.text.normalise import keywords, plain

# What stands around a number in lists.
_AROUND_A_NUMBER = " \t\n#№[]()."
# Of numbers, headlines are known by years; a shorter one that is no place in the list is a slip.
_FEWEST_DIGITS = 4
_BY = re.compile(r"(?:^|\s)(?:by|від|от|автор\w*)[\s:]\s*(?P<author>\S.*)", re.IGNORECASE | re.DOTALL)


def newest_first(sources: Iterable[Source]) -> list[Source]:
    """Articles by their day of publication, the latest first and those without one last; of one day, by title."""
    by_title = sorted(sources, key=lambda source: (source.title.casefold(), source.path))
    return sorted(by_title, key=lambda source: source.published or "", reverse=True)


def meant(
    name: str, sources: Sequence[Source], copies: Iterable[tuple[str, str]] = (), listed: Sequence[str] = ()
) -> list[Source]:
    """The articles that a name means: several where it fits several equally well, none where it fits none.

    What fits first decides: an id; a place, from 1, among the ids `listed` or else among the sources; a path; a file's
    name, with or without its ending; a whole title; words of a title; a part of path or title; the file of a copy.
    copies: (path, path of the article with the same text).
    """
    wanted, words, number = plain(name), _words(name), name.strip(_AROUND_A_NUMBER)
    if not wanted:
        return []
    ids = listed or [source.source_id for source in sources]
    place = ids[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(ids) else None
    in_words = bool(words) and not (number.isdecimal() and len(number) < _FEWEST_DIGITS)
    of_copies = {original for copy, original in copies if wanted in (plain(copy), *_file_names(copy))}
    fits: tuple[Callable[[Source], bool], ...] = (
        lambda source: source.source_id == wanted,
        lambda source: source.source_id == place,
        lambda source: plain(source.path) == wanted,
        lambda source: wanted in _file_names(source.path),
        lambda source: plain(source.title) == wanted,
        lambda source: in_words and _begin(words, _words(source.title)),
        lambda source: in_words and wanted in plain(f"{source.path} {source.title}"),
        lambda source: source.path in of_copies,
    )
    found = ([source for source in sources if fitting(source)] for fitting in fits)
    return next((some for some in found if some), [])


def stating(words: str, sources: Sequence[Source]) -> list[Source]:
    """The articles that state all of some words in title, publisher or authors.

    Words behind “by” are those of one author's name, unless no author is called so.
    """
    if match := _BY.search(words):
        author, rest = _words(match["author"]), _words(words[: match.start()])
        found = [source for source in sources if _is_by(author, source) and _begin(rest, _stated(source))]
        if found:
            return found
    wanted = _words(words)
    return [source for source in sources if _begin(wanted, _stated(source))]


def at(address: str, sources: Iterable[Source]) -> Source | None:
    """The article that has a web address; None where none says so."""
    wanted = _plain_address(address)
    return next((source for source in sources if source.url and _plain_address(source.url) == wanted), None)


def _plain_address(address: str) -> str:
    """An address without what may differ though it leads to the same page."""
    bare = re.sub(r"^https?://|^www\.", "", address.strip(), flags=re.IGNORECASE)
    return re.split(r"[?#]", bare.removeprefix("www."))[0].rstrip("/").lower()


def _is_by(author: Sequence[str], source: Source) -> bool:
    return any(_begin(author, _words(name)) for name in source.authors)


def _stated(source: Source) -> list[str]:
    return _words(" ".join((source.title, source.publisher or "", *source.authors)))


def _begin(wanted: Sequence[str], held: Sequence[str]) -> bool:
    """Whether each word begins one of those held."""
    return all(any(word.startswith(beginning) for word in held) for beginning in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", keywords(text))


def _file_names(path: str) -> set[str]:
    """What a file may be called: its name with and without its ending, and of a record of an archive also its key."""
    file, _, key = path.partition("#")
    name = PurePosixPath(file)
    return {plain(one) for one in (PurePosixPath(path).name, name.name, name.stem, key) if one}
