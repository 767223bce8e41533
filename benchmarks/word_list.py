"""Write the list of English words that tells a slip from a right word: `python -m benchmarks.word_list FOLDER`.

FOLDER holds the index files of WordNet 3.0 (`apt-get install wordnet-base` puts them into /usr/share/wordnet). Its
licence lets a derived list be shipped with its notice, which goes to the head of the list.
"""

from __future__ import annotations

import argparse
import lzma
import re
from pathlib import Path

from index.retrieval.english_words import COMMENT, WORDS

_PARTS = ("noun", "verb", "adj", "adv")
# Of shorter words no form is long enough to be taken for a slip; names and phrases are no English words.
_WORD = re.compile(r"[a-z]{3,}")
# In every file the licence comes first, each line of it with a number.
_LICENCE = re.compile(r"  \d+ (.*)")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.word_list", description=__doc__)
    parser.add_argument("folder", type=Path, help="with index.noun, index.verb, index.adj and index.adv of WordNet")
    folder: Path = parser.parse_args().folder
    words: set[str] = set()
    licence: list[str] = []
    for part in _PARTS:
        lines = (folder / f"index.{part}").read_text(encoding="utf-8").splitlines()
        licence = [match[1].rstrip() for line in lines if (match := _LICENCE.match(line))]
        words.update(lemma for line in lines if _WORD.fullmatch(lemma := line.split(" ", 1)[0]))
    head = ["The words of WordNet 3.0 that are lower-case letters alone, three or more.", "", *licence]
    text = "\n".join([*(f"{COMMENT} {line}".rstrip() for line in head), *sorted(words)])
    WORDS.write_bytes(lzma.compress(f"{text}\n".encode(), preset=9))
    print(f"{len(words)} words in {WORDS} ({WORDS.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
