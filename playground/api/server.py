"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`, answered from a World.

Every request is recorded; one that the real server would refuse is refused in its words and recorded as such.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

import python_multipart  # noqa: F401 - so that a missing one is noticed at start, not at the first upload
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from playground.api import answers, commands, methods, schema
from playground.api.faults import Faults
from playground.api.webhook import Webhook
from playground.checks import parameters
from playground.errors import NOT_FOUND, TOO_LARGE, UNAUTHORIZED, UNSUPPORTED, ApiError
from playground.world.state import Json, StoredFile, World
from playground.world.updates import UpdateQueue

_METHODS = methods.METHODS | answers.METHODS | commands.METHODS

# The bytes of a body without files, as sent, beyond which the server answers 413.
MOST_BYTES = 1 << 20


@dataclass(slots=True)
class ApiRequest:
    """A request as the bot made it; `error` is the description with which it was refused."""

    method: str
    params: Json
    at: float
    error: str | None = None


class BotApi:
    """An ASGI application for the two paths that a bot uses."""

    def __init__(self, world: World, updates: UpdateQueue, token: str) -> None:
        self.world = world
        self.updates = updates
        self.token = token
        self.webhook = Webhook(world, updates)
        self.faults = Faults()
        self.requests: list[ApiRequest] = []
        self.refused: list[ApiRequest] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except ClientDisconnect:
            return
        if response is None:
            # Ending without a body makes the server break the connection.
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        else:
            response.headers["Date"] = formatdate(self.world.clock(), usegmt=True)
            await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response | None:
        kind, _, rest = request.url.path.lstrip("/").partition("bot")
        token, _, name = rest.partition("/")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            malformed = ":" not in token
            error = ApiError("Not Found", NOT_FOUND) if malformed else ApiError("Unauthorized", UNAUTHORIZED)
            return self._refuse(ApiRequest(name, {}, self.world.clock()), error)
        if kind == "file/":
            return self._file(name)
        return await self._call(request, name)

    def _file(self, path: str) -> Response:
        for file in self.world.files.values():
            if file.path == path:
                return Response(file.data, media_type="application/octet-stream")
        return JSONResponse(ApiError("Not Found", NOT_FOUND).as_json(), NOT_FOUND)

    async def _call(self, request: Request, name: str) -> Response | None:
        record = ApiRequest(name, {}, self.world.clock())
        self.requests.append(record)
        try:
            raw, uploads = await _read(request)
            record.params = raw
            record.method = method = schema.method_name(name)
            fault = self.faults.take(method)
            if fault and fault.drop == "before":
                return None
            if fault and not fault.drop:
                record.error = fault.error().description
                return JSONResponse(fault.error().as_json(), fault.status)
            record.params = params = schema.decode(method, raw, uploads)
            self._store(params, uploads)
            parameters.check(method, params)
            result = await self._perform(request, method, params)
        except ApiError as error:
            return self._refuse(record, error)
        return None if fault else JSONResponse({"ok": True, "result": result})

    def _refuse(self, record: ApiRequest, error: ApiError) -> Response:
        record.error = error.description
        self.refused.append(record)
        self.world.journal.append("refused", method=record.method, error=error.description)
        return JSONResponse(error.as_json(), error.code)

    def _store(self, params: Json, uploads: dict[str, tuple[str, bytes]]) -> None:
        for name, value in params.items():
            key = value.removeprefix("attach://") if isinstance(value, str) else None
            if key in uploads:
                file_name, data = uploads[key]
                file_id = self.world.new_id("file-")
                self.world.files[file_id] = StoredFile(file_id, f"documents/{file_id}", file_name, data)
                params[name] = file_id

    async def _perform(self, request: Request, method: str, params: Json) -> Any:
        if method == "getUpdates":
            return await self._get_updates(request, params)
        if method in {"setWebhook", "deleteWebhook", "getWebhookInfo"}:
            return self.webhook.perform(method, params)
        if method in {"close", "logOut"}:
            return True
        if method not in _METHODS:
            raise ApiError(f"method {method}", UNSUPPORTED)
        return _METHODS[method](self.world, params)

    async def _get_updates(self, request: Request, params: Json) -> list[Json]:
        """The next updates; a poll whose client hangs up is forgotten, not refused."""
        self.webhook.refuse_polls()
        poll = asyncio.ensure_future(
            self.updates.get(
                params.get("offset", 0),
                params.get("limit", 100),
                params.get("timeout", 0),
                params.get("allowed_updates"),
            )
        )
        gone = asyncio.ensure_future(_disconnected(request))
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        hung_up = gone.done()
        for task in (poll, gone):
            task.cancel()
        if hung_up:
            await asyncio.gather(poll, gone, return_exceptions=True)
            raise ClientDisconnect
        return poll.result()


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _read(request: Request) -> tuple[Json, dict[str, tuple[str, bytes]]]:
    """Parameters from the query string and the body, and uploaded files by the name of their part."""
    raw: Json = dict(request.query_params)
    uploads = {}
    kind = request.headers.get("content-type", "")
    if "multipart/" not in kind and len(await request.body()) > MOST_BYTES:
        raise ApiError("Request Entity Too Large: too much parameters", TOO_LARGE)
    if "application/json" in kind:
        try:
            body = json.loads(await request.body() or "{}")
        except ValueError:
            raise ApiError("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise ApiError("expected an object in the request's body")
        raw |= body
    else:
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = (value.filename or name, await value.read())
                else:
                    raw[name] = value
    return raw, uploads
