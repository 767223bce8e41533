"""A stand-in, its address, a client without handlers, and a running echo bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from playground import StandIn
from tests.playground.echo import App, RunningEcho, patient_client, running_echo_bot


@pytest.fixture
def running_echo() -> RunningEcho:
    """Runs a bot that echoes as a quotation with a button, and knows inline queries."""
    return running_echo_bot


@pytest.fixture
async def standin() -> StandIn:
    return StandIn()


@pytest.fixture
async def url(standin: StandIn) -> AsyncIterator[str]:
    async with standin.serve() as served:
        yield served


@pytest.fixture
async def bot(standin: StandIn, url: str) -> AsyncIterator[Bot]:
    """A client without handlers."""
    requests = patient_client(), patient_client()
    async with Bot(standin.token, f"{url}/bot", f"{url}/file/bot", *requests) as client:
        yield client


@pytest.fixture
async def echo(standin: StandIn, url: str) -> AsyncIterator[App]:
    """The running echo bot."""
    async with running_echo_bot(url, standin.token) as app:
        yield app
