"""Items name the containers they are in; some formats name at each container the numbers of the items in it.

The two steps undo each other on documents in the model's own form. Neither changes the document it is given.
"""

from collections.abc import Callable

from msgspec.structs import replace

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.model import Commodity, Declaration, GoodsItem, TransportEquipment

Lost = Callable[[str, str, str], None]


def item_numbers_to_equipments(document: Declaration, lost: Lost) -> Declaration:
    """Write at each container of the consignment which items name it; a name that says more stays at its item."""
    known = _by_id(document)
    first = _by_number(document.goods_items)
    numbers: dict[str, list[int]] = {name: list(equipment.goods_item_numbers) for name, equipment in known.items()}
    items = []
    for item in document.goods_items:
        left = []
        for named in _named(item):
            number = item.sequence_numeric
            if number is None or first.get(number) is not item or not _is_name(named) or named.id not in known:
                left.append(named)
            elif number not in numbers[named.id or ""]:
                numbers[named.id or ""].append(number)
        items.append(_naming(item, left))
    return _numbered(document, items, numbers)


def item_numbers_to_items(document: Declaration, lost: Lost) -> Declaration:
    """Name at each item the containers that carry its number; a number that no item has stays, and is told."""
    known, first = _by_id(document), _by_number(document.goods_items)
    added: dict[int, list[TransportEquipment]] = {}
    left: dict[str, list[int]] = {}
    for name, equipment in known.items():
        left[name] = []
        for number in equipment.goods_item_numbers:
            item = first.get(number)
            if item is None:
                left[name].append(number)
                what = f"container {name} holds item {number}, which is not there"
                lost("consignment.transport_equipments.goods_item_numbers", what, "correct the number of the item")
            elif all(named.id != name for named in [*_named(item), *added.get(number, ())]):
                added.setdefault(number, []).append(TransportEquipment(id=name))
    items = [
        _naming(item, [*_named(item), *more]) if (more := _more(item, first, added)) else item
        for item in document.goods_items
    ]
    return _numbered(document, items, left)


def without_item_numbers(document: Declaration) -> Declaration:
    """A document whose containers carry no numbers of items."""
    if document.consignment is None:
        return document
    equipments = [
        replace(equipment, goods_item_numbers=NOTHING) for equipment in document.consignment.transport_equipments
    ]
    return replace(document, consignment=replace(document.consignment, transport_equipments=equipments or NOTHING))


def _more(
    item: GoodsItem, first: dict[int, GoodsItem], added: dict[int, list[TransportEquipment]]
) -> list[TransportEquipment]:
    number = item.sequence_numeric
    return added.get(number, []) if number is not None and first.get(number) is item else []


def _by_id(document: Declaration) -> dict[str, TransportEquipment]:
    """The containers of the consignment by their id, the first where several have the same."""
    found: dict[str, TransportEquipment] = {}
    for equipment in document.consignment.transport_equipments if document.consignment else ():
        if equipment.id:
            found.setdefault(equipment.id, equipment)
    return found


def _by_number(items: list[GoodsItem]) -> dict[int, GoodsItem]:
    found: dict[int, GoodsItem] = {}
    for item in items:
        if item.sequence_numeric is not None:
            found.setdefault(item.sequence_numeric, item)
    return found


def _named(item: GoodsItem) -> list[TransportEquipment]:
    return item.commodity.transport_equipments if item.commodity else []


def _is_name(named: TransportEquipment) -> bool:
    """Whether a container at an item is nothing but its name."""
    return named == TransportEquipment(id=named.id)


def _naming(item: GoodsItem, named: list[TransportEquipment]) -> GoodsItem:
    if named == _named(item):
        return item
    commodity = replace(item.commodity or Commodity(), transport_equipments=named or NOTHING)
    return replace(item, commodity=None if commodity == Commodity() else commodity)


def _numbered(document: Declaration, items: list[GoodsItem], numbers: dict[str, list[int]]) -> Declaration:
    if document.consignment is None:
        return document
    known = {id(equipment) for equipment in _by_id(document).values()}
    equipments = [
        replace(equipment, goods_item_numbers=numbers[equipment.id or ""] or NOTHING)
        if id(equipment) in known
        else equipment
        for equipment in document.consignment.transport_equipments
    ]
    consignment = replace(document.consignment, transport_equipments=equipments or NOTHING)
    return replace(document, goods_items=items or NOTHING, consignment=consignment)
