"""The playground: the stand-in with a chat page in the browser, on this computer only.

    async with serve_playground(8080, admin_ids) as playground:
        playground.page_url        # for a person
        playground.api_url         # for the bot, with playground.token

The page acts for a person through `/play/` (JSON in and out), and hears on `/play/events` what happens.
"""

from __future__ import annotations

import contextlib
import json
import mimetypes
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from playground.api.answers import LIFETIMES
from playground.errors import PlaygroundError
from playground.page.stage import Stage
from playground.standin import StandIn
from playground.world.state import Json, OpenQuery

_STATIC = str(files(__package__).joinpath("static"))
_HEADERS = {
    b"content-security-policy": b"default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-cache",
}
_LANGUAGES = frozenset({"en", "uk", "ru", "de"})


@dataclass(frozen=True, slots=True)
class Playground:
    """Where the playground is; `admin_ids` are the people that the bot should treat as admins there."""

    api_url: str
    page_url: str
    token: str
    admin_ids: tuple[int, ...]


@contextlib.asynccontextmanager
async def serve_playground(port: int, admin_ids: Sequence[int] = ()) -> AsyncIterator[Playground]:
    """Serves the stand-in and its page on 127.0.0.1 (`port` 0: any free one) while the context is open.

    Without `admin_ids` one is made up for the page's "Be the admin". Raises PlaygroundError when the port is taken.
    """
    standin = StandIn(token=f"4242424242:{secrets.token_urlsafe(26)}")
    stage = Stage(standin, admin_ids)
    standin.page = page_application(standin, stage)
    async with standin.serve(port) as url:
        yield Playground(url, f"{url}/", standin.token, stage.admin_ids)


def page_application(standin: StandIn, stage: Stage) -> ASGIApp:
    """The page, its static files and what it asks."""
    acts = _Acts(standin, stage)
    app = Starlette(
        routes=[
            Route("/", lambda _: FileResponse(f"{_STATIC}/index.html")),
            Mount("/static", StaticFiles(directory=_STATIC)),
            Route("/play/state", acts.state),
            Route("/play/about", acts.about),
            Route("/play/events", acts.events),
            Route("/play/files", acts.send_files, methods=["POST"]),
            Route("/play/files/{file_id}", acts.file),
            *(
                Route(f"/play/{act.__name__}", _answering(act), methods=["POST"])
                for act in (acts.send, acts.forward, acts.edit, acts.press, acts.inline, acts.choose, acts.language)
            ),
        ]
    )

    async def with_headers(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        await app(scope, receive, send_with_headers)

    return with_headers


def _answering(act: Callable[[Json], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body = await request.json()
            return JSONResponse(await act(body if isinstance(body, dict) else {}))
        except ValueError:
            return JSONResponse({"error": "The request is not JSON."}, 400)
        except PlaygroundError as error:
            return JSONResponse({"error": str(error)}, 409)

    return endpoint


class _Acts:
    """What the page can ask for; each act takes and gives JSON."""

    def __init__(self, standin: StandIn, stage: Stage) -> None:
        self._standin = standin
        self._stage = stage
        self._run = secrets.token_hex(4)

    async def state(self, _: Request) -> Response:
        return JSONResponse(self._stage.view() | {"run": self._run})

    async def about(self, _: Request) -> Response:
        return JSONResponse(self._stage.about())

    async def send(self, body: Json) -> Any:
        return await self._stage.send(body)

    async def forward(self, body: Json) -> Any:
        return await self._stage.forward(body)

    async def edit(self, body: Json) -> Any:
        message = self._stage.message(body)
        return await self._standin.edit_text(self._stage.person(body), message, str(body.get("text", "")))

    async def press(self, body: Json) -> Any:
        """Presses a button by its callback data; gives what the bot answered, or {} when it did not."""
        user, message = self._stage.person(body), self._stage.message(body)
        query = self._standin.ask_callback(user, message, str(body.get("data", "")))
        return await self._answer(query)

    async def inline(self, body: Json) -> Any:
        """Asks inline; gives results, next_offset and button, or {} when the bot did not answer."""
        user, chat = self._stage.person(body), self._stage.chat(body)
        query = self._standin.ask_inline(
            user, str(body.get("query", "")), offset=str(body.get("offset", "")), chat=chat
        )
        return await self._answer(query)

    async def _answer(self, query: OpenQuery) -> Json:
        try:
            return await self._standin.answered(query, LIFETIMES[query.kind])
        except TimeoutError:
            return {}

    async def choose(self, body: Json) -> Any:
        query = self._standin.world.queries.get(str(body.get("query_id", "")))
        if query is None or query.answer is None:
            raise PlaygroundError("These results are gone: type the words again.")
        user, chat = self._stage.person(body), self._stage.chat(body)
        thread = body.get("thread")
        return await self._standin.choose(user, query.answer, str(body.get("result", "")), chat=chat, thread=thread)

    async def language(self, body: Json) -> Any:
        """The language of the person's app, which decides in which one the bot speaks."""
        code = str(body.get("language", ""))
        if code not in _LANGUAGES:
            raise PlaygroundError("The playground does not know this language.")
        self._stage.person(body).language_code = code
        return self._stage.view()["people"]

    async def send_files(self, request: Request) -> Response:
        """Sends the parts `file` of a form, whose part `body` is JSON as for other acts, with a `caption`."""
        async with request.form() as form:
            uploads = [upload for upload in form.getlist("file") if isinstance(upload, UploadFile)]
            try:
                body = json.loads(str(form.get("body", "")))
                files = [(upload.filename or "file", await upload.read()) for upload in uploads]
                if not files:
                    return JSONResponse({"error": "There is no file in the request."}, 400)
                messages = await self._standin.send_files(
                    self._stage.person(body),
                    self._stage.chat(body),
                    files,
                    caption=str(body.get("caption", "")),
                    thread=body.get("thread"),
                )
            except ValueError:
                return JSONResponse({"error": "The request is not JSON."}, 400)
            except PlaygroundError as error:
                return JSONResponse({"error": str(error)}, 409)
        return JSONResponse(messages)

    async def file(self, request: Request) -> Response:
        """A file of a message, to be saved; a photo, to be seen."""
        file = self._standin.world.files.get(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "There is no such file."}, 404)
        if file.path.startswith("photos/"):
            return Response(file.data, media_type=mimetypes.guess_type(file.name)[0])
        attached = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return Response(file.data, media_type="application/octet-stream", headers={"Content-Disposition": attached})

    async def events(self, request: Request) -> Response:
        """The journal after `Last-Event-ID` (or `after`) as server-sent events; "reset" when that is of another run."""
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        run, _, number = last.partition("-")
        known = run == self._run and number.isdigit()
        stream = self._stream(int(number)) if known else _reset()
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _stream(self, after: int) -> AsyncIterator[str]:
        journal = self._standin.world.journal
        yield ": open\n\n"
        while True:
            for entry in journal.entries[after:]:
                after = entry["seq"]
                yield f"id: {self._run}-{after}\ndata: {json.dumps(entry)}\n\n"
            await journal.wait()


async def _reset() -> AsyncIterator[str]:
    yield "event: reset\ndata: {}\n\n"
