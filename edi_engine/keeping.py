"""What of a payload's findings and messages is kept in memory: a hostile one can have more of both than there is room.

The store keeps all of them.
"""

from collections import Counter
from dataclasses import dataclass

from edi_engine.exchange import Exchange, InterchangeResult, MessageResult
from edi_engine.findings import Finding, Report, Severity

KEPT_FINDINGS = 10_000  # beyond these each message keeps its first error only
KEPT_REJECTED = 10_000  # beyond these messages only those are kept that go on


@dataclass(slots=True)
class Keeping:
    """Counts in an exchange what is not kept of it."""

    exchange: Exchange
    findings_left: int = KEPT_FINDINGS

    def findings(self, report: Report) -> list[Finding]:
        """The findings of a message to keep; each rejection keeps its reason."""
        kept = report.findings[: self.findings_left]
        self.findings_left -= len(kept)
        kept = kept or [finding for finding in report if finding.severity is Severity.ERROR][:1]
        self.count(report, kept)
        return kept

    def message(self, result: MessageResult, interchange: InterchangeResult) -> None:
        """Keep a message's result, unless nothing goes on from it and there are many."""
        if result.accepted or len(interchange.messages) < KEPT_REJECTED:
            interchange.messages.append(result)
            return
        interchange.rejected_more += 1
        self._add(Counter((finding.severity, finding.code) for finding in result.findings))

    def count(self, report: Report, kept: list[Finding]) -> None:
        """Count what is not kept of a report."""
        self._add(Counter(report.counted))
        if len(kept) < len(report):
            found = Counter((finding.severity, finding.code) for finding in report)
            found.subtract((finding.severity, finding.code) for finding in kept)
            self._add(+found)

    def _add(self, times: Counter[tuple[Severity, str]]) -> None:
        counted = self.exchange.counted
        for key, more in times.items():
            counted[key] = counted.get(key, 0) + more
