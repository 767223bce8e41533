"""Documents -> the articles and passages of a new generation's catalogue, without what the corpus repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.ingest.parallel import read_and_split_all, split_all
from index.ingest.suspicion import Suspicion
from index.reading.boilerplate.repetition import (
    as_read,
    find_repeated,
    keys_of,
    repeated_blocks,
    site_of,
    without_blocks,
)
from index.reading.document import Document, Skipped
from index.storage import IndexedDocument, NewCatalogue


def write_articles(
    catalogue: NewCatalogue, items: Iterable[Document | IndexedDocument], report: Callable[[int], None]
) -> tuple[list[Skipped], list[Suspicion]]:
    """Store every article once, in corpus order; documents with the text of an earlier one become its copies.

    Returns those that hold no article, and what is suspicious about articles that were read.
    """
    originals: dict[bytes, tuple[str, str]] = {}
    unreadable, suspicions = [], []
    for count, item in enumerate(read_and_split_all(items), start=1):
        report(count)
        document = (item.source_id, item.path, item.fingerprint)
        if not item.text_hash:
            catalogue.add_unreadable(*document, item.reason)
            unreadable.append(Skipped(item.path, item.reason))
            continue
        original_id, original_path = originals.setdefault(item.text_hash, (item.source_id, item.path))
        if original_id != item.source_id:
            catalogue.add_copy(*document, item.text_hash, original_path)
        elif isinstance(item, IndexedDocument):
            catalogue.copy_article(item.source_id)
        elif item.article:
            if item.suspicion:
                suspicions.append(item.suspicion)
            catalogue.add_article(
                item.article,
                item.passages,
                fingerprint=item.fingerprint,
                text_hash=item.text_hash,
                line_keys=item.line_keys,
            )
    return unreadable, suspicions


def leave_out_repeated(catalogue: NewCatalogue) -> None:
    """Make furniture of the lines that the corpus repeats, and give back to the article those that it no longer does.

    The lines of all articles are compared, but only articles in which something changes are split anew.
    """
    sites: dict[str, str] = {}
    every = []
    for lines in catalogue.lines():
        site = site_of(lines.source)
        every.append((sites.setdefault(site, site), keys_of(lines.line_keys), lines.place, lines.repeated))
    repeated = find_repeated((site, keys) for site, keys, *_ in every)
    wanted = {}
    for site, keys, place, before in every:
        found = repeated.get(site)
        numbers = repeated_blocks(keys, found) if found else ()
        if numbers != before:
            wanted[place] = (numbers, keys)
    articles = (
        without_blocks(as_read(catalogue.article(place), keys), numbers) for place, (numbers, keys) in wanted.items()
    )
    for place, (article, passages) in zip(wanted, split_all(articles), strict=True):
        catalogue.replace_article(place, article, passages, repeated=wanted[place][0])
    if wanted:
        catalogue.number_passages()
