"""Which generation of an index folder is served: the newest good one, also after a build, a rollback or damage."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from index.encoding.model_files import ModelIdentity
from index.errors import EngineError, IndexDamagedError, QuotedeskError
from index.storage import Check, Engine, Generation

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


class Serving:
    """The served generation of an engine, for calls from any thread. `model` is the one that its vectors must be of."""

    def __init__(self, engine: Engine, generation: Generation, model: ModelIdentity) -> None:
        self._engine = engine
        self._served = generation
        self._model = model
        self._refreshing = threading.Lock()
        # What the pointer named when it was last followed: a damaged generation is not looked at again and again.
        self._followed: int | None = generation.number
        self._is_away = False

    def close(self) -> None:
        self._served.close()

    @property
    def generation(self) -> int:
        """The number of the generation served now."""
        return self._served.number

    @property
    def built_at(self) -> str:
        """When the generation served now was built, as ISO 8601 in UTC."""
        return self._served.manifest.built_at

    def refresh(self) -> bool:
        """Serve what the pointer names from now on, if that changed and is good; calls under way finish on the old."""
        try:
            named = self._engine.served_number()
        except EngineError as error:
            # Said once, however often it is asked.
            if not self._is_away:
                logger.warning("%s Generation %d stays served.", error, self.generation)
            self._is_away = True
            return False
        self._is_away = False
        if named in (None, self._followed):
            return False
        with self._refreshing:
            # A builder has just checked what it wrote, and what it kept was checked when this generation was opened.
            return self._serve_newest("touched")

    def _serve_newest(self, check: Check = "all") -> bool:
        """Serve what the pointer names, or the newest good generation; only while holding `_refreshing`."""
        self._followed = self._engine.served_number()
        newer = None
        try:
            # What a damaged generation has open is no use to another.
            newer = self._engine.open(check=check, before=None if check == "all" else self._served)
            newer.check_model(self._model)
        except QuotedeskError as error:
            logger.warning("%s Generation %d stays served.", error, self.generation)
            if newer:
                newer.close()
            return False
        if newer.number == self.generation:
            newer.close()
            return False
        self._served = newer
        return True

    def roll_back(self) -> int:
        """Serve the good generation before the present one from now on; returns its number.

        Raises:
            BuildInProgressError: somebody is building.
            IndexMissingError: there is none that this library can serve.
        """
        number = self._engine.roll_back(lambda generation: generation.check_model(self._model))
        self.refresh()
        return number

    def _from_a_good_generation(self, call: Callable[[Generation], Result]) -> Result:
        """Call with the served generation; if that turns out to be damaged, with the newest good one instead."""
        generation = self._served
        try:
            return call(generation)
        except IndexDamagedError as error:
            with self._refreshing:
                # Another thread may have met the damage too, and found a good generation already.
                if self._served is generation:
                    self._serve_newest()
            if self._served is generation:
                raise
            logger.warning("%s Serving generation %d meanwhile.", error, self.generation)
            return call(self._served)
