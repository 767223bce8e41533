"""The webhook: who is let in, what is confirmed, and how the bot changes between it and polling."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.errors import StartError
from bot.texts.english import ENGLISH
from bot.transport.webhook import kept_secret
from playground.world import Chat, User
from tests.bot.helpers import BotOf, Served, StartBot, answered

SECRET = "X-Telegram-Bot-Api-Secret-Token"
PROOF = {SECRET: "open-sesame-open-sesame"}


@pytest.fixture
def transport() -> str:
    return "webhook"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield client


def hook_of(standin: Served) -> str:
    return str(standin.calls("setWebhook")[-1]["url"])


async def test_telegram_is_told_what_to_send_and_never_to_drop_any(standin: Served, start_bot: StartBot) -> None:
    await start_bot()
    (call,) = standin.calls("setWebhook")
    assert call["secret_token"] == "open-sesame-open-sesame"
    assert "message" in call["allowed_updates"]
    assert "drop_pending_updates" not in call
    assert standin.calls("getUpdates") == standin.calls("deleteWebhook") == []


async def test_only_who_knows_the_secret_is_heard(
    standin: Served, start_bot: StartBot, client: httpx.AsyncClient, ada: User, chat: Chat
) -> None:
    await start_bot()
    update = {"update_id": 7, "message": await standin.send_text(ada, chat, "thanks")}
    assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
    for wrong in (b"", b"open-sesame-open-sesam", b"\xe9"):
        response = await client.post(hook_of(standin), json=update, headers={SECRET.encode(): wrong})
        assert response.status_code == 403
    assert (await client.get(hook_of(standin))).status_code == 405
    await standin.no_reply(chat)
    # One that somebody has seen and sends again is no second question.
    for _ in range(2):
        assert (await client.post(hook_of(standin), json=update, headers=PROOF)).status_code == 200
    assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
    await standin.no_reply(chat)


@pytest.mark.parametrize(
    ("behind", "proxy", "status"),
    [
        ("149.154.167.220", "127.0.0.1", 200),
        ("203.0.113.5", "127.0.0.1", 403),
        ("nobody", "127.0.0.1", 403),
        # Anybody can write where a request is said to come from.
        ("149.154.167.220", "192.0.2.1", 403),
    ],
)
async def test_updates_are_taken_from_telegrams_networks_alone_if_that_is_set(
    standin: Served, start_bot: StartBot, client: httpx.AsyncClient, behind: str, proxy: str, status: int
) -> None:
    await start_bot(telegram_addresses="149.154.160.0/20,91.108.4.0/22", web_proxies=proxy)
    headers = {**PROOF, "X-Forwarded-For": behind}
    update = {"update_id": 7, "poll_answer": None}
    assert (await client.post(hook_of(standin), json=update, headers=headers)).status_code == status


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"update_id": 1, "message": {"chat": 5}}', b"\xff"])
async def test_what_can_not_be_read_is_passed_over(
    standin: Served, start_bot: StartBot, client: httpx.AsyncClient, body: bytes
) -> None:
    """It would come again for ever."""
    await start_bot()
    response = await client.post(hook_of(standin), content=body, headers=PROOF)
    assert response.status_code == 200


async def test_what_waits_at_a_webhook_is_answered_by_polling(
    standin: Served, bot_of: BotOf, ada: User, chat: Chat
) -> None:
    async with bot_of():
        assert (await answered(standin, ada, chat, "thanks"))["text"] == ENGLISH.smalltalk
        await standin.settle()
    await standin.send_text(ada, chat, "thank you")
    async with bot_of(telegram_updates="polling"):
        assert (await standin.next_reply(chat))["text"] == ENGLISH.smalltalk
        await standin.settle()
    assert standin.updates.pending == 0
    assert all("drop_pending_updates" not in call for call in standin.calls("deleteWebhook"))


async def test_an_address_that_telegram_does_not_take_is_said_in_words(standin: Served, bot_of: BotOf) -> None:
    standin.fail_next("setWebhook", status=400)
    with pytest.raises(StartError, match="PUBLIC_URL"):
        async with bot_of():
            pass


def test_a_secret_is_made_up_once_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "index" / "webhook.secret"
    secret = kept_secret(path)
    assert len(secret) >= 40
    assert kept_secret(path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_secret_that_can_not_be_kept_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="TELEGRAM_WEBHOOK_SECRET"):
        kept_secret(tmp_path / "file" / "webhook.secret")
