"""Settings of the index, from the environment and a `.env` file in the working folder; the environment wins.

`IndexSettings.load()` is the one way in: it refuses unknown `.env` keys and values out of bounds with a sentence that
says which and why.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import SettingsError

ENV_FILE = Path(".env")
BUNDLED_MODEL = "all-MiniLM-L6-v2"
Backend = Literal["auto", "onnx", "torch"]


class IndexSettings(BaseSettings):
    """What the index needs to know. Field names are the environment variables in lower case."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    # `.env` is shared with programs built on the index: keys that begin like this are theirs to check.
    foreign_prefixes: ClassVar[tuple[str, ...]] = (
        *("telegram_", "admin_", "playground_", "bot_", "reindex_"),
        *("public_", "publish_", "web_", "metrics", "log_", "slow_", "shared_"),
    )

    # .env.example says what each setting does. The bounds keep out what can only be a slip.
    corpus_dir: Path = Path("seeds")
    index_dir: Path = Path("var/index")
    embedding_model: str = BUNDLED_MODEL
    embedding_backend: Backend = "auto"
    reranker_model: str = ""
    index_engine: Literal["local", "milvus"] = "local"
    milvus_uri: str = ""
    milvus_token: SecretStr | None = None
    # Names of collections may have letters, digits and underscores; the rest of theirs is up to 30 characters.
    milvus_prefix: str = Field(default="quotedesk", pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,99}$")
    reader: bool = True
    # A saved page takes about 1 MB, a PDF seldom 10.
    max_file_mb: float = Field(default=10, gt=0, le=10_000)
    # More than ten quotes are no answer but a search.
    max_quotes: int = Field(default=3, ge=1, le=10)
    # Of news passages cut to 400 characters 7 in 100 lose the answer, to 600 one. Telegram's messages hold 4096.
    quote_characters: int = Field(default=600, ge=200, le=3000)
    # On the scale of the calibration, which has its own.
    answer_threshold: float | None = Field(default=None, ge=0, le=1)
    # The served one, and two to go back to.
    keep_generations: int = Field(default=3, ge=1, le=100)

    @classmethod
    def load(cls, **overrides: Any) -> Self:
        """Read the settings; `overrides` that are not None win over both.

        Raises:
            SettingsError: an unknown key in `.env`, or a value out of bounds.
        """
        stored = _read_env_file()
        unknown = sorted(
            key for key in stored if key.lower() not in cls.model_fields and not cls._belongs_elsewhere(key.lower())
        )
        if unknown:
            raise SettingsError(
                f"{ENV_FILE} has the unknown key {unknown[0]}: "
                "correct its spelling or remove it (.env.example lists every key)."
            )
        given = {key: value for key, value in overrides.items() if value is not None}
        try:
            return cls(**given)
        except ValidationError as error:
            raise SettingsError(_in_words(error)) from None

    @classmethod
    def _belongs_elsewhere(cls, key: str) -> bool:
        return key.startswith(cls.foreign_prefixes)


def _read_env_file() -> dict[str, str | None]:
    if not ENV_FILE.exists():
        return {}
    if not os.access(ENV_FILE, os.R_OK) or not ENV_FILE.is_file():
        raise SettingsError(f"{ENV_FILE} can't be read: make it a readable text file, or remove it.")
    try:
        return dotenv_values(ENV_FILE)
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{ENV_FILE} can't be read: save it as UTF-8 text.") from None


def _in_words(error: ValidationError) -> str:
    """The first finding as a sentence; the value itself is not repeated, since it may be a secret."""
    first = error.errors()[0]
    name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
    problem = first["msg"][0].lower() + first["msg"][1:]
    return f"{name} has a value that can't be used: {problem}. Correct it in the environment or in {ENV_FILE}."
