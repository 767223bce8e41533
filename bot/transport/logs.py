"""Logging to stderr, as text or JSON, and what admins do to a file alone.

Every line says to which request it belongs. The bot's secrets are kept out wherever they might stand: messages,
addresses, tracebacks.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.settings import ACTIONS_LOGGER, PEOPLE_LOGGER

ACTIONS_FILE = "admin.log"
_SHOWN_INSTEAD = "[secret]"
# Some ten thousand actions.
_BYTES_OF_ACTIONS = 1_000_000
_LOG = logging.getLogger(__name__)
_REQUEST: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def request(request_id: object) -> Iterator[None]:
    """What is logged in the block, and in what it starts, belongs to this request."""
    token = _REQUEST.set(str(request_id))
    try:
        yield
    finally:
        _REQUEST.reset(token)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and blots out the secrets in what comes of it."""

    def __init__(self, *secrets: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # After its colon a token is as good as the whole.
        forms = {form for secret in secrets for form in (secret, quote(secret), secret.partition(":")[2])}
        self._secrets = sorted(filter(None, forms), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = self.line(record)
        for secret in self._secrets:
            line = line.replace(secret, _SHOWN_INSTEAD)
        return line

    def line(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return f"{line} [request {_REQUEST.get()}]" if _REQUEST.get() else line


class JsonFormatter(RedactingFormatter):
    """One JSON object a record: time, level, logger, message, request, exception and the record's own `fields`."""

    def line(self, record: logging.LogRecord) -> str:
        body: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if _REQUEST.get():
            body["request"] = _REQUEST.get()
        if record.exc_info:
            body["exception"] = self.formatException(record.exc_info)
        return json.dumps(body | getattr(record, "fields", {}), ensure_ascii=False)


def set_up_logging(log_format: str, *secrets: str) -> None:
    """Log to stderr; the libraries that tell of every request are heard only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter((JsonFormatter if log_format == "json" else RedactingFormatter)(*secrets))
    # Who did what stands in the file of the admins' actions, where who they are is meant to be read.
    handler.addFilter(lambda record: record.name != PEOPLE_LOGGER)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "uvicorn", "sentence_transformers", "faiss"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # Of an answer that is no JSON, as of a proxy, and of a request too many, whoever asked tells in one line.
    for told_of in ("telegram.request", "telegram.ext.AIORateLimiter"):
        logging.getLogger(told_of).setLevel(logging.CRITICAL)


class _ActionsFile(RotatingFileHandler):
    """The file of what admins do; that it can't be written, as on a full disk, is said once until it can be again."""

    _works = True

    def emit(self, record: logging.LogRecord) -> None:
        self._fails = False
        super().emit(record)
        self._works = not self._fails

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        error = sys.exception()
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self._fails = True
        if self._works:
            _complain(self.baseFilename, error)


def _complain(path: object, error: OSError) -> None:
    _LOG.warning("What admins do can't be kept in %s (%s).", path, error.strerror)


def keep_actions(folder: Path, *secrets: str) -> None:
    """From now on, write what admins do into a file in this folder too, of the latest megabyte or two."""
    try:
        handler = _ActionsFile(
            folder / ACTIONS_FILE, maxBytes=_BYTES_OF_ACTIONS, backupCount=1, encoding="utf-8", delay=False
        )
    except OSError as error:
        _complain(folder / ACTIONS_FILE, error)
        return
    handler.setFormatter(RedactingFormatter(*secrets))
    logging.getLogger(ACTIONS_LOGGER).addHandler(handler)
