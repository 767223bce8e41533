"""A Word file (.docx) -> Article: its text as Word shows it with all changes accepted, one paragraph after the other.

The package's XML is read directly, because every run of text counts, wherever it stands: in insertions, links, content
controls, text boxes, table cells. The extracted text is what offsets count in; notes stand behind the body.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Sequence

from lxml.etree import LxmlError, XMLParser, _Element, fromstring  # type: ignore[import-untyped]

from index.errors import UnreadableError
from index.models import Article
from index.reading.boilerplate.classifier import judge
from index.reading.decoding import without_broken_characters
from index.reading.formats.properties import confirmed_by_text
from index.reading.formats.text import assemble, from_page
from index.reading.formats.word_text import Paragraph, paragraphs_of
from index.reading.metadata.source import Statement

# The XML of a thick book takes less than half of this; more is a bomb that unpacks until memory is full.
_LARGEST_PART = 64 * 1024 * 1024
# What Office puts around a document that has a password, and around every document of Word 97.
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"
_DEFAULT_DOCUMENT = "word/document.xml"
_NOTES = ("footnotes", "endnotes")


def article_from_docx(source_id: str, path: str, data: bytes, stated: Sequence[Statement]) -> Article:
    """The article in a Word file.

    Raises:
        UnreadableError: the file is damaged, locked or of Word 97, or it holds no text.
    """
    if data.startswith(_OLE_SIGNATURE):
        raise UnreadableError("is locked with a password or an old .doc file: save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            paragraphs = _paragraphs(package)
            title, author = _properties(package)
    except UnreadableError:
        raise
    except (zipfile.BadZipFile, zlib.error, LxmlError, KeyError, ValueError, OSError, EOFError) as error:
        raise UnreadableError(f"can't be read as a Word file ({type(error).__name__})") from error
    except (NotImplementedError, RuntimeError, RecursionError) as error:  # an odd or locked archive; nested too deep
        raise UnreadableError(f"can't be read as a Word file ({type(error).__name__})") from error
    return _article(source_id, path, paragraphs, [*stated, _headline(paragraphs)], (title, author))


def _article(
    source_id: str,
    path: str,
    paragraphs: Sequence[Paragraph],
    stated: Sequence[Statement],
    properties: tuple[str, str],
) -> Article:
    text = without_broken_characters("\n\n".join(paragraph.text for paragraph in paragraphs))
    if not text.strip():
        raise UnreadableError("is empty")
    statements = [*stated, confirmed_by_text(*properties, text)]
    judged = judge(text, title=next((one.title for one in statements if one.title), ""))
    headings, start = set(), 0
    for paragraph in paragraphs:
        if paragraph.is_heading:
            headings.add(start)
        start += len(paragraph.text) + 2
    for item in judged:
        if item.why is None and item.kind == "paragraph" and item.line.start in headings:
            item.kind = "heading"
    return assemble(source_id, path, text, judged, [*statements, from_page(judged)])


def _headline(paragraphs: Sequence[Paragraph]) -> Statement:
    text = next((paragraph.text for paragraph in paragraphs if paragraph.is_title), "")
    return Statement(title=" ".join(text.split()))


def _paragraphs(package: zipfile.ZipFile) -> list[Paragraph]:
    document = _main_document(package)
    root = _parse(package, document)
    targets = _targets(package, document)
    styles = _style_names(_parse(package, targets["styles"])) if "styles" in targets else {}
    parts = [root, *(_parse(package, targets[kind]) for kind in _NOTES if kind in targets)]
    return [paragraph for part in parts for paragraph in paragraphs_of(part, styles)]


def _main_document(package: zipfile.ZipFile) -> str:
    return _targets(package, "").get("officeDocument", _DEFAULT_DOCUMENT)


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The parts that a part of the package refers to, by the last word of the kind of relationship."""
    folder, name = posixpath.split(part)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    if relationships not in package.namelist():
        return {}
    found: dict[str, str] = {}
    for one in _parse(package, relationships):
        target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
        if one.get("TargetMode") != "External" and target in package.namelist():
            found.setdefault(one.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _parse(package: zipfile.ZipFile, part: str) -> _Element:
    """The XML of a part; it can neither reach out of itself nor grow without end."""
    with package.open(part) as file:
        content = file.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise UnreadableError(f"is too large to be a Word file: unpacked, {part} has more than 64 MB")
    if b"<!DOCTYPE" in content[:4096]:
        raise UnreadableError("can't be read as a Word file: it declares entities of its own")
    parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    return fromstring(content, parser)


def _style_names(styles: _Element) -> dict[str, str]:
    """The names of styles by their ids: names are English in every language of Word, ids are not."""
    names = {}
    for style in styles.iterfind("{*}style"):
        identifier = next((value for key, value in style.items() if key.endswith("}styleId")), "")
        name = style.find("{*}name")
        if name is not None:
            names[identifier] = next(iter(name.values()), "").lower()
    return names


def _properties(package: zipfile.ZipFile) -> tuple[str, str]:
    """Title and author as the file's properties name them."""
    part = _targets(package, "").get("core-properties")
    if part is None:
        return "", ""
    root = _parse(package, part)
    return root.findtext("{*}title") or "", root.findtext("{*}creator") or ""
