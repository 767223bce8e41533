"""Which of the bot's languages a page is in: the one that its address names, or else the browser's."""

from __future__ import annotations

from collections.abc import Iterator

from bot.texts import LANGUAGES

DEFAULT = "en"
# A browser names a handful.
_MOST_NAMED = 20


def language_of(chosen: str | None, accepted: str) -> str:
    """`chosen` if it is one of the bot's, or the first of those that an Accept-Language header names; else English."""
    return next((one for one in (chosen, *_accepted(accepted)) if one in LANGUAGES), DEFAULT)


def _accepted(header: str) -> Iterator[str]:
    """The languages of the header without their regions, the most wanted first."""
    weighed = []
    for item in header.split(",")[:_MOST_NAMED]:
        tag, _, parameter = item.partition(";")
        weighed.append((_weight(parameter), tag.strip().lower().split("-")[0]))
    return (tag for weight, tag in sorted(weighed, key=lambda item: -item[0]) if weight > 0)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
