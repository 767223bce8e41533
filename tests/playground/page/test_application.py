"""The page's server: what it gives, and whom it keeps out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from playground.errors import PlaygroundError
from playground.page.application import Playground, serve_playground
from playground.page.stage import ADMIN_ID, READER_ID
from playground.world import Json
from tests.playground.echo import RunningEcho


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    async with serve_playground(0, ()) as playground:
        yield playground


@pytest.fixture
async def page(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=playground.page_url) as client:
        yield client


async def act(page: httpx.AsyncClient, name: str, **body: Any) -> Any:
    return (await page.post(f"/play/{name}", json={"person": READER_ID, "chat": READER_ID} | body)).json()


async def chats(page: httpx.AsyncClient) -> dict[str, Json]:
    view = (await page.get("/play/state")).json()
    return {f"{chat['title']} {chat['person'] or ''}".strip(): chat for chat in view["chats"]}


async def test_a_conversation_survives_a_reload(
    playground: Playground, page: httpx.AsyncClient, running_echo: RunningEcho
) -> None:
    async with running_echo(playground.api_url, playground.token):
        await act(page, "send", text="who denied it?")
        async with asyncio.timeout(120):
            while len((await chats(page))[f"Quotedesk {READER_ID}"]["messages"]) < 2:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        reply = (await chats(page))[f"Quotedesk {READER_ID}"]["messages"][-1]
        assert reply["text"] == "You said:\nwho denied it?"
        answer = await act(page, "press", message=reply["message_id"], data="louder")
        assert answer["text"] == "Done"
        found = await act(page, "inline", query="words")
        posted = await act(page, "choose", query_id=found["inline_query_id"], result="one")
        assert posted["via_bot"]["username"] == "quotedesk_bot"


async def send_files(page: httpx.AsyncClient, files: list[tuple[str, bytes]], **body: Any) -> Any:
    form = {"body": json.dumps({"person": READER_ID, "chat": READER_ID} | body)}
    return (await page.post("/play/files", data=form, files=[("file", file) for file in files])).json()


async def test_a_file_of_a_message_can_be_saved(page: httpx.AsyncClient) -> None:
    (sent,) = await send_files(page, [('чайки "1".txt', b"412 gulls")])
    saved = await page.get(f"/play/files/{sent['document']['file_id']}")
    assert saved.content == b"412 gulls"
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D1%87")
    assert saved.headers["content-type"] == "application/octet-stream"
    assert (await page.get("/play/files/nothing")).status_code == 404


async def test_several_files_are_albums_that_are_forwarded_as_such(page: httpx.AsyncClient) -> None:
    files = [("a.png", b"1"), ("notes.txt", b"2"), ("b.jpg", b"3")]
    first, second, document = await send_files(page, files, caption="Look")
    assert (first["caption"], "caption" in second) == ("Look", False)
    assert first["media_group_id"] == second["media_group_id"]
    assert "media_group_id" not in document
    seen = await page.get(f"/play/files/{first['photo'][0]['file_id']}")
    assert (seen.content, seen.headers["content-type"]) == (b"1", "image/png")
    newsroom = (await chats(page))["Newsroom"]["id"]
    forwarded = await act(page, "forward", message=second["message_id"], to=newsroom)
    assert [message["photo"] for message in forwarded] == [first["photo"], second["photo"]]
    assert len({message["media_group_id"] for message in forwarded} | {first["media_group_id"]}) == 2
    assert forwarded[0]["forward_origin"]["sender_user"]["id"] == READER_ID


async def test_a_part_of_a_message_is_replied_to_also_from_another_chat(page: httpx.AsyncClient) -> None:
    said = await act(page, "send", text="no, no and no")
    here = await act(page, "send", text="why?", reply_to=said["message_id"], quote={"text": "no", "position": 4})
    assert here["quote"] == {"text": "no", "position": 4, "is_manual": True}
    assert here["reply_to_message"]["message_id"] == said["message_id"]
    newsroom = (await chats(page))["Newsroom"]["id"]
    reply = {"reply_to": said["message_id"], "reply_chat": READER_ID}
    there = await act(page, "send", chat=newsroom, text="why?", **reply)
    assert there["external_reply"]["origin"]["sender_user"]["id"] == READER_ID
    assert there["quote"] == {"text": "no, no and no", "position": 0}
    assert "no such chat" in (await act(page, "send", text="why?", reply_to=1, reply_chat=ADMIN_ID))["error"]


async def test_the_bot_is_described_in_the_language_of_each_person(
    playground: Playground, page: httpx.AsyncClient
) -> None:
    api = f"{playground.api_url}/bot{playground.token}"
    await page.post(f"{api}/setMyDescription", json={"description": "Quotes"})
    await page.post(f"{api}/setMyDescription", json={"description": "Цитати", "language_code": "uk"})
    await page.post(f"{api}/setMyShortDescription", json={"short_description": "Short"})
    await act(page, "language", language="uk")
    about = (await page.get("/play/about")).json()
    assert (about[str(READER_ID)]["description"], about[str(ADMIN_ID)]["description"]) == ("Цитати", "Quotes")
    assert (about[str(READER_ID)]["short_description"], about[str(READER_ID)]["name"]) == ("Short", "Quotedesk")


async def test_events_go_on_from_where_the_page_stands(page: httpx.AsyncClient) -> None:
    view = (await page.get("/play/state")).json()
    sent = await act(page, "send", text="hello")
    async with page.stream("GET", f"/play/events?after={view['run']}-{view['seq']}") as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                event = json.loads(line.removeprefix("data:"))
                break
    assert event["message"] == sent


async def test_another_run_is_told_to_begin_anew(page: httpx.AsyncClient) -> None:
    assert (await page.get("/play/events?after=gone-7")).text.startswith("event: reset")


@pytest.mark.parametrize(
    ("name", "body", "problem"),
    [
        ("send", {"text": "  "}, "empty"),
        ("send", {"text": "a", "person": 5}, "no such person"),
        ("send", {"text": "a", "chat": ADMIN_ID}, "no such chat"),
        ("send", {"text": "a", "thread": 99}, "no topic 99"),
        ("forward", {"message": 99, "to": READER_ID}, "no longer there"),
        ("edit", {"text": "a", "message": 99}, "no longer there"),
        ("choose", {"query_id": "0", "result": "a"}, "type the words again"),
        ("language", {"language": "xx"}, "does not know"),
    ],
)
async def test_what_can_not_be_done_is_said(page: httpx.AsyncClient, name: str, body: Json, problem: str) -> None:
    assert problem in (await act(page, name, **body))["error"]


async def test_given_admins_are_the_admin(playground: Playground) -> None:
    assert playground.admin_ids == (ADMIN_ID,)
    async with serve_playground(0, (77,)) as other:
        assert other.admin_ids == (77,)
        assert other.token != playground.token


async def test_a_mention_where_the_bot_is_not_summons_it(playground: Playground, page: httpx.AsyncClient) -> None:
    elsewhere = (await chats(page))["Elsewhere"]["id"]
    await act(page, "send", chat=elsewhere, text="@quotedesk_bot who?")
    await act(page, "send", chat=elsewhere, text="never mind")
    api = f"{playground.api_url}/bot{playground.token}"
    updates = (await page.get(f"{api}/getUpdates")).json()["result"]
    assert [update["guest_message"]["text"] for update in updates] == ["@quotedesk_bot who?"]


async def test_a_file_reaches_the_bot(playground: Playground, page: httpx.AsyncClient) -> None:
    await send_files(page, [("story.txt", b"Once")])
    api = f"{playground.api_url}/bot{playground.token}"
    (update,) = (await page.get(f"{api}/getUpdates")).json()["result"]
    assert update["message"]["document"]["file_name"] == "story.txt"
    forum = next(chat for chat in (await chats(page)).values() if chat["topics"])
    topic = forum["topics"][0]["id"]
    (sent,) = await send_files(page, [("story.txt", b"Once")], chat=forum["id"], thread=topic)
    assert sent["message_thread_id"] == topic
    assert "no file" in (await send_files(page, []))["error"]


@pytest.mark.parametrize("path", ["/", "/play/state", "/bot{token}/getMe"])
async def test_other_names_for_this_computer_are_refused(
    playground: Playground, page: httpx.AsyncClient, path: str
) -> None:
    answer = await page.get(path.format(token=playground.token), headers={"Host": "evil.example"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_other_sites_are_refused(page: httpx.AsyncClient, headers: dict[str, str]) -> None:
    body = {"person": READER_ID, "chat": READER_ID, "text": "hello"}
    assert (await page.post("/play/send", json=body, headers=headers)).status_code == 403
    assert (await page.get("/play/state", headers=headers)).status_code == 403


async def test_a_link_to_the_page_works_and_nothing_comes_from_elsewhere(page: httpx.AsyncClient) -> None:
    answer = await page.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert (await page.get("/static/../application.py")).status_code == 404
    assert (await page.get("/static/app.js")).headers["content-type"].startswith("text/javascript")


async def test_a_taken_port_is_one_sentence(playground: Playground) -> None:
    with pytest.raises(PlaygroundError, match="PLAYGROUND_PORT"):
        async with serve_playground(int(playground.api_url.rpartition(":")[2])):
            pass
