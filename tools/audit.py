"""`python -m tools.audit`: are there advisories about the packages that servers install?

Asks pip-audit about `deploy/requirements.txt`, with whichever source of advisories answers: PyPI, or else OSV. Where
neither does, nothing can be checked, which is said and is no failure: a package that pip-audit can't ask about would
else count as one without a flaw. Exit status 1 where there is an advisory.
"""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

PIP_AUDIT = "pip-audit==2.10.1"
REQUIREMENTS = "deploy/requirements.txt"
# By the name that pip-audit has for each: where to ask, as it does, what to send, and what a useful reply holds.
# A mirror of PyPI may know packages and nothing of their versions.
_SOURCES = {
    "pypi": ("https://pypi.org/pypi/pip/24.0/json", None, b'"vulnerabilities"'),
    "osv": ("https://api.osv.dev/v1/query", b'{"package": {"name": "pip", "ecosystem": "PyPI"}}', b'"vulns"'),
}
# Where nothing answers, nobody waits long.
_SECONDS_TO_ANSWER = 10


def main() -> int:
    source = next((name for name in _SOURCES if _answers(name)), None)
    if source is None:
        print("Nothing was checked: neither PyPI nor OSV answers here about advisories.")
        return 0
    command = [str(Path(sys.executable).with_name("uv")), "tool", "run", PIP_AUDIT, "--requirement", REQUIREMENTS]
    options = ["--disable-pip", "--format", "json", "--progress-spinner", "off", "--vulnerability-service", source]
    asked = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    try:
        found = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        last = (asked.stderr.strip().splitlines() or ["it said nothing"])[-1]
        print(f"Nothing was checked: {PIP_AUDIT} can't be had or has failed ({last}).")
        return 0
    said, status = report(found)
    print(said)
    return status


def report(dependencies: list[dict[str, Any]]) -> tuple[str, int]:
    """What pip-audit found, in words, and the exit status."""
    skipped = [one["name"] for one in dependencies if "skip_reason" in one]
    lines = [
        f"{one['name']} {one['version']}: {flaw['id']}; mended in {', '.join(flaw['fix_versions']) or 'no version yet'}"
        for one in dependencies
        for flaw in one.get("vulns", ())
    ]
    asked = len(dependencies) - len(skipped)
    lines.append(f"Packages of {REQUIREMENTS} asked about: {asked}; advisories: {len(lines)}.")
    if skipped:
        lines.append(f"Nothing is known of {', '.join(skipped)}.")
    return "\n".join(lines), int(len(lines) > 1 + bool(skipped))


def _answers(source: str) -> bool:
    url, question, expected = _SOURCES[source]
    try:
        with urllib.request.urlopen(url, question, timeout=_SECONDS_TO_ANSWER) as reply:  # noqa: S310 - a constant
            return expected in reply.read()
    except OSError:
        return False


if __name__ == "__main__":
    raise SystemExit(main())
