"""A model's name or files -> what it needs besides its files: its makers' prompts, and its usual vectors.

Some models ask for a prompt that their files do not declare, and give any two texts much the same vector, so that
cosines say little until what all texts share is taken away. Both are data: a JSON file for each such model. The usual
vectors are written by `python -m benchmarks.fit_means`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.encoding.model_files import ModelIdentity, hash_files

_SHIPPED = Path(__file__).with_name("conventions")


@dataclass(frozen=True)
class UsualVectors:
    """What most texts share: the mean of their token vectors [e] and of their vectors of unit length [d].

    command, date and texts: what fitted them, when, and how many texts of each file it took.
    """

    tokens: tuple[float, ...]
    vector: tuple[float, ...]
    command: str
    date: str
    texts: dict[str, int]

    @cached_property
    def of_tokens(self) -> NDArray[np.float32]:
        return np.array(self.tokens, dtype=np.float32)

    @cached_property
    def of_vectors(self) -> NDArray[np.float32]:
        return np.array(self.vector, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Conventions:
    """What texts are given in front, and what is taken from their vectors.

    name: the model's on the Hugging Face hub. sha256: of files that are the same model under another name. source:
    where its makers say so.
    """

    name: str
    sha256: str
    question_prompt: str
    passage_prompt: str
    source: str
    usual: UsualVectors | None = None

    def are_for(self, model: ModelIdentity) -> bool:
        return model.name == self.name or model.sha256 == self.sha256

    @property
    def digest(self) -> str:
        """The SHA-256 of all that changes a vector, in hexadecimal."""
        usual = (self.usual.tokens, self.usual.vector) if self.usual else None
        return sha256(repr((self.question_prompt, self.passage_prompt, usual)).encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Write the file that `read_conventions` reads."""
        path.write_bytes(_ADAPTER.dump_json(self, indent=1) + b"\n")


_ADAPTER: TypeAdapter[Conventions] = TypeAdapter(Conventions)


def identify(name: str, folder: Path) -> tuple[ModelIdentity, Conventions | None]:
    """Which model lies in a folder, and its conventions if it has any, which its identity names too."""
    model = ModelIdentity(name, hash_files(folder))
    for path in sorted(_SHIPPED.glob("*.json")):
        found = read_conventions(path)
        if found.are_for(model):
            return replace(model, conventions=found.digest), found
    return model, None


def read_conventions(path: Path) -> Conventions:
    """Read one file of the package's."""
    return _ADAPTER.validate_json(path.read_bytes())
