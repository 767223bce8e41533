"""A document that takes too much is reported, whatever it does to its process, and everything else is read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.ingest.parallel import ReadDocument, read_and_split_all
from index.ingest.workers import FOLDER_PREFIX, Limits, Workers
from index.reading.document import Document
from tests.index.reading.formats.documents import pdf

ARTICLE = b"The night ferry to Grimholm was cancelled on Monday after a storm, the harbour master said."


def document(number: int, data: bytes = ARTICLE) -> Document:
    return Document(f"{number}.txt", f"{number:012}", "text", data)


def long_text() -> Document:
    return document(1, b"The ferry was late.\n" * 400_000)


def pdf_bomb() -> Document:
    """A PDF of two megabytes with a page of which the content is 250."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(250)) + packer.flush()
    page = pdf([[]], extra=[packed.hex() + ">"])
    data = page.replace(b"<< /Length", b"<< /Filter [/ASCIIHexDecode /FlateDecode] /Length")
    return Document("1.pdf", "1" * 12, "pdf", data)


def reasons(documents: list[Document], limits: Limits) -> list[str]:
    read = read_and_split_all(documents, limits)
    return [one.reason for one in read if isinstance(one, ReadDocument)]


@pytest.mark.parametrize(
    ("huge", "limits", "reason"),
    [
        (long_text, Limits(seconds=1), "takes more than 1 seconds of computing to read"),
        (long_text, Limits(megabytes=300), "takes more than 300 MB of memory to read"),
        (pdf_bomb, Limits(megabytes=300), "takes more than 300 MB of memory to read"),
    ],
    ids=["time", "memory", "bomb"],
)
def test_a_document_beyond_the_limits_is_reported_and_the_others_are_read(
    huge: Callable[[], Document], limits: Limits, reason: str
) -> None:
    assert reasons([document(0), huge(), document(2)], limits) == ["", reason, ""]


def act(item: str) -> str:
    """What a parser might do to its process."""
    name, _, note = item.partition(" ")
    if name == "crash":
        os.abort()
    if name == "raise":
        raise ValueError("unforeseen")
    if name == "killed" or (name == "killed-once" and not Path(note).exists()):
        Path(note).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"did {name}"


def done(items: list[str], count: int = 1) -> list[str]:
    with Workers(act, lambda item, reason: f"{item.partition(' ')[0]} {reason}", count) as workers:
        return workers.submit(items).result()


def test_a_process_that_ends_takes_only_its_own_item_along() -> None:
    crashed, raised = done(["a", "crash", "b", "raise", "c"])[1::2]
    assert crashed == f"crash can't be read: the process that tried has ended ({-signal.SIGABRT})"
    assert raised == "raise can't be read (ValueError: unforeseen)"
    assert done(["a", "crash", "b"])[::2] == ["did a", "did b"]


def test_what_was_killed_from_outside_is_tried_once_more(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert done([f"killed-once {first}", "a"]) == ["did killed-once", "did a"]
    killed, other = done([f"killed {second}", "a"])
    assert "has ended (-9)" in killed
    assert other == "did a"


def test_results_keep_their_order_with_many_processes() -> None:
    with Workers(act, lambda item, _: f"not {item}", 3) as workers:
        running = [workers.submit([f"{number}-{part}" for part in "ab"]) for number in range(9)]
        assert [one for each in running for one in each.result()] == [
            f"did {n}-{part}" for n in range(9) for part in "ab"
        ]


def test_a_build_that_stops_early_leaves_no_process_behind() -> None:
    with Workers(act, lambda item, _: item, 2) as workers:
        workers.submit(["a"]).result()
        (worker,) = workers._all
    assert worker.exit_code == -signal.SIGKILL


WORKING = """
import os, sys
from index.ingest.workers import Workers
if __name__ == "__main__":
    with Workers(str, lambda item, _: item, 1) as workers:
        print(*workers.submit(["read"]).result(), flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose sockets have names that are short enough, which those in pytest's own may not be."""
    with TemporaryDirectory() as folder:
        yield Path(folder)


def test_what_a_killed_process_leaves_is_removed_by_the_next(short_folder: Path) -> None:
    (short_folder / "other").mkdir()
    environment = os.environ | {"TMPDIR": str(short_folder), "PYTHONPATH": os.pathsep.join(sys.path)}

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", WORKING]
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def folders() -> set[str]:
        return {path.name for path in short_folder.iterdir()} - {"other"}

    with start() as killed:
        assert killed.stdout
        assert killed.stdout.readline() == "read\n"
        killed.kill()
    (left,) = folders()
    assert left.startswith(FOLDER_PREFIX)
    with start() as following:
        assert following.stdout
        assert following.stdout.readline() == "read\n"
        (own,) = folders()
        assert own != left
        assert following.communicate()[0] == ""
    assert folders() == set()
