"""Documents -> the articles and passages of a new generation's catalogue, without what the corpus repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from index.ingest.parallel import read_and_split_all, split_all
from index.reading.boilerplate.repetition import (
    as_read,
    find_repeated,
    keys_of,
    repeated_blocks,
    site_of,
    without_blocks,
)
from index.reading.document import Document, Skipped
from index.storage import IndexedDocument
from index.storage.catalogue_writer import CatalogueWriter


def write_articles(
    catalogue: CatalogueWriter, items: Iterable[Document | IndexedDocument], report: Callable[[int], None]
) -> list[Skipped]:
    """Store every article once, in corpus order; documents with the text of an earlier one become its copies.

    Returns those that hold no article.
    """
    originals: dict[bytes, str] = {}
    unreadable = []
    for count, item in enumerate(read_and_split_all(items), start=1):
        report(count)
        document = (item.source_id, item.path, item.fingerprint)
        if not item.text_hash:
            catalogue.add_unreadable(*document, item.reason)
            unreadable.append(Skipped(item.path, item.reason))
            continue
        original = originals.setdefault(item.text_hash, item.source_id)
        if original != item.source_id:
            catalogue.add_copy(*document, item.text_hash, original)
        elif isinstance(item, IndexedDocument):
            catalogue.copy_article(item.source_id)
        elif item.article:
            catalogue.add_article(
                item.article,
                item.passages,
                fingerprint=item.fingerprint,
                text_hash=item.text_hash,
                line_keys=item.line_keys,
            )
    return unreadable


def leave_out_repeated(catalogue: CatalogueWriter) -> None:
    """Make furniture of the lines that the corpus repeats, and give back to the article those that it no longer does.

    The lines of all articles are compared, but only articles in which something changes are split anew.
    """
    repeated = find_repeated((site_of(lines.source), keys_of(lines.line_keys)) for lines in catalogue.lines())
    wanted = {}
    for lines in catalogue.lines():
        found = repeated.get(site_of(lines.source))
        numbers = repeated_blocks(keys_of(lines.line_keys), found) if found else ()
        if numbers != lines.repeated:
            wanted[lines.number] = (numbers, lines.line_keys)
    articles = (
        without_blocks(as_read(catalogue.article(number), keys_of(keys)), numbers)
        for number, (numbers, keys) in wanted.items()
    )
    for number, (article, passages) in zip(wanted, split_all(articles), strict=True):
        catalogue.replace_article(number, article, passages, repeated=wanted[number][0])
    if wanted:
        catalogue.number_passages()
