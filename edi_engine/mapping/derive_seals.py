"""Seals that stand beside the containers, for formats that name them there: the derive step `attach_seals`."""

from collections.abc import Callable

from msgspec.structs import replace

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.model import Declaration

Lost = Callable[[str, str, str], None]


def attach_seals(document: Declaration, lost: Lost) -> Declaration:
    """Give a sole container the seals that are said of no container; of several, none is guessed."""
    consignment = document.consignment
    if consignment is None or not consignment.unattached_seals or len(consignment.transport_equipments) != 1:
        return document
    [equipment] = consignment.transport_equipments
    known = {seal.id for seal in equipment.seals if seal.id}
    fresh = [seal for seal in consignment.unattached_seals if seal.id not in known]
    sealed = replace(equipment, seals=[*equipment.seals, *fresh])
    return replace(document, consignment=replace(consignment, unattached_seals=NOTHING, transport_equipments=[sealed]))
