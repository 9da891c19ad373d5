"""Keeps what was delivered in memory: for tests and for callers that take the bytes themselves."""

from edi_engine.transports.parcel import Parcel, Permit


class Memory:
    """`parcels` holds what was delivered, in the order it came."""

    def __init__(self) -> None:
        self.parcels: list[Parcel] = []

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Keep the parcel; its place is `memory:` and its name."""
        permit.use()
        self.parcels.append(parcel)
        return f"memory:{parcel.agency}/{parcel.name}"

    def forget(self, parcel: Parcel) -> None:
        """Nothing but the parcel itself was kept."""
