"""Fits the weights of `index/reading/formats/html_classifier.json` on saved pages.

NEWSPAGES is a folder with `pages.jsonl` (a page a line: id, domain, title, titles, other, paragraphs) and
`html/ID.html.gz`; PAGES one with `segments.json` and `html/` as `benchmarks/furniture.py` reads. Only publishers and
pages of the tuning part (by a stable hash) are used; the others stay for measuring. A block is the article's where half
of its words stand in the article's paragraphs in runs of four.

    python -m benchmarks.fit_html NEWSPAGES [--pages PAGES] [--all]
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from index.reading.decoding import decode
from index.reading.formats.html import declared_encoding, parse_page, stated_texts
from index.reading.formats.html_blocks import PageBlock, page_blocks
from index.reading.formats.html_classifier import WEIGHTS
from index.reading.formats.html_features import Features, features_of
from index.reading.metadata.markup import from_markup
from index.text.words import words_of

TUNING_SHARE = 0.6
RUN = 4
"""A word counts as the article's where it stands with its neighbours in a run of four."""
LEAST_HOSTS = 60
"""A name of a class or an element is a feature when this many hosts use it: rarer ones are one publisher's habits."""
HINTS = frozenset(
    "comment comments reply related recommended newsletter share social author bio caption advert promo teaser sidebar"
    " widget paywall subscribe subscription".split()
)
"""Names of classes that mean the same everywhere, however few of these hosts use them."""
LONGEST_WEIGHED = 80
"""Words of a block that count; a longer one weighs no more."""
PENALTY = 0.001
"""scikit-learn's C: with hosts left out .001, .003, .01 keep .992, .984, .969 of the words at a precision of .94."""
PAGES_WEIGHT = 0.5
"""A page of PAGES against one of NEWSPAGES: only some of its blocks are labelled."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page for fitting: for each block its features, whether it is the article's, and how much that weighs."""

    host: str
    features: list[Features]
    labels: list[bool]
    weights: list[float]


def host_of(address: str) -> str:
    return urlsplit(address).netloc.removeprefix("www.")


def is_tuning(host: str) -> bool:
    """Whether a publisher's pages may be used for fitting."""
    return sha256(host.encode()).digest()[0] % 5 < 5 * TUNING_SHARE


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("newspages", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--all", action="store_true", help="fit on the pages kept for measuring too")
    arguments = parser.parse_args()
    examples = list(of_newspages(arguments.newspages, everything=arguments.all))
    if arguments.pages:
        examples += of_pages(arguments.pages, everything=arguments.all)
    bias, weights = fit(examples)
    hosts = len({example.host for example in examples})
    blocks = sum(len(example.labels) for example in examples)
    today = datetime.now(UTC).date().isoformat()
    stored = {
        "fitted": f"benchmarks/fit_html.py on {len(examples)} pages of {hosts} hosts, {blocks} blocks, {today}",
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in sorted(weights.items()) if abs(weight) >= 5e-4},
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(stored["fitted"], "->", WEIGHTS)


def of_newspages(folder: Path, *, everything: bool = False) -> Iterator[Example]:
    """An example for each page of a publisher of the tuning part, or of all with `everything`."""
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        host = host_of(page["domain"])
        if not everything and not is_tuning(host):
            continue
        blocks, features = _measured(gzip.decompress((folder / "html" / f"{page['id']}.html.gz").read_bytes()))
        article = _runs(page["paragraphs"])
        beside = _runs([page["title"], *page.get("titles", ()), *page["other"]])
        labels = [_share(block.words, article) >= 0.5 for block in blocks]
        # Headings and titles may be kept, and need not.
        weights = [
            0.0 if not is_article and _share(block.words, beside) >= 0.5 else _weight(block)
            for block, is_article in zip(blocks, labels, strict=True)
        ]
        _leave_open(blocks, labels, weights)
        yield _example(host, features, labels, weights, 1.0)


def of_pages(folder: Path, *, everything: bool = False) -> Iterator[Example]:
    """An example for each tuning page of a folder with phrases to keep and to drop; other blocks weigh nothing."""
    segments = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    for name, phrases in segments.items():
        if not everything and sha256(name.encode()).digest()[0] % 2 == 1:  # furniture.py's held-out half
            continue
        blocks, features = _measured((folder / "html" / name).read_bytes())
        shown = [" ".join(block.text.split()) for block in blocks]
        labels = [any(phrase in text for phrase in phrases["with"]) for text in shown]
        weights = [
            _weight(block) if is_article or any(phrase in text for phrase in phrases["without"]) else 0.0
            for block, text, is_article in zip(blocks, shown, labels, strict=True)
        ]
        yield _example(host_of(phrases["url"]), features, labels, weights, PAGES_WEIGHT)


def fit(examples: Sequence[Example]) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression; the features' scale is in the weights."""
    hosts: defaultdict[str, set[str]] = defaultdict(set)
    for example in examples:
        for name in {name for one in example.features for name in one}:
            hosts[name].add(example.host)
    names = [
        name
        for name in sorted(hosts)
        if not name.startswith("in:") or len(hosts[name]) >= LEAST_HOSTS or name.removeprefix("in:") in HINTS
    ]
    numbers = {name: number for number, name in enumerate(names)}
    values, columns, ends = [], [], [0]
    for example in examples:
        for one in example.features:
            known = [(numbers[name], value) for name, value in one.items() if name in numbers]
            columns += [number for number, _ in known]
            values += [value for _, value in known]
            ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(names)))
    labels = np.array([label for example in examples for label in example.labels])
    weights = np.array([weight for example in examples for weight in example.weights])
    used = weights > 0
    spread = np.sqrt(matrix[used].power(2).mean(axis=0).A1 - np.square(matrix[used].mean(axis=0).A1)) + 1e-6
    model = LogisticRegression(C=PENALTY, max_iter=1000)
    scaled = matrix[used].multiply(1 / spread).tocsr()
    model.fit(scaled, labels[used], sample_weight=weights[used] * used.sum() / weights.sum())
    return float(model.intercept_[0]), dict(zip(names, (model.coef_[0] / spread).tolist(), strict=True))


def _measured(data: bytes) -> tuple[list[PageBlock], list[Features]]:
    tree = parse_page(decode(data, declared_encoding(data)))
    blocks = page_blocks(tree)
    title = from_markup(tree).statement.title
    return blocks, features_of(blocks, title, stated_texts(tree))


def _leave_open(blocks: Sequence[PageBlock], labels: Sequence[bool], weights: list[float]) -> None:
    """Weigh headings and lists between two of the article's blocks at nothing: the data leave some of them out."""
    last = -1
    for index in [index for index, label in enumerate(labels) if label]:
        between = range(last + 1, index)
        if last >= 0 and all(blocks[one].element.tag in ("li", "h2", "h3", "h4") for one in between):
            for one in between:
                weights[one] = 0.0
        last = index


def _example(host: str, features: list[Features], labels: list[bool], weights: list[float], share: float) -> Example:
    total = sum(weights) or 1.0
    return Example(host, features, labels, [share * weight / total for weight in weights])


def _weight(block: PageBlock) -> float:
    """Between counting blocks and counting words."""
    return math.pow(min(max(block.length, 1), LONGEST_WEIGHED), 0.7)


def _runs(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = words_of(text)
        for size in range(1, RUN + 1):
            found.update(zip(*(words[start:] for start in range(size)), strict=False))
    return found


def _share(words: Sequence[str], known: set[tuple[str, ...]]) -> float:
    size = min(RUN, len(words))
    marked: set[int] = set()
    for start in range(len(words) - size + 1):
        if size and tuple(words[start : start + size]) in known:
            marked.update(range(start, start + size))
    return len(marked) / len(words) if words else 0.0


if __name__ == "__main__":
    main()
