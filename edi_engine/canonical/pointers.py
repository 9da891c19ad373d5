"""WCO pointers: from a chain of class ids, numbers and an attribute id to the places of a document; back: `pointing`.

A chain goes down from the document: each link names a class (`68A`) and which of several (from 1); the last one may
name an attribute in it (`TagID`). A link without a number means each of several. The ids are those of `wco_tree`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, Step, value_at
from edi_engine.canonical.model import Pointer
from edi_engine.canonical.wco_tree import Numbering, Place, below, class_tag, root
from edi_engine.findings import Finding, Position, Severity

MOST_PLACES = 1000  # of one pointer without numbers
POINTING = ("errors", "statuses", "additional_informations", "amendments")
"""The fields of documents whose elements point into a declaration."""


@dataclass(slots=True, kw_only=True)
class Target:
    """What a pointer means.

    Attributes:
        place: in the tree of the WCO Data Model; None where the pointer names nothing that is there.
        pattern: the path, of no document: `goods_items[1].packagings[*].quantity`; the last known part of it.
        paths: the places in the document that are there, or that their owner has room for.
        nearest: the deepest place on the way that is in the document.
        findings: `PTR-001` to `PTR-003`.
    """

    place: Place | None
    pattern: str
    paths: list[DocumentPath] = field(default_factory=list)
    nearest: DocumentPath = ()
    findings: list[Finding] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering, repr=False)


def spell(chain: Sequence[Pointer]) -> str:
    """A pointer as one text: `42A/67A/68A[2]/23A/79A.112`."""
    links = []
    for link in chain:
        number = "" if link.sequence_numeric is None else f"[{link.sequence_numeric}]"
        tag = f".{link.tag_id}" if link.tag_id else ""
        links.append(f"{link.document_section_code or ''}{number}{tag}")
    return "/".join(links)


def pointing(document: msgspec.Struct) -> Iterator[Any]:
    """The elements of a document that have pointers: errors, statuses, statements, amendments."""
    for name in POINTING:
        yield from (element for element in getattr(document, name, None) or [] if element.pointers)


def check(document: msgspec.Struct) -> Iterator[Finding]:
    """What is wrong with the pointers of a document by themselves: `PTR-001`, `PTR-002`."""
    for element in pointing(document):
        yield from way(element.pointers)[1]


# From a pointer to places ---------------------------------------------------------------------------------------------


def follow(
    chain: Sequence[Pointer],
    document: msgspec.Struct | None = None,
    kind: str = "Declaration",
    numbering: Numbering | None = None,
) -> Target:
    """The places a pointer means in a document, or only what it means in documents of a kind.

    Args:
        numbering: of the document, where many pointers are followed in it.
    """
    start = root(type(document).__name__ if document is not None else kind)
    target = Target(place=start, pattern="", paths=[()] if document is not None else [])
    target.numbering = numbering or target.numbering
    links = list(chain)
    if links and start and links[0].document_section_code == start.id:
        _attribute(target, links.pop(0), chain, document)
    for link in links:
        if target.place is None:
            break
        _class(target, link, chain, document)
        _attribute(target, link, chain, document)
    return target


def way(chain: Sequence[Pointer], kind: str = "Declaration") -> tuple[list[tuple[Place, int | None]], list[Finding]]:
    """The classes of a pointer from the document down, each with its number, and the attribute at the end.

    The document itself is not among them, so the way to it is empty; `PTR-001` and `PTR-002` where it breaks off.
    """
    found: list[tuple[Place, int | None]] = []
    here = root(kind)
    for at, link in enumerate(chain):
        if not (at == 0 and here and link.document_section_code == here.id):
            target = Target(place=here, pattern="")
            _class(target, link, chain, None)
            if target.place is None:
                return found, target.findings
            found.append((target.place, link.sequence_numeric))
            here = target.place
        if link.tag_id:
            target = Target(place=here, pattern="")
            _attribute(target, link, chain, None)
            if target.place is None:
                return found, target.findings
            found.append((target.place, None))
            here = target.place
    return found, []


def _class(target: Target, link: Pointer, chain: Sequence[Pointer], document: msgspec.Struct | None) -> None:
    """Go down one class."""
    here, code = target.place, link.document_section_code or ""
    found = next((place for place in below(here) if place.struct and place.id == code), None) if here else None
    if found is None or here is None:
        _lost(target, chain, _not_here(code, here), "see docs/fields.html for the ids")
        return
    before = len(target.paths)
    _step(target, found, link.sequence_numeric, document)
    if before and not target.paths:
        what = f"there is no {found.tag}{'' if link.sequence_numeric is None else f' {link.sequence_numeric}'}"
        target.findings.append(_fault("PTR-003", chain, f"{what} in this document", "look at the version it is about"))


def _attribute(target: Target, link: Pointer, chain: Sequence[Pointer], document: msgspec.Struct | None) -> None:
    """Go down to the attribute a link names, if it names one."""
    if not link.tag_id or target.place is None:
        return
    found = next((place for place in below(target.place) if not place.struct and place.id == link.tag_id), None)
    if found is None:
        what = f"{target.place.tag} has no attribute with the id {link.tag_id!r:.20}"
        _lost(target, chain, what, "see docs/fields.html for the ids", code="PTR-002")
        return
    _step(target, found, None, document)


def _step(target: Target, place: Place, number: int | None, document: msgspec.Struct | None) -> None:
    target.place = place
    target.pattern = ".".join(part for part in (target.pattern, _pattern(place, number)) if part)
    before, target.paths = target.paths, []
    for path in before:
        if value_at(document, path) is not None and len(path) >= len(target.nearest):
            target.nearest = path
        target.paths += _below(document, path, place, number, target.numbering)
    target.paths = target.paths[:MOST_PLACES]
    target.nearest = next((path for path in target.paths if value_at(document, path) is not None), target.nearest)


def _below(
    document: msgspec.Struct | None, path: DocumentPath, place: Place, number: int | None, numbering: Numbering
) -> Iterator[DocumentPath]:
    owner = () if place.of_document else path
    if place.field is None or not place.field.many:
        if number in (None, 1):  # without a field it is a level that the model flattens
            yield owner if place.field is None else (*owner, Step(place.field.name))
        return
    elements = getattr(value_at(document, owner), place.field.name, None) or []
    indexes = numbering.indexes(elements, place)
    found = indexes.values() if number is None else [indexes[number]] if number in indexes else []
    yield from ((*owner, Step(place.field.name, index)) for index in found)


def _pattern(place: Place, number: int | None) -> str:
    if place.field is None:
        return ""
    if place.role:
        level = f",level={place.level}" if place.level else ""
        return f"{place.field.name}[role={place.role}{level}]" + (f"[{number - 1}]" if number else "")
    return place.field.name + (f"[{'*' if number is None else number - 1}]" if place.field.many else "")


def _lost(target: Target, chain: Sequence[Pointer], what: str, fix: str, code: str = "PTR-001") -> None:
    target.place, target.paths = None, []
    target.findings.append(_fault(code, chain, what, fix))


def _not_here(code: str, here: Place | None) -> str:
    tag, where = class_tag(code), here.tag if here else "this kind of document"
    said = f"{code} is {tag}, which does not stand" if tag else f"{code!r:.20} names no class"
    ids = sorted({place.id for place in below(here) if place.struct and place.id and not place.role}) if here else []
    return f"{said} in {where}" + (f" (there: {', '.join(ids[:12])})" if ids else "")


def _fault(code: str, chain: Sequence[Pointer], what: str, fix: str) -> Finding:
    why = "WCO ids of DEC and RES (schemas/wco/places.tsv, model.tsv)"
    where = Position(path=f"pointer {spell(chain)[:200]}")
    return Finding(code=code, severity=Severity.WARNING, what=what, where=where, why=why, fix=fix)
