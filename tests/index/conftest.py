"""Fixtures for tests that build many small indexes."""

from __future__ import annotations

import pytest

from index.encoder import Encoder


@pytest.fixture
def one_model(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> Encoder:
    """The real model, loaded once for all builds and libraries of a test run that use the bundled one."""
    for module in ("building", "library"):
        monkeypatch.setattr(f"index.{module}.Encoder", lambda name: encoder if name == encoder.name else Encoder(name))
    return encoder
