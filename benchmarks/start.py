"""How long commands take to start, what loading takes of it, and where the memory of a serving process goes.

    python -m benchmarks.start [--runs 5]

Builds an index of `seeds/` aside, then runs each command so many times in a process of its own; medians of wall and
processor time. An empty Python is beside them: the same machine, the same load.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
_SLOWEST_IMPORTS = 8
# What a serving process does, and how much it holds after each step.
_SERVING = """
import sys
from pathlib import Path
def say(step):
    held = {line.split()[0]: int(line.split()[1]) / 1024 for line in open("/proc/self/smaps_rollup") if "kB" in line}
    print(f"  {step:34}{held['Rss:']:7.0f} MB, {held['Anonymous:']:.0f} of them its own")
say("Python")
from index import IndexSettings, Library, sure_language
import index.library
say("the modules of the index")
library = Library.open(sys.argv[1], IndexSettings(index_dir=Path(sys.argv[1])))
say("the index")
library.pipeline._retriever.warm_up()
say("the embedding model")
library.warm_up()
say("the reader")
for question in QUESTIONS:
    library.ask(question)
say("after some questions")
sure_language("Who said so?")
say("the model of languages")
library.rest()
say("at rest")
"""
_QUESTIONS = ["who denied the troop reports?", "When did Peskov dismiss the reports?", "Who said so last week?"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with TemporaryDirectory() as folder:
        of_index = ["--index-dir", folder]
        _run([*_MODULE, "build", "--corpus", str(ROOT / "seeds"), *of_index])
        commands = {
            "an empty Python": ["-c", "pass"],
            "--help": [*_MODULE, "--help"],
            "status": [*_MODULE, "status", *of_index],
            "build, nothing changed": [*_MODULE, "build", "--corpus", str(ROOT / "seeds"), *of_index],
            "ask, cold": [*_MODULE, "ask", _QUESTIONS[0], *of_index],
        }
        print(f"medians of {runs}: seconds of wall time (of processor time)")
        for name, command in commands.items():
            times = [_run(command) for _ in range(runs)]
            print(f"  {name:34}{median(wall for wall, _ in times):6.2f} ({median(cpu for _, cpu in times):.2f})")
        print("imports of `status` that take most, in ms of their own:")
        for line in _imports(commands["status"]):
            print(f"  {line}")
        print("memory of a serving process:", flush=True)
        serving = _SERVING.replace("QUESTIONS", repr(_QUESTIONS))
        subprocess.run([sys.executable, "-c", serving, folder], cwd=ROOT, env=_environment(), check=True)


_MODULE = ["-m", "index"]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def _run(arguments: list[str]) -> tuple[float, float]:
    """The seconds of wall and of processor time that a Python with these arguments takes."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=_environment(), capture_output=True, check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _imports(arguments: list[str]) -> list[str]:
    command = [sys.executable, "-X", "importtime", *arguments]
    said = subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, text=True, check=True).stderr
    timed = (line.removeprefix("import time:") for line in said.splitlines() if line.startswith("import time:"))
    rows = [line.split("|") for line in timed]
    own = sorted(((int(row[0]), row[2].strip()) for row in rows if row[0].strip().isdigit()), reverse=True)
    return [f"{name:34}{microseconds / 1000:6.1f}" for microseconds, name in own[:_SLOWEST_IMPORTS]]


if __name__ == "__main__":
    main()
