"""Pictures of every surface of the bot, as the playground shows it, and of its pages on the web.

    python -m benchmarks.screenshots FOLDER [--device NAME]...

The bot runs as `python -m bot playground` does, over `seeds/`, and headless Chromium types and presses as people do.
Each surface is a picture in light and in dark colours, on a desktop and on phones: `FOLDER/phone-dark-answer.png`.
A new surface is a function named in `surfaces` below. `docs/playground.png` is `desktop-light-answer.png`, and
`docs/quote-page.png` is `desktop-light-page-quote.png`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, async_playwright

from benchmarks.bot_crashes import free_port
from benchmarks.seed_questions import SEEDS

_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_DEVICES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1100, "height": 860}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
    "small": {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True},
}
# A busy machine answers late.
_PATIENCE = 120_000
_DENIED = "Who dismissed the reports as fake news?"
_SENTENCE = "Kremlin spokesperson Dmitry Peskov on Oct. 10 dismissed these reports"


@dataclass(frozen=True, slots=True)
class Screen:
    """The open page, and where its pictures go."""

    page: Page
    device: str
    folder: Path

    async def picture(self, surface: str) -> None:
        await self.page.wait_for_timeout(300)
        for colours in ("light", "dark"):
            await self.page.emulate_media(color_scheme=colours)
            await self.page.screenshot(path=self.folder / f"{self.device}-{colours}-{surface}.png")

    async def go_to(self, chat: str, topic: str = "") -> None:
        if self.device != "desktop":
            await self.page.get_by_role("button", name="Chats and settings").click()
        await self.page.locator("#chats").get_by_role("button", name=re.compile(chat)).click()
        if topic:
            await self.page.get_by_role("tab", name=topic).click()

    async def say(self, text: str) -> Locator:
        """Writes a message and waits for the bot's; gives that."""
        answered = self.page.locator(".message.other:not(.typing)")
        before = await answered.count()
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")
        await answered.nth(before).wait_for()
        return answered.nth(before)

    async def press(self, button: str) -> None:
        """Presses a button of the newest message that has it, and waits until the bot has done what it does."""
        key = self.page.locator(".key", has_text=button).last
        await key.click()
        await self.page.locator(".key.waiting").wait_for(state="detached")
        await self.page.wait_for_timeout(500)

    async def pick(self, message: Locator, tool: str) -> None:
        """Uses a tool beside a message."""
        if self.device == "desktop":
            await message.hover()
        else:
            await message.locator(".foot").first.dispatch_event("click")
        button = message.get_by_role("button", name=tool, exact=True)
        await button.scroll_into_view_if_needed()
        await self.picture(f"tools-{tool.lower()}")
        await button.click()


async def surfaces(screen: Screen) -> None:
    """Every surface once, in the order of a visit."""
    await screen.page.locator(".welcome").wait_for()
    await screen.picture("before-start")
    await screen.say("/start")
    await screen.picture("start")
    for surface in (_profile, _questions, _verification, _articles, _keeping, _inline, _replies, _groups, _files):
        await surface(screen)


async def _profile(screen: Screen) -> None:
    await screen.page.get_by_role("button", name="About this chat").click()
    await screen.picture("profile")
    await screen.page.locator("#dialog-close").click()


async def _questions(screen: Screen) -> None:
    await screen.say(_DENIED)
    await screen.picture("answer")
    await screen.press("In context")
    await screen.picture("answer-in-context")
    await screen.press("To the quote")
    await screen.say("when?")
    await screen.picture("follow-up")
    await screen.say("What did Zelensky say about North Korea?")
    await screen.picture("answer-several-quotes")
    await screen.press("[2]")
    await screen.picture("answer-second-quote")
    if await screen.page.locator(".unfold").count():
        await screen.page.locator(".unfold").last.click()
        await screen.picture("answer-second-quote-unfolded")
    await screen.say("Who accused Pyongyang of backing Russia with troops?")
    await screen.picture("maybe")
    await screen.say("What is the capital of France?")
    await screen.picture("refusal")


async def _verification(screen: Screen) -> None:
    await screen.say(f"/verify {_SENTENCE}")
    await screen.picture("verify-exact")
    await screen.say(f"/verify {_SENTENCE.replace('dismissed', 'confirmed')}")
    await screen.picture("verify-altered")


async def _articles(screen: Screen) -> None:
    await screen.say("/sources")
    await screen.picture("sources")
    await screen.say("/source 2")
    await screen.picture("source")
    await screen.say("/timeline North Korea")
    await screen.picture("timeline")


async def _keeping(screen: Screen) -> None:
    await screen.say(_DENIED)
    await screen.press("Save")
    await screen.say("/clippings")
    await screen.picture("clippings")
    await screen.say("/watch North Korea")
    await screen.say("/watches")
    await screen.picture("watches")


async def _inline(screen: Screen) -> None:
    await screen.page.click("#inline")
    await screen.page.fill("#text", "troops")
    await screen.page.locator("#results .card").first.wait_for(timeout=_PATIENCE)
    await screen.picture("inline-results")
    await screen.page.locator("#results .card").first.click()
    await screen.page.locator(".message.own .via").last.wait_for()
    await screen.picture("inline-posted")


async def _replies(screen: Screen) -> None:
    answer = await screen.say(_DENIED)
    await answer.locator("blockquote").first.evaluate("node => getSelection().selectAllChildren(node)")
    await screen.picture("part-selected")
    await screen.page.get_by_role("button", name="Reply with the selected part").click()
    await screen.say("/verify")
    await screen.picture("part-replied-to")
    await screen.pick(answer, "Forward")
    await screen.page.locator("dialog").get_by_role("button", name="Quotedesk").click()
    forwarded = screen.page.locator(".message.own .via", has_text="Forwarded from")
    await forwarded.last.wait_for()
    await screen.picture("forwarded")
    await screen.pick(answer, "Reply")
    await screen.page.get_by_role("button", name="In another chat").click()
    await screen.page.locator("dialog").get_by_role("button", name="Newsroom").click()
    await screen.say("/verify")
    await screen.picture("reply-in-another-chat")


async def _groups(screen: Screen) -> None:
    await screen.say(f"/ask {_DENIED}")
    await screen.picture("group")
    await screen.go_to("Elsewhere")
    await screen.say(f"@quotedesk_bot {_DENIED}")
    await screen.picture("guest")
    await screen.go_to("Investigations", "Politics")
    await screen.say(f"/ask {_DENIED}")
    await screen.picture("topic")
    await screen.go_to("Quotedesk")


async def _files(screen: Screen) -> None:
    await screen.say("/timeline North Korea")
    await screen.press("Markdown file")
    await screen.page.locator("a.file").last.wait_for()
    await screen.picture("file")
    picture = (screen.folder / f"{screen.device}-light-answer.png").read_bytes()
    files: Any = [{"name": f"{name}.png", "mimeType": "image/png", "buffer": picture} for name in "abc"]
    await screen.page.fill("#text", _DENIED)
    before = await screen.page.locator(".message.other:not(.typing)").count()
    await screen.page.set_input_files("#file", files)
    await screen.page.locator(".message.other:not(.typing)").nth(before).wait_for()
    await screen.page.locator(".photos").last.scroll_into_view_if_needed()
    await screen.picture("album")


async def _web(screen: Screen) -> None:
    """The pages on the web: the search, a quote, and one that is not there."""
    await screen.page.get_by_role("searchbox").fill(_DENIED)
    await screen.page.get_by_role("button", name="Ask").click()
    await screen.page.get_by_role("link", name="Check it").first.wait_for()
    await screen.picture("page-search")
    await screen.page.get_by_role("link", name="Check it").first.click()
    await screen.page.get_by_role("heading", name="How to check it").wait_for()
    await screen.picture("page-quote-marked")
    await screen.page.evaluate("scrollTo(0, 0)")
    await screen.picture("page-quote")
    await screen.page.goto(screen.page.url.replace("/q/", "/q/0"))
    await screen.picture("page-nothing")


async def take(folder: Path, devices: list[str]) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with TemporaryDirectory() as index_dir:
            for device in devices:
                async with _bot(Path(index_dir)) as url, _page(browser, url, device) as page:
                    await surfaces(Screen(page, device, folder))
                port = free_port()
                web = {"PUBLIC_URL": f"http://127.0.0.1:{port}", "WEB_PORT": str(port)}
                async with (
                    _bot(Path(index_dir), **web),
                    _page(browser, f"{web['PUBLIC_URL']}/search", device) as page,
                ):
                    await _web(Screen(page, device, folder))
        await browser.close()


@asynccontextmanager
async def _page(browser: Browser, url: str, device: str) -> AsyncIterator[Page]:
    context: BrowserContext = await browser.new_context(locale="en-GB", reduced_motion="reduce", **_DEVICES[device])
    context.set_default_timeout(_PATIENCE)
    page = await context.new_page()
    await page.goto(url)
    yield page
    await context.close()


@asynccontextmanager
async def _bot(index_dir: Path, **more: str) -> AsyncIterator[str]:
    """The bot in a playground where nothing was said yet; gives the page's address."""
    (index_dir / "people.sqlite").unlink(missing_ok=True)
    own = {"INDEX_DIR": str(index_dir), "CORPUS_DIR": str(SEEDS), "PLAYGROUND_PORT": "0", "READER": "true", **more}
    command = (sys.executable, "-m", "bot", "playground")
    bot = await asyncio.create_subprocess_exec(*command, stdout=PIPE, env=os.environ | own)
    try:
        while bot.stdout and (line := await bot.stdout.readline()):
            if found := re.search(r"http://\S+", line.decode()):
                yield found[0]
                break
        else:
            raise SystemExit("The bot did not start.")
    finally:
        bot.terminate()
        await bot.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="where the pictures are written")
    parser.add_argument("--device", action="append", choices=_DEVICES, help="only this one")
    options = parser.parse_args()
    if not _CHROMIUM:
        raise SystemExit("There is no Chromium here: apt-get install chromium")
    options.folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(options.folder, options.device or list(_DEVICES)))


if __name__ == "__main__":
    main()
