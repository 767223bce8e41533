"""Checks of what the bot has with Telegram, each paired with its remedy; the token stands in none of them.

Comes in: the settings. Goes out: findings as the index's own doctor has them. Nothing is changed anywhere.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.errors import SharedStoreError, StartError
from bot.settings import BotSettings
from bot.texts.checks import CHECK_LANGUAGES, INDEX_CHECKS, Check, CheckTexts
from index import Finding, QuotedeskError, examine
from index.settings import ENV_FILE

# Telegram answers in half a second; who has to wait for longer would rather know that.
_TIMEOUT_SECONDS = 5.0
# Messages say when they were sent to the second; a minute is no delay of the network.
_CLOCK_SECONDS = 60
# More than a bot leaves between two polls.
_MOST_WAITING = 100
# https://core.telegram.org/bots/api#user: at most 52 significant bits. The ids of supergroups begin with -100, which
# people leave the sign off.
_LARGEST_ID = 1 << 52
_GROUPS = range(10**12, 2 * 10**12)
_LOCAL = ("127.0.0.1", "localhost", "::1")


class _UnansweredError(Exception):
    """The Bot API did not answer as it does; the finding says how."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.state)
        self.finding = finding


def examine_all(reach_store: Callable[[str], Awaitable[None]]) -> list[Finding]:
    """What is found with the settings of this folder and environment, in the language of the terminal.

    reach_store: raises SharedStoreError where there is no shared store at an address, StartError where its client is
    not installed.
    """
    language = _language(os.environ, sys.stdout.encoding)
    texts = CHECK_LANGUAGES[language]
    try:
        settings = BotSettings.load()
    except QuotedeskError as error:
        return [Finding(texts.settings, False, texts.settings_bad, str(error))]
    own = [Finding(texts.settings, True, texts.settings_good), *examine_telegram(settings, texts)]
    if settings.shared_store:
        own.append(asyncio.run(_look_at_store(reach_store, settings.shared_store.get_secret_value(), texts)))
    return [*own, *examine_index(settings, language)]


def examine_index(settings: BotSettings, language: str) -> list[Finding]:
    """What the index's own doctor finds, said in a language of the bot's."""
    said = INDEX_CHECKS.get(language, {})
    return [_in_other_words(finding, said[finding.kind]) if said else finding for finding in examine(settings)]


def _in_other_words(finding: Finding, said: tuple[str, str, str]) -> Finding:
    subject, state, remedy = (text.format(**finding.gaps) for text in said)
    return replace(finding, subject=subject, state=state, remedy=remedy)


def _language(environment: Mapping[str, str], encoding: str) -> str:
    """As POSIX has it: the first of these that is set counts; English where the terminal has no letters for it."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    language = next((environment[name] for name in names if environment.get(name)), "")[:2]
    try:
        CHECK_LANGUAGES[language].token.encode(encoding)
    except (KeyError, UnicodeEncodeError):
        return "en"
    return language


def examine_telegram(
    settings: BotSettings, texts: CheckTexts, env_file: Path = ENV_FILE, now: float | None = None
) -> list[Finding]:
    """Look at the token, the Bot API, the clock, where updates go, the bot's modes and its admins.

    env_file: where the token may stand. now: seconds since 1970, for this machine's clock.
    """
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    found = [*_look_at_token(token, env_file, texts), *_look_at_admins(settings, token, texts)]
    if token:
        found += _look_at_api(settings, token, texts, time.time() if now is None else now)
    return found


async def _look_at_store(reach: Callable[[str], Awaitable[None]], url: str, texts: CheckTexts) -> Finding:
    """The address may hold a password, and is not shown."""
    try:
        await reach(url)
    except SharedStoreError as error:
        return _bad(texts.store, texts.store_away, reason=error)
    except StartError as error:
        return Finding(texts.store, False, texts.settings_bad, str(error))
    return Finding(texts.store, True, texts.store_good)


def _look_at_token(token: str, env_file: Path, texts: CheckTexts) -> Iterator[Finding]:
    if not token:
        yield _bad(texts.token, texts.token_missing)
        return
    yield Finding(texts.token, True, texts.token_good)
    if env_file.is_file() and env_file.stat().st_mode & 0o077:
        yield _warning(texts.token, texts.token_readable, file=env_file)


def _look_at_admins(settings: BotSettings, token: str, texts: CheckTexts) -> Iterator[Finding]:
    ids = settings.admin_user_ids
    if not ids:
        yield _warning(texts.admins, texts.admins_none)
        return
    good = True
    for one in sorted(ids):
        odd = (
            texts.admins_bot
            if str(one) == token.partition(":")[0]
            else texts.admins_group
            if one in _GROUPS
            else None
            if 0 < one < _LARGEST_ID
            else texts.admins_odd
        )
        if odd:
            good = False
            yield _bad(texts.admins, odd, id=one)
    if good:
        yield Finding(texts.admins, True, texts.admins_good.format(count=len(ids)))


def _look_at_api(settings: BotSettings, token: str, texts: CheckTexts, now: float) -> Iterator[Finding]:
    url = settings.telegram_api_url
    is_here = urlsplit(url).hostname in _LOCAL
    if url.startswith("http://") and not is_here:
        yield _warning(texts.api, texts.api_plain, url=url)
    with httpx.Client(timeout=_TIMEOUT_SECONDS, trust_env=not is_here) as client:
        try:
            me, theirs = _ask(client, url, token, "getMe", texts)
            webhook, _ = _ask(client, url, token, "getWebhookInfo", texts)
        except _UnansweredError as error:
            yield error.finding
            return
    yield Finding(texts.api, True, texts.api_good.format(url=url, name=me.get("username", "")))
    if theirs is not None:
        apart = round(abs(theirs - now))
        if apart > _CLOCK_SECONDS:
            yield _bad(texts.clock, texts.clock_wrong, seconds=apart)
        else:
            yield Finding(texts.clock, True, texts.clock_good)
    yield from _look_at_updates(webhook, settings.webhook_url, texts)
    if me.get("supports_inline_queries"):
        yield Finding(texts.inline, True, texts.inline_good)
    else:
        yield _warning(texts.inline, texts.inline_off)
    if me.get("can_read_all_group_messages"):
        yield _warning(texts.groups, texts.groups_all)
    else:
        yield Finding(texts.groups, True, texts.groups_good)


def _look_at_updates(webhook: dict[str, Any], wanted: str | None, texts: CheckTexts) -> Iterator[Finding]:
    given = str(webhook.get("url", ""))
    host = urlsplit(given).netloc
    if given and wanted is None:
        yield _bad(texts.updates, texts.webhook_foreign, host=host)
    elif given and given != wanted:
        yield _bad(texts.updates, texts.webhook_other, host=host)
    elif wanted and not given:
        yield _warning(texts.updates, texts.webhook_none)
    elif reason := webhook.get("last_error_message"):
        yield _bad(texts.updates, texts.webhook_failing, reason=reason)
    else:
        yield Finding(texts.updates, True, texts.updates_sent.format(host=host) if given else texts.updates_polled)
    if (waiting := int(webhook.get("pending_update_count", 0))) > _MOST_WAITING:
        yield _warning(texts.updates, texts.updates_waiting, count=waiting)


def _ask(
    client: httpx.Client, url: str, token: str, method: str, texts: CheckTexts
) -> tuple[dict[str, Any], float | None]:
    """The result of a method, and the server's time where it says so.

    Raises:
        _UnansweredError: there is none. What httpx says of it would hold the token.
    """
    try:
        response = client.get(f"{url}/bot{token}/{method}")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise _UnansweredError(_bad(texts.api, texts.api_away, url=url, reason=type(error).__name__)) from None
    try:
        answer = response.json()
        is_answer = isinstance(answer, dict) and "ok" in answer
    except ValueError:
        is_answer = False
    if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        reason = f"HTTP {response.status_code}"
        raise _UnansweredError(_bad(texts.api, texts.api_failing, url=url, reason=reason))
    if not is_answer:
        raise _UnansweredError(_bad(texts.api, texts.api_other, url=url))
    if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.NOT_FOUND):
        raise _UnansweredError(_bad(texts.token, texts.token_refused))
    if not answer["ok"]:
        reason = f"HTTP {response.status_code}"
        raise _UnansweredError(_bad(texts.api, texts.api_failing, url=url, reason=reason))
    return answer["result"], _time_of(response)


def _time_of(response: httpx.Response) -> float | None:
    try:
        return parsedate_to_datetime(response.headers.get("Date", "")).timestamp()
    except ValueError:
        return None


def _bad(subject: str, check: Check, **gaps: object) -> Finding:
    return Finding(subject, False, check.state.format(**gaps), check.remedy.format(**gaps))


def _warning(subject: str, check: Check, **gaps: object) -> Finding:
    return Finding(subject, True, check.state.format(**gaps), check.remedy.format(**gaps))
