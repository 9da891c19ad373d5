"""Containers stand once at the consignment, and items name them by id; formats of rows want them whole at the items.

The two steps undo each other on documents in the model's own form. Neither changes the document it is given.
"""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.model import Commodity, Consignment, Declaration, GoodsItem, TransportEquipment

Lost = Callable[[str, str, str], None]

_DETAILS = tuple(
    name for name in TransportEquipment.__struct_fields__ if name not in ("id", "sequence_numeric", "extensions")
)
_PLACE = "goods_items.commodity.transport_equipments"


def equipments_to_items(document: Declaration, lost: Lost) -> Declaration:
    """Give each container an item names what the consignment says of it; a sole item holds all containers.

    Containers that no item names stay where they are, and so does what counts only among those of the consignment.
    """
    consignment = document.consignment
    if consignment is None or not consignment.transport_equipments:
        return document
    known: dict[str, TransportEquipment] = {}
    for equipment in consignment.transport_equipments:
        if equipment.id:
            known.setdefault(equipment.id, equipment)
    items = document.goods_items
    if len(items) == 1 and not _equipments(items[0]):
        items = [_with_equipments(items[0], [TransportEquipment(id=name) for name in known])]
    named = {equipment.id for item in items for equipment in _equipments(item)}
    whole = [_with_equipments(item, [_completed(e, known, lost) for e in _equipments(item)]) for item in items]
    moved = {id(e) for name, e in known.items() if name in named}
    rest = [_own(e) if id(e) in moved else e for e in consignment.transport_equipments]
    rest = [e for e in rest if e != TransportEquipment()]
    return replace(document, goods_items=whole or NOTHING, consignment=_without(consignment, rest))


def equipments_to_consignment(document: Declaration, lost: Lost) -> Declaration:
    """Keep of each container at an item only its id, and what is known of it once at the consignment."""
    consignment = document.consignment or Consignment()
    known: dict[str, TransportEquipment] = {}
    for equipment in consignment.transport_equipments:
        if equipment.id:
            known[equipment.id] = _merged(known.get(equipment.id, equipment), equipment, lost)
    items = []
    for item in document.goods_items:
        references = []
        for equipment in _equipments(item):
            references.append(_reference(equipment))
            if equipment.id:
                bare = replace(equipment, sequence_numeric=None, extensions=None)
                known[equipment.id] = _merged(known.get(equipment.id, bare), bare, lost)
        items.append(_with_equipments(item, references))
    if not known:
        return document
    kept = [(known.pop(e.id) if e.id in known else _own(e)) if e.id else e for e in consignment.transport_equipments]
    kept = [e for e in kept if e != TransportEquipment()]
    consignment = replace(consignment, transport_equipments=[*kept, *known.values()])
    return replace(document, goods_items=items or NOTHING, consignment=consignment)


def _equipments(item: GoodsItem) -> list[TransportEquipment]:
    return item.commodity.transport_equipments if item.commodity else []


def _with_equipments(item: GoodsItem, equipments: list[TransportEquipment]) -> GoodsItem:
    if equipments == _equipments(item):
        return item
    return replace(item, commodity=replace(item.commodity or Commodity(), transport_equipments=equipments))


def _completed(equipment: TransportEquipment, known: dict[str, TransportEquipment], lost: Lost) -> TransportEquipment:
    more = known.get(equipment.id or "")
    return equipment if more is None else _merged(equipment, more, lost)


def _merged(one: TransportEquipment, other: TransportEquipment, lost: Lost) -> TransportEquipment:
    """The first, with what only the second says; where they differ, the first counts."""
    filled: dict[str, Any] = {}
    for name in _DETAILS:
        mine, theirs = getattr(one, name), getattr(other, name)
        if mine is None or mine == []:
            filled[name] = theirs
        elif mine != theirs and theirs is not None and theirs != []:
            what = f"{name} of {one.id} is said in two ways: {_said(mine)} is kept, {_said(theirs)} is not"
            lost(f"{_PLACE}.{name}", what, "make both places agree")
    return replace(one, **filled)


def _said(value: Any) -> str:
    """A value for a finding, each text in it in quotes."""
    if isinstance(value, list):
        return ", ".join(_said(item) for item in value)
    if not isinstance(value, Struct):
        return repr(str(value))
    return ", ".join(_said(inner) for inner in (getattr(value, name) for name in value.__struct_fields__) if inner)


def _reference(equipment: TransportEquipment) -> TransportEquipment:
    """A container at an item: only its name, unless it has none by which it could be found again."""
    if not equipment.id:
        return equipment
    kept = {"sequence_numeric": equipment.sequence_numeric, "extensions": equipment.extensions}
    return TransportEquipment(id=equipment.id, **kept)  # type: ignore[arg-type]


def _own(equipment: TransportEquipment) -> TransportEquipment:
    """What stays behind of a container that moved, or is said twice."""
    return TransportEquipment(sequence_numeric=equipment.sequence_numeric, extensions=equipment.extensions)


def _without(consignment: Consignment, rest: list[TransportEquipment]) -> Consignment | None:
    left = replace(consignment, transport_equipments=rest or NOTHING)
    return None if left == Consignment() else left
