"""A failure -> the sentence that says what it means for the person who met it. Pure."""

from __future__ import annotations

import errno

from bot.errors import BusyError
from bot.texts import Texts
from bot.views.composer import clip
from index.errors import (
    EngineError,
    FilterError,
    IndexDamagedError,
    IndexMismatchError,
    IndexMissingError,
    KeptDataError,
    QueryError,
    SourceNotFoundError,
)

# A filter is a word; what is longer was pasted, and its beginning is enough to recognise it.
_FILTER_UNITS = 60
_NO_WRITING = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


def sentence_for(error: Exception, texts: Texts) -> str:
    """What a failure means for the person who met it."""
    match error:
        case BusyError():
            return texts.busy
        case FilterError():
            return texts.filter_without_date.format(filter=clip(error.written, _FILTER_UNITS))
        case QueryError():
            return texts.question_unusable.format(reason=error)
        case SourceNotFoundError():
            return texts.article_gone
        case KeptDataError():
            return texts.not_kept
        case OSError() if error.errno in _NO_WRITING:
            return texts.not_kept
        case IndexMissingError() | IndexDamagedError() | IndexMismatchError() | EngineError():
            return texts.index_unavailable
    return texts.failed
