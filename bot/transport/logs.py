"""Logging to stderr, and what admins do also to a file; the bot's token is kept out wherever it might stand: messages,
addresses, tracebacks."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import quote

from bot.settings import ACTIONS_LOGGER

ACTIONS_FILE = "admin.log"
_SHOWN_INSTEAD = "[token]"
# Some ten thousand actions.
_BYTES_OF_ACTIONS = 1_000_000
_LOG = logging.getLogger(__name__)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and blots out the secret in what comes of it."""

    def __init__(self, secret: str | None) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        # After its colon the token is as good as the whole.
        forms = {secret, quote(secret), secret.partition(":")[2]} if secret else set()
        self._secrets = sorted(filter(None, forms), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _SHOWN_INSTEAD)
        return line


def set_up_logging(token: str | None) -> None:
    """Log to stderr; the libraries that tell of every request are heard only when something is wrong."""
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(token))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "telegram", "uvicorn", "sentence_transformers", "faiss"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def keep_actions(folder: Path, token: str | None) -> None:
    """From now on, write what admins do into a file in this folder too, of the latest megabyte or two."""
    try:
        handler = RotatingFileHandler(
            folder / ACTIONS_FILE, maxBytes=_BYTES_OF_ACTIONS, backupCount=1, encoding="utf-8", delay=False
        )
    except OSError as error:
        _LOG.warning("What admins do can't be kept in %s (%s).", folder / ACTIONS_FILE, error.strerror)
        return
    handler.setFormatter(RedactingFormatter(token))
    logging.getLogger(ACTIONS_LOGGER).addHandler(handler)
