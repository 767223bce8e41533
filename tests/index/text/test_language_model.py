"""The mapped model of languages says what py3langid's own says."""

from __future__ import annotations

from pathlib import Path

import py3langid
import pytest

from index.text.language_model import language_model

TEXTS = ("who denied the troop reports?", "Хто спростував ці повідомлення?", "Wer hat das gesagt?", "東京", "")


@pytest.fixture(autouse=True)
def _loaded_anew() -> None:
    language_model.cache_clear()


def test_unpacked_and_mapped_it_ranks_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for _ in range(2):
        assert [language_model().rank(text) for text in TEXTS] == [py3langid.rank(text) for text in TEXTS]
        language_model.cache_clear()


def test_a_file_cut_short_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    language_model()
    language_model.cache_clear()
    (part,) = tmp_path.rglob("nextmove.npy")
    part.write_bytes(part.read_bytes()[:1000])
    assert language_model().classify("who denied it?") == py3langid.classify("who denied it?")
