"""Export the set embedding model for onnxruntime: `python -m index.encoding [FOLDER]`.

Without a folder it goes into the user's cache, as `make setup` and the first build have it: done before, nobody waits
for it. In a folder of its own it is a model that EMBEDDING_MODEL names on a machine without PyTorch.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from index.encoding.encoder import Encoder
from index.errors import QuotedeskError
from index.settings import IndexSettings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m index.encoding", description="Export the embedding model as ONNX.")
    parser.add_argument("folder", type=Path, nargs="?", help="default: in the user's cache")
    folder: Path | None = parser.parse_args(arguments).folder
    try:
        settings = IndexSettings.load()
        Encoder(settings.embedding_model, backend="onnx" if folder else settings.embedding_backend).export(folder)
    except QuotedeskError as error:
        print(error, file=sys.stderr)
        # Without an export in the cache everything else runs all the same, with torch.
        return 2 if folder else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
