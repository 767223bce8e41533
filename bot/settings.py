"""Settings of the bot: those of the index and its own, from the environment and `.env`.

`BotSettings.load()` refuses, besides what the index refuses, any `TELEGRAM_*` variable that means nothing to it.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any, ClassVar, Literal, Self
from urllib.parse import urlsplit

from cronsim import CronSim, CronSimError
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from index.errors import SettingsError
from index.settings import IndexSettings

PUBLIC_API = "https://api.telegram.org"
# Beside the playground's 8080.
_WEB_PORT = 8081
WEBHOOK_PATH = "/telegram"
Networks = frozenset[IPv4Network | IPv6Network]
# The logger of what admins do, which `bot.transport.logs` also writes to a file.
ACTIONS_LOGGER = "bot.actions"
# Of those, the logger of what says who did it.
PEOPLE_LOGGER = "bot.actions.people"


class BotSettings(IndexSettings):
    """What the bot needs to know. Field names are the environment variables in lower case."""

    foreign_prefixes: ClassVar[tuple[str, ...]] = ()

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = PUBLIC_API
    admin_user_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    playground_port: int = Field(default=8080, ge=0, le=65535)
    # The web server: pages, webhook, health and metrics.
    public_url: str | None = None
    web_host: str = "127.0.0.1"
    web_port: int | None = Field(default=None, ge=0, le=65535)
    web_proxies: str = "127.0.0.1,::1"
    metrics: bool = False
    telegram_updates: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr | None = None
    telegram_addresses: Annotated[Networks, NoDecode] = frozenset()
    shared_store: SecretStr | None = None
    # Whether the pages show whole articles, which belong to their publishers.
    publish_articles: bool = False
    # The quotas and queues are bounded where a larger number can only be a slip of the finger.
    bot_questions_per_minute: int = Field(default=30, ge=1, le=10_000)
    bot_presses_per_minute: int = Field(default=120, ge=1, le=10_000)
    bot_group_answers_per_minute: int = Field(default=20, ge=1, le=10_000)
    bot_workers: int = Field(default=4, ge=1, le=64)
    bot_queue: int = Field(default=96, ge=1, le=10_000)
    bot_keep_feedback: bool = False
    log_format: Literal["text", "json"] = "text"
    # Whoever waits for longer than this begins to wonder.
    slow_question_ms: int = Field(default=3000, ge=0, le=600_000)
    reindex_schedule: str | None = None

    @field_validator("telegram_bot_token")
    @classmethod
    def _shaped_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
            raise _refused("it does not look like a token of BotFather's, which is digits, a colon, and letters")
        return token

    @field_validator("telegram_api_url")
    @classmethod
    def _without_trailing_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise _refused("it must begin with http:// or https://")
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _as_browsers_see_it(cls, url: str | None) -> str | None:
        parts = urlsplit(url or "http://nowhere")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise _refused("it must be an address such as https://quotes.example.org")
        return url and url.rstrip("/")

    @field_validator("telegram_updates")
    @classmethod
    def _reachable(cls, updates: str, info: ValidationInfo) -> str:
        url = info.data.get("public_url")
        if updates == "webhook" and not url:
            raise _refused("a webhook needs PUBLIC_URL, the address at which Telegram reaches this bot")
        is_public = info.data.get("telegram_api_url") == PUBLIC_API
        if updates == "webhook" and is_public and not str(url).startswith("https://"):
            raise _refused("Telegram sends updates to https:// only, which PUBLIC_URL is not")
        return updates

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret.get_secret_value()):
            raise _refused("it must be 16 to 256 letters, digits, _ and -, so that nobody guesses it")
        return secret

    @field_validator("web_proxies")
    @classmethod
    def _addresses(cls, addresses: str) -> str:
        _networks(addresses)
        return addresses

    @field_validator("shared_store")
    @classmethod
    def _for_replicas(cls, store: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if store and not store.get_secret_value().startswith(("redis://", "rediss://", "postgresql://")):
            raise _refused("it must begin with redis://, rediss:// or postgresql://")
        if store and info.data.get("telegram_updates") != "webhook":
            raise _refused("replicas share updates only with TELEGRAM_UPDATES=webhook, since one bot alone may poll")
        return store

    @field_validator("telegram_addresses", mode="before")
    @classmethod
    def _as_networks(cls, addresses: object) -> object:
        return _networks(addresses) if isinstance(addresses, str) else addresses

    @field_validator("admin_user_ids", mode="before")
    @classmethod
    def _comma_separated(cls, ids: object) -> object:
        if not isinstance(ids, str):
            return ids
        parts = [part.strip() for part in ids.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise _refused("it must be numeric user ids with commas between them, such as 12345,67890")
        return frozenset(map(int, parts))

    @field_validator("reindex_schedule")
    @classmethod
    def _as_cron_writes_it(cls, schedule: str | None) -> str | None:
        try:
            _next_build(schedule)
        except (CronSimError, StopIteration):
            raise _refused(
                "it must be five fields as cron has them: minute, hour, day, month, weekday, such as */30 * * * *"
            ) from None
        return schedule

    def next_build(self) -> datetime | None:
        """When the next scheduled build is due, in local time; None without a schedule."""
        return _next_build(self.reindex_schedule)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged."""
        kept = (self.telegram_bot_token, self.telegram_webhook_secret, self.shared_store, self.milvus_token)
        addresses = (self.shared_store.get_secret_value() if self.shared_store else "", self.milvus_uri)
        passwords = [password for address in addresses if (password := urlsplit(address).password)]
        return (*(secret.get_secret_value() for secret in kept if secret), *passwords)

    @property
    def webhook_url(self) -> str | None:
        """Where Telegram is to send updates; None where the bot polls for them."""
        return f"{self.public_url}{WEBHOOK_PATH}" if self.telegram_updates == "webhook" else None

    @property
    def port(self) -> int:
        """Where the web server listens."""
        return _WEB_PORT if self.web_port is None else self.web_port

    @property
    def serves_web(self) -> bool:
        """Whether anything is asked for that needs the web server."""
        return bool(self.public_url or self.metrics or self.web_port is not None)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the settings; `overrides` that are not None win over environment and `.env`.

        Raises:
            SettingsError: an unknown key or `TELEGRAM_*` variable, or a value out of bounds.
        """
        for name in sorted(os.environ):
            if name.upper().startswith("TELEGRAM_") and name.lower() not in cls.model_fields:
                raise SettingsError(
                    f"The environment has the unknown variable {name}: "
                    "correct its spelling or unset it (.env.example lists every key)."
                )
        return super().load(**overrides)


def _next_build(schedule: str | None) -> datetime | None:
    """Raises CronSimError for what cron would not take, StopIteration for a day that never comes."""
    return next(CronSim(schedule, datetime.now().astimezone())) if schedule else None


def _networks(addresses: str) -> Networks:
    try:
        return frozenset(ip_network(part.strip()) for part in addresses.split(",") if part.strip())
    except ValueError:
        reason = "it must be addresses or networks with commas between them, such as 127.0.0.1,10.0.0.0/8"
        raise _refused(reason) from None


def _refused(reason: str) -> PydanticCustomError:
    return PydanticCustomError("setting", reason)
