"""Passages found -> what each tells, with the evidence and the probability that it answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.answering.agreement import Told
from index.answering.calibration import Evidence, confidence
from index.answering.coverage import most_missed
from index.answering.margin import Story, standings
from index.answering.names import lacks_a_name, names_of, names_written_small
from index.answering.quoting import is_as_indexed, leans_back
from index.models import Article, Span
from index.query.answer_type import Kind, expected, gives
from index.retrieval.retriever import Candidate, Found, Reading
from index.storage import Generation

_READ_FOR_NAMES = 40
# The share of a passage's best score with which another of its sentences may speak, as it gives what is asked for.
_NEARLY = 0.75


def tell(found: Found, generation: Generation) -> Iterator[Told]:
    """What the passages found tell, in their order, and how likely each answers."""
    names = names_of(found.asked, _names_written_small(found, generation))
    kind = expected(found.asked.text)
    if kind:
        found = replace(found, candidates=tuple(_giving(kind, one, generation) for one in found.candidates))

    def story_of(number: int) -> Story:
        vector = generation.article_vector(generation.passage(number).source_id)
        return Story(generation.titled_text(number)[0], vector)

    for candidate, standing in zip(found.candidates, standings(found, story_of), strict=True):
        passage = generation.passage(candidate.best.number)
        article = generation.article(passage.source_id)
        if article is None:
            continue
        best = candidate.best
        text = "\n".join(generation.titled_text(best.number))
        sentence = _sentence(best, generation)
        evidence = Evidence(
            score=best.score,
            margin=standing.margin,
            crowd=standing.crowd,
            specificity=found.asked.specificity,
            missed=most_missed(found.asked, candidate.met, text),
            lacks_a_name=lacks_a_name(names, text),
            lacks_a_figure=kind in {"figure", "duration"} and not gives(kind, sentence),
        )
        likely = confidence(evidence) if found.readable else 0.0
        preceding = _preceding(best.number, article, generation)
        yield Told(candidate, best, passage, article, evidence, likely, preceding)


def _giving(kind: Kind, candidate: Candidate, generation: Generation) -> Candidate:
    """The candidate with its best sentence first that gives what is asked for, if one comes near the best of all."""
    enough = _NEARLY * candidate.best.score
    near = (reading for reading in candidate.readings if reading.score >= enough)
    giving = next((reading for reading in near if gives(kind, _sentence(reading, generation))), candidate.best)
    if giving is candidate.best:
        return candidate
    return replace(candidate, readings=(giving, *(reading for reading in candidate.readings if reading is not giving)))


def _sentence(reading: Reading, generation: Generation) -> str:
    passage, text = generation.passage(reading.number), generation.passage_text(reading.number)
    span = passage.sentences[reading.sentence]
    return text[span.start - passage.start : span.end - passage.start]


def _names_written_small(found: Found, generation: Generation) -> frozenset[str]:
    """The names that a question writes small, by how the passages found for it write them."""
    numbers = [candidate.best.number for candidate in found.candidates[:_READ_FOR_NAMES]]
    return names_written_small(found.asked, map(generation.passage_text, numbers))


def _preceding(number: int, article: Article, generation: Generation) -> tuple[Span, ...]:
    """The sentences that lead up to a passage that can't be understood without them."""
    passage = generation.passage(number)
    opening = passage.sentences[0]
    if not leans_back(article.text[opening.start : opening.end]):
        return ()
    earlier = generation.passage_before(number)
    if not earlier or article.text[earlier.end : passage.start].strip() or not is_as_indexed(article, earlier):
        return ()
    return earlier.sentences
