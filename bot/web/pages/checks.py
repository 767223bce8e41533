"""What a reader can check of a quote: its hashes, and commands for a shell that print them. Pure."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from bot.views.clipping_files import sha256
from index import IndexedFile
from index.models import Quote

# Reads bytes, since line ends count as they are in the file.
_IN_FILE = (
    'import hashlib, sys; text = open(sys.argv[1], "rb").read().decode("{encoding}"); '
    "print(hashlib.sha256(text[{start}:{end}].encode()).hexdigest())"
)


@dataclass(frozen=True, slots=True)
class Checks:
    """Hashes in hexadecimal, and the commands that print those of the quote and the file; empty where there is none."""

    quote: str
    sentence: str
    file: str
    run_page: str
    run_file: str = ""
    run_in_file: str = ""


def checks_of(quote: Quote, file: IndexedFile | None, address: str) -> Checks:
    """`address` is where the quote's text can be fetched, `file` what its article was read from, if that is at hand."""
    hashes = sha256(quote.text), sha256(quote.highlight.text), file.sha256 if file else ""
    run_page = f"curl -s {shlex.quote(address)} | sha256sum"
    if file is None:
        return Checks(*hashes, run_page)
    # A name that begins with a dash is no option.
    path = quote.source.path
    named = shlex.quote(f"./{path}" if path.startswith("-") else path)
    if file.encoding is None:
        return Checks(*hashes, run_page, f"sha256sum {named}")
    program = _IN_FILE.format(encoding=file.encoding, start=quote.start, end=quote.end)
    return Checks(*hashes, run_page, f"sha256sum {named}", f"python3 -c {shlex.quote(program)} {named}")
