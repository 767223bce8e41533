"""Fits the weights of `index/reading/formats/html_classifier.json` on saved pages.

NEWSPAGES is a folder with `pages.jsonl` (a page a line: id, domain, title, titles, other, paragraphs) and
`html/ID.html.gz`; PAGES one with `segments.json` and `html/` as `benchmarks/furniture.py` reads, of which the half that
it keeps for measuring is not used. A block is the article's where half of its words stand in the article's paragraphs
in runs of four. With `--folds`, each of N parts of NEWSPAGES is first read with weights that were fitted without its
publishers, and what that keeps is printed.

    python -m benchmarks.fit_html NEWSPAGES [--pages PAGES] [--folds N]
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from benchmarks.saved_pages import fold_of, load_pages, recall_and_precision
from index.errors import UnreadableError
from index.reading import Document, read
from index.reading.decoding import decode
from index.reading.formats.html import declared_encoding, parse_page, stated_texts
from index.reading.formats.html_blocks import PageBlock, page_blocks
from index.reading.formats.html_classifier import WEIGHTS, model
from index.reading.formats.html_features import Features, features_of, headline_index
from index.reading.metadata.markup import from_markup
from index.text.words import words_of

RUN = 4
"""A word counts as the article's where it stands with its neighbours in a run of four."""
LONGEST_WEIGHED = 80
"""Words of a block that count; a longer one weighs no more."""
PENALTY = 0.001
"""scikit-learn's C: with hosts left out .003 and .01 were no better in precision or on the phrases of PAGES."""
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


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("newspages", type=Path)
    parser.add_argument("--pages", type=Path)
    parser.add_argument(
        "--folds", type=int, default=0, metavar="N", help="report N parts, each fitted without its hosts"
    )
    arguments = parser.parse_args()
    examples = [*of_newspages(arguments.newspages), *(of_pages(arguments.pages) if arguments.pages else ())]
    found: list[tuple[float, float]] = []
    for fold in range(arguments.folds):
        _write([example for example in examples if fold_of(example.host, arguments.folds) != fold])
        left_out = [page for page in load_pages(arguments.newspages) if fold_of(page.host, arguments.folds) == fold]
        found += [recall_and_precision(page, _kept(page.html)) for page in left_out]
    if found:
        recall, precision = (sum(values) / len(found) for values in zip(*found, strict=True))
        low = [sum(recall < least for recall, _ in found) for least in (0.9, 0.5)]
        print(f"{len(found)} left out: recall {recall:.4f}, below .9 {low[0]}, .5 {low[1]}; precision {precision:.4f}")
    print(_write(examples), "->", WEIGHTS)


def _write(examples: Sequence[Example]) -> str:
    """Fits the weights to some examples, writes them, and says on what they were fitted."""
    bias, weights = fit(examples)
    hosts = len({example.host for example in examples})
    blocks = sum(len(example.labels) for example in examples)
    today = datetime.now(UTC).date().isoformat()
    fitted = f"benchmarks/fit_html.py on {len(examples)} pages of {hosts} hosts, {blocks} blocks, {today}"
    stored = {
        "fitted": fitted,
        "bias": round(bias, 4),
        "weights": {name: round(weight, 4) for name, weight in sorted(weights.items()) if abs(weight) >= 5e-4},
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    model.cache_clear()
    return fitted


def _kept(html: bytes) -> list[str]:
    try:
        article = read(Document("page.html", "0" * 12, "html", html))
    except UnreadableError:
        return []
    return [article.text[block.start : block.end] for block in article.blocks]


def of_newspages(folder: Path) -> Iterator[Example]:
    """An example for each page."""
    for line in (folder / "pages.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
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
        yield _example(host_of(page["domain"]), features, labels, weights, 1.0)


def of_pages(folder: Path) -> Iterator[Example]:
    """An example for each tuning page of a folder with phrases to keep and to drop; other blocks weigh nothing."""
    segments = json.loads((folder / "segments.json").read_text(encoding="utf-8"))
    for name, phrases in segments.items():
        if sha256(name.encode()).digest()[0] % 2 == 1:  # furniture.py's held-out half
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
    names = sorted({name for example in examples for one in example.features for name in one})
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
    markup = from_markup(tree)
    headline = headline_index(blocks, markup.statement.title)
    return blocks, features_of(blocks, headline, stated_texts(tree), markup.named)


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
