"""All files of an XML Schema, gathered before any library sees them: from its folder only, and bounded."""

import posixpath
import re
from collections.abc import Callable, Iterable
from graphlib import CycleError, TopologicalSorter

from lxml import etree

from edi_engine.findings import Finding
from edi_engine.formats.schema_faults import refusal
from edi_engine.formats.xml.guards import Limits
from edi_engine.formats.xml.reader import parse

Load = Callable[[str], str]
MAX_FILES = 200
MAX_BYTES = 16 << 20
MAX_PARTICLES = 100_000  # of one group with all groups in it: they can double from one to the next
_XS = "{http://www.w3.org/2001/XMLSchema}"
_REFERRING = tuple(_XS + name for name in ("include", "import", "redefine", "override"))
_PARTICLES = tuple(_XS + name for name in ("element", "any"))
_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|/|\\")
_LIMITS = Limits(document_bytes=MAX_BYTES)


def gather(main: str, load: Load, where: str = "") -> dict[str, bytes]:
    """The texts of a schema and of all it refers to, by name.

    Args:
        main: name of the first file, a relative path.
        load: gives the text of a file; FileNotFoundError where there is none.
        where: what stands before names in findings: the folder they lie in.

    Raises:
        ConfigurationError: `SCH-001` a file is missing or lies elsewhere, `SCH-002` one is no XML Schema, `SCH-003`
            there is too much.
    """
    texts: dict[str, bytes] = {}
    roots: dict[str, etree._Element] = {}
    waiting: list[tuple[str, str, int | None]] = [(main, "", None)]
    while waiting:
        name, referrer, line = waiting.pop()
        if name in texts:
            continue
        texts[name] = _text(name, load, where + (referrer or main), line)
        if len(texts) > MAX_FILES or sum(map(len, texts.values())) > MAX_BYTES:
            raise refusal("SCH-003", f"the schema has more than {MAX_FILES} files or {MAX_BYTES} bytes", where + main)
        roots[name] = _root(where + name, texts[name])
        waiting += [(_target(element, name, where), name, _line(element)) for element in _references(roots[name])]
    _check_groups(where + main, roots.values())
    return texts


def _text(name: str, load: Load, referrer: str, line: int | None) -> bytes:
    try:
        return load(name).encode()
    except FileNotFoundError:
        raise refusal("SCH-001", f"there is no file {name}", referrer, line) from None


def _root(name: str, text: bytes) -> etree._Element:
    root = parse(text, _LIMITS)
    if isinstance(root, Finding):
        raise refusal("SCH-002", root.what, name, root.where.line, fix=root.fix)
    if root.tag != f"{_XS}schema":
        raise refusal("SCH-002", f"<{etree.QName(root).localname}> is no XML Schema", name, 1)
    return root


def _references(root: etree._Element) -> Iterable[etree._Element]:
    return [child for child in root if child.tag in _REFERRING and child.get("schemaLocation")]


def _target(element: etree._Element, name: str, where: str) -> str:
    """The name of the file an element refers to."""
    location = str(element.get("schemaLocation")).strip()
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), location))
    if _REMOTE.match(location) or target.startswith(".."):
        what = f"the schema refers to {location[:200]!r}, outside its folder"
        raise refusal("SCH-001", what, where + name, _line(element))
    return target


def _check_groups(main: str, roots: Iterable[etree._Element]) -> None:
    """Refuse groups that hold each other so often that no library could spell them out."""
    groups = {
        str(group.get("name")): group for root in roots for group in root.iter(f"{_XS}group") if group.get("name")
    }
    held = {
        name: [_local(inner) for inner in group.iter(f"{_XS}group") if inner is not group]
        for name, group in groups.items()
    }
    try:
        order = list(TopologicalSorter({name: set(inner) for name, inner in held.items()}).static_order())
    except CycleError as error:
        circle = " in ".join(error.args[1])
        raise refusal("SCH-002", f"a group holds itself: {circle}", main, fix="break the circle") from None
    sizes: dict[str, int] = {}
    for name in order:
        own = sum(1 for _ in groups[name].iter(*_PARTICLES)) if name in groups else 0
        sizes[name] = own + sum(sizes[inner] for inner in held.get(name, ()))
        if sizes[name] > MAX_PARTICLES:
            raise refusal("SCH-003", f"the group {name} holds more than {MAX_PARTICLES} elements", main)


def _local(group: etree._Element) -> str:
    return str(group.get("ref", "")).rpartition(":")[2]


def _line(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None
