"""Where set-up gets PyTorch from: `python -m tools.torch_index [INDEX]` prints what pip is to install.

Quotedesk computes on the CPU, with a GPU beside it too. So on Linux PyTorch is asked for without CUDA, by its version,
from the index that has it so where that answers, or from wherever pip looks; CUDA comes only from an INDEX that is
named. What was chosen and how long it takes is said on stderr, with exit status 2 where there is nothing to choose.
Only the standard library is needed.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

CPU_INDEX = "https://download.pytorch.org/whl/cpu"
# Of what `pip download` brings: 83 packages for Python 3.11 on Linux, PyTorch being 190 MB of them.
_SIZE = (
    "About 460 MB are downloaded: a minute and a half at 50 Mbit/s, and some two more to install them. "
    "After an interruption run it again: it goes on with what is missing."
)
# Enough for a slow line; where nothing answers, nobody waits long.
_SECONDS_TO_ANSWER = 10


def main(arguments: Sequence[str]) -> int:
    index = next(iter(arguments), "")
    if index:
        print(f"--extra-index-url {index} torch")
        return 0
    pinned = _pinned()
    if _installed() == pinned:
        return 0
    if sys.platform != "linux":
        # There is no CUDA for other systems.
        _say(_SIZE)
        return 0
    if _answers(f"{CPU_INDEX}/torch/"):
        _say(f"PyTorch comes without CUDA, from {CPU_INDEX}. {_SIZE}")
        print(f"--extra-index-url {CPU_INDEX} torch=={pinned}+cpu")
        return 0
    if _pip_finds(f"torch=={pinned}+cpu"):
        _say(f"PyTorch comes without CUDA, from where pip looks: {CPU_INDEX} does not answer. {_SIZE}")
        print(f"torch=={pinned}+cpu")
        return 0
    _say(
        f"PyTorch can't be had without CUDA: {CPU_INDEX} does not answer, or has none for this Python. Try later, "
        "or take it with CUDA, 3 GB more to download: make run TORCH_INDEX=https://pypi.org/simple"
    )
    return 2


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _pinned() -> str:
    found = re.search(r"^torch==(\S+)$", Path("constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def _installed() -> str:
    """The version of PyTorch, without what tells its builds apart."""
    try:
        return version("torch").partition("+")[0]
    except PackageNotFoundError:
        return ""


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS_TO_ANSWER):  # noqa: S310 - a constant
            return True
    except OSError:
        return False


def _pip_finds(requirement: str) -> bool:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    command = [*pip, "install", "--dry-run", "--no-deps", requirement]
    return not subprocess.run(command, capture_output=True, check=False).returncode


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        # As shells report a program that SIGINT ended.
        raise SystemExit(130) from None
