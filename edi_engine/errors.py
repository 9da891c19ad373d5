"""Exceptions are for engines that cannot go on; faults in data are findings.

EdiError              carries a finding, printed like any other
  ConfigurationError  a mapping, route table or schema of the operator is wrong (all its findings are listed)
  StoreError          the audit store cannot take what it must record
  DeliveryError       a transport could not deliver
"""

from collections.abc import Sequence

from edi_engine.findings import Finding


class EdiError(Exception):
    """The engine cannot go on; `finding` says why in the words used for data faults."""

    def __init__(self, finding: Finding, *others: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
        self.findings: Sequence[Finding] = (finding, *others)


class ConfigurationError(EdiError):
    """A mapping, route table, schema or workspace is wrong; `findings` holds everything found."""


class StoreError(EdiError):
    """The audit store refused a record, so nothing may be acknowledged or sent."""


class DeliveryError(EdiError):
    """A transport could not deliver; the delivery may be tried again."""
