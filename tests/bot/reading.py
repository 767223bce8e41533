"""Reading a message as Telegram would: what its entities cover, and whether it is within the limits."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.views.composer import Composed
from index.models import Quote

CUT = "[…]"


def covered(message: Composed, kind: str) -> list[str]:
    """The texts of a message's entities of one kind, in order."""
    return [_slice(message.text, entity) for entity in message.entities if entity.type == kind]


def _slice(text: str, entity: MessageEntity) -> str:
    encoded = text.encode("utf-16-le")
    return encoded[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")  # fails in a pair


def assert_sendable(message: Composed) -> None:
    """The real server would take it and show it as it is."""
    length = len(message.text.encode("utf-16-le")) // 2
    assert 0 < length <= MessageLimit.MAX_TEXT_LENGTH
    assert message.text == message.text.strip()
    assert len(message.entities) <= MessageLimit.MESSAGE_ENTITIES
    for entity in message.entities:
        assert entity.length > 0
        assert entity.offset + entity.length <= length
        part = _slice(message.text, entity)
        assert part == part.strip()
        if entity.type == MessageEntityType.TEXT_LINK:
            assert entity.url
            assert entity.url.startswith(("http://", "https://"))


def assert_a_screenful(message: str | Composed) -> None:
    """A phone shows all of it at once: some forty characters a line, and as many lines as fit above the buttons.

    Of an expandable blockquote it shows three until somebody unfolds it.
    """
    composed = Composed(message) if isinstance(message, str) else message
    text = composed.text
    for folded in covered(composed, MessageEntityType.EXPANDABLE_BLOCKQUOTE):
        text = text.replace(folded, "\n".join(_wrapped(folded)[:3]), 1)
    lines = _wrapped(text)
    assert len(lines) <= 34, f"{len(lines)} lines:\n{text}"


def _wrapped(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in textwrap.wrap(line, 40) or [""]]


def assert_shows(message: Composed, quotes: Sequence[Quote]) -> None:
    """Each quote stands word for word in a blockquote with its sentence bold: all of it, or its sentence and, folded
    below, all of it."""
    kinds = (MessageEntityType.BLOCKQUOTE, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    blocks = [(entity.type, _slice(message.text, entity)) for entity in message.entities if entity.type in kinds]
    bold = covered(message, MessageEntityType.BOLD)
    for quote in quotes:
        (kind, block), sentence = blocks.pop(0), bold.pop(0)
        assert kind == MessageEntityType.BLOCKQUOTE
        if blocks and blocks[0][0] == MessageEntityType.EXPANDABLE_BLOCKQUOTE:
            assert_verbatim(block, sentence, quote.sentence_alone)
            assert_verbatim(blocks.pop(0)[1], bold.pop(0), quote)
        else:
            assert_verbatim(block, sentence, quote)
    assert not blocks
    assert not bold


def assert_verbatim(block: str, bold: str, quote: Quote) -> None:
    """`block` is the passage but for white space and marked cuts, `bold` its sentence or the beginning of it."""
    passage, sentence = (_spaced(text) for text in (quote.text, quote.highlight.text))
    pieces = [piece for piece in (_spaced(piece) for piece in _parts(block, passage)) if piece]
    position = 0
    for piece in pieces:
        position = passage.index(piece, position) + len(piece)
    if len(pieces) == 1 and pieces[0] == _spaced(block):
        assert pieces[0] == passage
        assert _spaced(bold) == sentence
    else:
        assert CUT in block
        assert sentence.startswith(_spaced(bold))


def _parts(block: str, passage: str) -> list[str]:
    return [block] if _spaced(block) == passage else block.split(CUT)


def _spaced(text: str) -> str:
    return re.sub(r"[\s\u2028\u2029]+", " ", re.sub(r"[\ud800-\udfff]", "\ufffd", text)).strip()


def parts(message: dict[str, Any], kind: str) -> list[str]:
    """The texts of the entities of one kind of a message as the Bot API gives it, in order."""
    entities = [MessageEntity.de_json(entity) for entity in message.get("entities", [])]
    return covered(Composed(message["text"], tuple(entities)), kind)


def parts_of_result(result: dict[str, Any], kind: str) -> list[str]:
    """The same of an inline result."""
    content = result["input_message_content"]
    return parts({"text": content["message_text"], "entities": content.get("entities", [])}, kind)
