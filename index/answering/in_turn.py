"""The drafts of several questions that were asked in one -> one draft that answers them one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, zip_longest

from index.answering.compose import MOST_LEADS, Draft
from index.models import Quote


def in_turn(questions: Sequence[str], drafts: Sequence[Draft], limit: int) -> Draft:
    """First the best quote of each question that is answered, in order, then their others, up to `limit`.

    Of questions that are not answered, those that come nearest lend their kind and leads. No sentence stands twice.
    """
    read_as = " ".join(draft.read_as or question for question, draft in zip(questions, drafts, strict=True))
    answered = [draft for draft in drafts if draft.kind == "answer"]
    if answered:
        quotes = _alternating(draft.quotes for draft in answered)
        left = tuple(question for question, draft in zip(questions, drafts, strict=True) if draft not in answered)
        shown = quotes[: max(limit, len(answered))]
        placed = {quote.passage_id for quote in shown}
        differs = tuple(group for draft in answered for group in draft.differs if placed.issuperset(group))
        return Draft("answer", answered[0].confidence, quotes=shown, read_as=read_as, unanswered=left, differs=differs)
    nearest = max(drafts, key=lambda draft: draft.confidence)
    alike = [draft.leads for draft in drafts if draft.kind == nearest.kind]
    most = max((len(leads) for leads in alike), default=MOST_LEADS)
    return Draft(nearest.kind, nearest.confidence, leads=_alternating(alike)[:most], read_as=read_as)


def _alternating(lists: Iterable[Sequence[Quote]]) -> tuple[Quote, ...]:
    """The first of each list, then the second of each, and so on; each sentence once."""
    quotes: dict[tuple[str, int], Quote] = {}
    for quote in chain.from_iterable(zip_longest(*lists)):
        if quote is not None:
            quotes.setdefault((quote.passage_id, quote.highlight.start), quote)
    return tuple(quotes.values())
