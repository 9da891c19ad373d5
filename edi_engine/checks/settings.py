"""What an installation wants of the checks: `checks.yaml` of the workspace, every fault of it found in one go.

route: warnings        # what findings of rules weigh at most: errors, warnings, notes, or off
rules:
  CHK-101: off         # off, or the weight of a rule: error, warning, note
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from edi_engine.conditions.expression import near
from edi_engine.configuration import Table, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

OFF = "off"
CAPS = ("errors", "warnings", "notes", OFF)
USES = {"validate": "errors", "translate": "warnings", "route": "warnings"}
"""What documents are checked for, and what findings weigh there at most unless `checks.yaml` says otherwise."""

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What is wanted: `uses` as in `USES`, `rules` by id: a weight, or `off`."""

    uses: dict[str, str] = field(default_factory=lambda: dict(USES))
    rules: dict[str, str] = field(default_factory=dict)

    def weight(self, rule: str, own: Severity, use: str) -> Severity | None:
        """What a finding of a rule weighs; None where it is not wanted."""
        cap, wanted = self.uses[use], self.rules.get(rule, own.value)
        if OFF in (cap, wanted):
            return None
        return _ORDER[max(CAPS.index(cap), _ORDER.index(Severity(wanted)))]


def read_settings(text: str, name: str, rules: Collection[str]) -> Settings:
    """Read and check `checks.yaml`.

    Args:
        text: the file's content.
        name: the file's name, for findings.
        rules: ids of the rules there are.

    Raises:
        ConfigurationError: `CHK-003`, with line and column, for every fault.
    """
    tree = read_yaml(text, name)
    if tree is None:
        return Settings()
    findings = [_finding(name, *fault) for fault in _faults(tree, rules)]
    if findings:
        raise ConfigurationError(*findings)
    uses = {key: str(value) for key, value in tree.items() if key in USES}
    wanted = {str(key): str(value) for key, value in (tree.get("rules") or {}).items()}
    return Settings(uses=USES | uses, rules=wanted)


_Fault = tuple[Any, str, str]


def _faults(tree: Any, rules: Collection[str]) -> Iterator[_Fault]:
    """Each fault: where, what, how to mend it."""
    if not isinstance(tree, Table):
        yield tree, "the settings are a table of keys", "write rules: and below it CHK-101: off"
        return
    for key, value in tree.items():
        if key == "rules":
            yield from _rule_faults(value, rules)
        elif key not in USES:
            yield key, f"unknown key {key[:50]}", near(key, [*USES, "rules"])
        elif value not in CAPS:
            yield key, f"{key} is none of {', '.join(CAPS)}", "write one of them"


def _rule_faults(value: Any, rules: Collection[str]) -> Iterator[_Fault]:
    if value is not None and not isinstance(value, Table):
        yield value, "rules is a table", "write CHK-101: off"
        return
    for key, weight in (value or {}).items():
        if key not in rules:
            yield key, f"there is no rule {key[:50]}", near(key, rules, "see `edi-engine checks list`")
        if weight not in (OFF, *_ORDER):
            yield key, f"{key[:50]} is none of off, error, warning, note", "write one of them"


def _finding(name: str, where: Any, what: str, fix: str) -> Finding:
    place = Position(path=name, line=getattr(where, "line", 1), column=getattr(where, "column", 1))
    why = "settings of checks are checked when they load"
    return Finding(code="CHK-003", severity=Severity.ERROR, what=what, where=place, why=why, fix=fix)
