"""Set-up asks for PyTorch without CUDA, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import torch_index


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])


def test_a_named_index_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert torch_index.main(["https://example.org/simple"]) == 0
    assert capsys.readouterr() == ("--extra-index-url https://example.org/simple torch\n", "")


def test_what_is_installed_is_not_asked_for_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert torch_index.main([]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("answers", "found", "options", "status"),
    [
        (True, False, "--extra-index-url https://download.pytorch.org/whl/cpu torch==2.13.0+cpu\n", 0),
        (False, True, "torch==2.13.0+cpu\n", 0),
        (False, False, "", 2),
    ],
)
def test_it_comes_without_cuda_or_not_at_all(
    answers: bool,
    found: bool,
    options: str,
    status: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No test reaches an index of packages: whether one answers is what is given here."""
    (tmp_path / "constraints.txt").write_text("tokenizers==1.0\ntorch==2.13.0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(torch_index, "_installed", lambda: "")
    monkeypatch.setattr(torch_index, "_answers", lambda _url: answers)
    monkeypatch.setattr(torch_index, "_pip_finds", lambda _requirement: found)
    assert torch_index.main([]) == status
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == (options, 1)
    assert "without CUDA" in err
