"""What is said of advisories, and that a source that does not answer is not taken for a clean bill."""

from __future__ import annotations

import asyncio

import pytest
from starlette.responses import JSONResponse

from playground.api.serving import serving
from tools import audit

SOUND = {"name": "numpy", "version": "2.4.0", "vulns": []}
FLAWED = {"name": "jinja2", "version": "3.1.2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1.3", "3.2"]}]}
HOPELESS = {"name": "babel", "version": "2.1", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
UNKNOWN = {"name": "quotedesk", "skip_reason": "Dependency not found on PyPI"}


def test_advisories_are_named_with_what_mends_them() -> None:
    said, status = audit.report([SOUND, FLAWED, HOPELESS, UNKNOWN])
    assert status == 1
    assert said.splitlines() == [
        "jinja2 3.1.2: PYSEC-1; mended in 3.1.3, 3.2",
        "babel 2.1: PYSEC-2; mended in no version yet",
        "Packages of deploy/requirements.txt asked about: 3; advisories: 2.",
        "Nothing is known of quotedesk.",
    ]


def test_nothing_found_is_said_with_how_many_were_asked_about() -> None:
    assert audit.report([SOUND]) == ("Packages of deploy/requirements.txt asked about: 1; advisories: 0.", 0)
    said, status = audit.report([UNKNOWN])
    assert "asked about: 0" in said
    assert status == 0


async def test_a_source_that_knows_nothing_of_advisories_does_not_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async with serving(JSONResponse({"info": "a mirror without advisories"}), 0) as url:
        sources = {name: (url, *rest) for name, (_, *rest) in audit._SOURCES.items()}
        monkeypatch.setattr(audit, "_SOURCES", sources)
        assert await asyncio.to_thread(audit.main) == 0
    assert capsys.readouterr().out == "Nothing was checked: neither PyPI nor OSV answers here about advisories.\n"
