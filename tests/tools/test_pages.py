"""The pages that are made from the code are up to date, and so are the pins of a server."""

from __future__ import annotations

import re
import tomllib

from tools import configuration, licences


def test_the_page_of_settings_is_what_the_settings_say() -> None:
    assert configuration.PAGE.read_text(encoding="utf-8") == configuration.page(), "run `make pages`"


def test_the_page_of_licences_is_what_the_packages_say() -> None:
    assert licences.PAGE.read_text(encoding="utf-8") == licences.page(), "run `make pages`"


def test_a_server_gets_the_pinned_versions_with_hashes_and_no_pytorch() -> None:
    path = licences.ROOT / "deploy" / "requirements.txt"
    served, pinned = licences.pins(path), licences.pins(licences.ROOT / "constraints.txt")
    assert served.items() <= pinned.items(), "run `make lock`"
    project = tomllib.loads((licences.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *optional["documents"], *optional["replicas"]]
    names = {re.split(r"[\[>=<]", one)[0].replace(".", "-") for one in wanted}
    assert names <= served.keys(), "run `make lock`"
    assert not {"torch", "sentence-transformers", "onnx"} & served.keys()
    requirements = path.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    assert [line for line in requirements if "==" in line and "--hash=sha256:" not in line] == []
