"""Named steps between a template and a document: sums, prices, and lists that are told in another arrangement.

A mapping names them in `derive: {after_reading: […], before_writing: […]}`. There are two kinds.

Rearrangement   document → document; the one given is left as it is
Derivation      document → values beside it, for `{out derived.NAME.field}`; they are never read into the document
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from edi_engine.canonical.model import Declaration, GoodsItem, Response
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.definition import Definition, refusal
from edi_engine.mapping.derive_equipments import equipments_to_consignment, equipments_to_items
from edi_engine.mapping.derive_item_numbers import (
    item_numbers_to_equipments,
    item_numbers_to_items,
    without_item_numbers,
)
from edi_engine.mapping.derive_masses import total_net_mass
from edi_engine.mapping.derive_refund import DeclarationRefund, ItemRefund, computable, export_refund
from edi_engine.mapping.derive_response import response_type
from edi_engine.mapping.derive_seals import attach_seals
from edi_engine.mapping.derive_shared_units import SHARED, to_one_unit, to_own_units
from edi_engine.mapping.derive_units import unit_factors
from edi_engine.mapping.exact_places import marked, unshared
from edi_engine.mapping.notation_errors import near_names

__all__ = ["DERIVATIONS", "REARRANGEMENTS", "DeclarationRefund", "Derivation", "ItemRefund", "Rearrangement", "Steps"]

# Told what could not be done: path, what, fix; and with the code MAP-103 what was done otherwise.
Lost = Callable[..., None]

# What was derived for each object, by its `id`.
Values = Mapping[int, msgspec.Struct]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rearrangement:
    """A step that moves what a document says to where a format wants it, and its name in `mapping.yaml`.

    `document` is the kind it is for, or several. `within` takes out of a document made at random what the step would
    tell of, for the proof of mappings.
    """

    name: str
    document: type[msgspec.Struct] | tuple[type[msgspec.Struct], ...]
    apply: Callable[[Any, Lost], Any]
    within: Callable[[Any], Any] = lambda document: document


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """A step that computes values; `gives` tells for which objects, and the fields it computes for each.

    `computable` brings a document made at random to where the step can compute, for the proof of mappings.
    """

    name: str
    document: type[msgspec.Struct]
    gives: Mapping[type[msgspec.Struct], type[msgspec.Struct]]
    compute: Callable[[Any, Lost], Values]
    computable: Callable[[Any], Any]


REARRANGEMENTS: Mapping[str, Rearrangement] = {
    step.name: step
    for step in (
        Rearrangement(name="equipments_to_items", document=Declaration, apply=equipments_to_items),
        Rearrangement(name="equipments_to_consignment", document=Declaration, apply=equipments_to_consignment),
        Rearrangement(name="item_numbers_to_equipments", document=Declaration, apply=item_numbers_to_equipments),
        Rearrangement(
            name="item_numbers_to_items",
            document=Declaration,
            apply=item_numbers_to_items,
            within=without_item_numbers,
        ),
        Rearrangement(name="attach_seals", document=Declaration, apply=attach_seals),
        Rearrangement(name="total_net_mass", document=Declaration, apply=total_net_mass),
        Rearrangement(name="to_one_unit", document=tuple(SHARED), apply=to_one_unit),
        Rearrangement(name="to_own_units", document=tuple(SHARED), apply=to_own_units),
        Rearrangement(name="unit_factors", document=Declaration, apply=unit_factors),
        Rearrangement(name="response_type", document=Response, apply=response_type),
    )
}
DERIVATIONS: Mapping[str, Derivation] = {
    "export_refund": Derivation(
        name="export_refund",
        document=Declaration,
        gives={Declaration: DeclarationRefund, GoodsItem: ItemRefund},
        compute=export_refund,
        computable=computable,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The steps of one mapping, in its order."""

    mapping: str
    after_reading: tuple[Rearrangement, ...] = ()
    before_writing: tuple[Rearrangement, ...] = ()
    derivations: tuple[Derivation, ...] = ()

    def arrange_read(self, document: Any, report: Report) -> Any:
        """A document as read, in the model's own form."""
        return self._arrange(self.after_reading, document, report)

    def arrange_written(self, document: Any, report: Report) -> Any:
        """A document in the form the template expects."""
        return self._arrange(self.before_writing, document, report)

    def arranged_apart(self, document: Any) -> tuple[Any, Any]:
        """A document whose values are known again where they are moved to, and the form of it the template expects."""
        if not self.before_writing:
            return document, document
        own = marked(document)
        return own, unshared(self.arrange_written(own, Report()))

    def within_domain(self, document: Any) -> Any:
        """A document made at random, in the model's own form and such that everything can be computed."""
        for step in self.derivations:
            document = step.computable(document)
        document = self.arrange_read(document, Report())
        for rearrangement in self.after_reading:
            document = rearrangement.within(document)
        return document

    def derive(self, document: Any, report: Report) -> dict[str, Values]:
        """Everything computed from a document, by step."""
        return {step.name: step.compute(document, self._lost(report)) for step in self.derivations}

    def _arrange(self, steps: tuple[Rearrangement, ...], document: Any, report: Report) -> Any:
        for step in steps:
            document = step.apply(document, self._lost(report))
        return document

    def _lost(self, report: Report) -> Lost:
        def lost(path: str, what: str, fix: str, code: str = "MAP-210") -> None:
            why, where = f"a derive step of mapping {self.mapping}", Position(path=path)
            severity = Severity.NOTE if code in ("MAP-103", "MAP-208") else Severity.WARNING
            report.add(
                Finding(code=code, severity=severity, what=what, where=where, why=why, fix=fix),
            )

        return lost


def steps_of(definition: Definition) -> Steps:
    """The steps a mapping names.

    Raises:
        ConfigurationError: `MPG-007`, a step that does not exist, stands at the wrong moment or is for other documents.
    """
    for moment in definition.derive:
        if moment not in ("after_reading", "before_writing"):
            raise _unknown(definition, moment, ("after_reading", "before_writing"))
    writing = definition.derive.get("before_writing", ())
    return Steps(
        mapping=definition.name,
        after_reading=tuple(_rearrangement(definition, name) for name in definition.derive.get("after_reading", ())),
        before_writing=tuple(_rearrangement(definition, name) for name in writing if name not in DERIVATIONS),
        derivations=tuple(DERIVATIONS[name] for name in writing if name in DERIVATIONS and _fits(definition, name)),
    )


def _rearrangement(definition: Definition, name: str) -> Rearrangement:
    if name in DERIVATIONS:
        what = f"{name} computes values to be written: name it under before_writing"
        raise refusal("MPG-007", f"{definition.name}/mapping.yaml", 1, 1, what)
    if name not in REARRANGEMENTS:
        raise _unknown(definition, name, (*REARRANGEMENTS, *DERIVATIONS))
    _fits(definition, name)
    return REARRANGEMENTS[name]


def _fits(definition: Definition, name: str) -> bool:
    step = REARRANGEMENTS.get(name) or DERIVATIONS[name]
    kinds = step.document if isinstance(step.document, tuple) else (step.document,)
    if definition.document not in (names := [kind.__name__ for kind in kinds]):
        what = f"{name} is for a {' or '.join(names)}, this mapping for a {definition.document}"
        raise refusal("MPG-007", f"{definition.name}/mapping.yaml", 1, 1, what)
    return True


def _unknown(definition: Definition, name: str, known: tuple[str, ...]) -> Exception:
    near = near_names(name, known) or " or ".join(map(repr, known))
    return refusal("MPG-007", f"{definition.name}/mapping.yaml", 1, 1, f"no derive step is called {name!r}", near)
