"""How a written document leaves: one module a transport, each with `deliver(parcel, permit) -> where it went`."""

from collections.abc import Callable

from edi_engine.transports.file_drop import FileDrop
from edi_engine.transports.memory import Memory
from edi_engine.transports.parcel import Transport

__all__ = ["TRANSPORTS", "FileDrop", "Memory", "Transport"]

# A new transport is one module and one line here; a route names it.
TRANSPORTS: dict[str, Callable[[], Transport]] = {"file_drop": FileDrop, "memory": Memory}
