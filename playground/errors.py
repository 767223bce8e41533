"""What goes wrong in the playground.

PlaygroundError   the playground can't start or a person asked it for something impossible; one sentence for them
ApiError          the answer with which the Bot API refuses a request
"""

from __future__ import annotations

from typing import Any

BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, FLOOD = 400, 401, 403, 404, 409, 429
TOO_LARGE, UNSUPPORTED = 413, 501

_PREFIXES = {
    BAD_REQUEST: "Bad Request: ",
    FORBIDDEN: "Forbidden: ",
    CONFLICT: "Conflict: ",
    FLOOD: "Too Many Requests: ",
    UNSUPPORTED: "Not supported by the playground: ",
}


class PlaygroundError(Exception):
    """The playground can't start, or was asked for something that can't happen in Telegram."""


class ApiError(Exception):
    """A refusal as the server words it; `parameters` holds retry_after or migrate_to_chat_id."""

    def __init__(self, message: str, code: int = BAD_REQUEST, **parameters: int) -> None:
        self.code = code
        self.description = _PREFIXES.get(code, "") + message
        self.parameters = parameters
        super().__init__(self.description)

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body
