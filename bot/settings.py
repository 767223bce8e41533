"""Settings of the bot: those of the index and its own, from the environment and `.env`.

`BotSettings.load()` refuses, besides what the index refuses, any `TELEGRAM_*` variable that means nothing to it.
"""

from __future__ import annotations

import os
import re
from datetime import datetime
from typing import Annotated, Any, ClassVar, Self

from cronsim import CronSim, CronSimError
from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from index.errors import SettingsError
from index.settings import IndexSettings

PUBLIC_API = "https://api.telegram.org"
# The logger of what admins do, which `bot.transport.logs` also writes to a file.
ACTIONS_LOGGER = "bot.actions"


class BotSettings(IndexSettings):
    """What the bot needs to know. Field names are the environment variables in lower case."""

    foreign_prefixes: ClassVar[tuple[str, ...]] = ()

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = PUBLIC_API
    admin_user_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    playground_port: int = Field(default=8080, ge=0, le=65535)
    # The quotas and queues are bounded where a larger number can only be a slip of the finger.
    bot_questions_per_minute: int = Field(default=30, ge=1, le=10_000)
    bot_presses_per_minute: int = Field(default=120, ge=1, le=10_000)
    bot_group_answers_per_minute: int = Field(default=20, ge=1, le=10_000)
    bot_workers: int = Field(default=4, ge=1, le=64)
    bot_queue: int = Field(default=96, ge=1, le=10_000)
    bot_keep_feedback: bool = False
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


def _refused(reason: str) -> PydanticCustomError:
    return PydanticCustomError("setting", reason)
