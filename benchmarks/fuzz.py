"""Random damage to documents of one format, until the time is over: parsers must not raise anything unforeseen.

python -m benchmarks.fuzz PARSER [--seconds N] [--seed N]

PARSER is a format (text, markdown, html, jsonl, pdf, docx). It starts from the seeds and from files that the tests make
of them, cuts, doubles, swaps and overwrites parts of them, and reads what comes of it. A document that raises
anything but UnreadableError, or takes longer than --slow seconds, is kept in the folder for temporary files and named.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from html import escape
from pathlib import Path

from index.ingest.parallel import read_and_split
from index.reading import Document
from tests.conftest import SEEDS
from tests.index.reading.formats.documents import column, docx, paragraph, pdf

FORMATS = ("text", "markdown", "html", "jsonl", "pdf", "docx")
# What parsers look for, so that damage is not all noise.
_WORDS = (
    b"<", b">", b"&", b"&#x110000;", b"<!DOCTYPE", b"<script>", b"<p>", b"</", b"---\n", b"+++\n", b"[", b"](", b"{",
    b"}", b'"', b"'", b"\\", b"\\ud800", b"\0", b"\r\n", b"\xff\xfe", b"\xef\xbb\xbf", b"stream\n", b"endobj",
    b"xref", b"<<", b">>", b"PK\x03\x04", b"By ", b"13 October 2024", b"A. ", b"\xe6\xbc\xa2\xe3\x80\x82",
    b"\xe2\x80\xae", b"1e999", b"null", b"- " * 50,
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parser", choices=FORMATS)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--slow", type=float, default=10, help="seconds of computing for one document")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311
    whole = beginnings(options.parser)
    until = time.monotonic() + options.seconds
    tried = failed = 0
    while time.monotonic() < until:
        data = damaged(chance.choice(whole), chance)
        tried += 1
        if problem := problem_with(options.parser, data, options.slow):
            failed += 1
            kept = Path(tempfile.gettempdir()) / f"fuzz-{options.parser}-{options.seed}-{tried}"
            kept.write_bytes(data)
            print(f"{kept}: {problem}", flush=True)
    print(f"{options.parser}: {tried} documents, {failed} of them with a problem")
    return int(failed > 0)


def beginnings(kind: str) -> list[bytes]:
    """Whole documents of a format, made of the seeds."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    made: dict[str, Callable[[str], bytes]] = {
        "text": str.encode,
        "markdown": lambda text: f"---\ntitle: A\nauthors: [Ada Ek]\n---\n# Head\n\n{text}".encode(),
        "html": lambda text: _page(text).encode(),
        "jsonl": lambda text: json.dumps({"_id": "1", "title": "A", "text": text, "author": ["Ada Ek"]}).encode(),
        "pdf": lambda text: pdf([column([line[:80] for line in text.splitlines()[:40]])]),
        # The markup within the package, which is packed after the damage: checksums would hide it.
        "docx": lambda text: "".join(paragraph(escape(line)) for line in text.splitlines()[:40]).encode(),
    }
    return [made[kind](text) for text in texts]


def _page(text: str) -> str:
    linked = json.dumps({"@type": "NewsArticle", "headline": "A", "datePublished": "2024-10-13", "author": "Ada Ek"})
    paragraphs = "".join(f"<p>{line}</p>" for line in text.splitlines())
    head = f'<meta property="og:title" content="A"><script type="application/ld+json">{linked}</script>'
    return f"<!DOCTYPE html><html><head>{head}</head><body><article><h1>A</h1>{paragraphs}</article></body></html>"


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A document with up to eight changes."""
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(data) + 1)
        end = min(len(data), start + chance.choice((1, 4, 40, 400, 4000)))
        part, word = data[start:end], chance.choice(_WORDS)
        put = chance.choice((b"", word, part * 2, part[::-1], word * chance.choice((2, 20, 2000)), chance.randbytes(8)))
        data = data[:start] + put + data[end:]
    return data


def problem_with(kind: str, data: bytes, slow: float) -> str:
    """What is wrong with how these bytes are read; empty if nothing is."""
    if kind == "docx" and not data.startswith(b"PK"):
        data = docx(data.decode("utf-8", "replace"))
    began = time.process_time()
    try:
        read_and_split(Document("any.name", "0" * 12, kind, data))
    # Anything at all is what is looked for.
    except Exception:
        return traceback.format_exc(limit=-1).strip().replace("\n", " | ")
    taken = time.process_time() - began
    return f"took {taken:.1f} s of computing" if taken > slow else ""


if __name__ == "__main__":
    sys.exit(main())
