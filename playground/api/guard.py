"""Keeps other web sites out: what a browser sends from elsewhere, or under a name not of this computer, is refused.

A page on the internet can make a browser send requests to 127.0.0.1, and can point a name of its own there; both show
in the headers `Origin`, `Sec-Fetch-Site` and `Host`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_OWN_NAMES = frozenset({"127.0.0.1", "localhost"})
_SAFE_SITES = frozenset({"same-origin", "none"})
_SAFE_METHODS = frozenset({"GET", "HEAD"})


def guarded(app: ASGIApp) -> ASGIApp:
    """The application behind the guard."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        problem = _problem(scope) if scope["type"] == "http" else None
        if problem:
            await PlainTextResponse(problem, 403)(scope, receive, send)
        else:
            await app(scope, receive, send)

    return guard


def _problem(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in _OWN_NAMES:
        return "The playground answers only under 127.0.0.1 or localhost."
    is_foreign = (
        headers.get("sec-fetch-site", "none") not in _SAFE_SITES
        or headers.get("origin", f"http://{host}") != f"http://{host}"
    )
    # Following a link to the page is harmless; asking or changing anything from another site is not.
    is_visit = scope["method"] in _SAFE_METHODS and headers.get("sec-fetch-mode") == "navigate"
    if is_foreign and not is_visit:
        return "The playground takes requests from its own page only."
    return None
