"""The tree of classes and attributes of the WCO Data Model that our documents stand for, with the ids pointers name.

The model flattens some levels (`GoodsShipment/` of a declaration) and gathers parties in one list by role; the tree
puts both back where WCO has them. Source: schemas/wco/model.tsv, roles.tsv, and for the ids places.tsv.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from edi_engine.canonical import facts, metadata
from edi_engine.canonical.metadata import Field, Kind

LEVELS = {
    "declaration": ("Declaration",),
    "goods_shipment": ("Declaration", "GoodsShipment"),
    "consignment": ("Declaration", "GoodsShipment", "Consignment"),
    "declaration_consignment": ("Declaration", "Consignment"),
}
"""Where a declaration keeps the parties of which level; all of them stand in the list of the document itself."""

_LEVEL_AT = {tags: level for level, tags in LEVELS.items()}


class Known(NamedTuple):
    """What is known of one place of DEC or RES: EU data elements of 2015, boxes of the SAD; blanks between several."""

    id: str
    elements: str
    boxes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One class or attribute.

    Attributes:
        tags: the WCO tags from the document's; `id` is the WCO id of the last, empty if not known.
        field: the field of the struct around it; None for the document, and for a level that the model flattens.
        struct: what stands in it; empty for an attribute. `within`: the tags from that struct's own.
        role, level: of the elements of the list `field` that stand here; `of_document`: the list is the document's.
    """

    tags: tuple[str, ...]
    id: str
    struct: str
    field: Field | None = None
    within: tuple[str, ...] = ()
    role: str = ""
    level: str = ""
    of_document: bool = False

    @property
    def tag(self) -> str:
        """Its own tag."""
        return self.tags[-1]

    @property
    def known(self) -> Known | None:
        """What the tables say of the very place."""
        return _known().get("/".join(self.tags))


@cache
def root(kind: str) -> Place | None:
    """The tree of a kind of documents; None where WCO has none."""
    tag = kind if kind in metadata.struct_names() else ""
    found = _class_ids().get(tag, "")
    return Place(tags=(tag,), id=found, struct=kind) if found else None


@cache
def below(place: Place) -> tuple[Place, ...]:
    """The classes and attributes in a class, each tag once."""
    found: dict[str, Place] = {}
    for one in (*_fields(place), *_roles(place)):
        found.setdefault(one.tag, one)
    return tuple(found.values())


def _fields(place: Place) -> Iterator[Place]:
    depth = len(place.within)
    for field in metadata.fields(place.struct).values() if place.struct else ():
        tags = tuple(field.tag.split("/"))
        if not field.tag or tags[:depth] != place.within or len(tags) == depth:
            continue
        if len(tags) == depth + 1:
            yield _field(place, field, tags[-1])
        else:  # a level of its own in WCO
            at, known = (*place.tags, tags[depth]), _class_ids().get(tags[depth], "")
            yield Place(tags=at, id=_id(at) or known, struct=place.struct, within=tags[: depth + 1])


def _field(place: Place, field: Field, tag: str) -> Place:
    at = (*place.tags, tag)
    struct = field.struct.__name__ if field.kind is Kind.STRUCT and field.struct else ""
    own = field.ids[0] if len(field.ids) == 1 else ""
    found = _id(at) or (_class_ids().get(tag, "") or own if struct else own)
    return Place(tags=at, id=found, struct=struct, field=field)


def _roles(place: Place) -> Iterator[Place]:
    """The places of those lists whose elements stand apart by role."""
    level = _LEVEL_AT.get(place.tags, "")
    owner = place.tags[0] if level else place.struct
    if not owner or (place.within and not level):
        return
    for field in metadata.fields(owner).values():
        if field.tag or not field.many or field.kind is not Kind.STRUCT or not field.struct:
            continue
        leveled = level if "level" in field.struct.__struct_fields__ else ""
        if level and not leveled and place.struct != owner:
            continue
        for role in metadata.roles(field.struct.__name__).values():
            yield Place(
                tags=(*place.tags, role.tag),
                id=role.id,
                struct=field.struct.__name__,
                field=field,
                role=role.name,
                level=leveled,
                of_document=bool(level),
            )


def stands_here(element: Any, place: Place) -> bool:
    """Whether an element of the list of a place is one of those that stand there."""
    if not place.role:
        return True
    if element.role != place.role:
        return False
    return not place.level or (element.level or metadata.roles()[place.role].level) == place.level


def numbered(elements: list[Any]) -> bool:
    """Whether the elements of a list carry numbers that tell them apart."""
    carried = [getattr(element, "sequence_numeric", None) for element in elements]
    return bool(carried) and None not in carried and len(set(carried)) == len(carried)


def numbers(elements: list[Any]) -> list[int]:
    """The numbers by which pointers tell the elements of a list: those they carry, else their order."""
    if numbered(elements):
        return [element.sequence_numeric for element in elements]
    return list(range(1, len(elements) + 1))


class Numbering:
    """The numbers of the elements of lists at their places, found once: for many pointers to one document.

    While it is used, the lists must not change.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[int, str, str], tuple[list[Any], dict[int, int], dict[int, int]]] = {}

    def indexes(self, elements: list[Any], place: Place) -> dict[int, int]:
        """By the numbers pointers use, the index of each element that stands at a place."""
        return self._found(elements, place)[1]

    def number(self, elements: list[Any], place: Place, index: int) -> int:
        """The number of an element that stands there."""
        return self._found(elements, place)[2][index]

    def _found(self, elements: list[Any], place: Place) -> tuple[list[Any], dict[int, int], dict[int, int]]:
        key = id(elements), place.role, place.level
        if key not in self._known:
            here = [index for index, element in enumerate(elements) if stands_here(element, place)]
            pairs = list(zip(numbers([elements[index] for index in here]), here, strict=True))
            # The list is kept, so that no other one gets its id.
            self._known[key] = elements, dict(pairs), {index: number for number, index in pairs}
        return self._known[key]


def class_tag(wco_id: str) -> str:
    """The tag of the class with an id; empty if there is none."""
    return next((tag for tag, known in _class_ids().items() if known == wco_id), "")


@cache
def _known() -> dict[str, Known]:
    table = (line.split("|") for line in facts.PLACES.splitlines())
    return {path: Known(wco_id, elements, boxes) for path, wco_id, elements, boxes in table}


@cache
def _ids() -> dict[tuple[str, ...], str]:
    """Ids by the last two tags: one class has one id for an attribute wherever it stands."""
    return {tuple(path.split("/")[-2:]): known.id for path, known in _known().items()}


def _id(tags: tuple[str, ...]) -> str:
    known = _known().get("/".join(tags))
    return known.id if known else _ids().get(tags[-2:], "")


@cache
def _class_ids() -> dict[str, str]:
    """Ids of classes by tag: of structs, roles, and fields that hold structs."""
    found: dict[str, str] = {}
    for line in facts.FIELDS.splitlines():
        _, name, tags, ids, *_, kind, _ = line.split("|")
        if not name:
            found.update(dict(zip(tags.split(), ids.split(), strict=False)))
        elif kind not in metadata.VALUE_KINDS and ids and " " not in ids:
            found.setdefault(tags.rpartition("/")[2], ids)
    for line in facts.ROLES.splitlines():
        _, _, tag, wco_id, _ = line.split("|")
        if wco_id:
            found.setdefault(tag, wco_id)
    return found
