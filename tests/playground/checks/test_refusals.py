"""Every kind of request that the real server would refuse is refused, in its words, and recorded."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from playground import StandIn
from playground.world import Json

BASE = "http://standin/bot"


@pytest.fixture
async def client(standin: StandIn) -> AsyncIterator[httpx.AsyncClient]:
    """A bare HTTP client: python-telegram-bot would not let most of these requests out."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(standin.app), base_url=BASE + standin.token) as client:
        yield client


@pytest.fixture
async def chat_id(standin: StandIn) -> int:
    ada = standin.add_user("Ada")
    message = await standin.send_text(ada, standin.private_chat(ada), "hello there")
    assert message["message_id"] == 1
    return ada.id


async def ask(client: httpx.AsyncClient, method: str, params: Json) -> Json:
    """One request, form-encoded with JSON for what is not a scalar, as libraries send it."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    answer: Json = (await client.post(f"/{method}", data=form)).json()
    return answer


def entity(kind: str, offset: int, length: int, **fields: Any) -> Json:
    return {"type": kind, "offset": offset, "length": length} | fields


def keyboard(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def button(**action: Any) -> Json:
    return {"text": "Press"} | action


def article(identifier: str = "a", text: str = "Words", **fields: Any) -> Json:
    content = {"message_text": text}
    return {"type": "article", "id": identifier, "title": "T", "input_message_content": content} | fields


MESSAGES = {
    "unknown parameter": ({"colour": "red"}, 'unknown parameter "colour"'),
    "missing parameter": ({"text": None}, '"text" of sendMessage is required'),
    "unknown chat": ({"chat_id": 99}, "chat not found"),
    "chat name for a number": ({"chat_id": "@nobody"}, "chat not found"),
    "wrong type": ({"disable_notification": "perhaps"}, '"disable_notification" must be Boolean'),
    "not an object": ({"link_preview_options": "none"}, '"link_preview_options" must be LinkPreviewOptions'),
    "unknown nested field": ({"entities": [entity("bold", 0, 1, bold=True)]}, '"entities[0].bold"'),
    "missing nested field": ({"entities": [{"type": "bold", "offset": 0}]}, '"entities[0].length"'),
    "wrong nested type": ({"entities": [entity("bold", 0, "1")]}, '"entities[0].length" must be Integer'),  # type: ignore[arg-type]
    "parse mode": ({"parse_mode": "HTML"}, "parse_mode"),
    "empty text": ({"text": ""}, "message text is empty"),
    "blank text": ({"text": " \n\u200b"}, "message text is empty"),
    "long text": ({"text": "a" * 4097}, "message is too long"),
    "text long in UTF-16": ({"text": "🙂" * 2049}, "message is too long"),
    "entity past the end": (
        {"text": "word", "entities": [entity("bold", 1, 4)]},
        "beginning at UTF-16 offset 1 ends after the end of the text at UTF-16 offset 4",
    ),
    "negative entity": ({"entities": [entity("bold", -1, 2)]}, "incorrect offset -1"),
    "empty entity": ({"entities": [entity("bold", 1, 0)]}, "incorrect length 0"),
    "entity ends in a surrogate pair": ({"text": "🙂 b", "entities": [entity("bold", 0, 1)]}, "ends in a middle of"),
    "entity begins in a surrogate pair": (
        {"text": "🙂 b", "entities": [entity("bold", 1, 2)]},
        "begins in a middle of",
    ),
    "unknown entity": ({"entities": [entity("shiny", 0, 1)]}, 'unsupported entity type "shiny"'),
    "overlapping entities": ({"entities": [entity("bold", 0, 3), entity("italic", 2, 3)]}, "overlap"),
    "nested quotations": (
        {"entities": [entity("blockquote", 0, 8), entity("expandable_blockquote", 2, 3)]},
        "block quotations can't be nested",
    ),
    "bold in code": ({"entities": [entity("code", 0, 5), entity("bold", 1, 2)]}, "code can't be combined"),
    "link in a link": (
        {"entities": [entity("text_link", 0, 5, url="https://a.b"), entity("text_link", 1, 2, url="https://a.c")]},
        "can't contain each other",
    ),
    "quotation in a link": (
        {"entities": [entity("text_link", 0, 5, url="https://a.b"), entity("blockquote", 1, 2)]},
        "can't contain each other",
    ),
    "link without address": ({"entities": [entity("text_link", 0, 5)]}, '"url" goes with'),
    "address without link": ({"entities": [entity("bold", 0, 5, url="https://a.b")]}, '"url" goes with'),
    "link to nowhere": ({"entities": [entity("text_link", 0, 5, url="javascript:alert(1)")]}, "would be dropped"),
    "too many entities": ({"text": "a" * 200, "entities": [entity("bold", 2 * n, 1) for n in range(101)]}, "first 100"),
    "preview of nothing": ({"link_preview_options": {"url": "http://localhost/a"}}, "WEBPAGE_URL_INVALID"),
    "no action": ({"reply_markup": keyboard([button()])}, "Text buttons are unallowed"),
    "two actions": ({"reply_markup": keyboard([button(callback_data="a", url="https://a.b")])}, "2 actions"),
    "button without text": ({"reply_markup": keyboard([{"text": "", "callback_data": "a"}])}, "text is empty"),
    "empty data": ({"reply_markup": keyboard([button(callback_data="")])}, "BUTTON_DATA_INVALID (0 bytes)"),
    "long data": ({"reply_markup": keyboard([button(callback_data="я" * 33)])}, "BUTTON_DATA_INVALID (66 bytes)"),
    "long copy": ({"reply_markup": keyboard([button(copy_text={"text": "a" * 257})])}, "BUTTON_COPY_TEXT_INVALID"),
    "local link": ({"reply_markup": keyboard([button(url="http://localhost:8080/")])}, "Wrong HTTP URL"),
    "deep link": (
        {"reply_markup": keyboard([button(url=f"https://t.me/a_bot?start={'a' * 65}")])},
        "START_PARAM_INVALID",
    ),
    "deep link in the text": (
        {"entities": [entity("text_link", 0, 5, url="https://t.me/a_bot?start=p_a%20b")]},
        "START_PARAM_INVALID",
    ),
    "long switch": ({"reply_markup": keyboard([button(switch_inline_query="a" * 257)])}, "BUTTON_DATA_INVALID"),
    "button style": ({"reply_markup": keyboard([button(callback_data="a", style="pink")])}, "unknown style"),
    "late pay button": (
        {"reply_markup": keyboard([button(callback_data="a"), button(pay=True)])},
        "BUTTON_POS_INVALID",
    ),
    "wide row": ({"reply_markup": keyboard([button(callback_data="a")] * 9)}, "first 8 buttons"),
    "many buttons": ({"reply_markup": keyboard(*[[button(callback_data="a")]] * 101)}, "too long: 101 buttons"),
    "rows of what": (
        {"reply_markup": {"inline_keyboard": [button(callback_data="a")]}},
        "reply_markup.inline_keyboard[0]",
    ),
    "reply to nothing": ({"reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    "quote of nothing": ({"reply_parameters": {"message_id": 1, "quote": "absent"}}, "QUOTE_TEXT_INVALID"),
    "topic in a private chat": ({"message_thread_id": 5}, "message thread not found"),
    "business": ({"business_connection_id": "b"}, "business_connection_id"),
}


@pytest.mark.parametrize(("changes", "refusal"), MESSAGES.values(), ids=MESSAGES.keys())
async def test_send_message(
    standin: StandIn, client: httpx.AsyncClient, chat_id: int, changes: Json, refusal: str
) -> None:
    params = {"chat_id": chat_id, "text": "some words"} | changes
    answer = await ask(client, "sendMessage", {name: value for name, value in params.items() if value is not None})
    assert answer["ok"] is False
    assert refusal in answer["description"]
    assert [request.error for request in standin.refused] == [answer["description"]]
    with pytest.raises(AssertionError, match="sendMessage"):
        standin.check()
    assert len(standin.messages(standin.world.chats[chat_id])) == 1


OTHERS = {
    "unknown method": ("sendPigeon", {}, "Not Found"),
    "method without handler": ("getUserProfilePhotos", {"user_id": 1}, "Not supported by the playground"),
    "webhook without a scheme": ("setWebhook", {"url": "a.b/c"}, "An HTTPS URL must be provided"),
    "webhook secret": ("setWebhook", {"url": "https://a.b/c", "secret_token": "a b"}, "unallowed characters"),
    "edit without target": ("editMessageText", {"text": "a"}, "message identifier is not specified"),
    "edit with half a target": ("editMessageText", {"text": "a", "chat_id": 1}, "message identifier is not specified"),
    "edit with both targets": (
        "editMessageText",
        {"text": "a", "chat_id": 1, "message_id": 1, "inline_message_id": "i"},
        "message identifier is not specified",
    ),
    "edit of an unknown inline message": (
        "editMessageText",
        {"text": "a", "inline_message_id": "i"},
        "MESSAGE_ID_INVALID",
    ),
    "unknown callback": ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
    "unknown inline query": ("answerInlineQuery", {"inline_query_id": "1", "results": []}, "query is too old"),
    "unknown guest query": ("answerGuestQuery", {"guest_query_id": "1", "result": article()}, "GUEST_QUERY_ID_INVALID"),
    "long callback answer": ("answerCallbackQuery", {"callback_query_id": "1", "text": "a" * 201}, "MESSAGE_TOO_LONG"),
    "callback url": ("answerCallbackQuery", {"callback_query_id": "1", "url": "https://a.b"}, "URL_INVALID"),
    "command name": ("setMyCommands", {"commands": [{"command": "Ask", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    "command length": (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "a"}]},
        "BOT_COMMAND_INVALID",
    ),
    "command without description": (
        "setMyCommands",
        {"commands": [{"command": "ask", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    "command twice": ("setMyCommands", {"commands": [{"command": "ask", "description": "a"}] * 2}, "DUPLICATE"),
    "too many commands": (
        "setMyCommands",
        {"commands": [{"command": f"c{n}", "description": "a"} for n in range(101)]},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    "unknown scope": ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}, '"scope" is none of the kinds'),
    "scope of a stranger": (
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat", "chat_id": 5}},
        "chat not found",
    ),
    "language": ("setMyCommands", {"commands": [], "language_code": "eng"}, "invalid language code"),
    "long description": ("setMyDescription", {"description": "a" * 513}, "description is too long"),
    "long short description": ("setMyShortDescription", {"short_description": "a" * 121}, "is too long"),
    "unknown updates": ("getUpdates", {"allowed_updates": ["telepathy"]}, "telepathy"),
    "updates limit": ("getUpdates", {"limit": 101}, "out of range"),
    "long caption": ("sendDocument", {"chat_id": 1, "document": "a", "caption": "a" * 1025}, "caption is too long"),
    "unknown file": ("getFile", {"file_id": "none"}, "invalid file_id"),
    "unknown document": ("sendDocument", {"chat_id": 1, "document": "none"}, "chat not found|wrong file"),
}


@pytest.mark.parametrize(("method", "params", "refusal"), OTHERS.values(), ids=OTHERS.keys())
async def test_other_methods(
    standin: StandIn, client: httpx.AsyncClient, method: str, params: Json, refusal: str
) -> None:
    answer = await ask(client, method, params)
    assert answer["ok"] is False
    assert any(part in answer["description"] for part in refusal.split("|"))
    assert len(standin.refused) == 1


INLINE = {
    "too many": ({"results": [article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
    "long id": ({"results": [article("я" * 33)]}, "RESULT_ID_INVALID (66 bytes)"),
    "empty id": ({"results": [article("")]}, "RESULT_ID_INVALID"),
    "same id": ({"results": [article("a"), article("a")]}, "RESULT_ID_DUPLICATE"),
    "no title": ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
    "wrong link": ({"results": [article(url="nowhere")]}, "wrong url"),
    "unknown kind": ({"results": [article(type="rumour")]}, '"results[0]" is none of the kinds of InlineQueryResult'),
    "empty message": ({"results": [article(text="")]}, "message text is empty"),
    "bad entity": (
        {"results": [article(input_message_content={"message_text": "a", "entities": [entity("bold", 0, 2)]})]},
        "ends after the end",
    ),
    "content of no kind": ({"results": [article(input_message_content={"text": "a"})]}, "input_message_content"),
    "bad keyboard": ({"results": [article(reply_markup=keyboard([button()]))]}, "Text buttons are unallowed"),
    "long offset": ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
    "negative cache": ({"results": [], "cache_time": -1}, "cache_time"),
    "button without action": ({"results": [], "button": {"text": "a"}}, "exactly one of"),
    "button without text": ({"results": [], "button": {"text": "", "start_parameter": "a"}}, "is empty"),
    "start parameter characters": ({"results": [], "button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM"),
    "start parameter length": ({"results": [], "button": {"text": "a", "start_parameter": "a" * 65}}, "START_PARAM"),
}


@pytest.mark.parametrize(("params", "refusal"), INLINE.values(), ids=INLINE.keys())
async def test_inline_answers(standin: StandIn, client: httpx.AsyncClient, params: Json, refusal: str) -> None:
    query = standin.ask_inline(standin.add_user("Ada"), "words")
    answer = await ask(client, "answerInlineQuery", {"inline_query_id": query.id} | params)
    assert answer["ok"] is False
    assert refusal in answer["description"]
    assert query.answer is None


ACCEPTED: dict[str, Json] = {
    "the longest text": {"text": "🙂" * 2048},
    "styles in a quotation": {
        "entities": [entity("blockquote", 0, 10), entity("bold", 0, 4), entity("italic", 0, 4), entity("code", 5, 5)]
    },
    "a bold link": {"entities": [entity("bold", 0, 4), entity("text_link", 0, 4, url="https://a.b/c?d#:~:text=e%20f")]},
    "all of the buttons": {"reply_markup": keyboard(*[[button(callback_data="a" * 64)] * 4] * 25)},
    "other actions": {
        "reply_markup": keyboard(
            [button(copy_text={"text": "a" * 256}), button(url="t.me/bot?start=a"), button(switch_inline_query="")]
        )
    },
    "reply to nothing, if need be": {"reply_parameters": {"message_id": 77, "allow_sending_without_reply": True}},
    "quote": {"reply_parameters": {"message_id": 1, "quote": "there"}},
    "number as text": {"chat_id": "{chat_id}"},
}


@pytest.mark.parametrize("changes", ACCEPTED.values(), ids=ACCEPTED.keys())
async def test_what_is_accepted(standin: StandIn, client: httpx.AsyncClient, chat_id: int, changes: Json) -> None:
    params = {"chat_id": chat_id, "text": "some words"} | changes
    if isinstance(params["chat_id"], str):
        params["chat_id"] = str(chat_id)
    answer = await ask(client, "sendMessage", params)
    assert answer["ok"] is True, answer
    standin.check()


async def test_a_body_in_json_is_read_too(client: httpx.AsyncClient, chat_id: int) -> None:
    answer = (await client.post("/sendMessage", json={"chat_id": chat_id, "text": "words"})).json()
    assert answer["result"]["text"] == "words"


@pytest.mark.parametrize(("token", "code"), [("4242424242:wrong", 401), ("nonsense", 404)])
async def test_a_wrong_token(standin: StandIn, token: str, code: int) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(standin.app)) as client:
        answer = await client.get(f"{BASE}{token}/getMe")
    assert (answer.status_code, answer.json()["error_code"]) == (code, code)
    assert token not in repr(standin.refused)


async def test_a_body_over_a_mebibyte_is_too_large(client: httpx.AsyncClient, standin: StandIn, chat_id: int) -> None:
    answer = await ask(client, "sendMessage", {"chat_id": chat_id, "text": "ї" * 200_000})
    assert answer["error_code"] == 413
    assert [request.error for request in standin.refused] == ["Request Entity Too Large: too much parameters"]
