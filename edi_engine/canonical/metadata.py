"""What the model knows about itself: structs by name, their fields with kind, WCO tag, ids, format and UN element.

Asked by the mapping compilers, the WCO codec and the field reference. Source: schemas/wco/model.tsv and roles.tsv.
"""

import typing
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import msgspec

from edi_engine.canonical import acknowledgement, facts, model, values


class Kind(StrEnum):
    """What a field holds; a list of it where `Field.many`."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATETIME = "datetime"
    AMOUNT = "amount"
    MEASURE = "measure"
    QUANTITY = "quantity"
    STRUCT = "struct"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a struct.

    Attributes:
        name: as in Python and in mapping paths; `json_name` as in canonical JSON.
        kind, many: what it holds, and whether it is a list of it.
        struct: the class of what it holds: of the model, or of `canonical.values`; None for text and bare numbers.
        tag: WCO tag, as a path below the struct's element where levels between are flattened; empty if WCO has none.
        ids: WCO ids; several where the roles of one struct have their own.
        format: `an..35`, `n..16,3`; empty if not known.
        element: UN/EDIFACT data element (TDED id).
        note: one remark for people.
    """

    name: str
    kind: Kind
    many: bool
    struct: type[msgspec.Struct] | None
    tag: str
    ids: tuple[str, ...]
    format: str
    element: str
    note: str

    @property
    def json_name(self) -> str:
        """The key in canonical JSON."""
        first, *rest = self.name.split("_")
        return first + "".join(word.capitalize() for word in rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role: its WCO tag and class id; of a party also the level it stands at unless the party says otherwise."""

    name: str
    tag: str
    id: str
    level: str


DOCUMENTS: MappingProxyType[str, type[msgspec.Struct]] = MappingProxyType(
    {
        "Declaration": model.Declaration,
        "Response": model.Response,
        "EventReport": model.EventReport,
        "SyntaxAcknowledgement": acknowledgement.SyntaxAcknowledgement,
    }
)
"""The kinds of documents that messages are read into, by the name mappings and canonical JSON use."""

VALUE_KINDS = MappingProxyType(
    {
        "text": (Kind.TEXT, None),
        "integer": (Kind.INTEGER, None),
        "decimal": (Kind.DECIMAL, None),
        "datetime": (Kind.DATETIME, values.DateTime),
        "amount": (Kind.AMOUNT, values.Amount),
        "measure": (Kind.MEASURE, values.Measure),
        "quantity": (Kind.QUANTITY, values.Quantity),
    }
)


def struct(name: str) -> type[msgspec.Struct]:
    """The class of a struct of the model or of a value.

    Raises:
        KeyError: the model has no such struct; `alike` finds names like it.
    """
    found = getattr(model, name, None) or getattr(acknowledgement, name, None)
    if not (isinstance(found, type) and issubclass(found, msgspec.Struct)):
        raise KeyError(name)
    return found


def import_lines(names: Iterable[str]) -> str:
    """The import statements that bring structs of the model into a generated module, a line for each home."""
    homes: dict[str, list[str]] = {}
    for name in sorted(names):
        home = model if hasattr(model, name) else acknowledgement
        homes.setdefault(home.__name__, []).append(name)
    return "\n".join(f"from {home} import {', '.join(found)}" for home, found in sorted(homes.items()))


@cache
def fields(owner: str) -> MappingProxyType[str, Field]:
    """The fields of a struct of the model by name, in the model's order, without `extensions`.

    Raises:
        KeyError: the model has no such struct.
    """
    described = _table().get(owner)
    return MappingProxyType({field.name: field for field in (_declared(owner) if described is None else described)})


def _declared(owner: str) -> Iterable[Field]:
    """The fields of a struct outside the WCO model: texts, whole numbers and lists of such structs, as declared."""
    for name, hint in typing.get_type_hints(struct(owner)).items():
        inner = typing.get_args(hint)[0]
        if name == "extensions":
            continue
        many = typing.get_origin(hint) is list
        kind = {str: Kind.TEXT, int: Kind.INTEGER}.get(inner, Kind.STRUCT)
        held = inner if kind is Kind.STRUCT else None
        yield Field(name=name, kind=kind, many=many, struct=held, tag="", ids=(), format="", element="", note="")


@cache
def roles(base: str = "Party") -> MappingProxyType[str, Role]:
    """The roles by name that structs of one kind can have: `Party`, `Office`, `Location`, `TransportMeans`, …"""
    table = [line.split("|") for line in facts.ROLES.splitlines()]
    return MappingProxyType(
        {role: Role(name=role, tag=tag, id=wco_id, level=level) for of, role, tag, wco_id, level in table if of == base}
    )


def struct_names() -> tuple[str, ...]:
    """The structs of the WCO model, documents first, in the table's order."""
    return tuple(_table())


@cache
def _table() -> dict[str, list[Field]]:
    table: dict[str, list[Field]] = {}
    for line in facts.FIELDS.splitlines():
        owner, name, tag, ids, form, element, card, kind, note = line.split("|")
        described = table.setdefault(owner, [])
        if name:
            held, value = VALUE_KINDS[kind] if kind in VALUE_KINDS else (Kind.STRUCT, struct(kind))
            described.append(
                Field(
                    name=name,
                    kind=held,
                    many=card == "*",
                    struct=value,
                    tag=tag,
                    ids=tuple(ids.split()),
                    format=form,
                    element=element,
                    note=note,
                )
            )
    return table
