"""The pages as a reader sees them, in headless Chromium; skipped where that is not installed."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote as percent_encoded

import httpx
import pytest

from bot.texts.pages.english import ENGLISH_PAGES
from bot.texts.pages.ukrainian import UKRAINIAN_PAGES
from bot.views.page_links import ANCHOR, quote_path
from index import Library
from tests.bot.helpers import QUESTION
from tests.bot.web.pages.conftest import TOKEN, PagesOf
from tests.bot.web.pages.test_launch import signed

playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here: apt-get install chromium")

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PHONE, DESKTOP = {"width": 360, "height": 720}, {"width": 1280, "height": 800}
# Of each text with what is behind it, as https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio has it.
CONTRASTS = """() => {
  const luminance = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255);
    const [red, green, blue] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" ? behind(node.parentElement) : colour;
  };
  return [...document.querySelectorAll("main *, footer *, header *")]
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim()))
    .map((node) => [luminance(getComputedStyle(node).color), luminance(behind(node))].sort((one, other) => other - one))
    .map(([light, dark]) => (light + 0.05) / (dark + 0.05));
}"""
IN_VIEW = """() => {
  const place = document.getElementById("quote").getBoundingClientRect();
  return place.top >= 0 && place.bottom <= innerHeight;
}"""


def is_an_error(request: Any) -> bool:
    """Whether a request failed otherwise than because the page was left meanwhile."""
    return bool(request.failure != "net::ERR_ABORTED")


@asynccontextmanager
async def browser_page(**options: Any) -> AsyncIterator[Any]:
    """A page of a browser; afterwards it has reported no error."""
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await (await browser.new_context(**options)).new_page()
        reported: list[str] = []
        page.on("console", lambda message: reported.append(message.text))
        page.on("pageerror", lambda error: reported.append(str(error)))
        page.on("requestfailed", lambda request: reported.append(request.url) if is_an_error(request) else None)
        yield page
        await browser.close()
    assert reported == []


@pytest.fixture
async def published(pages_of: PagesOf) -> AsyncIterator[httpx.AsyncClient]:
    """The pages, with whole articles."""
    async with pages_of(publish_articles=True) as client:
        yield client


@pytest.fixture
def address(published: httpx.AsyncClient, library: Library) -> str:
    """Of the page of a quote that stands far down in its article."""
    return f"{published.base_url}/{quote_path(library.ask(QUESTION).quotes[0])}"


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_quote_is_in_view_and_all_can_be_read(address: str, viewport: dict[str, int], scheme: str) -> None:
    async with browser_page(viewport=viewport, color_scheme=scheme) as page:
        await page.goto(address)
        await page.wait_for_function(IN_VIEW)
        assert await page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        assert min(await page.evaluate(CONTRASTS)) >= 4.5
        assert await page.evaluate("document.querySelectorAll('h1').length") == 1


async def test_it_works_without_javascript(address: str) -> None:
    async with browser_page(viewport=PHONE, java_script_enabled=False) as page:
        await page.goto(address + ANCHOR)
        box = await page.locator("#quote").bounding_box()
        assert 0 <= box["y"] < PHONE["height"]
        await page.get_by_role("link", name="Quotedesk").click()
        await page.get_by_role("searchbox").fill(QUESTION)
        await page.get_by_role("button", name=ENGLISH_PAGES.ask_button).click()
        await page.get_by_role("link", name="Check it").first.click()
        assert await page.get_by_role("heading", name=ENGLISH_PAGES.check_heading).count() == 1


async def test_the_keyboard_reaches_the_content_first(address: str) -> None:
    async with browser_page(viewport=DESKTOP) as page:
        await page.goto(address)
        await page.keyboard.press("Tab")
        assert await page.get_by_role("link", name=ENGLISH_PAGES.skip).is_visible()
        nameless = await page.evaluate(
            """[...document.querySelectorAll("a, button, input:not([type=hidden])")]
                 .filter((node) => !(node.ariaLabel || node.textContent.trim())).map((node) => node.outerHTML)"""
        )
        assert nameless == []


async def test_print_leaves_out_what_paper_can_not_do(address: str) -> None:
    async with browser_page(viewport=DESKTOP, color_scheme="dark") as page:
        await page.goto(address)
        await page.emulate_media(media="print")
        assert not await page.locator("header").is_visible()
        assert await page.locator("#quote").is_visible()
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.parametrize(("background", "theme"), [("#17212b", "dark"), ("#ffffff", "light")])
async def test_as_a_mini_app_it_takes_on_theme_and_language(address: str, background: str, theme: str) -> None:
    user = json.dumps({"id": 7, "first_name": "Ада", "language_code": "uk"})
    launch = {
        "tgWebAppData": signed(TOKEN, auth_date=str(int(time.time())), user=user),
        "tgWebAppVersion": "8.0",
        "tgWebAppThemeParams": json.dumps({"bg_color": background}),
    }
    fragment = "&".join(f"{name}={percent_encoded(value, safe='')}" for name, value in launch.items())
    other = "light" if theme == "dark" else "dark"
    async with browser_page(viewport=PHONE, color_scheme=other) as page:
        told = "window.told = []; window.TelegramWebviewProxy = { postEvent: (name) => window.told.push(name) };"
        await page.add_init_script(told)
        await page.goto(f"{address}#{fragment}")
        await page.locator("html[lang=uk]").wait_for()
        await page.get_by_role("heading", name=UKRAINIAN_PAGES.check_heading).wait_for()
        await page.locator(f"html[data-theme={theme}]").wait_for()
        assert await page.evaluate("getComputedStyle(document.body).colorScheme") == theme
        await page.wait_for_function(IN_VIEW)
        assert await page.evaluate("window.told") == ["web_app_ready", "web_app_expand"]
