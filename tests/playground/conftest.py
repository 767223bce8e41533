"""A stand-in with a user and her chat, its address, a client without handlers, and a running echo bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from playground import StandIn
from playground.world import Chat, User
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


@pytest.fixture
async def ada(standin: StandIn) -> User:
    return standin.add_user("Ada", username="ada_l", language_code="en")


@pytest.fixture
async def chat(standin: StandIn, ada: User) -> Chat:
    chat = standin.private_chat(ada)
    await standin.send_text(ada, chat, "/start")
    return chat
