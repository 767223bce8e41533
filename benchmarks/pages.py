"""What is kept of saved news pages and what is stated of them, beside two libraries on the same pages in one run.

Takes a folder with `html/*.gz` and `pages.jsonl` (benchmarks/saved_pages.py says what it holds) and prints, for reading
the HTML and for reading the same pages flattened to text as scrapers save them: the recall and precision of the
article's words, on how many pages recall falls below .9 and .5, and how often title, date and authors are right, and
how often they are stated wrongly. A date is right if it is that day anywhere on Earth; authors are right if they are
the same names, and wrong if a name is stated that is none of them.

    python -m benchmarks.pages FOLDER [--part report] [--countries de,at] [--worst 10] [--no-libraries]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tqdm import tqdm

from benchmarks.saved_pages import SavedPage, flatten, load_pages, recall_and_precision
from index.errors import UnreadableError
from index.reading import Document, read

# The zones of the Earth, in hours from UTC: a page prints the day of its own.
_ZONES = (-12, 14)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a method makes of a page."""

    kept: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """How a reading compares with what the publisher says; None where the publisher says nothing of it."""

    page: SavedPage
    recall: float
    precision: float
    title: bool
    date: bool | None
    states_date: bool
    authors: bool
    states_wrong_author: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with html/ and pages.jsonl")
    parser.add_argument("--part", choices=("fitting", "choosing", "report"), help="only these publishers' pages")
    parser.add_argument("--countries", default="", help="only pages of these countries, separated by commas")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N worst pages of each of our ways")
    parser.add_argument("--no-libraries", action="store_true", help="leave trafilatura and newspaper4k out")
    options = parser.parse_args()
    if not (options.folder / "pages.jsonl").is_file():
        parser.error(f"{options.folder} has no pages.jsonl")
    countries = {name for name in options.countries.split(",") if name}
    pages = [
        page
        for page in load_pages(options.folder)
        if options.part in (None, page.part) and (not countries or page.country in countries)
    ]
    methods: dict[str, Callable[[SavedPage], Reading]] = {
        "quotedesk, HTML": lambda page: _by_quotedesk("html", page, page.html),
        "quotedesk, flattened": lambda page: _by_quotedesk("text", page, flatten(_shown(page)).encode()),
    }
    if not options.no_libraries:
        methods |= {"trafilatura, HTML": _by_trafilatura, "newspaper4k, HTML": _by_newspaper}
    print(f"{len(pages)} pages of {len({page.host for page in pages})} publishers")
    print(f"{'':22}recall  prec.  <.9  <.5  title  date right wrong  authors right wrong  ms/page")
    for name, method in methods.items():
        began = time.perf_counter()
        readings = [method(page) for page in tqdm(pages, desc=name, leave=False, disable=None)]
        elapsed = 1000 * (time.perf_counter() - began) / max(1, len(pages))
        results = [compare(page, reading) for page, reading in zip(pages, readings, strict=True)]
        print(f"{name:22}{_row(results)}  {elapsed:7.1f}")
        if name.startswith("quotedesk"):
            for one in sorted(results, key=lambda one: min(one.recall, one.precision))[: options.worst]:
                print(f"    {one.page.id} {one.recall:.3f} {one.precision:.3f} {one.page.publisher}")
    return 0


def compare(page: SavedPage, reading: Reading) -> Result:
    """A reading against what the publisher says."""
    recall, precision = recall_and_precision(page, reading.kept)
    names, expected = set(map(_folded, reading.authors)), set(map(_folded, page.authors))
    return Result(
        page,
        recall,
        precision,
        title=_folded(reading.title) in {_folded(title) for title in (page.title, *page.titles)},
        date=reading.published in _days(page.published) if page.published else None,
        states_date=reading.published is not None,
        authors=names == expected,
        states_wrong_author=bool(names - expected),
    )


def _row(results: Sequence[Result]) -> str:
    count = max(1, len(results))
    dated = [one for one in results if one.date is not None]
    right_day = sum(one.date is True for one in dated) / max(1, len(dated))
    wrong_day = sum(one.date is False and one.states_date for one in dated) / max(1, len(dated))
    return (
        f"{sum(one.recall for one in results) / count:.3f}   {sum(one.precision for one in results) / count:.3f}"
        f"  {sum(one.recall < 0.9 for one in results):3}  {sum(one.recall < 0.5 for one in results):3}"
        f"   {sum(one.title for one in results) / count:.3f}       {right_day:.3f}  {wrong_day:.3f}"
        f"          {sum(one.authors for one in results) / count:.3f}"
        f"  {sum(one.states_wrong_author for one in results) / count:.3f}"
    )


def _by_quotedesk(kind: str, page: SavedPage, data: bytes) -> Reading:
    try:
        article = read(Document(page.id, "0" * 12, kind, data))
    except UnreadableError:
        return Reading()
    kept = tuple(article.text[block.start : block.end] for block in article.blocks)
    return Reading(kept, article.source.title, article.source.authors, article.source.published)


def _by_trafilatura(page: SavedPage) -> Reading:
    import trafilatura

    document = trafilatura.bare_extraction(page.html, include_comments=False, with_metadata=True)
    if document is None:
        return Reading()
    authors = tuple(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Reading(tuple((document.text or "").splitlines()), document.title or "", authors, document.date)


def _by_newspaper(page: SavedPage) -> Reading:
    import newspaper
    import tldextract.tldextract

    # Nothing is fetched: no pictures, and the list of top-level domains that comes with the package will do.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    address = f"https://{page.host}/article"
    # Some languages need more packages or data than it brings; these pages it reads as English ones.
    for choice in ({}, {"language": "en"}):
        article = newspaper.Article(address, fetch_images=False, **choice)
        try:
            article.download(input_html=_shown(page))
            article.parse()
        except (ImportError, LookupError):
            continue
        except newspaper.ArticleException:
            break
        published = article.publish_date.date().isoformat() if article.publish_date else None
        return Reading(tuple((article.text or "").splitlines()), article.title or "", tuple(article.authors), published)
    return Reading()


def _shown(page: SavedPage) -> str:
    return page.html.decode("utf-8", "replace")


def _days(published: str) -> set[str]:
    """The days that a moment is somewhere on Earth."""
    moment = datetime.fromisoformat(published)
    utc = moment - (moment.utcoffset() or timedelta())
    return {(utc + timedelta(hours=hours)).date().isoformat() for hours in (*_ZONES, 0)}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


if __name__ == "__main__":
    sys.exit(main())
