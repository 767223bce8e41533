"""Logging to stderr, with the bot's token kept out wherever it might stand: messages, addresses, tracebacks."""

from __future__ import annotations

import logging
from urllib.parse import quote

_SHOWN_INSTEAD = "[token]"


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
