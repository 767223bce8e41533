"""The playground is an extra: the bot in Telegram needs neither it nor a web server."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path) -> None:
    missing = "sys.modules['python_multipart'] = None"
    code = f"import sys; {missing}; from bot.__main__ import main; sys.exit(main(['playground']))"
    result = run(code, tmp_path)
    assert result.returncode == 2, result.stderr
    (line,) = result.stderr.strip().splitlines()
    assert "pip install -e '.[playground]'" in line
    assert "TELEGRAM_BOT_TOKEN" in line
    assert list(tmp_path.iterdir()) == []


def test_the_bot_in_telegram_loads_no_playground(tmp_path: Path) -> None:
    code = (
        "import sys, bot.__main__, bot.application, bot.transport.lifecycle;"
        "print({'playground', 'starlette', 'uvicorn', 'python_multipart'} & {*sys.modules})"
    )
    result = run(code, tmp_path)
    assert result.stdout.strip() == "set()", result.stderr
