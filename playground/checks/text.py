"""Text and its entities, as the server accepts them: silence for what it sends, ApiError for what it refuses.

Where the documentation forbids a nesting that the server would quietly rearrange, that counts as refused: a bot that
relies on it does not show what it means to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from telegram.constants import MessageEntityType, MessageLimit

from playground.checks.links import check_deep_link, is_link
from playground.errors import UNSUPPORTED, ApiError
from playground.world import entities
from playground.world.entities import MONOSPACE, QUOTATIONS, STYLES
from playground.world.state import Json

_KINDS = frozenset(kind.value for kind in MessageEntityType)
# Fields that belong to one kind of entity, and whether that kind is nothing without them.
_OWN_FIELDS = {
    "url": (MessageEntityType.TEXT_LINK, True),
    "user": (MessageEntityType.TEXT_MENTION, True),
    "custom_emoji_id": (MessageEntityType.CUSTOM_EMOJI, True),
    "unix_time": (MessageEntityType.DATE_TIME, True),
    "language": (MessageEntityType.PRE, False),
    "date_time_format": (MessageEntityType.DATE_TIME, False),
}


def check_text(text: str, given: Sequence[Json], parse_mode: str | None = None) -> None:
    """A message's text: 1 to 4096 UTF-16 units as stored, with sound entities."""
    clean = _check_formatted(text, given, parse_mode)
    if entities.is_blank(clean):
        raise ApiError("message text is empty")
    if entities.utf16_length(clean) > MessageLimit.MAX_TEXT_LENGTH:
        raise ApiError("message is too long")


def check_caption(text: str, given: Sequence[Json], parse_mode: str | None = None) -> None:
    """A caption: up to 1024 UTF-16 units as stored, with sound entities."""
    if entities.utf16_length(_check_formatted(text, given, parse_mode)) > MessageLimit.CAPTION_LENGTH:
        raise ApiError("message caption is too long")


def _check_formatted(text: str, given: Sequence[Json], parse_mode: str | None) -> str:
    if parse_mode:
        raise ApiError("parse_mode; send entities", UNSUPPORTED)
    check_entities(text, given)
    return entities.stored(text, given)[0]


def check_entities(text: str, given: Sequence[Json]) -> None:
    """Number, range, fields and nesting of entities."""
    if len(given) > MessageLimit.MESSAGE_ENTITIES:
        raise ApiError(f"only the first {MessageLimit.MESSAGE_ENTITIES} of {len(given)} entities would be kept")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ApiError("strings must be encoded in UTF-8") from None
    offsets = entities.Offsets(text)
    for entity in given:
        _check_range(entity, offsets)
        _check_fields(entity)
    for first, second in combinations(given, 2):
        _check_pair(first, second)


def _check_range(entity: Json, offsets: entities.Offsets) -> None:
    start, length = entity["offset"], entity["length"]
    if start < 0:
        raise ApiError(f"receive an entity with incorrect offset {start}")
    if length <= 0:
        raise ApiError(f"receive an entity with incorrect length {length}")
    beginning = f"entity beginning at UTF-16 offset {start}"
    if start + length > offsets.end:
        raise ApiError(f"{beginning} ends after the end of the text at UTF-16 offset {offsets.end}")
    if offsets.to_character(start) is None:
        raise ApiError(f"{beginning} begins in a middle of a UTF-16 symbol")
    if offsets.to_character(start + length) is None:
        raise ApiError(f"{beginning} ends in a middle of a UTF-16 symbol")


def _check_fields(entity: Json) -> None:
    kind = entity["type"]
    if kind not in _KINDS:
        raise ApiError(f'unsupported entity type "{kind}" specified')
    for name, (owner, needed) in _OWN_FIELDS.items():
        if (kind != owner and name in entity) or (kind == owner and needed and name not in entity):
            raise ApiError(f'field "{name}" goes with entities of type {owner} and with no other')
    if kind == MessageEntityType.TEXT_LINK:
        if not is_link(entity["url"]):
            raise ApiError(f"the link {entity['url']!r} of an entity would be dropped as invalid")
        check_deep_link(entity["url"])


def _check_pair(first: Json, second: Json) -> None:
    first, second = sorted((first, second), key=lambda entity: (entity["offset"], -entity["length"]))
    first_end, second_end = first["offset"] + first["length"], second["offset"] + second["length"]
    if second["offset"] >= first_end:
        return
    kinds = {first["type"], second["type"]}
    pair = f"{first['type']} at {first['offset']} and {second['type']} at {second['offset']}"
    if second_end > first_end:
        raise ApiError(f"entities overlap without one being inside the other: {pair}")
    same_place = (first["offset"], first_end) == (second["offset"], second_end)
    if kinds <= QUOTATIONS:
        raise ApiError(f"block quotations can't be nested: {pair}")
    if kinds & QUOTATIONS and (first["type"] in QUOTATIONS | STYLES or same_place):
        return
    if kinds & MONOSPACE:
        raise ApiError(f"code can't be combined with another entity: {pair}")
    if not kinds & STYLES:
        raise ApiError(f"entities of these types can't contain each other: {pair}")
