"""An article -> the file that it was read from, where the corpus still holds just that file."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from index.ingest.corpus import document_at
from index.models import Article, IndexedFile

# Tried in this order; "utf-8-sig" leaves out the byte order mark, which is no part of an article's text.
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1251", "iso8859_2", "cp1250", "shift_jis", "gb18030", "big5")


def indexed_file(article: Article, fingerprint: str | None, corpus: Path, max_file_mb: float) -> IndexedFile | None:
    """None where the file is not there, is not what the fingerprint was taken of, or is an archive of many articles."""
    document = document_at(corpus, article.source.path, max_file_mb=max_file_mb)
    if document is None or document.fingerprint != fingerprint:
        return None
    encodings = (one for one in _ENCODINGS if _decodes(document.data, one, article.text))
    return IndexedFile(sha256(document.data).hexdigest(), next(encodings, None))


def _decodes(data: bytes, encoding: str, text: str) -> bool:
    try:
        return data.decode(encoding) == text
    except UnicodeDecodeError:
        return False
