"""What an examination of a store found: findings with why and fix, and what was looked at."""

from dataclasses import dataclass, field

from edi_engine.audit.layout import is_of_search
from edi_engine.findings import Finding, Position, Severity

EXPORTED = "exported checkpoint"
_WHY = {
    "AUD-101": "its commitment in the log is of other values",
    "AUD-102": "the log has an entry for it, and no erasure names that entry",
    "AUD-103": "no entry of the log commits to it",
    "AUD-104": "entries are numbered from 0 without gaps, and each is of a record of the store",
    "AUD-105": "the name of a payload is the SHA-256 of its bytes",
    "AUD-106": "the entries a checkpoint covers have another root than the one that was signed",
    "AUD-107": "a log only grows",
    "AUD-108": "a checkpoint counts if a known key signed exactly this text",
    "AUD-109": "who can write the store and its key could write anew what no checkpoint kept elsewhere covers",
    "AUD-110": "a number that was given out must not be given out again",
    "AUD-111": "who can write the store can write an erasure too, and the checkpoint says that the records were there",
    "AUD-112": "an erasure names the entries of one exchange, of which nothing else is left",
    "AUD-113": "an erasure is signed in the commit that makes it",
    "AUD-114": "what is shown of the record goes through the tables and views that the engine made",
    "AUD-115": "a store that has a key signs what it records when it is closed",
    "AUD-116": "what is shown of the record is read from this file, by its indexes",
    "AUD-117": "who can write the store could have added them without its key; the next that records signs them",
}
_FIX = "compare with a backup, and find out who could write the store"
_REINDEX = "edi-engine audit reindex makes it anew; then find out who could write the store"
_FIXES = {
    f"AUD-108 {EXPORTED}": "give a file of audit checkpoint of this store, byte for byte, and its key (--key)",
    "AUD-116": "restore it from a backup; where an index is named, edi-engine audit reindex makes it anew",
    "AUD-117": "see whether a process is at work or was killed; then edi-engine audit checkpoint signs them",
    "AUD-109": "export a checkpoint (audit checkpoint), and keep it where nobody can write who writes the store",
    "AUD-111": "ask who erased it; if that was meant, keep a new checkpoint (audit checkpoint): it covers the erasure",
}
_SEVERITIES = {"AUD-109": Severity.NOTE, "AUD-111": Severity.WARNING, "AUD-117": Severity.NOTE}


@dataclass(slots=True)
class Verification:
    """What was looked at, and what was found.

    Attributes:
        entries: in the log, `erased` of them without their records, by an erasure that says so.
        checkpoints: of the store that are as they were signed.
        covered: entries under a checkpoint that was kept elsewhere; None if none was given.
    """

    entries: int = 0
    erased: int = 0
    checkpoints: int = 0
    covered: int | None = None
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, what: str, place: str) -> None:
        """Add a finding; all are errors but that something is not covered yet, and what may have been meant."""
        severity = _SEVERITIES.get(code, Severity.ERROR)
        fix = _REINDEX if code == "AUD-114" and is_of_search(place) else _FIXES.get(code, _FIX)
        where, fix = Position(path=place), _FIXES.get(f"{code} {place}", fix)
        self.findings.append(Finding(code=code, severity=severity, what=what, where=where, why=_WHY[code], fix=fix))
