"""The properties of a PDF or Word file -> what they state, as far as the text bears it out."""

from __future__ import annotations

import re

from index.reading.metadata.source import Statement

_NO_TITLE = re.compile(r"^(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|qxd|odt|rtf))$", re.IGNORECASE)
# About the first page.
_OPENING = 3000


def confirmed_by_text(title: str, author: str, text: str) -> Statement:
    """What a file's properties state, as far as its first page says the same: programs fill them in on their own."""
    opening = " ".join(text[:_OPENING].split()).lower()
    title, author = " ".join(title.split()), " ".join(author.split())
    return Statement(
        title=title if title and not _NO_TITLE.match(title) and title.lower() in opening else "",
        authors=(author,) if author and author.lower() in opening else (),
    )
