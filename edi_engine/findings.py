"""What is wrong with data, where, why and how to mend it.

Faults in data are findings, never exceptions: all of them are collected in a `Report`, and the same words go to the
screen, the audit store and the acknowledgement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NamedTuple

UNROUTED = "ENG-001"  # what says that no route took a document, which is its state, too
LONGEST_TEXT = 2000  # characters of a text or a path in a report


class Severity(StrEnum):
    """How much a finding weighs: an error rejects its message, a warning and a note let it pass."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Strictness(StrEnum):
    """How faults are weighed; what is read, and what is found in it, is the same under all three.

    Strict is the letter of the standard, normal rejects what puts a message in doubt, lenient lets pass what partners
    are known to send as long as the meaning is sure.
    """

    STRICT = "strict"
    NORMAL = "normal"
    LENIENT = "lenient"


class Weights(NamedTuple):
    """What one kind of fault weighs under each strictness."""

    strict: Severity
    normal: Severity
    lenient: Severity

    def under(self, strictness: Strictness) -> Severity:
        """The weight under one strictness."""
        weight: Severity = getattr(self, strictness.value)
        return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in a payload, counted from 1 in the field's own terms; `None` where a level does not apply.

    Attributes:
        interchange, message: ordinals in the file and in the interchange.
        segment: ordinal in the message, UNH is 1; `tag` is its tag.
        element, component, repetition: ordinals behind the tag.
        offset: bytes from the start of the payload, the first byte is 0.
        line, column: as an editor shows them.
        path: the place in formats without segments (XPath, JSON pointer, CSV column) or a file name.
    """

    interchange: int | None = None
    message: int | None = None
    segment: int | None = None
    tag: str | None = None
    element: int | None = None
    component: int | None = None
    repetition: int | None = None
    offset: int | None = None
    line: int | None = None
    column: int | None = None
    path: str | None = None

    def behind(self, start: "Position") -> "Position":
        """This place of a text in the payload in which the text begins at `start`."""
        first_line = self.line in (None, 1)
        return replace(
            start,
            path=self.path,
            offset=None if start.offset is None or self.offset is None else start.offset + self.offset,
            line=(start.line or 1) + (self.line or 1) - 1,
            column=(self.column or 1) + ((start.column or 1) - 1 if first_line else 0),
        )

    def __str__(self) -> str:
        """`message 1, segment 2 UNT, element 1, line 9, column 5`; the empty string when nothing is known."""
        parts = [
            f"{name} {value}" + (f" {self.tag}" if name == "segment" and self.tag else "")
            for name in ("interchange", "message", "segment", "element", "component", "repetition")
            if (value := getattr(self, name)) is not None
        ]
        if self.tag and self.segment is None:  # a service segment outside messages has no ordinal
            parts.insert(self.interchange is not None, f"segment {self.tag}")
        if self.path is not None:
            parts.insert(0, self.path)
        parts += [
            f"{word} {value}"
            for word, value in (("line", self.line), ("column", self.column), ("byte", self.offset))
            if value is not None
        ]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault: a stable code, its weight, what, where, why (who asks for it) and the fix.

    `error` is the UN/EDIFACT 0085 syntax error code where one fits, for the acknowledgement. `places` are the paths of
    the first places where one finding stands for several, that of `where` among them.
    """

    code: str
    severity: Severity
    what: str
    where: Position = Position()
    why: str = ""
    fix: str = ""
    error: str | None = None
    places: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The four lines shown on screen; see the README for an example."""
        lines = [f"{self.severity} {self.code}: {self.what}"]
        for name, text in (("where", str(self.where)), ("why", self.why), ("fix", self.fix)):
            if text:
                lines.append(f"  {name:<5}  {text}")
        return "\n".join(lines)


_UNMADE = Finding(code="", severity=Severity.NOTE, what="")  # keeps the place of one that was put off


def _bounded(finding: Finding) -> Finding:
    """Texts that quote what was received at length are cut: a name can be as long as a payload."""
    path = finding.where.path or ""
    if len(finding.what) + len(finding.why) + len(finding.fix) <= LONGEST_TEXT and len(path) <= LONGEST_TEXT:
        return finding
    where = replace(finding.where, path=_cut(path) or None)
    return replace(finding, what=_cut(finding.what), why=_cut(finding.why), fix=_cut(finding.fix), where=where)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


@dataclass(slots=True)
class Report:
    """Findings in the order they were made, bounded: past `limit` they are only counted, by weight and code.

    `weights` says for the codes in it what a finding weighs here, in place of what it weighs as it was made.
    """

    limit: int = 1000
    counted: dict[tuple[Severity, str], int] = field(default_factory=dict)
    weights: Mapping[str, Severity] = field(default_factory=dict)
    _errors: int = 0
    _held: list[Finding] = field(default_factory=list)
    _later: dict[int, Callable[[], Finding]] = field(default_factory=dict)  # by their places among those held

    @property
    def findings(self) -> list[Finding]:
        """The findings, those too that were put off."""
        if self._later:
            for at, make in tuple(self._later.items()):  # of two threads that ask at once both make all
                self._held[at] = _bounded(make())
            self._later.clear()
        return self._held

    @findings.setter
    def findings(self, findings: list[Finding]) -> None:
        self._held = findings
        self._later.clear()

    def add(self, finding: Finding) -> None:
        """Take one finding; errors are counted even where the list is full."""
        self._take(_bounded(self._weighed(finding) if self.weights else finding))

    def add_later(self, code: str, severity: Severity, make: Callable[[], Finding]) -> None:
        """Take a finding that is made when someone asks for it: often no more is asked than whether there is an error.

        What it is made of must stay as it is.
        """
        if len(self._held) >= self.limit:
            self.add(Finding(code=code, severity=severity, what=code))
        elif self.weights:
            self.add(make())
        else:
            self._later[len(self._held)] = make
            self._held.append(_UNMADE)
            self._errors += severity is Severity.ERROR

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take several findings."""
        for finding in findings:
            self.add(finding)

    def absorb(self, other: "Report") -> None:
        """Take the findings of another report, and what it only counted."""
        for finding in other.findings:  # their texts are cut already
            self._take(self._weighed(finding) if self.weights else finding)
        for (severity, code), times in other.counted.items():
            self.count(severity, code, times)

    def leave_out(self, unneeded: Callable[[Finding], bool]) -> None:
        """Take out findings, none of them an error, that others make unneeded."""
        self.findings = [finding for finding in self.findings if not unneeded(finding)]

    def _take(self, finding: Finding) -> None:
        if len(self._held) < self.limit:
            self._held.append(finding)
            self._errors += finding.severity is Severity.ERROR
        else:
            self.count(finding.severity, finding.code)

    def count(self, severity: Severity, code: str, times: int = 1) -> None:
        """Count findings that are not kept."""
        self._errors += times if severity is Severity.ERROR else 0
        self.counted[severity, code] = self.counted.get((severity, code), 0) + times

    @property
    def suppressed(self) -> int:
        """How many findings were only counted."""
        return sum(self.counted.values())

    def weigh(self, weights: Mapping[str, Severity]) -> None:
        """Weigh all findings anew, those that are there and those to come; suppressed ones stay what they were."""
        self.weights = weights
        before = sum(finding.severity is Severity.ERROR for finding in self.findings)
        self.findings = [self._weighed(finding) for finding in self.findings]
        self._errors += sum(finding.severity is Severity.ERROR for finding in self.findings) - before

    def _weighed(self, finding: Finding) -> Finding:
        weight = self.weights.get(finding.code, finding.severity)
        return finding if weight is finding.severity else replace(finding, severity=weight)

    @property
    def rejected(self) -> bool:
        """Whether an error was found."""
        return self._errors > 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self._held)
