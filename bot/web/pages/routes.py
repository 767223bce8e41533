"""The pages' routes: a quote, a stored article, the question to the archive, static files, and a Mini App's opening."""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Awaitable, Callable

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.callback_data import QuoteReference
from bot.errors import BusyError
from bot.services.desk import Desk
from bot.services.quotas import Quota
from bot.settings import BotSettings
from bot.texts import Texts
from bot.views.dates import shown_day
from bot.views.failures import sentence_for
from bot.views.page_links import quote_page, quote_path
from bot.web.pages.article_text import ShownParagraph, excerpt_of, paragraphs_of
from bot.web.pages.checks import checks_of
from bot.web.pages.languages import language_of
from bot.web.pages.launch import MOST_BYTES, opener
from bot.web.pages.rendering import MEDIA_TYPES, Frame, Renderer
from bot.web.pages.values import Citer, ShownCompany, ShownReply, language_of_paragraphs
from bot.web.pages.visit import frame_of, html, tag_of, unchanged, who_asks
from index import asks_for_help
from index.errors import QueryError, QuotedeskError, SourceNotFoundError
from index.models import Article, Company, Quote

_LOG = logging.getLogger(__name__)

Endpoint = Callable[[Request, Frame], Awaitable[Response]]
# Kept, but asked about each time: a re-index may change any page.
_ASKED_ABOUT = "no-cache"
# The name of a static file holds its version.
_FOR_A_YEAR = "public, max-age=31536000, immutable"
# When somebody who was told that many wait may try again.
_SECONDS_WHILE_BUSY = "5"
# Looking up company takes the model, and a link that is passed around has many readers. Each is some kilobytes.
_COMPANIES_KEPT = 512
# A screen or two of articles; and deeper than this nobody turns the pages of an answer.
_LISTED = 30
_DEEPEST = 50


def page_routes(settings: BotSettings, desk: Desk, token: str) -> list[Route]:
    """The pages of an archive; `token` is that of the bot whose Mini App they are. Their last route is for every path
    that is left."""
    pages = _Pages(settings, desk, token)
    return [
        Route("/", pages.worded(pages.search)),
        Route("/search", pages.worded(pages.search)),
        Route("/q/{reference}.txt", pages.worded(pages.quote_text)),
        Route("/q/{reference}", pages.worded(pages.quote)),
        Route("/s/{source_id}", pages.worded(pages.article)),
        Route("/static/{name}", pages.static),
        Route("/mini-app", pages.opened, methods=["POST"]),
        Route("/{path:path}", pages.worded(pages.missing)),
    ]


class _Pages:
    """The endpoints, with how often each address has asked."""

    def __init__(self, settings: BotSettings, desk: Desk, token: str) -> None:
        self._settings = settings
        self._desk = desk
        self._token = token
        self._renderer = Renderer()
        self._companies: LRUCache[tuple[int, str], Company] = LRUCache(_COMPANIES_KEPT)
        self._questions: Quota[str] = Quota(settings.bot_questions_per_minute)
        self._visits: Quota[str] = Quota(settings.bot_presses_per_minute)

    def worded(self, endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint within the quota of an address; what fails is a page that says so in one sentence."""

        @functools.wraps(endpoint)
        async def respond(request: Request) -> Response:
            frame = frame_of(request)
            if refusal := self._visits.take(who_asks(request)):
                return self._slow_down(frame, refusal.seconds)
            try:
                return await endpoint(request, frame)
            except QuotedeskError as error:
                return self._failed(frame, error)

        return respond

    # Endpoints

    async def quote(self, request: Request, frame: Frame) -> Response:
        """A quote in its article, with what proves it and what else carries it."""
        reference = QuoteReference.parse(request.path_params["reference"])
        if reference is None:
            return await self.missing(request, frame)
        while True:
            tag = self._tag(frame, reference)
            response = unchanged(request, tag) or await self._quote(request, frame, reference, tag)
            # All of a page is from one generation, which the tag names.
            if tag == self._tag(frame, reference):
                return response

    async def _quote(self, request: Request, frame: Frame, reference: QuoteReference, tag: str) -> Response:
        quote = await self._desk.reading(reference)
        if quote is None:
            return await self._gone(request, frame, reference)
        article = await self._desk.article(quote.source.source_id)
        paragraphs = await self._shown(article, quote)
        file = await self._desk.file_of(article.source.source_id)
        company = await self._company(quote, frame.texts)
        address = f"{quote_page(self._settings.public_url or '', quote)}.txt"
        page = self._renderer.page(
            "quote.html",
            frame,
            quote=quote,
            cited=self._citer(frame).shown(quote).cited,
            paragraphs=paragraphs,
            whole=self._settings.publish_articles,
            language=language_of_paragraphs(paragraphs),
            checks=checks_of(quote, file, address),
            company=company,
            generation=self._generation(frame.texts),
        )
        # What could not be looked up is looked up the next time.
        return html(page, caching=_ASKED_ABOUT, tag=tag) if company else html(page)

    async def quote_text(self, request: Request, frame: Frame) -> Response:
        """The quote's own characters in UTF-8, for who wants to hash them."""
        reference = QuoteReference.parse(request.path_params["reference"])
        quote = await self._desk.reading(reference) if reference else None
        if quote is None:
            return PlainTextResponse(f"{frame.page_texts.missing_text}\n", 404, {"Cache-Control": "no-store"})
        headers = {"Cache-Control": _ASKED_ABOUT, "X-Robots-Tag": "noindex"}
        return PlainTextResponse(quote.text.encode("utf-8", "replace"), headers=headers)

    async def article(self, request: Request, frame: Frame) -> Response:
        """A stored article, where the owner of the archive may publish those."""
        source_id = request.path_params["source_id"]
        if not self._settings.publish_articles:
            return await self.missing(request, frame)
        tag = self._tag(frame, source_id)
        if response := unchanged(request, tag):
            return response
        article = await self._desk.article(source_id)
        paragraphs = paragraphs_of(article)
        page = self._renderer.page(
            "article.html",
            frame,
            cited=self._citer(frame).cited(article.source),
            paragraphs=paragraphs,
            language=language_of_paragraphs(paragraphs),
            path=article.source.path,
            file=await self._desk.file_of(source_id),
            generation=self._generation(frame.texts),
        )
        return html(page, caching=_ASKED_ABOUT, tag=tag)

    async def search(self, request: Request, frame: Frame) -> Response:
        """The question to the archive, and what it gets."""
        question = frame.asked.strip()
        reply = None
        if question:
            if refusal := self._questions.take(who_asks(request)):
                return self._slow_down(frame, refusal.seconds)
            after = request.query_params.get("after", "")
            reply = await self._reply(question, int(after) if after.isascii() and after.isdigit() else 0, frame.texts)
        return html(self._renderer.page("search.html", frame, reply=reply))

    async def missing(self, _: Request, frame: Frame) -> Response:
        """No page has this address."""
        texts = frame.page_texts
        return self._message(frame, texts.missing_heading, texts.missing_text, 404)

    async def static(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self._renderer.static.get(name)
        if content is None:
            return Response(status_code=404)
        is_named = request.query_params.get("v") == self._renderer.version
        caching = _FOR_A_YEAR if is_named else _ASKED_ABOUT
        return Response(content, media_type=MEDIA_TYPES[name], headers={"Cache-Control": caching})

    async def opened(self, request: Request) -> Response:
        """A page was opened as a Mini App: the language of who has opened it, if Telegram says so."""
        if self._visits.take(who_asks(request)):
            return JSONResponse({}, 429)
        init_data = b""
        async for chunk in request.stream():
            init_data += chunk
            if len(init_data) > MOST_BYTES:
                return JSONResponse({}, 413)
        person = opener(init_data.decode("utf-8", "replace"), self._token, time.time())
        headers = {"Cache-Control": "no-store"}
        if person is None:
            return JSONResponse({}, 403, headers)
        return JSONResponse({"language": language_of((person.language or "").split("-")[0], "")}, headers=headers)

    # Parts of them

    async def _shown(self, article: Article, quote: Quote) -> tuple[ShownParagraph, ...]:
        """The article, or the quote with the sentence before it and the one after."""
        if self._settings.publish_articles:
            return paragraphs_of(article, quote)
        passages = await self._desk.passages(article.source.source_id)
        numbers = (number for number, one in enumerate(passages) if one.passage_id == quote.passage_id)
        number = next(numbers, len(passages))
        beside = [one.highlight for one in passages[number + 1 : number + 2]]
        for before in passages[max(0, number - 1) : number]:
            beside += [one.highlight for one in (await self._desk.readings(before.passage_id))[-1:]]
        return excerpt_of(article, quote, [(one.start, one.end) for one in beside])

    async def _company(self, quote: Quote, texts: Texts) -> ShownCompany | None:
        """None where too many wait for the model."""
        key = (self._desk.generation, quote_path(quote))
        try:
            company = self._companies.get(key) or await self._desk.company(quote)
        except BusyError:
            return None
        self._companies[key] = company
        return Citer(texts, self._settings.publish_articles).company(company)

    async def _gone(self, request: Request, frame: Frame, reference: QuoteReference) -> Response:
        """Since when a quote is no longer there, with the nearest text."""
        lost = await self._desk.lost(reference.passage_id)
        was = reference.among(lost.readings) if lost else None
        if lost is None or was is None:
            return await self.missing(request, frame)
        nearest = await self._desk.nearest(was)
        since = frame.page_texts.gone_since.format(
            generation=lost.since, day=shown_day(lost.since_built_at[:10], frame.texts)
        )
        shown = self._citer(frame).nearest(was, nearest) if nearest else None
        return html(self._renderer.page("gone.html", frame, since=since, nearest=shown), 410)

    async def _reply(self, question: str, offset: int, texts: Texts) -> ShownReply:
        citer, most = Citer(texts, self._settings.publish_articles), self._settings.max_quotes
        if asks_for_help(question):
            return ShownReply((texts.smalltalk,))
        if (listed := await self._desk.listing(question)) is not None:
            return citer.listed(listed[:_LISTED], question)
        answer = await self._desk.ask(question, min(offset, _DEEPEST) + most + 1)
        obstacle = await self._desk.obstacle(answer.question) if answer.kind == "refusal" else None
        return citer.replied(answer, obstacle, offset, most)

    def _citer(self, frame: Frame) -> Citer:
        return Citer(frame.texts, self._settings.publish_articles)

    def _generation(self, texts: Texts) -> tuple[int, str]:
        return self._desk.generation, shown_day(self._desk.built_at[:10], texts)

    def _tag(self, frame: Frame, subject: object) -> str:
        made_of = (self._desk.generation, self._desk.built_at, self._renderer.version, self._settings.publish_articles)
        return tag_of(subject, frame.language, frame.chosen, *made_of)

    def _message(self, frame: Frame, heading: str, sentence: str, status: int) -> Response:
        return html(self._renderer.page("message.html", frame, heading=heading, sentence=sentence), status)

    def _slow_down(self, frame: Frame, seconds: int) -> Response:
        sentence = frame.texts.slow_down.format(seconds=seconds)
        response = self._message(frame, frame.page_texts.sorry_heading, sentence, 429)
        response.headers["Retry-After"] = str(seconds)
        return response

    def _failed(self, frame: Frame, error: QuotedeskError) -> Response:
        sentence = sentence_for(error, frame.texts)
        if isinstance(error, SourceNotFoundError):
            return self._message(frame, frame.page_texts.missing_heading, sentence, 404)
        if isinstance(error, QueryError):
            return self._message(frame, frame.page_texts.sorry_heading, sentence, 400)
        if not isinstance(error, BusyError):
            _LOG.error("A page could not be made: %s", error)
        response = self._message(frame, frame.page_texts.sorry_heading, sentence, 503)
        response.headers["Retry-After"] = _SECONDS_WHILE_BUSY
        return response
