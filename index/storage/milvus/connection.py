"""The connection to a Milvus server: its calls, each with a time limit, and what its errors mean in words.

pymilvus is an extra, and is imported here alone, when a server is asked for the first time.
"""

from __future__ import annotations

import logging
import os
import re
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from index.errors import EngineError, IndexDamagedError

NEEDS = "INDEX_ENGINE=milvus needs the package pymilvus: pip install 'quotedesk[milvus]'."
# A question that waits for longer is not answered in time; a build may.
_SECONDS_TO_CONNECT = 10.0
_SECONDS_TO_READ = 10.0
_SECONDS_TO_WRITE = 120.0
# The first version with sparse vectors.
_OLDEST = (2, 4)
# Servers hang up on who asks every few seconds whether they are there; one that comes back is noticed soon.
_CHANNEL = {
    "grpc.keepalive_permit_without_calls": False,
    "grpc.keepalive_time_ms": 60_000,
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 2_000,
}
# The most rows that Milvus returns for a query or a search.
MOST_ROWS = 16_384
# What Milvus answers where a collection, or an alias, is not there.
_NOT_FOUND = (100, 1600)
_IMPORTING = threading.Lock()

Row = Mapping[str, Any]
Result = TypeVar("Result")


class MissingCollectionError(IndexDamagedError):
    """A collection that a generation names is not there, or not any more."""


class NotLoadedError(EngineError):
    """A collection is stored, but the server has not made it ready for questions."""


class Milvus:
    """A server, or a file for Milvus Lite; safe to share between threads.

    prefix: what the names of its collections begin with. damaged: collections in which altered or missing rows were met
    since the start; they are written once, so that they never mend. Every method raises EngineError where the server
    can't be reached or refuses, and MissingCollectionError where a collection is not there.
    """

    def __init__(self, uri: str, token: str = "", prefix: str = "quotedesk") -> None:
        self.uri = uri
        self.prefix = prefix
        self.damaged: set[str] = set()
        self._token = token
        self._opening = threading.Lock()
        self._opened: Any = None

    @property
    def place(self) -> str:
        """Where it is, in words, without what may be a password."""
        scheme, found, rest = self.uri.rpartition("://")
        return f"{scheme}{found}{rest.rpartition('@')[2]}, collections {self.prefix}_*"

    @property
    def client(self) -> Any:
        with self._opening:
            if self._opened is None:
                pymilvus = load_pymilvus()
                with self._in_words("connect"):
                    # A connection that others share is closed under them when it was idle for long.
                    self._opened = pymilvus.MilvusClient(
                        self.uri,
                        token=self._token,
                        timeout=_SECONDS_TO_CONNECT,
                        dedicated=True,
                        grpc_options=_CHANNEL,
                    )
                    weakref.finalize(self, self._opened.close)
            return self._opened

    def version(self) -> str:
        """What the server calls itself."""
        with self._in_words("version"):
            return str(self.client.get_server_version(timeout=_SECONDS_TO_READ))

    def check_version(self) -> None:
        """Raises EngineError where the server knows no sparse vectors: some versions end when they are given one."""
        version = self.version()
        found = re.match(r"v?(\d+)\.(\d+)", version)
        if found and (int(found[1]), int(found[2])) < _OLDEST:
            raise EngineError(
                f"Milvus at {self.place} is {version}, which has no sparse vectors: install {_OLDEST[0]}.{_OLDEST[1]} "
                "or a newer one."
            )

    # Collections and aliases

    def collections(self) -> list[str]:
        """The names of all collections with the prefix."""
        with self._in_words("list_collections"):
            names = self.client.list_collections(timeout=_SECONDS_TO_READ)
        return sorted(name for name in names if name.startswith(f"{self.prefix}_"))

    def create(self, name: str, fields: Sequence[tuple[str, str, dict[str, Any]]], indexes: Sequence[Row]) -> None:
        """A new collection, loaded: fields are name, type and parameters, the first of them the primary key."""
        types = load_pymilvus().DataType
        client = self.client
        with self._in_words("create_collection"):
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            for number, (field, kind, parameters) in enumerate(fields):
                schema.add_field(field, types[kind], is_primary=number == 0, **parameters)
            # What is seldom read stays on disk until it is.
            client.create_collection(
                name, schema=schema, properties={"mmap.enabled": "true"}, timeout=_SECONDS_TO_WRITE
            )
            wanted = client.prepare_index_params()
            for index in indexes:
                wanted.add_index(**index)
            # An empty collection has its indexes at once: waiting for them would only sleep.
            client.create_index(name, wanted, sync=False, timeout=_SECONDS_TO_WRITE)
            client.load_collection(name, timeout=_SECONDS_TO_WRITE)

    def drop(self, name: str) -> None:
        with self._in_words("drop_collection"):
            self.client.drop_collection(name, timeout=_SECONDS_TO_WRITE)

    def finish(self, name: str) -> None:
        """Let the server store what was written, so that it is indexed and survives the server."""
        with self._in_words("flush"):
            self.client.flush(name, timeout=_SECONDS_TO_WRITE)

    def aliased(self, alias: str) -> str | None:
        """The collection that an alias names; None where there is no such alias."""
        try:
            with self._in_words("describe_alias"):
                return str(self.client.describe_alias(alias, timeout=_SECONDS_TO_READ)["collection_name"])
        except MissingCollectionError:
            return None

    def point(self, alias: str, name: str) -> None:
        """Let an alias name a collection from now on, in one step."""
        known = self.aliased(alias)
        with self._in_words("alter_alias"):
            call = self.client.create_alias if known is None else self.client.alter_alias
            call(name, alias, timeout=_SECONDS_TO_WRITE)

    def claim(self, alias: str, name: str) -> bool:
        """Let an alias name a collection, unless there is such an alias already: only one of many can do it."""
        if self.aliased(alias) is not None:
            return False
        try:
            with self._in_words("create_alias"):
                self.client.create_alias(name, alias, timeout=_SECONDS_TO_WRITE)
        except EngineError:
            return False
        return self.aliased(alias) == name

    def unalias(self, alias: str) -> None:
        with self._in_words("drop_alias"):
            self.client.drop_alias(alias, timeout=_SECONDS_TO_WRITE)

    # Rows

    def insert(self, name: str, rows: Sequence[Row]) -> None:
        if rows:
            with self._in_words("insert"):
                self.client.insert(name, list(rows), timeout=_SECONDS_TO_WRITE)

    def upsert(self, name: str, rows: Sequence[Row]) -> None:
        with self._in_words("upsert"):
            self.client.upsert(name, list(rows), timeout=_SECONDS_TO_WRITE)

    def delete(self, name: str, condition: str) -> None:
        with self._in_words("delete"):
            self.client.delete(name, filter=condition, timeout=_SECONDS_TO_WRITE)

    def count(self, name: str) -> int:
        """How many rows there are, all that was written before included."""
        return int(self._query(name, filter="", output_fields=["count(*)"], strong=True)[0]["count(*)"])

    def query(self, name: str, condition: str, fields: Sequence[str], *, strong: bool = False) -> list[Row]:
        """The rows that a condition holds for, at most MOST_ROWS; with `strong`, all that was written so far counts."""
        return self._query(name, filter=condition, output_fields=list(fields), limit=MOST_ROWS, strong=strong)

    def _query(self, name: str, *, strong: bool, **asked: Any) -> list[Row]:
        def ask() -> list[Row]:
            with self._in_words("query"):
                found: list[Row] = self.client.query(
                    name,
                    consistency_level=_consistency(strong),
                    timeout=_SECONDS_TO_WRITE if strong else _SECONDS_TO_READ,
                    **asked,
                )
            return found

        return self._from_a_loaded(name, ask)

    def _from_a_loaded(self, name: str, ask: Callable[[], Result]) -> Result:
        """What a collection answers, which is loaded first where the server has not done so since it was started."""
        try:
            return ask()
        except NotLoadedError:
            with self._in_words("load_collection"):
                self.client.load_collection(name, timeout=_SECONDS_TO_WRITE)
            return ask()

    def search(
        self,
        name: str,
        field: str,
        vectors: Sequence[Any],
        count: int,
        fields: Sequence[str] = (),
        condition: str = "",
        parameters: Row | None = None,
    ) -> list[list[Row]]:
        """For each of some vectors the best `count` rows by inner product: their `distance`, key and `entity`."""

        def ask() -> list[list[Row]]:
            with self._in_words("search"):
                found: list[list[Row]] = self.client.search(
                    name,
                    data=list(vectors),
                    anns_field=field,
                    limit=min(count, MOST_ROWS),
                    output_fields=list(fields),
                    filter=condition,
                    search_params={"metric_type": "IP", "params": dict(parameters or {})},
                    consistency_level=_consistency(strong=False),
                    timeout=_SECONDS_TO_READ,
                )
            return found

        return self._from_a_loaded(name, ask)

    @contextmanager
    def _in_words(self, call: str) -> Iterator[None]:
        pymilvus = load_pymilvus()
        try:
            yield
        except pymilvus.exceptions.MilvusException as error:
            said = " ".join(str(getattr(error, "message", "") or error).split())[:200]
            if isinstance(error, pymilvus.exceptions.ConnectionConfigException):
                raise EngineError(f"MILVUS_URI can't be used ({said}): correct it.") from error
            if getattr(error, "code", None) in _NOT_FOUND or "not exist" in said or "can't find collection" in said:
                raise MissingCollectionError(
                    f"Milvus at {self.place} misses a collection ({said}): run `python -m index build`."
                ) from error
            if "not loaded" in said or "'released'" in said:
                raise NotLoadedError(
                    f"Milvus at {self.place} has not loaded a collection ({said}): try again."
                ) from error
            if isinstance(error, pymilvus.exceptions.MilvusUnavailableException) or _is_away(said):
                raise EngineError(
                    f"Milvus at {self.place} can't be reached: start it, or correct MILVUS_URI and MILVUS_TOKEN."
                ) from error
            raise EngineError(f"Milvus at {self.place} refused {call} ({said}): look at its log.") from error
        except (ValueError, TypeError, KeyError, OSError) as error:
            raise EngineError(f"Milvus at {self.place} could not do {call} ({error}): look at MILVUS_URI.") from error


def _is_away(said: str) -> bool:
    return any(word in said.lower() for word in ("connect", "unavailable", "deadline", "timeout"))


def _consistency(strong: bool) -> str:
    # What a generation holds was there before it was published; whoever opens it has counted its rows.
    return "Strong" if strong else "Bounded"


def load_pymilvus() -> Any:
    """The package; while it is loaded it sees neither `.env`, all of which it would put into the environment, nor
    MILVUS_URI, at which it would fail where that is a file.

    Raises:
        EngineError: it is not installed.
    """
    with _IMPORTING:
        kept = {name: os.environ.pop(name, None) for name in ("MILVUS_URI", "PYTHON_DOTENV_DISABLED")}
        os.environ["PYTHON_DOTENV_DISABLED"] = "1"
        try:
            import pymilvus
        except ImportError:
            raise EngineError(NEEDS) from None
        finally:
            del os.environ["PYTHON_DOTENV_DISABLED"]
            os.environ.update({name: value for name, value in kept.items() if value is not None})
        # It logs every error that it raises, with a traceback.
        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return pymilvus
