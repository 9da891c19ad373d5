"""Exceptions are for engines that cannot go on; faults in data are findings.

EdiError              carries a finding, printed like any other
  ConfigurationError  a mapping, route table or schema of the operator is wrong (all its findings are listed)
  StoreError          the audit store cannot take what it must record
  DeliveryError       a transport could not deliver
"""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from edi_engine.findings import Finding


class EdiError(Exception):
    """The engine cannot go on; `finding` says why in the words used for data faults.

    Attributes:
        exchange: under which what was received is on record, though it was not finished; empty if it is not.
    """

    exchange = ""

    def __init__(self, finding: Finding, *others: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
        self.findings: Sequence[Finding] = (finding, *others)

    def on_record(self, exchange: str) -> Self:
        """The same of what was received already: sent again it would be delivered twice."""
        if self.exchange or not exchange:
            return self
        fix = f"{self.finding.fix}; then edi-engine resume: it is on record, and would be delivered twice if sent again"
        error = type(self)(replace(self.finding, fix=fix), *self.findings[1:])
        error.exchange = exchange
        return error


class ConfigurationError(EdiError):
    """A mapping, route table, schema or workspace is wrong; `findings` holds everything found."""


class StoreError(EdiError):
    """The audit store refused a record, so nothing may be acknowledged or sent."""


class DeliveryError(EdiError):
    """A transport could not deliver; the delivery may be tried again."""


@contextlib.contextmanager
def received_as(exchange: str) -> Iterator[None]:
    """Errors inside say that what was received is on record under this exchange."""
    try:
        yield
    except EdiError as error:
        raise error.on_record(exchange) from error
