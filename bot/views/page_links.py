"""Addresses of the pages on the web: under PUBLIC_URL, or relative to where the pages stand. Pure."""

from __future__ import annotations

from bot.callback_data import QuoteReference
from index.models import Quote, Source

QUOTE_PAGES, SOURCE_PAGES = "q/", "s/"
# Where on the page the quote begins, so that browsers scroll there.
ANCHOR = "#quote"


def quote_path(quote: Quote) -> str:
    """The path of a quote's page. It names passage and sentence by what they say, so that it outlives a re-index."""
    return f"{QUOTE_PAGES}{QuoteReference.to(quote)}"


def quote_page(public_url: str, quote: Quote) -> str:
    """The address of a quote's page."""
    return f"{public_url}/{quote_path(quote)}"


def source_path(source: Source) -> str:
    """The path of a stored article's page."""
    return f"{SOURCE_PAGES}{source.source_id}"
