"""What two libraries say about an element that does not obey its schema, in words of ours, with the place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from lxml import etree

from edi_engine.alike import alike

_NAMESPACE = re.compile(r"\{[^{}0-9,][^{}]*\}(?=\w)")
_SUBJECT = re.compile(r"Element '([^']*)'(?:, attribute '[^']*')?: ")
_STEP = re.compile(r"[\w.:*-]+(?:\[[0-9]+\])?").fullmatch
_CHILDREN = "XMLSchemaChildrenValidationError"  # by name: the library is not imported for it
_CORRECT = "correct the document"
_MOST_NAMES = 6
_MOST_TEXT = 60  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: its place as a path of local names, the tags of that path, the line, what is wrong, how to mend it."""

    path: str
    tags: tuple[str, ...]
    line: int | None
    what: str
    fix: str = _CORRECT


def from_xmlschema(errors: Iterable[Any], root: etree._Element) -> Iterator[Fault]:
    """What xmlschema found, lazily; several faults of one value are told as one."""
    last: Fault | None = None
    for error in errors:
        found = _misplaced(error, root) if _kind(error) == _CHILDREN else _told(error, root)
        if last and _kind(error) != _CHILDREN and found.path == last.path:
            last = replace(last, what=f"{last.what}; {found.what.partition(': ')[2] or found.what}")
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def from_libxml2(log: Any, root: etree._Element, most: int) -> list[Fault]:
    """What libxml2 found; without a place where it gave none."""
    return [_plain(entry, root) for entry in islice(log, most)]


def unwalked(root: etree._Element, error: Exception) -> Fault:
    """What is said of a document no library could hold to the schema."""
    path, tags = place(root, root)
    what = f"<{tags[-1]}> cannot be held to the schema: {_bare(str(error)) or type(error).__name__}"
    return Fault(path=path, tags=tags, line=_line(root), what=what, fix="send a document of less depth")


def place(element: etree._Element | None, root: etree._Element) -> tuple[str, tuple[str, ...]]:
    """An element as a path of local names from the root, with ordinals where there are several; and its tags."""
    steps: list[str] = []
    tags: list[str] = []
    while element is not None:
        tag = _local(element.tag)
        before = 0 if element is root else sum(1 for _ in element.itersiblings(element.tag, preceding=True))
        several = before or (element is not root and next(element.itersiblings(element.tag), None) is not None)
        steps.append(f"{tag}[{before + 1}]" if several else tag)
        tags.append(tag)
        element = None if element is root else element.getparent()
    return "/" + "/".join(reversed(steps)), tuple(reversed(tags))


def _told(error: Any, root: etree._Element) -> Fault:
    element = error.elem
    path, tags = place(element, root)
    reason = _bare(str(error.reason))
    if _kind(error) == "XMLSchemaDecodeError":
        reason = f"this is no {_local(error.validator.name or 'value of its type')}"
    value = error.obj if isinstance(error.obj, str) else None
    shown = f" {value[:_MOST_TEXT]!r}" if value is not None else ""
    fix = "correct the value" if value else "leave it out, or give it a value" if value == "" else _CORRECT
    return Fault(path=path, tags=tags, line=_line(element), what=f"<{tags[-1]}>{shown}: {reason}", fix=fix)


def _misplaced(error: Any, root: etree._Element) -> Fault:
    """A child that must not stand where it is, or one that is missing."""
    child = error.invalid_child
    element = error.elem if child is None else child
    path, tags = place(element, root)
    if child is None:
        what, fix = (
            f"<{tags[-1]}> is not complete",
            f"add {_names(error.expected or [error.particle]) or 'what is missing'}",
        )
    else:
        what, fix = _why_not(child, [item for item in error.validator.iter_elements() if item.name])
        if named := _names(error.expected or ()):
            fix = f"expected here: {named}"
    return Fault(path=path, tags=tags, line=_line(element), what=what, fix=fix)


def _why_not(child: etree._Element, particles: list[Any]) -> tuple[str, str]:
    """Why a child does not fit among the elements its parent may hold, and what to do."""
    tag, parent = _local(child.tag), _local(getattr(child.getparent(), "tag", ""))
    known = list(dict.fromkeys(_local(particle.name) for particle in particles))
    if tag not in known:
        near = alike(tag, known, 2)
        fix = f"did you mean {' or '.join(f'<{name}>' for name in near)}?" if near else "remove it"
        return f"<{tag}> is not known in <{parent}>", fix
    if not any(particle.name == child.tag for particle in particles):
        return f"<{tag}> is of another namespace than the schema says", "correct the namespace"
    at = known.index(tag)
    order = f"the order is … {', '.join(f'<{name}>' for name in known[max(0, at - 2) : at + 3])} …"
    before = next(child.itersiblings(preceding=True), None)
    if before is not None and before.tag == child.tag:
        return f"<{tag}> stands here too often", f"leave one; {order}"
    return f"<{tag}> stands in the wrong place", order


def _names(particles: Iterable[Any]) -> str:
    names = [_local(str(particle.name)) for particle in particles if getattr(particle, "name", None)]
    shown = ", ".join(f"<{name}>" for name in names[:_MOST_NAMES])
    return shown + (" …" if len(names) > _MOST_NAMES else "")


def _plain(entry: Any, root: etree._Element) -> Fault:
    message = _bare(_SUBJECT.sub(lambda found: f"<{_local(found[1])}>: ", str(entry.message), count=1))
    element = _at(str(entry.path or ""), root)
    path, tags = place(element, root)
    return Fault(path=path, tags=tags, line=_line(element), what=message[:500])


def _at(path: str, root: etree._Element) -> etree._Element:
    """The element libxml2 means; it calls the element that is checked the root, whatever stands around it."""
    steps = path.split("/")[2:]
    names = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    try:
        found = root.xpath("/".join((".", *steps)), namespaces=names) if all(map(_STEP, steps)) else []
    except etree.XPathError:  # a prefix that only an element within declares
        found = []
    return found[0] if isinstance(found, list) and found and isinstance(found[0], etree._Element) else root


def _bare(text: str) -> str:
    """A text without namespaces, in one line."""
    return _NAMESPACE.sub("", text).strip().replace("\n", " ")[:500]


def _kind(error: Any) -> str:
    return type(error).__name__


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _line(element: etree._Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None
