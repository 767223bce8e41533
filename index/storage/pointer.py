"""The pointer of an index folder: which generation is served, which were served before, and which was rolled back.

One small file, replaced whole. Its first line has the numbers; a second one is there after a rollback, until another
generation is published.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from index.storage.files import write_atomically

_FORM = re.compile(r"\s*([0-9]+(?:\s+[0-9]+)*)\s*(?:rolled back from ([0-9]+)\s*)?")


@dataclass(frozen=True, slots=True)
class Pointer:
    """`history` has the number of the served generation and of those before it, newest first.

    `rolled_back` is the newest generation that a rollback has left since one was published.
    """

    history: tuple[int, ...] = ()
    rolled_back: int | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """What the file says; nothing when it is missing or garbled."""
        try:
            found = _FORM.fullmatch(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            found = None
        if found is None:
            return cls()
        history, rolled_back = found.groups()
        return cls(tuple(map(int, history.split())), int(rolled_back) if rolled_back else None)

    def save(self, path: Path) -> None:
        """Replace the file in one atomic step.

        Raises:
            OSError: the disk failed; the file is as it was.
        """
        lines = [" ".join(map(str, self.history))]
        if self.rolled_back is not None:
            lines.append(f"rolled back from {self.rolled_back}")
        write_atomically(path, "".join(f"{line}\n" for line in lines))
