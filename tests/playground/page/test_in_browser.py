"""The page as a person sees and uses it, in headless Chromium; skipped where that is not installed."""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
)
from telegram.error import BadRequest

from playground.page.application import Playground, serve_playground
from playground.page.stage import ADMIN_ID, READER_ID
from playground.world.entities import utf16_length
from tests.playground.echo import RunningEcho, patient_client

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here: apt-get install chromium"),
    pytest.mark.asyncio(loop_scope="module"),
]

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Any]:
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def playground() -> AsyncIterator[Playground]:
    async with serve_playground(0, ()) as playground:
        yield playground


@pytest_asyncio.fixture(loop_scope="module")
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    async with Bot(playground.token, base_url=f"{playground.api_url}/bot", request=patient_client()) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def echo(playground: Playground, running_echo: RunningEcho) -> AsyncIterator[Any]:
    async with running_echo(playground.api_url, playground.token) as app:
        yield app


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Any, playground: Playground) -> AsyncIterator[Any]:
    """The open page; whatever goes wrong in it or is fetched from elsewhere fails the test."""
    context = await browser.new_context(viewport={"width": 1100, "height": 800}, locale="en-GB")
    context.set_default_timeout(60_000)
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.extend([message.text] if message.type == "error" else []))
    own = (playground.page_url, "data:")
    page.on("request", lambda request: problems.extend([] if request.url.startswith(own) else [request.url]))
    await page.goto(playground.page_url)
    await page.locator("#title", has_text="Quotedesk").wait_for()
    yield page
    await context.close()
    assert problems == []


async def write(page: Any, text: str) -> None:
    await page.fill("#text", text)
    await page.press("#text", "Enter")


async def begin(page: Any) -> None:
    """From here on the bot may write to whoever looks at the page."""
    await write(page, "/start")
    await page.locator(".message.own").wait_for()


@pytest.mark.usefixtures("echo")
async def test_a_question_is_answered_pressed_and_still_there_after_a_reload(page: Any) -> None:
    await write(page, "who denied the 🙂 reports?")
    quote = page.locator("blockquote")
    await quote.wait_for()
    assert await quote.inner_text() == "who denied the 🙂 reports?"
    await page.get_by_role("button", name="Louder").click()
    await page.locator("#toast", has_text="Done").wait_for()
    await page.locator(".message.other .text", has_text="LOUDER").wait_for()
    assert await page.locator(".key").count() == 0
    await page.reload()
    await page.locator(".message.other .text", has_text="LOUDER").wait_for()
    assert await page.locator(".message").count() == 2


@pytest.mark.usefixtures("echo")
async def test_inline_results_are_cards_and_the_chosen_one_is_posted(page: Any) -> None:
    await page.click("#inline")
    await page.keyboard.type("peskov fake")
    card = page.locator("#results .card", has_text="First")
    await card.wait_for()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    message = page.locator(".message.own", has_text="Quoting peskov fake")
    await message.wait_for()
    assert await message.locator(".via").inner_text() == "via @quotedesk_bot"
    await playwright.expect(page.locator("#results")).to_be_hidden()


async def test_entities_cover_the_intended_text(page: Any, bot: Bot) -> None:
    await begin(page)
    text = "🙂🙂 bold both link https://example.org/ä. /help <img src=x onerror=alert(1)> secret\nquote é\u0301\nafter"

    def entity(kind: str, part: str, **fields: Any) -> MessageEntity:
        return MessageEntity(kind, utf16_length(text[: text.index(part)]), utf16_length(part), **fields)

    entities = [
        entity("bold", "bold both"),
        entity("italic", "both"),
        entity("text_link", "link", url="https://example.org/a#:~:text=b"),
        entity("spoiler", "secret"),
        entity("blockquote", "quote é\u0301"),
    ]
    await bot.send_message(READER_ID, text, entities=entities)
    message = page.locator(".message.other .text")
    await message.wait_for()
    assert await message.locator("strong").inner_text() == "bold both"
    assert await message.locator("strong em").inner_text() == "both"
    links = [(await link.inner_text(), await link.get_attribute("href")) for link in await message.locator("a").all()]
    assert links == [
        ("link", "https://example.org/a#:~:text=b"),
        ("https://example.org/ä", "https://example.org/%C3%A4"),
    ]
    assert await message.locator("blockquote").inner_text() == "quote é\u0301"
    assert await message.locator("img").count() == 0
    spoiler = message.locator(".spoiler")
    await spoiler.click()
    assert "shown" in (await spoiler.get_attribute("class") or "")
    assert await page.get_by_role("button", name="/help", exact=True).count() == 1


async def test_buttons_open_copy_and_share(page: Any, bot: Bot) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await begin(page)
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("Open", url="https://t.me/quotedesk_bot?start=p_0123")],
            [InlineKeyboardButton("Copy", copy_text=CopyTextButton("A citation"))],
            [InlineKeyboardButton("Share", switch_inline_query="troop reports")],
        ]
    )
    await bot.send_message(READER_ID, "Buttons", reply_markup=keyboard)
    await page.get_by_role("button", name="Copy", exact=True).click()
    await page.locator("#toast", has_text="Copied").wait_for()
    assert await page.evaluate("navigator.clipboard.readText()") == "A citation"
    await page.get_by_role("button", name="Open", exact=True).click()
    await page.locator(".message.own .text", has_text="/start p_0123").wait_for()
    await page.get_by_role("button", name="Share", exact=True).click()
    await page.locator("dialog").get_by_role("button", name="Newsroom").click()
    await page.locator("#title", has_text="Newsroom").wait_for()
    assert await page.input_value("#text") == "troop reports"
    assert await page.locator("#inline-name").inner_text() == "@quotedesk_bot"


async def test_the_admin_has_a_chat_and_commands_of_their_own(page: Any, bot: Bot) -> None:
    await page.get_by_role("switch", name="Be the admin").click()
    await page.locator("#as", has_text="Alex, admin").wait_for()
    await begin(page)
    fetched, outdated = asyncio.Event(), asyncio.Event()

    async def answer_the_first_last(route: Any) -> None:
        response, is_first = await route.fetch(), not fetched.is_set()
        fetched.set()
        if is_first:
            await page.locator("#commands:visible").wait_for()
        await route.fulfill(response=response)
        if is_first:
            outdated.set()

    await page.route("**/play/about", answer_the_first_last)
    await bot.set_my_commands([BotCommand("ask", "Ask")])
    await fetched.wait()
    await bot.set_my_commands([BotCommand("reindex", "Index anew")], scope=BotCommandScopeChat(ADMIN_ID))
    await outdated.wait()
    await page.fill("#text", "/r")
    await page.get_by_role("option", name="/reindex Index anew").click()
    await page.locator(".message.own .text", has_text="/reindex").wait_for()
    await page.get_by_role("switch", name="Be the admin").click()
    assert await page.locator(".message").count() == 0
    await page.fill("#text", "/")
    assert await page.locator("#menu").get_by_role("option").all_inner_texts() == ["/ask\nAsk"]


async def test_what_telegram_would_refuse_is_shown(page: Any, bot: Bot) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(123, "to nobody")
    await page.locator("#toast", has_text="Telegram would refuse sendMessage: Bad Request: chat not found").wait_for()


async def test_topics_replies_and_edits(page: Any, bot: Bot) -> None:
    await page.get_by_role("button", name=re.compile("Investigations")).click()
    await page.get_by_role("tab", name="Politics").click()
    await write(page, "/ask who?")
    own = page.locator(".message.own")
    await own.wait_for()
    (update,) = await bot.get_updates()
    assert update.message is not None
    thread = update.message.message_thread_id
    assert thread is not None
    await update.message.reply_text("He did", do_quote=True)
    answer = page.locator(".message.other", has_text="He did")
    await answer.locator(".replied", has_text="/ask who?").wait_for()
    await answer.hover()
    await answer.get_by_role("button", name="Reply", exact=True).click()
    await write(page, "and then?")
    await own.nth(1).wait_for()
    await page.press("#text", "ArrowUp")
    await write(page, "and after that?")
    await page.locator(".message.own .text", has_text="and after that?").wait_for()
    replied, edited = (await bot.get_updates(update.update_id + 1))[:2]
    assert replied.message is not None
    assert replied.message.reply_to_message is not None
    assert (replied.message.reply_to_message.text, replied.message.message_thread_id) == ("He did", thread)
    assert edited.edited_message is not None
    assert edited.edited_message.text == "and after that?"
    await page.get_by_role("tab", name="Economy").click()
    assert await page.locator(".message").count() == 0


async def select(page: Any, text: str) -> None:
    """Selects words of a message as a pointer would."""
    found = await page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector("#messages"), NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
                return true;
            }
            return false;
        }""",
        text,
    )
    assert found


async def test_a_part_is_replied_to_here_and_in_another_chat_and_a_message_forwarded(page: Any, bot: Bot) -> None:
    await begin(page)
    await bot.set_my_commands([BotCommand("verify", "Verify a quotation")])
    text = "He said:\nno 🌉, no\nand left"
    quote = MessageEntity("blockquote", 9, 9)
    await bot.send_message(READER_ID, text, entities=[quote, MessageEntity("bold", 16, 2)])
    await page.locator(".message.other blockquote").wait_for()
    await select(page, "and left")
    await page.get_by_role("button", name="Reply with the selected part").click()
    await page.locator("#context-text", has_text="“and left”").wait_for()
    await page.fill("#text", "/v")
    await page.get_by_role("option", name="/verify Verify a quotation").click()
    own = page.locator(".message.own").nth(1)
    await own.locator(".replied .part", has_text="and left").wait_for()
    await page.locator(".message.other").hover()
    await page.locator(".message.other").get_by_role("button", name="Reply", exact=True).click()
    await page.get_by_role("button", name="In another chat").click()
    await page.locator("dialog").get_by_role("button", name="Newsroom").click()
    await write(page, "/verify this")
    await page.locator(".message.own .replied", has_text="Quotedesk, in another chat").wait_for()
    await page.locator(".message.own").hover()
    await page.get_by_role("button", name="Forward", exact=True).click()
    await page.locator("dialog").get_by_role("button", name="Quotedesk").click()
    await page.locator(".message.own .via", has_text="Forwarded from Robin").wait_for()
    said, there, forwarded = [update.message for update in (await bot.get_updates())[1:]]
    assert said is not None
    assert said.quote is not None
    assert (said.quote.text, said.quote.position, said.quote.is_manual) == ("and left", 19, True)
    assert there is not None
    assert there.external_reply is not None
    assert forwarded is not None
    assert forwarded.forward_origin is not None
    assert forwarded.text == "/verify this"


async def test_what_the_bot_says_of_itself_is_shown_before_start_and_in_its_profile(page: Any, bot: Bot) -> None:
    await bot.set_my_description("Ask the archive")
    await page.locator(".welcome", has_text="Ask the archive").wait_for()
    await bot.set_my_description("Питайте архів", "uk")
    await bot.set_my_short_description("Цитати", "uk")
    await page.select_option("#language", "uk")
    await page.locator(".welcome", has_text="Питайте архів").wait_for()
    await page.get_by_role("button", name="About this chat").click()
    await page.locator("dialog .bio", has_text="Цитати").wait_for()


async def test_files_are_saved_and_albums_are_one_message(page: Any, bot: Bot) -> None:
    await begin(page)
    await bot.send_document(READER_ID, b"a,b\n", filename="timeline.csv", caption="Here")
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Save timeline.csv").click()
    saved = await download.value
    assert saved.suggested_filename == "timeline.csv"
    assert await asyncio.to_thread((await saved.path()).read_bytes) == b"a,b\n"
    image = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    files = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": image} for name in "ab"]
    await page.fill("#text", "Which bridge?")
    await page.set_input_files("#file", files)
    album = page.locator(".message.own", has_text="Which bridge?")
    await album.locator("img").nth(1).wait_for()
    assert await page.locator(".message.own").count() == 2
    # What was written is kept until all files have arrived.
    await playwright.expect(page.locator("#text")).to_have_value("")


@pytest_asyncio.fixture(loop_scope="module")
async def phone(browser: Any, playground: Playground) -> AsyncIterator[Any]:
    """The page on a small phone."""
    viewport = {"width": 360, "height": 640}
    context = await browser.new_context(viewport=viewport, has_touch=True, is_mobile=True, locale="en-GB")
    context.set_default_timeout(60_000)
    page = await context.new_page()
    await page.goto(playground.page_url)
    await page.locator("#title", has_text="Quotedesk").wait_for()
    yield page
    await context.close()


async def test_on_a_phone_a_tap_shows_tools_that_leave_the_time_free(phone: Any, bot: Bot) -> None:
    await begin(phone)
    await bot.send_message(READER_ID, "Yes")
    message = phone.locator(".message.other")
    reply = message.get_by_role("button", name="Reply", exact=True)
    assert not await reply.is_visible()
    await message.locator(".text").tap()
    await reply.wait_for()
    time = await message.locator("time").bounding_box()
    for name in ("Reply", "Forward"):
        tool = await message.get_by_role("button", name=name, exact=True).bounding_box()
        assert tool["x"] + tool["width"] <= time["x"] or tool["y"] + tool["height"] <= time["y"]
    await reply.tap()
    await phone.locator("#context-title", has_text="Reply to Quotedesk").wait_for()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= 360


async def test_colours_follow_the_choice_and_a_narrow_window_keeps_everything(page: Any, bot: Bot) -> None:
    def background() -> Any:
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    await page.select_option("#theme", "light")
    light = await background()
    await page.select_option("#theme", "dark")
    assert await background() != light
    await page.reload()
    await page.locator("html[data-theme=dark]").wait_for()
    await page.locator("#title", has_text="Quotedesk").wait_for()
    assert await page.input_value("#theme") == "dark"
    await page.set_viewport_size({"width": 360, "height": 640})
    await begin(page)
    await bot.send_message(READER_ID, "A wide word: " + "w" * 300)
    await page.locator(".message.other").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_role("button", name="Chats and settings").click()
    await page.get_by_role("button", name=re.compile("Newsroom")).click()
    await page.locator("#title", has_text="Newsroom").wait_for()


@pytest.mark.usefixtures("echo")
async def test_everything_that_can_be_pressed_has_a_name(page: Any) -> None:
    await write(page, "hello")
    await page.get_by_role("button", name="Louder").wait_for()
    nameless = await page.evaluate(
        """[...document.querySelectorAll("button, input, textarea, select")]
             .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length || node.hidden))
             .map((node) => node.outerHTML)"""
    )
    assert nameless == []
    await page.locator("#messages[role=log][aria-live=polite]").wait_for()
