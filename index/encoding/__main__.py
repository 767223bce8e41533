"""Export the set embedding model for onnxruntime: `python -m index.encoding`, which `make setup` runs.

The first build does it too; done before, nobody waits for it.
"""

from __future__ import annotations

import sys

from index.encoding.encoder import Encoder
from index.errors import QuotedeskError
from index.settings import IndexSettings


def main() -> int:
    try:
        settings = IndexSettings.load()
        Encoder(settings.embedding_model, backend=settings.embedding_backend).export()
    except QuotedeskError as error:
        print(error, file=sys.stderr)
        # Everything else runs without it.
        return 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
