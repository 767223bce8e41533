"""A record of a JSON Lines archive -> its article: what its fields state, and its text."""

from __future__ import annotations

from index.models import Article
from index.reading.decoding import without_broken_characters
from index.reading.document import Document
from index.reading.formats.jsonl import fields_of, load
from index.reading.formats.text import article_of
from index.reading.metadata.dates import parse_date
from index.reading.metadata.names import names_in
from index.reading.metadata.source import Statement, web_address


def article_from_record(document: Document, stated: list[Statement]) -> Article:
    """A document that is one line of an archive."""
    fields = fields_of(load(document.data))
    own = Statement(
        title=without_broken_characters(fields.title),
        publisher=without_broken_characters(fields.publisher),
        authors=tuple(
            dict.fromkeys(name for value in fields.authors for name in names_in(without_broken_characters(value)))
        ),
        published=parse_date(fields.published) if fields.published else None,
        url=web_address(fields.url),
    )
    text = without_broken_characters(fields.text)
    return article_of(document.source_id, document.path, text, [*stated, own], origin="article")
