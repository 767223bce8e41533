"""Short forms of benchmarks/bot_crashes.py and benchmarks/alert_crashes.py: the bot, killed and started again."""

from __future__ import annotations

import pytest

from benchmarks import alert_crashes
from benchmarks.bot_crashes import run
from index.encoding.encoder import Encoder


@pytest.mark.slow
@pytest.mark.parametrize("webhook", [False, True])
async def test_a_bot_that_is_killed_loses_no_question_and_leaves_nothing_lying_about(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch, webhook: bool
) -> None:
    monkeypatch.setattr("index.ingest.build.Encoder", lambda *_, **__: encoder)
    assert "all answered" in await run(kills=1, seed=2, webhook=webhook)


@pytest.mark.slow
async def test_a_bot_that_is_killed_before_its_alerts_sends_each_once(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingest.build.Encoder", lambda *_, **__: encoder)
    assert "none lost" in await alert_crashes.run(kills=1, seed=1)
