"""Write the invented archives as data sets in BEIR layout: `python -m benchmarks.archives FOLDER`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.archives import NAMES, TRANSLATED, write_dataset


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archives", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="each archive gets a folder of its name in it")
    folder: Path = parser.parse_args().folder
    for name in NAMES:
        print(write_dataset(name, folder / name))
    for name in TRANSLATED:
        print(write_dataset(name, folder / f"{name}-translated", translated=True))


if __name__ == "__main__":
    main()
