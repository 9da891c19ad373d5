"""Partners and what was agreed with each: who they are, what may come from them, and how they are served."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.retry import AS_USUAL, Retry

DEFAULT_TIMEOUT = 60.0
NO_AGREEMENT, UNKNOWN_SENDER, NO_TESTS = "17", "23", "25"  # 0085
_SERVED = ("mapping", "transport", "folder", "timeout", "retry", "sender", "recipient", "acknowledgements")


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One row of `partners.yaml`.

    Attributes:
        name: unique; shown, and names the outbox folder of routes that name the partner.
        identities: `IDENTIFICATION` or `IDENTIFICATION:QUALIFIER` (UNB S002), each of one partner only; of several
            colons the last one is before a qualifier, or the identification has all of them.
        valid_from, valid_to: first and last day (UTC) of the agreement.
        traffic: `production` has no interchanges that say they are a test, `test` only such, `any` both.
        sends: the mappings that may read what comes from it, so formats and releases; none: all.
        accept: what goes on of a payload with faults: each good `message`, each `interchange` or `file` without fault.
        mapping, transport, folder, timeout, retry, sender, recipient: of the routes that name it, see there.
        edifact: how it wants EDIFACT written, over what its mapping says, see `formats.edifact.profile`.
        overlays: the subsets of UN directories that are agreed.
        acknowledgements: by kind (`contrl`, `business`) the seconds within which it answers what it gets.
        line: where the row stands.
    """

    name: str
    identities: tuple[str, ...]
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    traffic: Literal["production", "test", "any"] = "any"
    sends: tuple[str, ...] = ()
    accept: Literal["message", "interchange", "file"] = "message"
    mapping: str = ""
    transport: str = "file_drop"
    folder: str = ""
    timeout: float = DEFAULT_TIMEOUT
    retry: Retry = AS_USUAL
    sender: str = ""
    recipient: str = ""
    edifact: Mapping[str, str] = field(default_factory=dict)
    overlays: tuple[str, ...] = ()
    acknowledgements: Mapping[str, float] = field(default_factory=dict)
    line: int = 0

    def lapse(self, today: datetime.date) -> str:
        """Why the agreement does not hold on a day; the empty string if it does."""
        if self.valid_from and today < self.valid_from:
            return f"the agreement with {self.name} is valid from {self.valid_from} only"
        if self.valid_to and today > self.valid_to:
            return f"the agreement with {self.name} was valid to {self.valid_to}"
        return ""

    def other_traffic(self, *, test: bool) -> str:
        """Why it is not for a test, or for what is none; the empty string if it is."""
        if self.traffic == "production" and test:
            return f"the agreement with {self.name} has no tests, and the interchange says it is one (UNB 0035)"
        if self.traffic == "test" and not test:
            return f"the agreement with {self.name} is for tests, and the interchange does not say it is one (UNB 0035)"
        return ""

    def outside(self, *, test: bool, today: datetime.date) -> str:
        """Why nothing is sent to it; the empty string if it may be."""
        return self.lapse(today) or self.other_traffic(test=test)

    @property
    def served(self) -> dict[str, Any]:
        """What holds for a route that names it and says nothing else."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if each.name in _SERVED}
        return {"agency": self.name, **{key: value for key, value in said.items() if value != ""}}


@dataclass(frozen=True, slots=True)
class Partners:
    """All partners; `strangers`: whether what comes from others is accepted."""

    rows: tuple[Partner, ...] = ()
    strangers: bool = True
    name: str = "partners.yaml"

    def of(self, identification: str, qualifier: str = "") -> Partner | None:
        """The partner with an identity; one that is given with its qualifier comes first."""
        for wanted in (f"{identification}:{qualifier}", identification):
            for row in self.rows:
                if wanted in row.identities:
                    return row
        return None

    def named(self, name: object) -> Partner | None:
        """The partner of a name."""
        return next((row for row in self.rows if row.name == name), None)

    @property
    def whole_files(self) -> bool:
        """Whether what is received must be read to its end before anything of it is decided."""
        return any(row.accept == "file" for row in self.rows)

    def refusal(self, envelope: Envelope, number: int, today: datetime.date) -> Finding | None:
        """Why an interchange may not come in.

        Args:
            envelope, number: of the interchange.
            today: the day (UTC) on which it came.
        """
        partner = self.of(envelope.sender, envelope.sender_qualifier)
        if partner is None:
            if self.strangers or not self.rows:
                return None
            what, fix = f"{envelope.sender or 'the sender'} is no partner", "add a row, or say strangers: accept"
            return self._finding("PRT-012", what, Position(interchange=number), fix, UNKNOWN_SENDER)
        if lapse := partner.lapse(today):
            fix = "renew the agreement: valid_from, valid_to"
            return self._finding("PRT-010", lapse, Position(interchange=number), fix, NO_AGREEMENT)
        if other := partner.other_traffic(test=envelope.test):
            fix = "correct the test indicator, or the agreement: traffic"
            return self._finding("PRT-011", other, Position(interchange=number), fix, NO_TESTS)
        return None

    def not_agreed(self, message: Message, mapping: str) -> Finding | None:
        """Why a message may not come in, by the mapping that would read it."""
        partner = self.of(message.envelope.sender, message.envelope.sender_qualifier)
        if partner is None or not partner.sends or mapping in partner.sends:
            return None
        what = f"{partner.name} is not to send what {mapping} reads, but {', '.join(partner.sends)}"
        fix = "send what was agreed, or add the mapping to sends"
        return self._finding("PRT-013", what, Position(message=message.number), fix, NO_AGREEMENT)

    def _finding(self, code: str, what: str, where: Position, fix: str, error: str) -> Finding:
        level, why = Severity.ERROR, f"{self.name} says what was agreed (0085 code {error})"
        return Finding(code=code, severity=level, what=what, where=where, why=why, fix=fix, error=error)


def identifications(identity: str) -> set[str]:
    """What an identity may be called: all of it, or what stands before its last colon if a qualifier stands behind."""
    return {identity, identity.rpartition(":")[0] or identity}


NOBODY = Partners()
