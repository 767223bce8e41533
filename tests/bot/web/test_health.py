"""What process managers and Prometheus are told."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import closing

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.application import build_application, running
from bot.services.desk import Desk
from bot.settings import BotSettings
from bot.web.site import serving_web
from index import Library
from playground.world import Chat, User
from tests.bot.helpers import QUESTION, UNANSWERABLE, Served, answered, until


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


async def test_a_bot_is_ready_once_it_runs_and_while_telegram_and_the_index_are_there(
    standin: Served, library: Library, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.health._SECONDS_BELIEVED", 0)
    settings = BotSettings.load(web_port=0)
    with closing(Desk(library)) as desk:
        application = build_application(settings, desk, token=standin.token, api_url=standin.url)
        async with serving_web(application, settings, desk) as url:
            assert (await client.get(f"{url}/healthz")).text == "ok\n"
            starting = await client.get(f"{url}/readyz")
            assert (starting.status_code, starting.text) == (503, "The bot is starting or stopping.\n")
            async with running(application):
                ready = await client.get(f"{url}/readyz")
                assert (ready.status_code, ready.text) == (200, "ready\n")
                standin.fail_next("getMe", status=502, times=100)
                unreachable = await client.get(f"{url}/readyz")
                assert (unreachable.status_code, unreachable.text) == (503, "Telegram can't be reached.\n")
                standin.api.faults.clear()
                monkeypatch.setattr(library, "with_text", _unreadable)
                assert (await client.get(f"{url}/readyz")).text == "The index can't be read.\n"
            assert (await client.get(f"{url}/healthz")).status_code == 200
            assert (await client.get(f"{url}/metrics")).status_code == 404


def _unreadable(_: bytes) -> None:
    raise OSError


async def test_figures_count_and_say_nothing_of_who_asked_what(
    standin: Served, library: Library, client: httpx.AsyncClient, ada: User, chat: Chat
) -> None:
    settings = BotSettings.load(web_port=0, metrics=True)
    with closing(Desk(library)) as desk:
        application = build_application(settings, desk, token=standin.token, api_url=standin.url)
        async with serving_web(application, settings, desk) as url, running(application):
            for text in (QUESTION, QUESTION, UNANSWERABLE, "in:nowhere after:20x"):
                await answered(standin, ada, chat, text)
            await until(lambda: desk.metrics.text().count(b"quotedesk_errors_total{"))
            text = (await client.get(f"{url}/metrics")).text
    figures = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert figures["quotedesk_questions_total", "answer"] == 2
    assert figures["quotedesk_questions_total", "refusal"] == 1
    assert figures["quotedesk_errors_total", "FilterError"] == 1
    for stage in ("wait", "retrieve", "assess", "compose", "whole"):
        assert figures["quotedesk_stage_seconds_count", stage] == 3
    assert figures["quotedesk_queue",] == 0
    assert figures["quotedesk_generation",] == library.generation
    assert 0 < figures["quotedesk_generation_age_seconds",] < 86_400
    assert not re.search(rf"Ada|fake|capital|nowhere|{ada.id}", text)
