"""`python -m index`: build, ask, search, verify and look after an index from the terminal.

Exit status: 0 done (answered, found), 2 an error, said in one line on stderr, 3 not answered or not found.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from index.cli.parser import make_parser
from index.errors import QuotedeskError

if TYPE_CHECKING:
    from index.settings import IndexSettings

EXIT_ERROR = 2
# As shells report a program that SIGINT ended: 128 + 2.
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # Not every terminal is UTF-8: what it can't show is escaped rather than ends the command.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    try:
        options = make_parser().parse_args(arguments)
        from index.settings import IndexSettings

        settings = IndexSettings.load(index_dir=options.index_dir)
        module, _, name = options.run.partition(".")
        run: Callable[[argparse.Namespace, IndexSettings], int] = getattr(import_module(f"index.cli.{module}"), name)
        status = run(options, settings)
        sys.stdout.flush()
    except QuotedeskError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _fail(f"{error.strerror or error}{where}: make room or give access there, then run the command again.")
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    return status


def _fail(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return EXIT_ERROR
