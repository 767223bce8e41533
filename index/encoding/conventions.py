"""A model's name or files -> what it needs besides its files: its makers' prompts, and its usual vectors.

Some models ask for a prompt that their files do not declare, and give any two texts much the same vector, so that
cosines say little until what all texts share is taken away. Both are data: a JSON file for each such model. The usual
vectors are written by `python -m benchmarks.fit_means`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from index.encoding.model_files import ModelIdentity, hash_files, origin_of

_SHIPPED = Path(__file__).with_name("conventions")


@dataclass(frozen=True, slots=True)
class Kind:
    """How texts of a kind are encoded: what is put in front, and what is taken away from the vectors.

    usual_token, usual_vector: what is taken away from such texts' token vectors [e], and from their unit vectors [d],
    namely their mean or a share of it; empty where nothing is.
    """

    prompt: str
    usual_token: tuple[float, ...] = ()
    usual_vector: tuple[float, ...] = ()

    def centred_tokens(self, tokens: NDArray[np.float32]) -> NDArray[np.float32]:
        """Token vectors [..., e] less the usual one."""
        return _less(tokens, self.usual_token)

    def centred_vectors(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """Unit vectors [..., d] less the usual one, of any length then."""
        return _less(vectors, self.usual_vector)


@dataclass(frozen=True, slots=True)
class Fit:
    """What fitted the usual vectors: the command, its day, and how many texts it took of each data set and kind."""

    command: str
    date: str
    texts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a model's texts are encoded.

    name: the model's on the Hugging Face hub. sha256: of files that are the same model under another name. source:
    where its makers name the prompts. fit: None where no usual vectors are taken away.
    """

    name: str
    sha256: str
    source: str
    questions: Kind
    passages: Kind
    fit: Fit | None = None

    def are_for(self, model: ModelIdentity) -> bool:
        return model.name == self.name or model.sha256 == self.sha256

    @property
    def digest(self) -> str:
        """The SHA-256 of all that changes a vector, in hexadecimal."""
        return sha256(repr((self.questions, self.passages)).encode()).hexdigest()

    def save(self, path: Path) -> None:
        """Write the file that `read_conventions` reads."""
        path.write_bytes(_ADAPTER.dump_json(self) + b"\n")


_ADAPTER: TypeAdapter[Conventions] = TypeAdapter(Conventions)


def identify(name: str, folder: Path) -> tuple[ModelIdentity, Conventions | None]:
    """Which model lies in a folder, and its conventions if it has any, which its identity names too."""
    model = origin_of(folder) or ModelIdentity(name, hash_files(folder))
    for path in sorted(_SHIPPED.glob("*.json")):
        found = read_conventions(path)
        if found.are_for(model):
            return replace(model, conventions=found.digest), found
    return model, None


def read_conventions(path: Path) -> Conventions:
    """Read one file of the package's."""
    return _ADAPTER.validate_json(path.read_bytes())


def _less(vectors: NDArray[np.float32], usual: tuple[float, ...]) -> NDArray[np.float32]:
    return vectors - np.array(usual, dtype=np.float32) if usual else vectors
