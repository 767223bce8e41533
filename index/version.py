"""`--version` for command lines: the installed version of Quotedesk, looked up only when it is asked for."""

from __future__ import annotations

import argparse
from typing import Any


class VersionOption(argparse.Action):
    """Prints the version and ends the program."""

    def __init__(self, option_strings: list[str], **_: Any) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"Quotedesk {version('quotedesk')}")
        parser.exit()
