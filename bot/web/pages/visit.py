"""One request for a page: its language and frame, whose quota it counts on, and the headers of what it gets."""

from __future__ import annotations

import hashlib
from ipaddress import ip_address, ip_network

from starlette.requests import Request
from starlette.responses import Response

from bot.web.pages.languages import language_of
from bot.web.pages.rendering import Frame

# Nothing from anywhere else, nothing inline. Telegram's web apps show Mini Apps in a frame.
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors https://*.telegram.org"
)
# A provider gives each customer a network of so many addresses.
_CUSTOMER_BITS = 64
_TAG_BYTES = 12


def frame_of(request: Request) -> Frame:
    """What stands around the page that is asked for."""
    chosen = request.query_params.get("lang")
    language = language_of(chosen, request.headers.get("accept-language", ""))
    depth = request.scope["path"].count("/") - 1
    return Frame(language, chosen == language, "../" * depth, request.query_params.get("q", ""))


def who_asks(request: Request) -> str:
    """The address that asks; of IPv6 its customer's network, since a customer has more addresses than quotas count."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return host if address.version == 4 else str(ip_network((address, _CUSTOMER_BITS), strict=False))


def html(page: bytes, status: int = 200, *, caching: str = "no-store", tag: str = "") -> Response:
    """A page as a response; with a tag, browsers may keep it as long as that stays the same."""
    headers = {
        "Content-Security-Policy": _POLICY,
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": caching,
        "Vary": "Accept-Language",
        "X-Robots-Tag": "noindex",
        **({"ETag": tag} if tag else {}),
    }
    return Response(page, status, headers)


def tag_of(*parts: object) -> str:
    """An ETag that changes with any of the parts; a weak one, since proxies may compress the page."""
    joined = "\0".join(map(str, parts)).encode("utf-8", "replace")
    return f'W/"{hashlib.blake2b(joined, digest_size=_TAG_BYTES).hexdigest()}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """The answer to who has the page already."""
    known = (one.strip() for one in request.headers.get("if-none-match", "").split(","))
    if not any(one == tag or one == "*" for one in known):
        return None
    return Response(status_code=304, headers={"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Language"})
