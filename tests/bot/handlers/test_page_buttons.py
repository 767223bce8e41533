"""The way from a quote to its page: a Mini App in private, a link elsewhere, and nothing without PUBLIC_URL."""

from __future__ import annotations

import pytest

from playground.world import Chat, Json, User
from tests.bot.helpers import QUESTION, Served, StartBot, answered, bare, button, labels, reference_of, turned

HTTPS, HTTP = "https://quotes.example.org", "http://127.0.0.1:8081"


def page_of(message: Json, url: str) -> str:
    return f"{url}/q/{reference_of(message)}"


async def test_in_private_the_page_opens_as_a_mini_app(
    standin: Served, start_bot: StartBot, ada: User, chat: Chat
) -> None:
    await start_bot(public_url=HTTPS)
    reply = await answered(standin, ada, chat)
    assert button(reply, "Check it")["web_app"] == {"url": page_of(reply, HTTPS)}
    alone = await turned(standin, ada, chat, reply, "[2]")
    assert button(alone, "Check it")["web_app"]["url"].startswith(f"{HTTPS}/q/")


async def test_where_mini_apps_can_not_be_the_page_is_a_link(standin: Served, start_bot: StartBot, ada: User) -> None:
    await start_bot(public_url=HTTPS)
    group = standin.add_group("Desk", members=[ada])
    reply = await answered(standin, ada, group, f"/ask {QUESTION}")
    assert button(reply, "Check it")["url"] == f"{page_of(reply, HTTPS)}#quote"
    found = (await standin.inline_query(ada, "peskov fake news"))["results"][0]
    assert button(found, "Check it")["url"].startswith(f"{HTTPS}/q/{found['id']}")
    elsewhere = standin.add_group("Elsewhere", members=[ada], with_bot=False)
    await standin.guest_text(ada, elsewhere, f"@quotedesk_bot {QUESTION}")
    assert button(await standin.next_reply(elsewhere), "Check it")["url"].startswith(f"{HTTPS}/q/")


async def test_without_https_the_page_is_a_link_in_private_too(
    standin: Served, start_bot: StartBot, ada: User, chat: Chat
) -> None:
    await start_bot(public_url=HTTP)
    reply = await answered(standin, ada, chat)
    page = page_of(reply, HTTP)
    assert button(reply, "Check it")["url"] == f"{page}#quote"
    assert button(reply, "Copy citation")["copy_text"]["text"].endswith(page)
    alone = await turned(standin, ada, chat, reply, "[2]")
    full = await turned(standin, ada, chat, alone, "Full citation")
    assert full["text"].splitlines()[-1].startswith(f"{HTTP}/q/")


@pytest.mark.usefixtures("bot")
async def test_without_an_address_there_is_no_page(standin: Served, ada: User, chat: Chat) -> None:
    reply = await answered(standin, ada, chat)
    assert "Check it" not in map(bare, labels(reply))
    assert "/q/" not in button(reply, "Copy citation")["copy_text"]["text"]
