"""`python -m bot` as a newcomer starts it: no token, a browser, the five articles."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts.english import ENGLISH
from tests.conftest import SEEDS

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here: apt-get install chromium"),
]
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
ROOT = Path(__file__).parents[2]
SECONDS = 120_000


@pytest.fixture
def page_url(own_index: Path, tmp_path: Path) -> Iterator[str]:
    """The address that a running bot prints; afterwards Ctrl-C has to stop it cleanly."""
    settings = {"INDEX_DIR": str(own_index), "CORPUS_DIR": str(SEEDS), "PLAYGROUND_PORT": "0"}
    environment = os.environ | settings | {"PYTHONPATH": str(ROOT)}
    log = tmp_path / "bot.log"
    with log.open("w") as output:
        bot = subprocess.Popen(
            [sys.executable, "-m", "bot"],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=output,
            text=True,
        )
    try:
        assert bot.stdout is not None
        address = next((found for line in bot.stdout if (found := re.search(r"http://127\.0\.0\.1:\d+/", line))), None)
        assert address, log.read_text()
        yield address[0]
        bot.send_signal(signal.SIGINT)
        assert bot.wait(120) in (0, 130)
        assert "Traceback" not in log.read_text()
    finally:
        bot.kill()
        bot.wait()
        bot.stdout.close() if bot.stdout else None


def test_a_question_typed_into_the_page_is_answered_with_a_quote(page_url: str) -> None:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(SECONDS)
        page.goto(page_url)
        page.fill("#text", "who denied the troop reports?")
        page.press("#text", "Enter")
        quote = page.locator("blockquote").first
        quote.wait_for()
        assert "Peskov" in quote.locator("b, strong").first.inner_text()
        quoted = page.locator("blockquote").count()
        page.fill("#text", "What is the capital of France?")
        page.press("#text", "Enter")
        page.locator("main").get_by_text(ENGLISH.no_answer).last.wait_for()
        assert page.locator("blockquote").count() == quoted
        browser.close()
