"""Article -> passages, as offsets into `Article.text`.

Passages are runs of whole sentences, of about 60 to 120 words, that never cross furniture or a heading. Where a section
is cut depends only on the words around the cut. So text that is added in front of a passage moves it, but leaves it
and its id as they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate, pairwise

from index.models import Article, Block, Passage, Span
from index.text.language import detect_language
from index.text.scripts import UNSPACED
from index.text.sentences import split_sentences, trim

# Encoders cut off texts much longer than 120 words; texts much shorter than 60 say too little to be found.
MIN_WORDS = 60
MAX_WORDS = 120
# Goes up with every change that may cut an article in other places: all articles are then split again.
SPLITTER_VERSION = 4

# In scripts without spaces two characters are about a word; elsewhere a run longer than nearly every word of any
# language (a web address, a table) counts as several.
_WORD = re.compile(rf"[{UNSPACED}]{{2}}|\w+")
_LONGEST_WORD = 20
# A sentence that is too long is not cut so near its end that less than an eighth of it stands alone.
_LEAST_PART = 1 / 8
_CLAUSE_ENDS = (re.compile(r"\n\s*"), re.compile(r"[;:؛；]\s+"), re.compile(r"[,،，、]\s*"), re.compile(r"\s+"))


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    words: int
    ends_paragraph: bool


def split(article: Article) -> tuple[Passage, ...]:
    """The passages of an article, in order; they never overlap."""
    language = detect_language(article.text)
    occurrences: Counter[str] = Counter()
    passages = []
    for section in _sections(article):
        sentences = [sentence for block in section for sentence in _block_sentences(article.text, block, language)]
        for run in _cut(sentences, article.text):
            start, end = run[0].start, run[-1].end
            body = article.text[start:end]
            passages.append(
                Passage(
                    passage_id=passage_id(article.source.source_id, body, occurrences[body]),
                    source_id=article.source.source_id,
                    start=start,
                    end=end,
                    sentences=tuple(Span(sentence.start, sentence.end) for sentence in run),
                )
            )
            occurrences[body] += 1
    return tuple(passages)


def passage_id(source_id: str, text: str, occurrence: int = 0) -> str:
    """The id of a passage: 16 hex characters of its source, its text and how often that text came before it.

    Short enough for a link; in an archive of a million passages two share one with a chance of 1 in 30 million.
    """
    return blake2b(f"{source_id}\0{occurrence}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def count_words(text: str) -> int:
    """The length of a text in words, comparable between scripts that write spaces and those that do not."""
    words = _WORD.findall(text)
    if max(map(len, words), default=0) < _LONGEST_WORD:
        return len(words)
    return sum(1 + len(word) // _LONGEST_WORD for word in words)


def _sections(article: Article) -> Iterator[list[Block]]:
    """Runs of paragraphs; a heading between them, or a gap that holds furniture, ends one."""
    section: list[Block] = []
    for block in article.blocks:
        if section and article.text[section[-1].end : block.start].strip():
            yield section
            section = []
        if block.kind == "paragraph":
            section.append(block)
        elif section:
            yield section
            section = []
    if section:
        yield section


def _block_sentences(text: str, block: Block, language: str) -> Iterator[_Sentence]:
    body = text[block.start : block.end]
    pieces = [
        piece for sentence in split_sentences(body, language) for piece in _shorten(body, sentence.start, sentence.end)
    ]
    for number, piece in enumerate(pieces, start=1):
        yield _Sentence(
            start=block.start + piece.start,
            end=block.start + piece.end,
            words=count_words(body[piece.start : piece.end]),
            ends_paragraph=number == len(pieces),
        )


def _shorten(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence too long for a passage of its own, in parts cut at a line, a clause or, at worst, a word."""
    # A word has at least a letter, and something between it and the next.
    if end - start < 2 * MAX_WORDS or count_words(text[start:end]) <= MAX_WORDS:
        yield Span(start, end)
        return
    middle = (start + end) // 2
    for pattern in _CLAUSE_ENDS:
        cuts = [match.end() for match in pattern.finditer(text, start, end)]
        cuts = [cut for cut in cuts if start < cut < end]
        if cuts:
            cut = min(cuts, key=lambda position: abs(position - middle))
            if min(cut - start, end - cut) >= _LEAST_PART * (end - start):
                break
    else:
        cut = middle
    for part in (trim(text, start, cut), trim(text, cut, end)):
        if part.start < part.end:
            yield from _shorten(text, part.start, part.end)


def _cut(sentences: Sequence[_Sentence], text: str) -> Iterator[Sequence[_Sentence]]:
    """Split a section at its best boundary, and the parts again, until every run is short enough.

    The best boundary is the one with the smallest hash of the sentences on its two sides, ends of paragraphs first.
    Text that is added elsewhere in the article does not change which one that is.
    """
    words = [0, *accumulate(sentence.words for sentence in sentences)]
    ranks = [(not left.ends_paragraph, _boundary_hash(text, left, right)) for left, right in pairwise(sentences)]
    pending = [(0, len(sentences))] if sentences else []
    while pending:
        first, last = pending.pop()
        if words[last] - words[first] <= MAX_WORDS or last - first == 1:
            yield sentences[first:last]
            continue
        inside: Sequence[int] = range(first + 1, last)
        allowed = [cut for cut in inside if _is_long_enough(words, first, cut, last, sentences[cut - 1])]
        if allowed:
            best = min(ranks[cut - 1] for cut in allowed)
            inside = [cut for cut in allowed if ranks[cut - 1] == best]
        # Where sentences repeat, so do boundaries: the middle one is taken, so that repetitive text costs no more.
        cut = min(inside, key=lambda cut: abs(2 * words[cut] - words[first] - words[last]))
        pending += [(cut, last), (first, cut)]


def _is_long_enough(words: Sequence[int], first: int, cut: int, last: int, left: _Sentence) -> bool:
    """Whether both parts keep enough words; two thirds are enough where a paragraph stays whole."""
    least = MIN_WORDS * 2 // 3 if left.ends_paragraph else MIN_WORDS
    return words[cut] - words[first] >= least and words[last] - words[cut] >= least


def _boundary_hash(text: str, left: _Sentence, right: _Sentence) -> bytes:
    around = f"{text[left.start : left.end]}\0{text[right.start : right.end]}"
    return blake2b(around.encode("utf-8", "surrogatepass"), digest_size=8).digest()
