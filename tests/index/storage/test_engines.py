"""What every engine owes, on files of this machine and in Milvus collections alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from index import IndexSettings, Library, Quote
from index.errors import BuildInProgressError, EngineError, IndexDamagedError, IndexMissingError
from index.ingest import articles
from index.ingest.build import build
from index.ingest.parallel import read_and_split
from index.operations.doctor import examine
from index.reading.document import Document
from index.storage import Engine, open_engine, writer
from index.storage.milvus.connection import NEEDS, Milvus
from index.storage.milvus.lease import only_builder
from index.storage.milvus.shelf import MilvusShelf
from tests.index.engines import assert_as_built_anew, assert_same, seen, segments, story, write

PROJECT = Path(__file__).parents[3]
NUMBERS = count(1)
pytestmark = pytest.mark.usefixtures("one_model")

BRIDGE = "reopened the ferry after a storm"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Milvus Lite server with one file for the whole module, or of the server in TEST_MILVUS_URI."""
    if given := os.environ.get("TEST_MILVUS_URI"):
        yield given
        return
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(tmp_path_factory.mktemp("milvus") / "lite.db"))
    yield f"http://127.0.0.1:{port}"
    server.stop(grace=0)
    database.close()


@pytest.fixture(params=["local", "milvus"])
def engine_settings(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> IndexSettings:
    """An empty archive on each engine, whose corpus is not too small for segments."""
    # Documents are read in this process, since starting others takes longer than all the rest.
    in_process = partial(map, lambda item: read_and_split(item) if isinstance(item, Document) else item)
    monkeypatch.setattr(articles, "read_and_split_all", in_process)
    monkeypatch.setattr(writer, "_FEWEST_IN_SEGMENTS", 1)
    monkeypatch.setattr(writer, "_MOST_CHANGED", 2.0)
    settings = IndexSettings(index_dir=tmp_path / "index", corpus_dir=tmp_path / "corpus", reader=False)
    settings.corpus_dir.mkdir()
    if request.param == "milvus":
        uri = request.getfixturevalue("server")
        own = {"index_engine": "milvus", "milvus_uri": uri, "milvus_prefix": f"test{os.getpid()}x{next(NUMBERS)}"}
        settings = settings.model_copy(update=own)
    return settings


@pytest.fixture
def settings(engine_settings: IndexSettings) -> IndexSettings:
    """An archive of eight articles, built."""
    for number in range(0, 16, 2):
        write(engine_settings, number)
    build(engine_settings)
    return engine_settings


def milvus_of(settings: IndexSettings) -> Milvus:
    return Milvus(settings.milvus_uri, prefix=settings.milvus_prefix)


def test_both_engines_say_the_same(settings: IndexSettings) -> None:
    (settings.corpus_dir / "dated.jsonl").write_text(
        json.dumps({"id": "a", "text": story(99), "title": "Dated “report”", "published": "2024-05-06"}) + "\n"
        '{"id": "b", "text": "Nothing"}\n',
        encoding="utf-8",
    )
    (settings.corpus_dir / "copy.txt").write_text(story(2), encoding="utf-8")
    build(settings)
    assert_as_built_anew(settings)


def test_a_change_is_one_more_segment_and_answers_are_those_of_a_whole_build(settings: IndexSettings) -> None:
    write(settings, 7, BRIDGE)
    report = build(settings)
    assert (report.added, report.encoded, report.unchanged) == (("007.txt",), 1, 8)
    write(settings, 4, "reopened the old bridge")
    (settings.corpus_dir / "010.txt").unlink()
    (settings.corpus_dir / "002.txt").rename(settings.corpus_dir / "099.txt")
    report = build(settings)
    assert (report.changed, report.removed, report.encoded) == (("004.txt",), ("002.txt", "010.txt"), 1)
    assert segments(settings) == ["000001", "000002", "000003"]
    assert_as_built_anew(settings)
    assert build(settings).published is False


def test_small_segments_become_one_and_removals_alone_make_one(settings: IndexSettings) -> None:
    for number in (1, 3, 5):
        write(settings, number)
        build(settings)
    assert segments(settings) == ["000001", "000004"]
    (settings.corpus_dir / "003.txt").unlink()
    (settings.corpus_dir / "004.txt").unlink()
    assert build(settings).encoded == 0
    assert_as_built_anew(settings)


def test_a_line_that_the_corpus_begins_to_repeat_is_left_out_everywhere(settings: IndexSettings) -> None:
    for number in range(0, 16, 2):
        write(settings, number).write_text(f"{story(number)}\nRead the evening letter of the desk\n", encoding="utf-8")
        if number == 4:
            build(settings)
    build(settings)
    (settings.corpus_dir / "001.txt").write_text(story(1), encoding="utf-8")
    build(settings)
    assert_as_built_anew(settings)


def test_libraries_notice_the_switch_and_the_way_back(settings: IndexSettings) -> None:
    engine = open_engine(settings)
    # On a server, another bot has no folder with the first.
    elsewhere = settings.index_dir if settings.index_engine == "local" else settings.index_dir.with_name("elsewhere")
    with closing(Library.open(settings.index_dir, settings)) as one, closing(Library.open(elsewhere, settings)) as two:
        before = seen(settings)
        write(settings, 7, BRIDGE)
        build(settings)
        assert (one.refresh(), two.refresh(), one.refresh()) == (True, True, False)
        assert "ferry" in one.search("reopened the ferry", 1)[0].text
        passage_id = two.search("reopened the ferry", 1)[0].passage_id
        assert engine.history() == (2, 1)
        assert one.roll_back() == 1
        assert two.refresh()
        assert (one.generation, two.generation, engine.rolled_back(), engine.history()) == (1, 1, 2, (1,))
        assert two.quote(passage_id) is None
        assert_same(before, seen(settings))
        with pytest.raises(IndexMissingError, match="no good generation before 1"):
            engine.roll_back()
        report = build(settings)
        assert (report.published, report.generation, engine.rolled_back()) == (True, 3, None)
        assert engine.history() == (3, 1)
        assert two.refresh()
        (settings.corpus_dir / "007.txt").unlink()
        build(settings)
        lost = Library.open(settings.index_dir, settings).lost(passage_id)
        assert lost is not None
        assert lost.since == 4


def test_only_the_last_generations_are_kept(settings: IndexSettings) -> None:
    two = settings.model_copy(update={"keep_generations": 2})
    for number in (1, 3, 5):
        write(two, number)
        build(two)
    assert open_engine(two).numbers() == [3, 4]
    if settings.index_engine == "milvus":
        named = {name.split("_")[1] for name in milvus_of(settings).collections()}
        assert named == {"g000003", "g000004", *(f"s{one}" for one in {*segments(two), *_segments_of(two, 3)})}


def _segments_of(settings: IndexSettings, number: int) -> list[str]:
    return [one.name for one in open_engine(settings).open_number(number).manifest.segments]


_KILLED = """
import os, sys
from pathlib import Path
from index import IndexSettings
from index.ingest import build as module
settings = IndexSettings(**eval(sys.argv[1]))
setattr(module, {"verifying": "_verify", "pruning": "_prune"}[sys.argv[2]], lambda *_, **__: os.kill(os.getpid(), 9))
if __name__ == "__main__":
    module.build(settings)
"""


@pytest.mark.parametrize("stage", ["verifying", "pruning"])
def test_a_build_that_is_killed_leaves_the_last_good_generation_served(
    settings: IndexSettings, stage: str, tmp_path: Path
) -> None:
    before = seen(settings)
    write(settings, 7, BRIDGE)
    (tmp_path / "killed.py").write_text(_KILLED, encoding="utf-8")
    given = repr({name: value for name, value in settings.model_dump().items() if isinstance(value, str | Path)})
    given = given.replace("PosixPath", "Path")
    run = subprocess.run(
        [sys.executable, str(tmp_path / "killed.py"), given, stage],
        env={"PYTHONPATH": str(PROJECT), "HOME": str(Path.home())},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == -9, run.stderr
    engine = open_engine(settings)
    assert (engine.rolled_back(), engine.builder()) == (None, None)
    if stage == "verifying":
        assert engine.served_number() == 1
        assert_same(before, seen(settings))
    report = build(settings)
    assert report.published is (stage == "verifying")
    assert_as_built_anew(settings)
    leftovers = [path.name for path in settings.index_dir.iterdir() if path.name.startswith(("staging", "removing"))]
    assert leftovers == []


def test_a_build_that_fails_anywhere_publishes_nothing(
    settings: IndexSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Milvus: every call that writes fails once."""
    if settings.index_engine == "local":
        pytest.skip("benchmarks/crashes.py has every file operation fail")
    before = seen(settings)
    write(settings, 7, BRIDGE)
    names = milvus_of(settings).collections()
    for failing in count(0, 3):
        calls = count()

        def fail(milvus: Milvus, *given: Any, was: Any, calls: Any = calls, failing: int = failing) -> Any:
            if next(calls) == failing:
                raise EngineError("the network is gone")
            return was(milvus, *given)

        with monkeypatch.context() as patch:
            for name in ("create", "insert", "finish", "point"):
                was = getattr(Milvus, name)
                patch.setattr(Milvus, name, lambda milvus, *given, was=was, fail=fail: fail(milvus, *given, was=was))
            try:
                report = build(settings)
            except EngineError:
                report = None
        if report:
            break
        assert open_engine(settings).served_number() == 1
        assert milvus_of(settings).collections() == names
    assert failing > 9
    assert_as_built_anew(settings)
    assert before["counted"] != seen(settings)["counted"]


def test_a_second_builder_is_refused(settings: IndexSettings) -> None:
    write(settings, 7)
    engine, other = open_engine(settings), settings.model_copy(update={"index_dir": settings.index_dir.with_name("b")})
    where = settings if settings.index_engine == "local" else other
    with engine.building():
        assert "Process" in (engine.builder() or "")
        with pytest.raises(BuildInProgressError, match="is building this index"):
            build(where)
    assert engine.builder() is None
    assert build(where).published


def test_the_place_of_a_builder_that_stopped_is_taken(settings: IndexSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    if settings.index_engine == "local":
        pytest.skip("the operating system frees the lock")
    milvus = milvus_of(settings)
    with only_builder(milvus) as first:
        monkeypatch.setattr("index.storage.milvus.lease._SECONDS_UNTIL_GIVEN_UP", -1.0)
        with only_builder(milvus) as second:
            second.check()
            with pytest.raises(EngineError, match="took over"):
                first.check()


@dataclass(frozen=True)
class Damage:
    """Alters what is stored of the newest segment, as a disk or a hand would."""

    settings: IndexSettings

    def to_texts(self) -> None:
        if self.settings.index_engine == "local":
            for path in self.settings.index_dir.glob("generations/000002/000002/catalogue.sqlite"):
                data = path.read_bytes()
                assert b"reopened the ferry" in data
                path.write_bytes(data.replace(b"reopened the ferry", b"reopened the FERRY"))
            return
        milvus = milvus_of(self.settings)
        for kind, fields in {
            "texts": ["key", "parts", "checksum", "data", "nothing"],
            "passages": ["*"],
        }.items():
            name = f"{self.settings.milvus_prefix}_s000002_{kind}"
            key = "key" if kind == "texts" else "number"
            (row,) = milvus.query(name, f"{key} >= 0", fields, strong=True)
            changed = {
                field: value.replace("reopened the ferry", "reopened the FERRY") if isinstance(value, str) else value
                for field, value in row.items()
            }
            assert changed != row
            milvus.upsert(name, [changed])


def test_damage_is_met_before_it_is_quoted(settings: IndexSettings, caplog: pytest.LogCaptureFixture) -> None:
    write(settings, 7, BRIDGE)
    build(settings)
    Damage(settings).to_texts()
    with closing(Library.open(settings.index_dir, settings)) as library:
        texts = [quote.text for quote in library.search("reopened the ferry after a storm", 5)]
        assert texts
        assert not any("FERRY" in text for text in texts)
        assert library.generation == 1
    assert "altered" in caplog.text
    engine = open_engine(settings)
    assert_serves_again(engine, settings)


def assert_serves_again(engine: Engine, settings: IndexSettings) -> None:
    """A full build makes good what was damaged."""
    report = build(settings, full=True)
    assert report.published
    assert "reopened the ferry" in Library.open(settings.index_dir, settings).search("reopened the ferry", 1)[0].text
    assert engine.served_number() == report.generation


def test_missing_rows_are_noticed_when_a_generation_is_opened(settings: IndexSettings) -> None:
    write(settings, 7, BRIDGE)
    build(settings)
    if settings.index_engine == "local":
        (settings.index_dir / "generations/000002/000002/token_vectors.u4").write_bytes(b"")
    else:
        milvus_of(settings).delete(f"{settings.milvus_prefix}_s000002_tokens", "key >= 0")
    with pytest.raises(IndexDamagedError):
        open_engine(settings).open_number(2)
    warnings: list[str] = []
    assert open_engine(settings).open(warn=warnings.append).number == 1
    assert "Serving generation 1 meanwhile." in warnings[0]


def test_an_archive_that_was_never_built_is_missing(engine_settings: IndexSettings) -> None:
    with pytest.raises(IndexMissingError, match="run `python -m index build`"):
        Library.open(engine_settings.index_dir, engine_settings)
    assert open_engine(engine_settings).served_number() is None


def test_a_server_that_is_away_and_a_missing_package_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    away = IndexSettings(index_dir=tmp_path, index_engine="milvus", milvus_uri="http://user:secret@127.0.0.1:1")
    with pytest.raises(EngineError, match="can't be reached") as caught:
        open_engine(away).open()
    assert "secret" not in str(caught.value)
    wrong = away.model_copy(update={"milvus_uri": "nonsense"})
    with pytest.raises(EngineError, match="MILVUS_URI can't be used"):
        open_engine(wrong).open()
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(EngineError, match=r"pip install"):
        open_engine(away)
    assert "quotedesk[milvus]" in NEEDS


def test_the_shelf_of_a_server_says_where_it_is(server: str, tmp_path: Path) -> None:
    shelf = MilvusShelf(tmp_path, Milvus(server))
    assert shelf.place == f"{server}, collections quotedesk_*"
    assert shelf.version().startswith("milvus_lite")


def test_the_doctor_and_the_status_look_at_either_engine(settings: IndexSettings) -> None:
    write(settings, 7, BRIDGE)
    build(settings)
    found = {finding.subject: finding for finding in examine(settings)}
    assert [one.subject for one in found.values() if not one.good] == []
    assert ("Milvus" in found) is (settings.index_engine == "milvus")
    assert "Generation 2, served" in found
    with closing(Library.open(settings.index_dir, settings)) as library:
        status = library.status()
    assert (status.generation, status.articles, status.index_dir) == (2, 9, open_engine(settings).place)
    assert status.bytes > 10_000
    Damage(settings).to_texts()
    bad = [finding for finding in examine(settings) if not finding.good]
    assert [(one.subject, "altered" in one.remedy) for one in bad] == [("Generation 2, served", True)]


def test_a_server_that_goes_away_is_said_and_what_is_served_stays(tmp_path: Path) -> None:
    from milvus_lite.adapter.grpc.server import start_server_in_thread

    server, database, port = start_server_in_thread(str(tmp_path / "lite.db"))
    settings = IndexSettings(
        index_dir=tmp_path / "index",
        corpus_dir=tmp_path / "corpus",
        index_engine="milvus",
        milvus_uri=f"http://127.0.0.1:{port}",
        reader=False,
    )
    settings.corpus_dir.mkdir()
    write(settings, 7, BRIDGE)
    build(settings)
    with closing(Library.open(settings.index_dir, settings)) as library:
        server.stop(grace=0).wait()
        database.close()
        assert library.refresh() is False
        with pytest.raises(EngineError, match="can't be reached"):
            library.search("What was reopened?")
        away = [finding for finding in examine(settings) if finding.subject == "Milvus"]
        assert [(one.good, "MILVUS_URI" in one.remedy) for one in away] == [(False, True)]
        # Once it is back, it has not loaded anything yet.
        server, database, _ = start_server_in_thread(str(tmp_path / "lite.db"), port=port)
        found: list[Quote] = []
        deadline = time.monotonic() + 30
        while not found and time.monotonic() < deadline:
            with suppress(EngineError):
                found = library.search("What was reopened?", 1)
        assert "reopened the ferry" in found[0].text
        server.stop(grace=0).wait()
        database.close()


def test_a_server_without_sparse_vectors_is_refused(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Milvus 2.3.5 ends when it is told to load a collection that has them."""
    milvus = Milvus(server)
    monkeypatch.setattr(Milvus, "version", lambda _: "v2.3.5-lite")
    with (
        pytest.raises(EngineError, match=r"has no sparse vectors: install 2\.4"),
        MilvusShelf(tmp_path, milvus).building(),
    ):
        pass
    for newer in ("v2.4.0", "2.6.4", "v3.0.1", "milvus_lite-3.2.2"):
        monkeypatch.setattr(Milvus, "version", lambda _, newer=newer: newer)
        milvus.check_version()
