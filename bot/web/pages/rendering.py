"""Template values -> pages, and the style, script and icon that go with them, under a version of their content.

All paths in a page are relative, so that it works wherever a proxy puts it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.texts import LANGUAGES, Texts
from bot.texts.pages import PAGE_LANGUAGES, PageTexts

MEDIA_TYPES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_VERSION_BYTES = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page: its language, if somebody `chosen` it by the address, and the way up to the root."""

    language: str
    chosen: bool
    root: str
    asked: str = ""

    @property
    def texts(self) -> Texts:
        return LANGUAGES[self.language]

    @property
    def page_texts(self) -> PageTexts:
        return PAGE_LANGUAGES[self.language]

    def to(self, path: str, **parameters: str) -> str:
        """The relative address of a path, in the language that was chosen."""
        place, hash_, anchor = path.partition("#")
        query = urlencode({**parameters, **({"lang": self.language} if self.chosen else {})})
        return f"{self.root}{place}{'?' if query else ''}{query}{hash_}{anchor}"

    def in_language(self, language: str) -> str:
        """The address of this page in another language."""
        return f"?{urlencode({**({'q': self.asked} if self.asked else {}), 'lang': language})}"


class Renderer:
    """The templates and static files of this package, read once."""

    def __init__(self) -> None:
        loader = PackageLoader("bot.web.pages")
        self._environment = Environment(
            loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
        )
        names = self._environment.list_templates()
        self._sources = [loader.get_source(self._environment, name)[0].encode() for name in names]

    def page(self, template: str, frame: Frame, **values: Any) -> bytes:
        """A page in UTF-8."""
        languages = {code: texts.language for code, texts in PAGE_LANGUAGES.items()}
        page = self._environment.get_template(template)
        written = page.render(frame=frame, t=frame.page_texts, version=self.version, languages=languages, **values)
        return written.encode("utf-8", "replace")

    @cached_property
    def static(self) -> dict[str, bytes]:
        """The files beside the pages."""
        folder = files(__package__).joinpath("static")
        return {name: folder.joinpath(name).read_bytes() for name in MEDIA_TYPES}

    @cached_property
    def version(self) -> str:
        """Changes with every change of a template or a static file."""
        digest = hashlib.blake2b(digest_size=_VERSION_BYTES)
        for source in (*self._sources, *self.static.values()):
            digest.update(source)
        return digest.hexdigest()
