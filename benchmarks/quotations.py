"""Whether quotations are verified: true ones that were damaged on their way, and false ones made of the same sentences.

    python -m benchmarks.quotations [--each 16] [--archive NAME]... [--show]

The sentences are those of `seeds/` and of invented archives; what befalls them is in `quotation_changes`, by rule and
at random, but the same at each run. Every second false one is damaged besides, as
quotations are. Prints for each kind how many of how many were found right, and with `--show` those that were not.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.archives import NAMES, write_dataset
from benchmarks.quotation_changes import FALSE, TRUE, Quotable, Rule
from benchmarks.seed_questions import SEEDS
from index import IndexSettings, Library
from index.ingest.build import build
from index.text.sentences import split_sentences

# The reader and the confidence were not fitted on them.
ARCHIVES = ("borough", "district")
# Shorter sentences are not what people quote, and "He did." stands in any archive.
_FEWEST_WORDS = 10
# What befalls every second false quotation besides: nothing that a false one would have to be found in.
_BESIDES = ("quoted in a mail", "in tags", "shared with a link", "typeset", "with its source in brackets")


@dataclass(frozen=True, slots=True)
class Finding:
    """A quotation that was made by a rule, whether it is true, and whether it was taken for that."""

    kind: str
    text: str
    is_true: bool
    is_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quotations", description=__doc__)
    parser.add_argument("--each", type=int, default=16, help="quotations of each kind")
    parser.add_argument("--archive", action="append", choices=NAMES, help=f"by default {' and '.join(ARCHIVES)}")
    parser.add_argument("--show", action="store_true", help="print those that were judged wrongly")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        library = open_archives(Path(folder), options.archive or ARCHIVES)
        findings = list(judged(library, options.each))
        library.close()
    for is_true, verdict in ((True, "verified"), (False, "not verified")):
        of_kind = [finding for finding in findings if finding.is_true == is_true]
        print(f"{'true' if is_true else 'false'}: {_share(of_kind)} {verdict}")
        for kind in dict.fromkeys(finding.kind for finding in of_kind):
            print(f"  {_share([finding for finding in of_kind if finding.kind == kind]):>9}  {kind}")
    for finding in findings if options.show else ():
        if not finding.is_right:
            print(f"\n{finding.kind}:\n{finding.text}")


def _share(findings: list[Finding]) -> str:
    return f"{sum(finding.is_right for finding in findings)} of {len(findings)}"


def open_archives(folder: Path, names: Sequence[str] = ARCHIVES) -> Library:
    """A library over the articles whose sentences are quoted."""
    corpus = folder / "corpus"
    shutil.copytree(SEEDS, corpus)
    for name in names:
        shutil.copy(write_dataset(name, folder / name) / "corpus.jsonl", corpus / f"{name}.jsonl")
    settings = IndexSettings(index_dir=folder / "index", corpus_dir=corpus)
    build(settings)
    return Library.open(settings.index_dir, settings)


def judged(library: Library, each: int) -> Iterator[Finding]:
    """Quotations of each kind, verified."""
    quotables = list(_quotables(library))
    for rules, is_true in ((TRUE, True), (FALSE, False)):
        for kind, rule in rules.items():
            chance = random.Random(kind)  # noqa: S311 - the same at each run
            for number, (quotable, text) in enumerate(_made(quotables, rule, each, chance)):
                if not is_true and number % 2:
                    damaged = TRUE[_BESIDES[number // 2 % len(_BESIDES)]](replace(quotable, text=text), chance)
                    text = damaged or text
                verified = library.verify(text).verdict != "not_found"
                yield Finding(kind, text, is_true, verified == is_true)


def _made(quotables: list[Quotable], rule: Rule, most: int, chance: random.Random) -> Iterator[tuple[Quotable, str]]:
    """What a rule makes of so many sentences, chosen at random."""
    made = 0
    for quotable in chance.sample(quotables, len(quotables)):
        text = rule(quotable, chance)
        if text and text != quotable.text:
            yield quotable, text
            made += 1
        if made == most:
            return


def _quotables(library: Library) -> Iterator[Quotable]:
    for source in library.sources():
        article = library.article(source.source_id)
        whole = "\n\n".join(article.text[block.start : block.end] for block in article.blocks)
        for block in article.blocks:
            paragraph = article.text[block.start : block.end]
            sentences = [paragraph[span.start : span.end] for span in split_sentences(paragraph)]
            for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
                if len(sentence.split()) >= _FEWEST_WORDS:
                    yield Quotable(sentence, following, source, whole)


if __name__ == "__main__":
    main()
